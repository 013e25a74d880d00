"""From raw cells to records: every table of the scheme that a workbook holds, and the findings about its form."""

from __future__ import annotations

from msgspec.structs import replace

from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.cell_text import bare
from xlflow.tables.finding.facts_sheet import read_facts
from xlflow.tables.finding.form_changes import alterations, header_faults, hidden_rows, lost_validations, sample_sheet, workbook_faults
from xlflow.tables.finding.lines_above import branch_above, branch_in_title, read_headings
from xlflow.tables.finding.locate import Located, locate, names_people
from xlflow.tables.mark_columns import reasons_of
from xlflow.tables.raw import Position, RawWorkbook
from xlflow.tables.records import Value, WorkbookReading
from xlflow.tables.rows.read_rows import RowReader

SCREENING = "screening"
"""What the stamp of a result of screening says it is."""


def understand(raw: RawWorkbook, scheme: Scheme) -> WorkbookReading:
    """All tables of the scheme that a workbook holds. Reading never stops: a wrong datum becomes a finding.

    A result of screening holds none, though it has people on it: it is ours, and nobody hands it in.
    """
    reading = WorkbookReading(raw.file, raw.sha256, scheme.id, raw.stamp, [], [], modified=raw.modified, file_modified=raw.file_modified)
    if raw.stamp is not None and raw.stamp.kind == SCREENING:
        return replace(reading, names_people=False)
    everything = locate(raw, scheme)
    lists = [located for located in everything if raw.stamp is not None or not located.is_sample] or everything
    reading.findings += [sample_sheet(raw.file, located) for located in everything if located not in lists]
    parts = _branches_above(lists) if raw.stamp is None else {}
    for located in lists:
        _read_table(reading, located, scheme, parts.get(id(located)))
        table = reading.tables[-1]
        reading.reasons |= {(table.header.sheet, row): said for row, said in reasons_of(table, located.grid, scheme)}
        if raw.stamp is not None and reading.is_standard_form:
            reading.findings += alterations(raw.file, located, scheme, raw.stamp)
            if located.header is not None:
                reading.findings += lost_validations(raw.file, located.grid, table, scheme, raw.stamp)
    reading.findings += workbook_faults(reading, raw, scheme)
    reading.names_people = bool(reading.tables) or names_people(raw, scheme)
    return reading


def _branches_above(lists: list[Located]) -> dict[int, tuple[str, Position]]:
    """The branch that the lines above each list name, where they name more than one: the people of each are then of its own."""
    found: dict[int, tuple[str, Position]] = {}
    ends: dict[int, int] = {}
    for located in lists:
        if located.header is not None:
            sheet = located.grid.sheet.index
            if named := branch_above(located.grid, located.header.first, ends.get(sheet, 0)):
                found[id(located)] = named
            ends[sheet] = located.header.last + 1
    return found if len({bare(branch) for branch, _ in found.values()}) > 1 else {}


def _read_table(reading: WorkbookReading, located: Located, scheme: Scheme, part: tuple[str, Position] | None) -> None:
    file, grid, header = reading.file, located.grid, located.header
    if header is None:
        facts_reading, findings = read_facts(file, grid, located.table.key, scheme)
        reading.tables.append(facts_reading)
        reading.findings += findings
        return
    for key, value in read_headings(grid, header.first).items():
        reading.headings.setdefault(key, value)
    reading.title_branch = reading.title_branch or branch_in_title(grid, header.first)
    rows = RowReader(file, grid, header, located.table.key, scheme, located.end)
    rows.part = (part[0], (part[1][0] + 1, part[1][1] + 1)) if part else None
    reading.tables.append(rows.read())
    reading.findings += rows.findings
    known = {(found.code, found.place.sheet, found.place.field, found.got) for found in reading.findings}
    reading.findings += [
        found
        for found in header_faults(file, located, scheme, reading.stamp, rows.taken)
        if (found.code, found.place.sheet, found.place.field, found.got) not in known
    ]
    reading.findings += hidden_rows(file, located, is_form=reading.stamp is not None)


def facts(reading: WorkbookReading, table: str) -> dict[str, Value]:
    """The values of the one record of a facts table; empty where it is absent."""
    records = reading.records(table)
    return records[0].values if records else {}
