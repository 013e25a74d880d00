"""The period that a command is asked for."""

from __future__ import annotations

from xlflow.domain.periods import Period
from xlflow.errors import UsageError


def asked_period(text: str | None) -> Period | None:
    """The period that 2026 or 2026Q1 names, None where nothing is asked; `UsageError` for anything else."""
    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        raise UsageError(f"“{text}”不是时期，应写年度或季度，如 2026 或 2026Q1。") from None
