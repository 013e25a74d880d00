"""Places of pools that never mix: overdrawn accounts, places that nobody granted, nominees whose pool has no row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlflow.domain.points import Item, ItemKind
from xlflow.domain.quota import Account, AccountKey, named
from xlflow.findings import Finding
from xlflow.rules.case import Case, Judging, Stated
from xlflow.rules.points_ledger import ITEMS, LEDGER, grade_of, item_of, items_of
from xlflow.rules.quota_ledger import account_of, accounts_of, drawn_on, holds_place, is_pending, of_pool
from xlflow.schemes.procedures import Pool
from xlflow.schemes.table_roles import NOMINEES, QUOTA

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


_PENDING = "{unit} {year} 年的“{got}”名额还在争取中，不能使用，已有 {used} 人占用（{holders}）"


def faults_of_places(judging: Judging) -> Iterator[Finding]:
    """All findings about places; nothing where no sheet of places says what there is."""
    rows = judging.cases(QUOTA) if judging.scheme.pools else []
    if not rows:
        return
    nominees = judging.cases(NOMINEES)
    found = accounts_of(judging.scheme, [row.record.values for row in rows], nominees)
    for pool in judging.scheme.pools:
        owners: dict[AccountKey, Case] = {}
        for row in rows:
            if (key := account_of(pool, row.record.values)) is not None:
                owners.setdefault(key, row)
        yield from (_overdrawn(pool, row, key, found[key]) for key, row in owners.items() if found[key].over)
        yield from _without_row(pool, judging, owners)
        yield from _ungranted(pool, rows)


def _overdrawn(pool: Pool, row: Case, key: AccountKey, account: Account) -> Finding:
    values = row.record.values
    return row.finding(
        "quota-pool-exceeded",
        "quota_left" if row.record.position("quota_left") else "quota_total",
        stated=Stated(pool.severity, basis=pool.basis, message=_PENDING if is_pending(values) else ""),
        got=pool.key,
        unit=values.get("unit_name", ""),
        year=key.year,
        total=account.total,
        used=account.used,
        over=account.over,
        holders=named(account.holders),
    )


def _without_row(pool: Pool, judging: Judging, owners: dict[AccountKey, Case]) -> Iterator[Finding]:
    """Nominees who draw on an account that the sheet of places does not have."""
    names_it = judging.scheme.has_field(NOMINEES, "pool")
    sheet = judging.scheme.tables[QUOTA].sheet
    for nominee, seen in of_pool(pool, judging.scheme, judging.cases(NOMINEES)):
        key = drawn_on(pool, seen)
        if key is not None and key not in owners and (names_it or holds_place(pool, seen)):
            unit = "" if pool.undivided else f"，{seen.get(pool.unit)}"
            at = "pool" if names_it else pool.unit
            yield nominee.finding(
                "reference-unknown", at, stated=Stated(basis=pool.basis), got=f"{pool.key}（{key.year} 年{unit}）", expected=sheet
            )


def _ungranted(pool: Pool, rows: list[Case]) -> Iterator[Finding]:
    """Earmarked places say who granted them, and by what."""
    if not pool.earmarked:
        return
    for row in rows:
        if row.record.values.get("pool") == pool.key and row.judging.reading.is_standard_form:
            for key in ("granted_by", "grant_document"):
                is_open = key not in row.record.values and key not in row.record.unread
                if is_open and row.field(key).required is False and row.record.position(key):
                    yield row.finding("required-missing", key, stated=Stated(basis=pool.basis))
