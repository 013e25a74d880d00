"""甄别: the whole roster of members into a workbook that says how everybody stands, and keeps what people typed into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from xlflow.domain.screening import ScreeningState
from xlflow.errors import InternalError, OutputError, WorkbookError, XlflowError
from xlflow.figures.screening_members import Screener
from xlflow.files.child_process.executor import make_executor
from xlflow.files.reading.inbox import find_workbooks
from xlflow.files.reading.reader import read_workbook
from xlflow.files.writing.file_names import digest_of
from xlflow.files.writing.save import save
from xlflow.findings import Finding
from xlflow.jobs.checking.reporting import path_from
from xlflow.jobs.running.children import in_children
from xlflow.jobs.running.copies import refuse_open
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.jobs.running.read_file import read_file
from xlflow.jobs.schemes.which_scheme import foreign_note, scheme_for
from xlflow.messages import Unread, sentence, unreadable
from xlflow.report.workbooks.screening_book import KEY, OURS, RESULTS, SHEETS, screening_book
from xlflow.roster.screened_people import Kept, Screening, Typed, screening, typed_in
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEMBERS
from xlflow.tables.raw import RawSheet, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import SCREENING


class ScreenResult(Struct, frozen=True):
    """How everybody stands, the file it was written to, findings of files that could not be read, and sentences about the run.

    `is_written`: the file is not what it was before.
    """

    screening: Screening
    output: Path
    files: int
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    faults: tuple[InternalError, ...]
    is_written: bool

    def as_dict(self) -> dict[str, object]:
        """The counts, and everybody by name and place, never by a number of his."""
        members = self.screening.members
        return {
            "as_of": self.screening.as_of.isoformat(),
            "counts": {state.value: self.screening.count(state) for state in ScreeningState},
            "members": [
                {
                    "name": member.name,
                    "unit": member.unit,
                    "state": member.screened.state.value,
                    "type": member.screened.kind,
                    "missing": [gap.words for gap in member.screened.gaps],
                    "reason": member.screened.reason,
                    "qualified_on": member.screened.qualified_on.isoformat() if member.screened.qualified_on else None,
                    "waiting_days": member.screened.waiting_days,
                    "recommended": member.screened.recommended,
                    "place": str(member.spot),
                    "evidence": [str(spot) for spot in member.screened.evidence],
                }
                for member in members
            ],
        }


def screen(
    sources: Sequence[Path],
    *,
    output: Path,
    scheme: str | Path | None = None,
    as_of: date,
    jobs: int | None = None,
    progress: Progress = silent,
) -> ScreenResult:
    """Screen the members of workbooks, folders of them, or a roster. What people typed into `output` before stays, by person.

    Raises `OutputError` where `output` may not be written: it is no result of an earlier run, or what was typed cannot be read back;
    `XlflowError` where there is nothing to screen.
    """
    before = _before(output, sources)
    workbooks = find_workbooks(sources, skip=[output])
    readings: list[tuple[WorkbookReading, Scheme]] = []
    findings: list[Finding] = []
    faults: list[InternalError] = []
    for shown, answer in in_children(read_file, workbooks, scheme, jobs=jobs, progress=progress):
        if isinstance(answer, InternalError):
            faults.append(answer)
        if isinstance(answer, Unread):
            findings.append(unreadable(shown, answer))
        elif answer.tables:
            readings.append((answer, scheme_for(answer.stamp, scheme)))
    if not workbooks:
        raise XlflowError(f"{'、'.join(map(str, sources))} 里没有工作簿（.xlsx、.xls、.ods 等）；请指定工作簿或放有工作簿的文件夹。")
    _refuse_nothing(readings, findings, sources, as_of)
    found = screening(readings, as_of)
    typed, added = _typed(output, before) if before else (Typed(), ())
    folder = output.resolve().parent
    content = screening_book(found, typed, {shown: path_from(folder, path) for path, shown in workbooks}, added)
    is_written = _save(output, content)
    notes = [*foreign_note(sum(reading.stamp is None for reading, _ in readings), scheme, "甄别"), *_gone_note(found, typed)]
    return ScreenResult(found, output, len(workbooks), tuple(findings), tuple(notes), tuple(faults), is_written)


def _before(output: Path, sources: Sequence[Path]) -> RawWorkbook | None:
    """The result of an earlier run at `output`; None where nothing is there."""
    if output.suffix.lower() != ".xlsx":
        raise OutputError(f"{output}: 甄别结果只能写成 .xlsx；请改用这个扩展名。")
    for source in sources:
        if source.is_dir() and output.resolve().is_relative_to(source.resolve()):
            raise OutputError(f"{output}: 甄别结果放进要甄别的文件夹，会同报送的表混在一起；请写到文件夹外面。")
    if not output.exists():
        return None
    refuse_open(output)
    with make_executor(1) as executor:
        try:
            raw = executor.submit(read_workbook, output, output.name).result()
        except WorkbookError as error:
            raise OutputError(f"{output}: 已有这个文件，但无法读取（{error.reason}），没有覆盖；请换一个文件名，或先把它移走。") from error
    if raw.stamp is None or raw.stamp.kind != SCREENING:
        raise OutputError(f"{output}: 已有这个文件，不是 xlflow 写出的甄别结果，没有覆盖；请换一个文件名。")
    return raw


def _typed(output: Path, before: RawWorkbook) -> tuple[Typed, tuple[RawSheet, ...]]:
    """What people typed into the result, and the sheets that they put into it."""
    sheet = next((sheet for sheet in before.sheets if sheet.name == RESULTS), None)
    typed = typed_in(sheet, OURS, KEY) if sheet else None
    if typed is None:
        raise OutputError(
            f"{output}: 找不到工作表“{RESULTS}”或其中隐藏的“{KEY}”列，填写的内容读不回来，没有覆盖；请从“备份”文件夹取回，或换一个文件名。"
        )
    return typed, tuple(sheet for sheet in before.sheets if sheet.name not in SHEETS)


def _refuse_nothing(
    readings: Sequence[tuple[WorkbookReading, Scheme]], unread: Sequence[Finding], sources: Sequence[Path], as_of: date
) -> None:
    """`XlflowError` where nobody can be screened, with the reason of a file that could not be read where there is one."""
    with_members = [(reading, own) for reading, own in readings if reading.records(MEMBERS)]
    if not with_members and unread:
        others = f"（另有 {len(unread) - 1} 个文件也无法读取）" if len(unread) > 1 else ""
        raise XlflowError(f"没有可以甄别的花名册：{sentence(unread[0])}{others}")
    if not with_members:
        raise XlflowError(
            f"{'、'.join(map(str, sources))}：没有读到团员花名册，无从甄别；请把团员名单填在“团员花名册”工作表里（至少要有姓名）；"
            "带这张表的表单用 xlflow new 方案 -o 表单.xlsx --sheet 团员花名册 生成。"
        )
    for own in dict.fromkeys(own for _, own in with_members):
        if not Screener(own, as_of).asks:
            raise XlflowError(f"方案“{own.title}”没有规定甄别条件；请在方案中用 [[condition]] 写明。")


def _save(output: Path, content: bytes) -> bool:
    if digest_of(output) is not None and output.read_bytes() == content:
        return False
    save(output, content, backup_at=datetime.now())
    return True


def _gone_note(found: Screening, typed: Typed) -> list[str]:
    kept = Kept(typed)
    for member in found.members:
        kept.take(member.keys)
    return [f"原结果中有 {len(kept.left)} 行不在这次的名册里，已移到表末，标为“不在名册”。"] if kept.left else []
