"""How far a branch has come with its form (填报阶段)."""

from __future__ import annotations

PHASES = {"报候选人": 1, "会后上报": 2, "公示后上报": 3}
"""report_phase and the last phase whose cells are due."""
