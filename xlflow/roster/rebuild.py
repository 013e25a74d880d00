"""The heart rebuilt from the face, where only the workbook is at hand.

What a face cannot tell is lost: rows that were rejected or equal to another, and what a branch had said in cells that were changed by
hand. Known files stay known, columns of the committee stay filled, open conflicts stay open.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from xlflow.errors import XlflowError
from xlflow.roster.codec import submission_of
from xlflow.roster.edits import Edit, RowId
from xlflow.roster.face import CONFLICTS, HISTORY, SUBMISSIONS
from xlflow.roster.pages import cells_of, pages_of, source_place
from xlflow.roster.readback import NO_BRANCH, conflict_details, own_rows, row_of, typed_submission
from xlflow.roster.rows import Plain, Row, RowState, Submission
from xlflow.roster.state import Change, Rejected, State
from xlflow.roster.submission import not_from_branches
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, PEOPLE
from xlflow.tables.records import Record, WorkbookReading
from xlflow.tables.unit_list import Unit

Source = tuple[str, str]
"""File and round of a row."""


def state_of(reading: WorkbookReading, scheme: Scheme, face: str) -> State:
    """The state that a face shows. `scheme`: the scheme itself, `face`: the sha256 of the workbook."""
    heads, rejected, units = _files(reading)
    edits: dict[RowId, dict[str, Edit]] = {}
    by_source: dict[Source, dict[RowId, Row]] = defaultdict(dict)
    for table in reading.tables:
        for record in table.records:
            if record.table not in NO_BRANCH and record.values.get("row_key"):
                source = (str(record.values.get("source_file", "")), str(record.values.get("round", "")))
                row, cells = _split(record, scheme)
                by_source[source][record.table, str(record.values["row_key"])] = row
                if cells:
                    edits[record.table, str(record.values["row_key"])] = cells
    _reopen(reading, by_source)
    base = cells_of(reading)
    return State(
        scheme=reading.stamp.scheme if reading.stamp else scheme.id,
        scheme_version=reading.stamp.scheme_version if reading.stamp else scheme.version,
        units=units,
        prefilled=base.get((COMMITTEE, COMMITTEE), {}),
        submissions=(*_with_rows(heads, by_source), *_typed(heads, by_source)),
        rejected=rejected,
        edits=edits,
        base={row: cells for row, cells in base.items() if row[0] not in NO_BRANCH - {PEOPLE, COMMITTEE}},
        history=tuple(_change(line) for line in reversed(pages_of(reading, HISTORY))),
        own=own_rows({}, reading),
        face=face,
    )


def _files(reading: WorkbookReading) -> tuple[list[dict[str, Any]], dict[str, Rejected], tuple[Unit, ...]]:
    heads, rejected, units = [], {}, []
    for line in pages_of(reading, SUBMISSIONS):
        sha256, details, file = (str(line.get(key, "")) for key in ("row_key", "details", "file_name"))
        if not sha256:
            units.append(Unit(str(line.get("unit_name", ""))))
        elif details.startswith("{"):
            heads.append(_head(details, reading.file))
        else:
            rejected[sha256] = Rejected(file, details, str(line.get("problem", "")))
    return heads, rejected, tuple(units)


def _head(details: str, file: str) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads(details)
    except ValueError as error:
        raise XlflowError(f"{file} › 报送情况：隐藏的记录列被改动过，不能据此恢复；请从“备份”文件夹取回上一份清单库再汇总。") from error
    return head


def _with_rows(heads: list[dict[str, Any]], by_source: Mapping[Source, Mapping[RowId, Row]]) -> Iterator[Submission]:
    for head in heads:
        yield submission_of(head, tuple(by_source.get((head["file"], head["round"]), {}).values()))


def _typed(heads: list[dict[str, Any]], by_source: Mapping[Source, Mapping[RowId, Row]]) -> Iterator[Submission]:
    """Rows that no file handed in: people typed them into the roster."""
    files = {(head["file"], head["round"]) for head in heads}
    rounds: dict[str, list[Row]] = defaultdict(list)
    for source, rows in by_source.items():
        if source not in files:
            rounds[source[1]] += rows.values()
    for round_name in sorted(rounds):
        yield typed_submission(round_name, date.min, tuple(rounds[round_name]))


def _split(record: Record, scheme: Scheme) -> tuple[Row, dict[str, Edit]]:
    """The row as the branch would have handed it in, and the columns of the committee as edits."""
    row = row_of(record)
    ours = not_from_branches(scheme, record.table)
    edits = {key: Edit(value, None) for key, value in row.values.items() if key in ours}
    values = {key: value for key, value in row.values.items() if key not in ours}
    sheet, cell, number = source_place(record.values.get("source_cell", ""))
    faults = _faults(record, scheme) if record.values.get("row_state") == RowState.FAULTY else ()
    return replace(row, sheet=sheet, number=number, values=values, cells={"name": cell} if cell else {}, faults=faults), edits


def _faults(record: Record, scheme: Scheme) -> tuple[str, ...]:
    labels = str(record.values.get("check_conclusion", "")).partition("：")[2].split("、")
    keys = {field.label: field.key for field in scheme.fields[record.table]}
    return tuple(keys.get(label, "") for label in labels)


def _reopen(reading: WorkbookReading, by_source: dict[Source, dict[RowId, Row]]) -> None:
    """Put the rows that wait for a decision back into the files that they came from."""
    places = {row_id: (source, row) for source, rows in by_source.items() for row_id, row in rows.items()}
    waiting: dict[tuple[RowId, str], dict[str, Plain]] = defaultdict(dict)
    for line in pages_of(reading, CONFLICTS):
        details = conflict_details(line.get("details"))
        if details and details["other_row"] is None and details["row"]:
            waiting[tuple(details["row"]), details["other_file"]][details["field"]] = details["other"]
    for (row_id, file), values in waiting.items():
        if row_id in places:
            (_, round_name), row = places[row_id]
            other = replace(row, number=-row.number, values={**row.values, **values}, cells={}, faults=())
            by_source[file, round_name][NOMINEES, f"{row_id[1]}?"] = other


def _change(line: Any) -> Change:
    day = date.fromisoformat(str(line.get("day", "1900-01-01")))
    what, person, file = (str(line.get(key, "")) for key in ("what", "person", "file_name"))
    return Change(day, person, what, line.get("before"), line.get("after"), file)
