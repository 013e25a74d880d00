"""One workbook with its marks: what a limited child process does for `--mark` and `--mark-copy`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlflow.errors import OutputError
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.package_parts import package_suffix
from xlflow.files.reading.archive import LIMITS, Archive
from xlflow.files.reading.file_kinds import FileKind, kind_of
from xlflow.files.reading.reader import read_workbook
from xlflow.files.reading.workbook_package import sheet_parts
from xlflow.files.standard_form.form_styles import AMBER, RED
from xlflow.files.standard_form.plan import RESULTS
from xlflow.files.writing.plain_book import plain_book
from xlflow.findings import Finding, Severity
from xlflow.jobs.checking.checked import CheckedFile
from xlflow.jobs.running.copies import edited, read_unchanged, with_edits
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.report.workbooks.results_page import refuse_other_page, results_page
from xlflow.tables.mark_columns import marks_of, unmarkable
from xlflow.tables.raw import Position, RawWorkbook
from xlflow.tables.understand import understand

_FILLS = {Severity.WARNING: AMBER.lstrip("#"), Severity.ERROR: RED.lstrip("#")}
"""The graver one last: it stays where a cell has both."""


class Marked(Struct, frozen=True):
    """A workbook with its marks, and the sheets that have no room for them."""

    content: bytes
    suffix: str
    unmarkable: tuple[str, ...] = ()


def mark_form(file: CheckedFile, findings: Sequence[Finding], scheme: str | Path | None, as_of: date) -> Marked:
    """A standard form with its marks and its page 校验结果; runs in a limited child. `OutputError` where that page is somebody's own."""
    raw = read_workbook(file.path, file.name)
    _refuse_own_sheet(file.name, raw)
    own = scheme_for(raw.stamp, scheme)
    reading = understand(raw, own)
    sheets = marks_of(raw, reading, own, findings)
    edits = [SheetEdits(sheet.sheet, {place: CellEdit(text) for place, text in sheet.cells.items()}) for sheet in sheets]
    page = results_page(RESULTS, findings, rows=file.rows, as_of=as_of)
    return Marked(edited(file.path, file.sha256, edits, page), file.path.suffix, tuple(unmarkable(raw, reading, own)))


def _refuse_own_sheet(file: str, raw: RawWorkbook) -> None:
    page = next((sheet for sheet in raw.sheets if sheet.name == RESULTS and sheet.left == 0), None)
    lines = {page.top + number: row[0] for number, row in enumerate(page.rows[:2]) if row} if page else {}
    try:
        refuse_other_page(lines.get(0), lines.get(1))
    except OutputError as error:
        raise OutputError(f"{file}：{error}") from error


def mark_copy(file: CheckedFile, findings: Sequence[Finding], as_of: date) -> Marked:
    """A copy with a fill on each cell at fault and a page behind the other sheets; what is no .xlsx gives its values to a new one."""
    data = read_unchanged(file.path, file.sha256)
    archive = Archive(data, LIMITS) if kind_of(data, file.path.suffix) is FileKind.PACKAGE else None
    suffix = package_suffix(archive) if archive else None
    if archive and suffix:
        names = {name: name for name in sheet_parts(archive)}
    else:
        data, names = plain_book(read_workbook(file.path, file.name).sheets)
    page = results_page(_unused(names.values()), _renamed(findings, names), rows=file.rows, as_of=as_of, is_copy=True)
    return Marked(with_edits(file.name, data, _fills(findings, names), page), suffix or ".xlsx")


def mark_as_clicked(file: CheckedFile, findings: Sequence[Finding], as_of: date) -> Marked:
    """A copy with the marks that a click leaves: those of a standard form, which can be worked on and handed in, else those of a copy."""
    return mark_form(file, findings, None, as_of) if file.is_form else mark_copy(file, findings, as_of)


def _fills(findings: Sequence[Finding], names: Mapping[str, str]) -> list[SheetEdits]:
    sheets: dict[str, dict[Position, CellEdit]] = defaultdict(dict)
    for severity, colour in _FILLS.items():
        for finding in findings:
            place = finding.place
            sheet = names.get(place.sheet or "")
            if finding.severity is severity and not finding.confirmed and sheet and place.row and place.column:
                sheets[sheet][place.row - 1, place.column - 1] = CellEdit(fill=colour)
    return [SheetEdits(sheet, cells) for sheet, cells in sheets.items()]


def _renamed(findings: Sequence[Finding], names: Mapping[str, str]) -> list[Finding]:
    """The findings at the sheets of the copy, so that links lead there."""
    return [replace(f, place=replace(f.place, sheet=names.get(f.place.sheet, f.place.sheet))) if f.place.sheet else f for f in findings]


def _unused(names: Iterable[str]) -> str:
    """校验结果, or the first of 校验结果2 … that is no sheet yet."""
    taken, number, name = {name.casefold() for name in names}, 1, RESULTS
    while name.casefold() in taken:
        number += 1
        name = f"{RESULTS}{number}"
    return name
