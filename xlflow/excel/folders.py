"""Where results of a click lie, and where it looks: all of it beside the workbook."""

from __future__ import annotations

from pathlib import Path

MATERIAL, HANDED_IN, INBOX = "材料", "上报", "收件"
ROSTER, UNITS = "清单库.xlsx", "支部名单.xlsx"


def roster_near(folder: Path) -> Path | None:
    """清单库.xlsx in a folder or in the one above it."""
    return next((path for path in (folder / ROSTER, folder.parent / ROSTER) if path.is_file()), None)
