"""校验 with `--mark` and `--mark-copy`: the findings in the workbooks themselves, at the cells that they are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlflow.errors import InternalError, OutputError, XlflowError
from xlflow.files.child_process.executor import make_executor
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.package_parts import package_suffix
from xlflow.files.reading.archive import Archive
from xlflow.files.reading.file_kinds import FileKind, kind_of
from xlflow.files.reading.read_limits import LIMITS
from xlflow.files.reading.reader import read_workbook
from xlflow.files.reading.workbook_package import sheet_parts
from xlflow.files.standard_form.form_styles import AMBER, RED
from xlflow.files.standard_form.plan import RESULTS
from xlflow.files.writing.file_names import first_free, free_path, safe_name
from xlflow.files.writing.plain_book import plain_book
from xlflow.files.writing.save import refuse_no_folder, save
from xlflow.findings import Finding, Severity
from xlflow.jobs.checking.checked import CheckedFile, MarkResult
from xlflow.jobs.running.children import worker_count
from xlflow.jobs.running.copies import edited, in_use, lock_of, read_unchanged, with_edits
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.messages import Unread, sentence, unreadable
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
    taken = {name.casefold() for name in names}
    return first_free(lambda number: f"{RESULTS}{number}" if number > 1 else RESULTS, lambda name: name.casefold() in taken)


_COPY = "_校验"
_AT_ONCE = 64
"""Files whose new contents may wait in memory."""


def mark_in_place(
    files: Sequence[CheckedFile],
    findings: Sequence[Finding],
    *,
    scheme: str | Path | None,
    as_of: date,
    jobs: int | None = None,
    progress: Progress = silent,
) -> MarkResult:
    """Marks standard forms where they lie, each kept under 备份 before; marks that are right already are left, and so is the file."""
    refused: list[str] = []
    forms: list[CheckedFile] = []
    namesakes = _namesakes(files)
    for file in files:
        if refusal := _refusal(file, namesakes):
            refused.append(refusal)
        elif file.is_form:
            forms.append(file)
    faults: list[InternalError] = []
    written: list[Path] = []
    notes: list[str] = []
    unchanged = 0
    for file, answer in _in_children(mark_form, forms, findings, scheme, as_of, jobs=jobs, progress=progress):
        if isinstance(answer, XlflowError | InternalError):
            refused.append(_why(file, answer))
            faults += [answer] if isinstance(answer, InternalError) else []
            continue
        notes += [f"{file.name}：“{sheet}”的“校验结论”等列已被删去，标不上；问题见“{RESULTS}”。" for sheet in answer.unmarkable]
        try:
            if answer.content == read_unchanged(file.path, file.sha256):
                unchanged += 1
                continue
            written.append(save(file.path, answer.content, backup_at=datetime.now()))
        except OutputError as error:
            refused.append(str(error))
    return MarkResult(tuple(written), unchanged, tuple(refused), tuple(notes), tuple(faults))


def mark_copies(
    files: Sequence[CheckedFile],
    findings: Sequence[Finding],
    folder: Path,
    *,
    as_of: date,
    marking: Callable[[CheckedFile, Sequence[Finding], date], Marked] = mark_copy,
    jobs: int | None = None,
    progress: Progress = silent,
) -> MarkResult:
    """Writes a marked copy of every workbook that could be read into a folder; nothing that lies there is overwritten.

    `marking` makes the content of a copy, in a limited child.
    """
    namesakes = _namesakes(files)
    refused = [_namesake(file) for file in files if file.name in namesakes]
    readable = [file for file in files if file.sha256 and file.name not in namesakes]
    faults: list[InternalError] = []
    written: list[Path] = []
    for file, answer in _in_children(marking, readable, findings, as_of, jobs=jobs, progress=progress):
        if isinstance(answer, XlflowError | InternalError):
            refused.append(_why(file, answer))
            faults += [answer] if isinstance(answer, InternalError) else []
            continue
        try:
            written.append(save(_free(folder, file.path.stem, answer.suffix), answer.content))
        except OutputError as error:
            refused.append(str(error))
    return MarkResult(tuple(written), 0, tuple(refused), faults=tuple(faults))


def refuse_folder(folder: Path, files: Sequence[Path]) -> None:
    """`OutputError` where marked copies would be read as submissions the next time, or where nothing can be put into it."""
    refuse_no_folder(folder)
    place = folder.resolve()
    for file in files:
        if file.is_dir() and place.is_relative_to(file.resolve()):
            raise OutputError(f"{folder}: 副本放进要校验的文件夹，下次会被当作报送的表；请写到文件夹外面。")


def _refusal(file: CheckedFile, namesakes: set[str]) -> str:
    """Why a file cannot be marked where it lies; empty where it can, or where nothing could be read of it."""
    if not file.sha256:
        return ""
    if not file.is_form:
        return _no_form(file)
    if file.name in namesakes:
        return _namesake(file)
    lock = lock_of(file.path)
    return in_use(file.name, lock) if lock else ""


def _no_form(file: CheckedFile) -> str:
    command = f'xlflow check "{file.path}" --mark-copy 校验副本'
    return f"{file.name}：不是用 xlflow new 建的标准表单，不在原文件上写标记；要标好的副本，请用：{command}"


def _namesakes(files: Sequence[CheckedFile]) -> set[str]:
    """Names that several files of the run share: their findings cannot be told apart."""
    return {name for name, count in Counter(file.name for file in files).items() if count > 1}


def _namesake(file: CheckedFile) -> str:
    return f"{file.name}：这次校验的文件里有同名的，分不清问题是哪一份的，没有写标记；请一次校验一个文件夹。"


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """名单_校验.xlsx, or the first of 名单_校验2.xlsx … that is not there yet."""
    return free_path(folder / f"{safe_name(f'{stem}{_COPY}')}{suffix}")


def _in_children(
    function: Callable[..., Marked],
    files: Sequence[CheckedFile],
    findings: Sequence[Finding],
    *arguments: object,
    jobs: int | None,
    progress: Progress,
) -> Iterator[tuple[CheckedFile, Marked | XlflowError | InternalError]]:
    """`function(file, its findings, *arguments)` for every file in limited children: the answer, or why there is none."""
    own: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        own[finding.place.file].append(finding)
    queue, done = iter(files), 0
    with make_executor(jobs or worker_count(len(files))) as executor:
        while batch := list(islice(queue, _AT_ONCE)):
            futures = [executor.submit(function, file, own[file.name], *arguments) for file in batch]
            for file, future in zip(batch, futures, strict=True):
                done += 1
                progress(done, len(files), file.name)
                yield file, _answer(future)


def _answer(future: Future[Marked]) -> Marked | XlflowError | InternalError:
    try:
        return future.result()
    except (XlflowError, InternalError) as error:
        return error


def _why(file: CheckedFile, error: XlflowError | InternalError) -> str:
    return sentence(unreadable(file.name, error)) if isinstance(error, Unread) else str(error)
