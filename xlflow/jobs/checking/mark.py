"""校验 with `--mark` and `--mark-copy`: the findings in the workbooks themselves, at the cells that they are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from xlflow.errors import InternalError, OutputError, XlflowError
from xlflow.files.child_process.executor import make_executor
from xlflow.files.standard_form.plan import RESULTS
from xlflow.files.writing.file_names import safe_name
from xlflow.files.writing.save import refuse_no_folder, save
from xlflow.findings import Finding
from xlflow.jobs.checking.checked import CheckedFile, MarkResult
from xlflow.jobs.checking.marked import Marked, mark_copy, mark_form
from xlflow.jobs.running.children import worker_count
from xlflow.jobs.running.copies import in_use, lock_of, read_unchanged
from xlflow.jobs.running.progress import Progress, silent
from xlflow.jobs.running.unread import Unread, unreadable
from xlflow.messages import sentence

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
    name, number = safe_name(f"{stem}{_COPY}"), 1
    target = folder / f"{name}{suffix}"
    while target.exists():
        number += 1
        target = folder / f"{name}{number}{suffix}"
    return target


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
