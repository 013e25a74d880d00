"""导出上报: the workbook checked, and a copy under the name of its phase for the committee; refused while errors stand."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from xlflow.errors import OutputError, XlflowError
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.reading.reader import read_workbook
from xlflow.files.standard_form.field_cells import header_text, in_lines
from xlflow.files.standard_form.plan import RESULTS, RowsPlan, plan_form
from xlflow.files.writing.file_names import digest_of, inside, safe_name
from xlflow.files.writing.save import BACKUP_FOLDER, save
from xlflow.findings import Finding, Severity
from xlflow.jobs.checking.checked_sheets import CheckedSheets, check_sheets
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.copies import edited, in_use, lock_of, save_beside
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.messages import severities
from xlflow.report.workbooks.results_page import results_page
from xlflow.schemes.parts import FilledBy
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import UNIT
from xlflow.tables.cells.cell_text import bare
from xlflow.tables.mark_columns import SheetMarks
from xlflow.tables.raw import Position
from xlflow.tables.records import TableReading, WorkbookReading
from xlflow.tables.understand import facts, understand


class ChangedHeader(Struct, frozen=True):
    """A header that does not say what the form says: its sheet, its cell (from 0), what stands there, what belongs there."""

    sheet: str
    position: Position
    found: str
    text: str


def changed_headers(reading: WorkbookReading, scheme: Scheme) -> list[ChangedHeader]:
    """The headers and labels of all tables where a text was changed; one that cannot be recognised counts as a missing column."""
    plans = {plan.table.key: plan for plan in plan_form(scheme).tables}
    found: list[ChangedHeader] = []
    for table in reading.tables:
        plan = plans.get(table.header.table)
        if plan is not None:
            texts = _columns(plan) if isinstance(plan, RowsPlan) else {line.field.key: header_text(line.field) for line in plan.lines}
            found += _changed(table, texts)
    return found


def _columns(plan: RowsPlan) -> dict[str, str]:
    columns = {column.field.key: in_lines(header_text(column.field), column.width) for column in plan.columns}
    return columns | dict(plan.mark_labels)


def _changed(table: TableReading, texts: dict[str, str]) -> Iterator[ChangedHeader]:
    header = table.header
    for key, found in header.labels.items():
        position = _position(table, key)
        if key in texts and position is not None and bare(found) != bare(texts[key]):
            yield ChangedHeader(header.sheet, position, found, texts[key])


def _position(table: TableReading, key: str) -> Position | None:
    """The cell of a header: under the groups, or left of the value."""
    if key in table.header.columns:
        return table.header.rows[1] - 1, table.header.columns[key] - 1
    anchor = table.records[0].anchors.get(key) if table.records else None
    return (anchor[0] - 1, anchor[1] - 2) if anchor is not None else None


_SUFFIXES = (".xlsx", ".xlsm")
_UNIT_KEYS = ("branch_code", "parent_committee", "branch")


def read_submittable(file: Path, scheme: str | Path | None, as_of: date, progress: Progress) -> CheckedSheets:
    """The form; `XlflowError` where the file cannot be read or is none."""
    answer = in_child(understand_submittable, file, scheme, as_of, progress=progress)
    stamp = answer.reading.stamp
    if stamp is not None and stamp.kind == "roster":
        raise XlflowError(f"{file.name}：这是清单库，不是支部的表，不能导出上报。")
    if stamp is None or file.suffix.lower() not in _SUFFIXES:
        raise XlflowError(f"{file.name}：不是标准表单（.xlsx），不能导出上报；请用 xlflow new 建一份新表，把内容按数值粘贴进去后再导出。")
    return answer


def identity_in(file: Path, scheme: str | Path | None) -> tuple[str, ...]:
    """By what a standard form is known from others of its name, as `form_identity` says; () where it cannot be read or is no form."""
    try:
        return in_child(_identity_of, file, scheme, progress=silent)
    except XlflowError:
        return ()


def form_identity(reading: WorkbookReading) -> tuple[str, ...]:
    """The id that a form was made with; of one that was made for nobody, and which many units use, the scheme and the unit in it."""
    stamp = reading.stamp
    if stamp is None or stamp.kind != "form":
        return ()
    if stamp.form_id:
        return (stamp.form_id,)
    unit = facts(reading, "unit")
    return (stamp.scheme, *(str(unit.get(key, "")) for key in _UNIT_KEYS))


def _identity_of(path: Path, shown: str, scheme: str | Path | None) -> tuple[str, ...]:
    """In the child: that of one workbook."""
    raw = read_workbook(path, shown)
    return form_identity(understand(raw, scheme_for(raw.stamp, scheme)))


def understand_submittable(path: Path, shown: str, scheme: str | Path | None, as_of: date) -> CheckedSheets:
    """In the child: one workbook."""
    return check_sheets(read_workbook(path, shown), scheme=scheme, as_of=as_of)


_NAME_KEYS = ("branch", "round", "report_phase")
_LONGEST_NAME = 75


class SubmitResult(Struct, frozen=True):
    """The copy that was written (None: refused), all findings of the workbook, its people, and sentences about the copy."""

    path: Path | None
    findings: tuple[Finding, ...]
    rows: int
    notes: tuple[str, ...] = ()
    can_fill: bool = False
    """Whether some of the empty cells fill themselves."""

    @property
    def errors(self) -> int:
        """Errors that nobody has confirmed."""
        return severities(self.findings)[Severity.ERROR]


def submit(
    file: Path,
    *,
    output: Path,
    scheme: str | Path | None = None,
    as_of: date,
    anyway: bool = False,
    progress: Progress = silent,
) -> SubmitResult:
    """Checks a standard form and writes `{branch}_{round}_{phase}.xlsx` into the folder `output`.

    While an error stands that nobody confirmed, nothing is written unless `anyway`. In the copy changed header texts are put back, the
    rows bear their marks, and 校验结果 says what is open and what was confirmed with its reason. An earlier copy of the same form is
    kept under 备份; any other file of that name is never overwritten (`OutputError`). A workbook that is no standard form is refused
    (`XlflowError`).
    """
    form = read_submittable(file, scheme, as_of, progress)
    own = scheme_for(form.reading.stamp, scheme)
    rows = form.rows
    refused = SubmitResult(None, form.findings, rows, can_fill=_can_fill(form.findings, own))
    if refused.errors and not anyway:
        return refused
    target = inside(output, _name(form.reading) + file.suffix.lower())
    changed = changed_headers(form.reading, own)
    page = results_page(RESULTS, _left(form.findings, changed), rows=rows, as_of=as_of)
    content = edited(file, form.reading.sha256, _edits(changed, form.marks), page)
    replaced = _replaces(target, content, file, form.reading, scheme)
    save(target, content, backup_at=datetime.now()) if replaced else save_beside(target, content)
    return SubmitResult(target, form.findings, rows, (*replaced, *_notes(form.findings, changed, rows)))


def _replaces(target: Path, content: bytes, file: Path, reading: WorkbookReading, scheme: str | Path | None) -> tuple[str, ...]:
    """The sentence about an earlier copy of the form that the new one takes the place of; none where there is no such copy.

    The form itself is none: whoever works on the copy that was handed in has to say where the next one goes.
    """
    if not target.is_file() or target.samefile(file) or digest_of(target) == hashlib.sha256(content).hexdigest():
        return ()
    own = form_identity(reading)
    if not own or identity_in(target, scheme) != own:
        return ()
    if lock := lock_of(target):
        raise OutputError(in_use(target.name, lock))
    return (f"“{target.parent.name}”里以前导出的 {target.name} 已换成这一份；原来那份在旁边的“{BACKUP_FOLDER}”文件夹。",)


def _can_fill(found: Sequence[Finding], scheme: Scheme) -> bool:
    filled = {field.key for fields in scheme.fields.values() for field in fields if field.filled_by is FilledBy.SUGGESTED}
    return any(finding.code == "required-missing" and finding.place.field in filled for finding in found)


def _name(reading: WorkbookReading) -> str:
    """软件2301班团支部_2026年上半年_会后上报; what is not filled in is left out."""
    known = facts(reading, UNIT)
    words = [str(known[key]) for key in _NAME_KEYS if known.get(key)]
    return safe_name("_".join(words) or Path(reading.file).stem, _LONGEST_NAME)


def _left(found: Sequence[Finding], changed: Sequence[ChangedHeader]) -> list[Finding]:
    """The findings without those about headers that are put back."""
    restored = {(header.sheet, header.position[0] + 1, header.position[1] + 1) for header in changed}
    return [f for f in found if f.code != "form-altered" or (f.place.sheet, f.place.row, f.place.column) not in restored]


def _edits(changed: Sequence[ChangedHeader], marks: Sequence[SheetMarks]) -> list[SheetEdits]:
    cells: dict[str, dict[Position, CellEdit]] = defaultdict(dict)
    for own in marks:
        cells[own.sheet] |= {place: CellEdit(text) for place, text in own.cells.items()}
    for header in changed:
        cells[header.sheet][header.position] = CellEdit(header.text)
    return [SheetEdits(sheet, edits) for sheet, edits in cells.items()]


def _notes(found: Sequence[Finding], changed: Sequence[ChangedHeader], rows: int) -> list[str]:
    notes = []
    if changed:
        pairs = "、".join(f"“{header.found}”改回“{header.text.lstrip('*')}”" for header in changed)
        notes.append(f"已把表头恢复原样：{pairs.replace(chr(10), '')}。")
    confirmed = sum(finding.confirmed for finding in found)
    if confirmed:
        notes.append(f"核实说明 {confirmed} 处，已写在“{RESULTS}”页，供团委查看。")
    if not rows:
        notes.append("表里没有推优对象，请确认本批确实没有人选。")
    return notes
