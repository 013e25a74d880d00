"""积分细则 and 积分台账: items that cannot be read, rows without an item, grades and points that the item does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlflow.domain.points import Item, ItemKind
from xlflow.findings import Finding
from xlflow.rules.case import Case, Judging
from xlflow.rules.points_ledger import ITEMS, LEDGER, grade_of, item_of, items_of

_TEXT = "数字，也不是 优秀=5;合格=3 这样的等次分值"


def faults_of_points(judging: Judging) -> Iterator[Finding]:
    """All findings about points."""
    rows = judging.cases(ITEMS)
    for row in rows:
        yield from _item(row)
    items = items_of(judging.scheme, [row.record.values for row in rows])
    for row in judging.cases(LEDGER) if items else ():
        yield from _entry(row, items)


def _item(row: Case) -> Iterator[Finding]:
    values = row.record.values
    if "item_points" in values and "item_kind" in values:
        try:
            item_of(values)
        except ValueError:
            yield row.finding("number-invalid", "item_points", got=values["item_points"], expected=_TEXT)


def _entry(row: Case, items: Mapping[str, Item]) -> Iterator[Finding]:
    values = row.record.values
    code = values.get("item_code")
    if code is None:
        return
    own = items.get(str(code))
    if own is None:
        yield row.finding("reference-unknown", "item_code", got=code, expected=row.judging.scheme.tables[ITEMS].sheet)
        return
    grade, typed = grade_of(values, own), values.get("points_value")
    if own.kind is ItemKind.GRADE and grade is not None and own.worth(grade) is None:
        yield row.finding("choice-unknown", "points_grade", got=grade, expected="、".join(f"“{word}”" for word, _ in own.grades))
    least, most = own.range
    if isinstance(typed, int | float) and not least <= typed <= most:
        yield row.finding("value-out-of-range", "points_value", got=typed, expected=f"超出项目 {code} 的范围，应为 {_range(least, most)}")


def _range(least: float, most: float) -> str:
    return f"{least:g}" if least == most else f"{least:g} 到 {most:g}"
