"""积分细则 and 积分台账: from rows to the items and entries of `domain.points`, and the standing of every person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from xlflow.domain.periods import Period
from xlflow.domain.points import CapPeriod, Item, ItemKind, PointsEntry, Score, band_of, item, ranks, score
from xlflow.rules.related import Related
from xlflow.schemes.procedures import PointsItem
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import Record

ITEMS, LEDGER = "points_items", "points_ledger"
BAND_LEDGER = "points_ledger_for_band"
"""The param that names the ledger of 季度积分, 年度积分, 积分排名 and 考核档次, where a scheme has several with bands."""

Values = Mapping[str, object]


def items_of(scheme: Scheme, rows: Iterable[Values]) -> dict[str, Item]:
    """The items by code: those of the sheet 积分细则 stand above those that the scheme ships. What cannot be read is left out."""
    shipped = {one.code: item(one.code, one.ledger, one.kind, one.points, one.cap, one.period) for one in scheme.points_items}
    written = {}
    for row in rows:
        try:
            written[str(row.get("item_code"))] = item_of(row)
        except ValueError:
            continue
    return shipped | written


def item_of(row: Values) -> Item:
    """A row of 积分细则; `ValueError` where its kind or its points cannot be told."""
    cap, period = row.get("item_cap"), row.get("cap_period")
    return item(
        str(row.get("item_code", "")),
        str(row.get("item_ledger", "")),
        ItemKind(str(row.get("item_kind"))),
        str(row.get("item_points", "")),
        float(cap) if isinstance(cap, int | float) else None,
        CapPeriod(str(period)) if period is not None else None,
    )


def row_of(one: PointsItem) -> dict[str, str | float]:
    """An item of the scheme as a row of 积分细则."""
    cells: dict[str, str | float | None] = {
        "item_code": one.code,
        "item_ledger": one.ledger,
        "item_name": one.name,
        "item_kind": one.kind.value,
        "item_points": one.points,
        "item_cap": one.cap,
        "cap_period": one.period.value if one.period else None,
    }
    return {key: value for key, value in cells.items() if value is not None}


def grade_of(row: Values, own: Item) -> str | None:
    """The grade of a row of the ledger: 等次, else 证明材料 where it is just a grade."""
    grade, evidence = row.get("points_grade"), row.get("evidence")
    if grade is None and isinstance(evidence, str) and evidence in dict(own.grades):
        return evidence
    return str(grade) if grade is not None else None


def is_of(ledger: str, row: Values, items: Mapping[str, Item]) -> bool:
    """Whether a row of 积分台账 is about an item of a ledger."""
    own = items.get(str(row.get("item_code")))
    return own is not None and own.ledger == ledger


def entry_of(row: Values, items: Mapping[str, Item]) -> PointsEntry | None:
    """A row of the ledger; None without a day, a known item, or a value that is typed or follows from the item."""
    own, day, typed = items.get(str(row.get("item_code"))), row.get("points_date"), row.get("points_value")
    if own is None or not isinstance(day, date):
        return None
    grade = grade_of(row, own)
    points = typed if isinstance(typed, int | float) else own.worth(grade)
    return None if points is None else PointsEntry(day, own, float(points), grade != "否")


def ledger_of(scheme: Scheme, day: date) -> str | None:
    """The ledger of which nominees have their points: the one that a param names, else that of the bands, else the only one."""
    if BAND_LEDGER in scheme.params:
        return str(scheme.param(BAND_LEDGER, day))
    named = list(dict.fromkeys([band.ledger for band in scheme.bands] or [ledger.key for ledger in scheme.ledgers]))
    return named[0] if len(named) == 1 else None


def bands_of(scheme: Scheme, ledger: str, day: date) -> tuple[tuple[str, float], ...]:
    """The bands of a ledger from the top, with the least points on a day."""
    return tuple((band.key, scheme.amount(band.least, day)) for band in scheme.bands if band.ledger == ledger)


class Standing(Struct, frozen=True):
    """The points of one person, his place among all, and his band."""

    score: Score
    rank: int
    band: str | None


def standings(
    scheme: Scheme, people: Sequence[Record], ledger_rows: Sequence[Record], items: Mapping[str, Item], day: date, ledger: str | None = None
) -> list[Standing]:
    """The standing of each of some people at the end of the quarter of a day, in a ledger (else in that of the bands).

    Ranked are they and everybody else in the ledger; rows of one person are found by name and number, so he is ranked once.
    """
    ledger = ledger or ledger_of(scheme, day)
    if ledger is None:
        return []
    period = Period(day.year, (day.month + 2) // 3)
    start = sum(scheme.amount(one.start, day) for one in scheme.ledgers if one.key == ledger)
    related = Related(ledger_rows)
    own_rows = [related.about(person) for person in people]
    taken = {id(row) for rows in own_rows for row in rows}
    others: dict[object, list[Record]] = defaultdict(list)
    for row in ledger_rows:
        if id(row) not in taken and is_of(ledger, row.values, items):
            others[tuple(row.values.get(key) for key in ("name", "student_id", "unit_name"))].append(row)

    def of(rows: Iterable[Record]) -> Score:
        return score((entry for row in rows if (entry := entry_of(row.values, items))), ledger, period, start)

    scores = [of(rows) for rows in own_rows]
    first = {_who(person): mine for person, mine in zip(people, scores, strict=True)}
    field = [*first.values(), *(of(rows) for rows in others.values())]
    places = dict(zip([mine.year for mine in field], ranks([mine.year for mine in field]), strict=True))
    bands = bands_of(scheme, ledger, day)
    return [Standing(mine, places[mine.year], band_of(mine.year, bands, is_vetoed=mine.is_vetoed)) for mine in scores]


def _who(person: Record) -> object:
    """One person though several rows: by number, else by name."""
    values = person.values
    return values.get("id_number") or values.get("student_id") or (values.get("name"), values.get("birth_date"))
