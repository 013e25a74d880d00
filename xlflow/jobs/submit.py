"""导出上报: the workbook checked, and a copy under the name of its phase for the committee; refused while errors stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlflow.errors import WorkbookError, XlflowError
from xlflow.files.edit import CellEdit, SheetEdits
from xlflow.files.names import inside, safe_name
from xlflow.files.standard_form.headers import ChangedHeader, changed_headers
from xlflow.files.standard_form.plan import RESULTS
from xlflow.findings import Finding, Severity, in_order
from xlflow.forms.records import WorkbookReading
from xlflow.forms.understand import facts
from xlflow.jobs.copies import edited, save_beside
from xlflow.jobs.progress import Progress, silent
from xlflow.jobs.reading import Judged, in_children, judge_file, scheme_for, unreadable
from xlflow.messages import sentence, severities
from xlflow.report.submission_page import submission_page
from xlflow.roster.duplicates import duplicate_findings
from xlflow.roster.submission import submission
from xlflow.schemes.parts import FilledBy
from xlflow.schemes.scheme import Scheme

_SUFFIXES = (".xlsx", ".xlsm")
_NAME_KEYS = ("branch", "round", "report_phase")
_LONGEST_NAME = 75


@dataclass(frozen=True, slots=True)
class SubmitResult:
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

    While an error stands that nobody confirmed, nothing is written unless `anyway`. In the copy changed header texts are put back, and
    校验结果 says what was confirmed with its reason, and what is open. A file of that name with other content is never overwritten
    (`OutputError`). A workbook that is no standard form is refused (`XlflowError`).
    """
    judged = _judge(file, scheme, as_of, progress)
    reading = judged.reading
    own = scheme_for(reading.stamp, scheme)
    found = in_order([*judged.findings, *duplicate_findings([submission(reading, own)], own)])
    rows = len(reading.records("nominees"))
    refused = SubmitResult(None, tuple(found), rows, can_fill=_can_fill(found, own))
    if refused.errors and not anyway:
        return refused
    target = inside(output, _name(reading) + file.suffix.lower())
    changed = changed_headers(reading, own)
    save_beside(target, edited(file, reading.sha256, _edits(changed), submission_page(found, RESULTS)))
    return SubmitResult(target, tuple(found), rows, tuple(_notes(found, changed, rows)))


def _judge(file: Path, scheme: str | Path | None, as_of: date, progress: Progress) -> Judged:
    for shown, answer in in_children(judge_file, [(file, file.name)], scheme, as_of, jobs=1, progress=progress):
        if isinstance(answer, WorkbookError):
            raise XlflowError(sentence(unreadable(shown, answer)))
        stamp = answer.reading.stamp
        if stamp is not None and stamp.kind == "roster":
            raise XlflowError(f"{shown}：这是清单库，不是支部的表，不能导出上报。")
        if stamp is None or file.suffix.lower() not in _SUFFIXES:
            raise XlflowError(f"{shown}：不是标准表单（.xlsx），不能导出上报；请用 xlflow new 建一份新表，把内容按数值粘贴进去后再导出。")
        return answer
    raise AssertionError("one file has one answer")


def _can_fill(found: Sequence[Finding], scheme: Scheme) -> bool:
    filled = {field.key for fields in scheme.fields.values() for field in fields if field.filled_by is FilledBy.SUGGESTED}
    return any(finding.code == "required-missing" and finding.place.field in filled for finding in found)


def _name(reading: WorkbookReading) -> str:
    """软件2301班团支部_2026年上半年_会后上报; what is not filled in is left out."""
    known = facts(reading, "unit")
    words = [str(known[key]) for key in _NAME_KEYS if known.get(key)]
    return safe_name("_".join(words) or Path(reading.file).stem, _LONGEST_NAME)


def _edits(changed: Sequence[ChangedHeader]) -> list[SheetEdits]:
    sheets = dict.fromkeys(header.sheet for header in changed)
    return [SheetEdits(sheet, {h.position: CellEdit(h.text) for h in changed if h.sheet == sheet}) for sheet in sheets]


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
