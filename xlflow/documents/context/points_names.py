"""The points of nominees in the words of a document: place, band, what became of those on the year's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from xlflow.documents.context.material import Material, SourceRow
from xlflow.documents.context.printed_values import Printer, numbered
from xlflow.documents.context.subjects import DocumentSubject
from xlflow.domain.periods import Period
from xlflow.domain.points import ranks
from xlflow.figures.period_statistics import Points, points_of
from xlflow.figures.ratios_and_totals import Counted, counted, people_of
from xlflow.rules.case import Judging
from xlflow.rules.joined import row_key
from xlflow.rules.persons import person_key
from xlflow.rules.points_ledger import LEDGER, ledger_of
from xlflow.schemes.parts import Document
from xlflow.schemes.table_roles import NOMINEES

Row = dict[str, object]

_PUBLIC = ("name", "township")
_INTERNAL = ("gender", "birth_date", "village", "branch", "candidate_kind", "political_status", "recommendation_type", "meeting_result")
_RESULT = ("letter_date", "party_result", "party_decision_date", "probationary_date")
_POINTS = ("number", "rank", "place", "quarter", "year", "band", "is_listed", "is_vetoed")
_EMPTY = (*_POINTS, *_PUBLIC, *_INTERNAL, *_RESULT)


def points_names(document: Document, subject: DocumentSubject, material: Material, printer: Printer) -> Row:
    """`point_rows`: nominees by their points; `bands`: how many are in each; `listed`: the year's list. Nothing without a ledger.

    In a public document a person is a name, a township and points. A list of a branch is by the ledger on which it recommends, which
    leads to no band; `ledger` names it.
    """
    if not material.scheme.ledgers:
        return {}
    if material.judging is None:
        return {key: [dict.fromkeys(_EMPTY, "")] for key in ("point_rows", "listed")} | {
            "bands": [{"band": "", "count": ""}],
            "ledger": "",
            "ledger_year": "",
        }
    ledger = _ledger(document, material)
    standings = _standings(document, material, ledger)
    rows = [(row, standings[key]) for row in _rows(document, subject) if (key := _who(row, material)) in standings]
    rows.sort(key=lambda each: (each[1].standing.rank, str(each[0].values.get("name"))))
    places = ranks([points.standing.score.year for _, points in rows])
    shown = (*_PUBLIC, *(() if printer.audience == "public" else (*_INTERNAL, *_RESULT)))
    lines = [_line(row, points, place, shown, printer) for (row, points), place in zip(rows, places, strict=True)]
    bands = {band.key: 0 for band in material.scheme.bands if band.ledger == ledger}
    for line in lines:
        if line["band"] in bands:
            bands[str(line["band"])] += 1
    return {
        "point_rows": numbered(lines),
        "listed": numbered([line for line in lines if line["is_listed"]]),
        "bands": [{"band": band, "count": count} for band, count in bands.items()],
        "ledger": ledger,
        "ledger_year": _year_of(document, material),
    }


def _ledger(document: Document, material: Material) -> str:
    """The ledger of the bands; for a list of a branch the other one, where there is one."""
    own = ledger_of(material.scheme, material.as_of) or material.scheme.ledgers[0].key
    others = [ledger.key for ledger in material.scheme.ledgers if ledger.key != own]
    return others[0] if document.scope == "branch" and others else own


def _rows(document: Document, subject: DocumentSubject) -> Sequence[SourceRow]:
    return subject.rows if document.rows == NOMINEES else [person.row for person in subject.people]


def _standings(document: Document, material: Material, ledger: str) -> Mapping[object, Points]:
    """The points of every nominee, by who he is."""
    judging = material.judging
    assert judging is not None
    if document.scope == "period" and material.period is not None:
        found: Sequence[Points] = material.period.statistics.points
    else:
        found = points_of(judging, _last_year(judging, material.as_of), ledger)
    by_place = {each.person: each for each in found}
    cases = people_of(judging.cases(NOMINEES))
    wanted: list[tuple[Counted, SourceRow]] = [(counted(case), material.by_record[row_key(case.record)]) for case in cases]
    return {_who(row, material): by_place[who] for who, row in wanted if who in by_place}


def _year_of(document: Document, material: Material) -> str:
    if document.scope == "period" and material.period:
        return str(material.period.period.year)
    last = _last_year(material.judging, material.as_of) if material.judging else None
    return str(last.year) if last else ""


def _last_year(judging: Judging, as_of: date) -> Period | None:
    """The last year with entries: a list that is made in January is about the year before."""
    days = [day for row in judging.reading.records(LEDGER) if isinstance(day := row.values.get("points_date"), date) and day <= as_of]
    return Period(max(days).year) if days else None


def _who(row: SourceRow, material: Material) -> object:
    known = row.record.values if row.record else {}
    return person_key(known, material.scheme.tables[NOMINEES].key_fields) or id(row.record)


def _line(row: SourceRow, points: Points, place: int, shown: Sequence[str], printer: Printer) -> Row:
    words = printer.row(NOMINEES, row)
    score, standing = points.standing.score, points.standing
    return {
        **{key: words.get(key, "") for key in shown},
        "rank": standing.rank,
        "place": place,
        "quarter": f"{score.quarter:g}",
        "year": f"{score.year:g}",
        "band": standing.band or "",
        "is_listed": points.is_listed,
        "is_vetoed": score.is_vetoed,
    }
