"""One person twice in the workbooks of a round, as `check` reports it (counting rule 6).

Within one workbook each later row gets one finding. Across workbooks both files get one; of rows of two types only facts that cannot
change are compared. An older submission of a unit and round is not compared with other workbooks, nor are rounds with each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from xlflow.findings import Finding, Place, column_number
from xlflow.messages import finding
from xlflow.roster.submission import compared_fields
from xlflow.roster.submitted_rows import Row, Submission, standing
from xlflow.rules.persons import Identity, contradicts, differing_fields, person_key
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES

_Group = dict[tuple[Identity, object], list[Row]]
_AGREE = "请两个支部核对，改为一致"


def duplicate_findings(submissions: Iterable[Submission], scheme: Scheme) -> list[Finding]:
    """The findings duplicate-in-workbook, duplicate-across-workbooks and conflict-across-workbooks of all files of one run."""
    everything = list(submissions)
    within = [found for submission in everything for found in duplicates_within(submission, scheme)]
    return list(dict.fromkeys([*within, *duplicates_across(everything, scheme)]))


def duplicates_within(submission: Submission, scheme: Scheme) -> list[Finding]:
    """The findings duplicate-in-workbook of one file."""
    people = _people(submission, scheme).values()
    return [_in_workbook(submission, rows[0], later, scheme) for rows in people for later in rows[1:]]


def duplicates_across(submissions: Iterable[Submission], scheme: Scheme) -> list[Finding]:
    """The findings duplicate-across-workbooks and conflict-across-workbooks of all files of one run."""
    found: list[Finding] = []
    by_round: dict[str, list[Submission]] = defaultdict(list)
    for submission in standing(list(submissions)).current:
        by_round[submission.round].append(submission)
    for same_round in by_round.values():
        found += _across(same_round, scheme)
        found += _across_types(same_round, scheme)
    return list(dict.fromkeys(found))


def _people(submission: Submission, scheme: Scheme) -> _Group:
    groups: _Group = defaultdict(list)
    for row in submission.rows_of(NOMINEES):
        person = person_key(row.values, scheme.tables[NOMINEES].key_fields)
        if person is not None and row.values.get("name"):
            groups[person, row.values.get("recommendation_type")].append(row)
    return groups


def _in_workbook(submission: Submission, first: Row, later: Row, scheme: Scheme) -> Finding:
    differ = differing_labels(first, later, scheme)
    said = f"，但{'、'.join(differ)}不一致" if differ else ""
    other = f"第 {first.number} 行" if first.sheet == later.sheet else f"“{first.sheet}”表第 {first.number} 行"
    return finding("duplicate-in-workbook", _place(submission, later, scheme), who=later.values["name"], other=other, differ=said)


def _across(submissions: Sequence[Submission], scheme: Scheme) -> Iterator[Finding]:
    groups: dict[tuple[Identity, object], list[tuple[Submission, Row]]] = defaultdict(list)
    for submission in sorted(submissions, key=lambda s: s.rank):
        for key, rows in _people(submission, scheme).items():
            groups[key].append((submission, rows[0]))
    for (home, first), *others in groups.values():
        for other, row in others:
            differ = "、".join(differing_labels(first, row, scheme))
            code = "conflict-across-workbooks" if differ else "duplicate-across-workbooks"
            for here, at, there in ((home, first, other), (other, row, home)):
                yield finding(code, _place(here, at, scheme), who=at.values["name"], other=there.file, differ=differ)


def _across_types(submissions: Sequence[Submission], scheme: Scheme) -> Iterator[Finding]:
    constants = [field for field in scheme.fields[NOMINEES] if field.constant]
    first: dict[Identity, tuple[Submission, Row, object]] = {}
    for submission in sorted(submissions, key=lambda s: s.rank):
        for (person, kind), (row, *_) in _people(submission, scheme).items():
            home, at, stated = first.setdefault(person, (submission, row, kind))
            both = [field for field in constants if field.key in at.values and field.key in row.values]
            differ = "、".join(field.label for field in both if contradicts(at.values[field.key], row.values[field.key]))
            if differ and home is not submission and stated != kind:
                for here, own, there in ((home, at, submission), (submission, row, home)):
                    place, who = _place(here, own, scheme), own.values["name"]
                    yield finding("conflict-across-workbooks", place, who=who, other=there.file, differ=differ, fix=_AGREE)


def differing_labels(a: Row, b: Row, scheme: Scheme) -> list[str]:
    """The headers of the columns in which two rows of one person differ."""
    differ = differing_fields(a.values, b.values, compared_fields(scheme, a.table))
    return [scheme.field(a.table, key).label for key in differ]


def _place(submission: Submission, row: Row, scheme: Scheme) -> Place:
    key = "id_number" if "id_number" in row.cells else "name"
    column = column_number(row.cells[key]) if key in row.cells else None
    label = scheme.field(row.table, key).label
    return Place(submission.file, row.sheet, row.number, column, key, label, row.sheet_index)
