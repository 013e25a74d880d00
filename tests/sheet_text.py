"""A compact notation for sheets, so that a test shows the table it is about.

Cells stand between `|`. A plain text is a text; `#3` a number, `@2026-03-05` a date cell, `@2026-03` a date cell that shows no day,
`!#N/A` an error value, `!=` a formula without a stored value, `^` and `<` belong to the merged cell above or to the left.
"""

from __future__ import annotations

from datetime import date

from xlflow.tables.raw import RawSheet, RawValue


def raw_sheet(text: str, name: str = "推优对象清单", index: int = 0, top: int = 0, left: int = 0, hidden: tuple[int, ...] = ()) -> RawSheet:
    """The sheet that a text in the notation draws, its first cell at (top, left)."""
    rows: list[list[RawValue]] = []
    errors: dict[tuple[int, int], str] = {}
    formulas: dict[tuple[int, int], bool] = {}
    months: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], list[int]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, line in enumerate(line for line in text.strip("\n").splitlines() if line):
        row: list[RawValue] = []
        for c, cell in enumerate(part.strip(" ") for part in line.split("|")):
            place = (r + top, c + left)
            anchor = place
            value: RawValue = cell.replace("\\n", "\n") or None
            if cell in ("^", "<"):
                anchor = owner[(place[0] - 1, place[1]) if cell == "^" else (place[0], place[1] - 1)]
                value = None
            elif cell == "!=":
                value, formulas[place] = None, False
            elif cell.startswith("!"):
                value, errors[place] = None, cell[1:]
            elif cell.startswith("#"):
                value = float(cell[1:])
            elif cell.startswith("@"):
                value = date.fromisoformat(cell[1:] if len(cell) == 11 else f"{cell[1:]}-01")
                months |= {place} if len(cell) == 8 else set()
            owner[place] = anchor
            span = spans.setdefault(anchor, [*anchor, *anchor])
            span[2], span[3] = max(span[2], place[0]), max(span[3], place[1])
            row.append(value)
        rows.append(row)
    merged = tuple((a, b, c, d) for a, b, c, d in spans.values() if (a, b) != (c, d))
    return RawSheet(name, index, rows, top, left, True, merged, frozenset(hidden), errors, formulas, frozenset(months))
