"""The fixtures of drawn sheets."""

from drawn_sheets import check, findings, national, read

__all__ = ["check", "findings", "national", "read"]
