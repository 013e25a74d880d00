"""What documents can be made from: a workbook as it was read, in its groups, with what is due and empty in each row."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from xlflow.checks.judge import judge
from xlflow.checks.required import missing_cells
from xlflow.documents.context.material import Fault, Material, PeriodMaterial, Person, SourceRow, gather
from xlflow.domain.periods import Period
from xlflow.errors import UsageError
from xlflow.figures.period_statistics import statistics
from xlflow.findings import Finding, Severity, mask
from xlflow.messages import place_text, shorten, visible
from xlflow.roster.register import LETTER_NUMBER, entries_of, identity, withdrawn
from xlflow.roster.roster_pages import typed_pages_of
from xlflow.roster.roster_scheme import CASES, REGISTER
from xlflow.roster.submitted_rows import RowState
from xlflow.rules.case import Case, Judging
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, UNIT, VISITS
from xlflow.schemes.template_files import document_called, no_such_document
from xlflow.tables.records import Record, WorkbookReading


def wanted_documents(ids: Sequence[str], scheme: Scheme, period: Period | None) -> list[Document]:
    """The documents that are asked for; else those about the period, or all others where there is none."""
    if not ids:
        return [document for document in scheme.documents.values() if _fits(document, period)]
    asked = {document.id: document for document in (_called(name, scheme) for name in ids)}
    for document in asked.values():
        if document.scope == "period" and not _fits(document, period):
            kind = {"year": "年度，如 2026", "quarter": "季度，如 2026Q1", "": "年度或季度，如 2026、2026Q1"}[document.cycle]
            raise UsageError(f"“{document.title}”按时期生成，请用 --period 写明{kind}。")
    return list(asked.values())


def _called(name: str, scheme: Scheme) -> Document:
    """The document of that id or title."""
    found = scheme.documents.get(name) or document_called(name, scheme.documents.values())
    if found is None:
        raise UsageError(f"方案“{scheme.title}”{no_such_document(name, scheme.documents.values())}。")
    return found


def _fits(document: Document, period: Period | None) -> bool:
    """Whether a document is made in a run for a period, or in one without."""
    if document.scope != "period" or period is None:
        return document.scope != "period" and period is None
    return document.cycle in ("", "quarter" if period.quarter else "year")


def chosen_people(who: Sequence[str], material: Material) -> frozenset[Person] | None:
    """The people that are asked for; None where nobody is."""
    if not who:
        return None
    found: set[Person] = set()
    for word in who:
        people = [person for person in material.people if word.strip() in _calls(person)]
        if not people:
            near = difflib.get_close_matches(word, [person.name for person in material.people], n=1, cutoff=0.5)
            hint = f"是不是“{near[0]}”？" if near else "请核对姓名、学号或身份证号。"
            raise UsageError(f"表里没有“{word}”。{hint}")
        found.update(people)
    return frozenset(found)


def _calls(person: Person) -> Iterator[str]:
    return (str(value) for key in ("name", "student_id", "id_number") if (value := person.value(key)))


def material_of(reading: WorkbookReading, read_with: Scheme, scheme: Scheme, as_of: date, period: Period | None = None) -> Material:
    """The joined rows of a standard form, a foreign list or a roster; rows of people who left the round are not among them.

    `read_with` is the scheme as the workbook shows it (a roster has columns of its own), `scheme` the one that documents follow.
    """
    judging = Judging(reading, read_with, as_of)
    tables: dict[str, list[SourceRow]] = {}
    out_of_use = withdrawn(entries_of(typed_pages_of(reading, REGISTER)))
    for table in scheme.tables:
        rows = (_row(judging.case(record), reading) for record in reading.records(table))
        tables[table] = [_with_number_in_use(row, out_of_use) for row in rows if row.state != RowState.WITHDRAWN]
    if not tables[UNIT]:
        tables[UNIT] = list(_units_of_list(reading, tables[NOMINEES]))
    material = gather(tables, scheme, as_of, judging)
    return replace(material, period=_of_period(judging, tables, period)) if period else material


def with_faults(material: Material, reading: WorkbookReading, scheme: Scheme) -> Material:
    """The material with what each branch has to correct: in its form or list as it reads, in a roster in the files that it handed in.

    `scheme` is the one that the workbook is read with.
    """
    is_roster = reading.stamp is not None and reading.is_roster
    if not is_roster and (len(material.units) != 1 or (reading.stamp is not None and not reading.is_standard_form)):
        return material
    loud = [f for f in judge(reading, scheme, material.as_of) if f.severity in (Severity.ERROR, Severity.WARNING) and not f.confirmed]
    if not is_roster:
        faults = tuple(Fault(place_text(f.place).removeprefix(f"{reading.file} › "), f.message, f.fix) for f in loud)
        return replace(material, units=(replace(material.units[0], faults=faults),))
    rows = {(record.header.sheet, record.row): record for table in reading.tables for record in table.records}
    by_group: dict[Hashable, list[Fault]] = {}
    for found in loud:
        record = rows.get((found.place.sheet or "", found.place.row or 0))
        if record is not None and record.table in scheme.fields and record.table != COMMITTEE:
            by_group.setdefault(_group(record, reading), []).append(Fault(_handed_in(record, found), found.message, found.fix))
    units = tuple(replace(unit, faults=tuple(by_group.get(unit.facts.group, ()))) for unit in material.units)
    return replace(material, units=units)


def _handed_in(record: Record, found: Finding) -> str:
    """The place in the file of the branch, which is what it has to correct; the person, where the row is about one."""
    values = record.values
    name = f"（{values['name']}）" if values.get("name") else ""
    label = f" {found.place.label}" if found.place.label else ""
    return f"{values.get('source_file') or '清单库'} › {values.get('source_cell') or record.header.sheet}{name}{label}"


def _of_period(judging: Judging, tables: Mapping[str, list[SourceRow]], period: Period) -> PeriodMaterial:
    cases = [_row(judging.case(record), judging.reading) for record in judging.reading.records(CASES)]
    return PeriodMaterial(period, statistics(judging, period), tuple(tables.get(VISITS, ())), tuple(cases))


def _row(case: Case, reading: WorkbookReading) -> SourceRow:
    """Facts of the unit are left to be written by hand where no form asked the branch for them; so are those of the committee."""
    record = case.record
    by_hand = record.table == COMMITTEE or (record.table == UNIT and not reading.is_standard_form)
    state = str(record.values.get("row_state", ""))
    return SourceRow(record.values, dict(_faults(case)), _group(record, reading), state, by_hand, record)


def _with_number_in_use(row: SourceRow, out_of_use: frozenset[str]) -> SourceRow:
    """The row without the number of a letter that the register has withdrawn: no paper may bear it."""
    number = row.values.get(LETTER_NUMBER)
    if number is None or identity(str(number)) not in out_of_use:
        return row
    return replace(row, values={key: value for key, value in row.values.items() if key != LETTER_NUMBER})


def _faults(case: Case) -> Iterator[tuple[str, str]]:
    """What stops a document that prints the value: it is due and empty, or it could not be read."""
    for finding in missing_cells(case):
        if finding.place.field:
            yield finding.place.field, f"还没有填（{place_text(finding.place)}）"
    for key, text in case.record.unread.items():
        yield key, f"填的是“{mask(shorten(visible(text)))}”，无法识别（{place_text(case.place(key))}）"


def _group(record: Record, reading: WorkbookReading) -> Hashable:
    """What rows belong together: a standard form is one unit; in other workbooks a branch, and a round where it is stated."""
    if reading.is_standard_form:
        return ""
    return record.values.get("branch", reading.headings.get("branch", "")), record.values.get("round", "")


def _units_of_list(reading: WorkbookReading, rows: list[SourceRow]) -> Iterator[SourceRow]:
    """The units of a list that has no table of them: its branches, with what the lines above the table say."""
    for group in dict.fromkeys(row.group for row in rows):
        branch = next((row.values["branch"] for row in rows if row.group == group and "branch" in row.values), None)
        facts = {"branch": branch} if branch else {}
        yield SourceRow({**reading.headings, **facts}, group=group, by_hand=True)
