"""What each shortcut does with the files that were dropped on it. An original is never changed; results lie beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from xlflow.errors import UsageError, XlflowError
from xlflow.excel.desk import HANDED_IN, MATERIAL, ROSTER, UNITS, roster_near
from xlflow.files.reading.inbox import COPIES_FOLDER
from xlflow.files.writing.file_names import free_path
from xlflow.findings import Severity
from xlflow.jobs.check import check
from xlflow.jobs.checking.mark import mark_as_clicked, mark_copies
from xlflow.jobs.compose import compose
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.submit import submit
from xlflow.messages import sentence, severities
from xlflow.report.text.findings_text import counts_line
from xlflow.report.text.outcome_text import fill_text, merge_text

_LINES = 12


class DropAnswer(Struct, frozen=True):
    """The text of the box, and the paths opened after it. `is_grave`: somebody has to act."""

    text: str
    opens: tuple[Path, ...] = ()
    is_grave: bool = False


def _check(dropped: Sequence[Path], today: date) -> DropAnswer:
    """Marked copies under 校验副本; one of them is opened, of several their folder."""
    folder = _beside(dropped[0]) / COPIES_FOLDER
    result = check(dropped, as_of=today)
    if not result.files:
        raise XlflowError(f"{dropped[0]} 里没有工作簿；请把支部的表，或放有这些表的文件夹拖上来。")
    copies = mark_copies(result.workbooks, result.findings, folder, as_of=today, marking=mark_as_clicked)
    counts = severities(result.findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    verdict = f"{errors} 处错误（红），{warnings} 处提醒（黄）" if errors or warnings else "没有问题，可以上报"
    lines = [f"校验了 {result.files} 份表、{result.rows} 人：{verdict}。"]
    if copies.written:
        lines.append(f"标好的副本在 {folder}；可以直接在副本上改，改好后再拖一次。原表没有改动。")
    unread = {file.name for file in result.workbooks if not file.sha256}
    lines += [sentence(finding) for finding in result.findings if finding.place.file in unread]
    lines += [*result.notes, *copies.refused, *copies.notes]
    opens = copies.written if len(copies.written) == 1 else (folder,) if copies.written else ()
    return DropAnswer(_few(lines), opens, bool(errors or copies.refused))


def _fill(file: Path, today: date) -> DropAnswer:
    result = fill(file, output=free_path(file.with_name(f"{file.stem}_已填充{file.suffix}")), as_of=today)
    told = [f"{file.name}：另存为 {result.output}，原表没有改动。" if result.output else f"{file.name}："]
    lines = [*told, *fill_text(result.changes, dry_run=result.output is None), *result.notes]
    grave = any(finding.severity is Severity.ERROR for finding in result.findings)
    return DropAnswer("\n".join(lines), (result.output,) if result.output else (), grave)


def _compose(file: Path, today: date) -> DropAnswer:
    output = _beside(file) / MATERIAL
    result = compose(file, output=output, as_of=today, changed=True)
    kept = f"，{len(result.unchanged)} 份没有变化" if result.unchanged else ""
    lines = [f"{file.name}：已生成 {len(result.written)} 份材料{kept}，在 {output}。", *map(str, result.failed), *result.notes]
    return DropAnswer("\n".join(lines), (output,) if result.written or result.unchanged else (), bool(result.failed))


def _submit(file: Path, today: date) -> DropAnswer:
    result = submit(file, output=_beside(file) / HANDED_IN, as_of=today)
    if result.path is None:
        first = "先拖到“2 自动填充”，再" if result.can_fill else ""
        text = f"{file.name}：还有 {result.errors} 处错误，没有导出；{first}拖到“1 校验”看错在哪里，改正后再导出。"
        return DropAnswer(text, is_grave=True)
    lines = [f"已导出 {result.path}。", counts_line(result.findings, files=1, rows=result.rows), *result.notes]
    return DropAnswer("\n".join(lines), (result.path.parent,))


def _each(one: Callable[[Path, date], DropAnswer]) -> Callable[[Sequence[Path], date], DropAnswer]:
    """The answers about several files in one box; the first result opens. A file that cannot be read keeps no other from its own."""

    def of_all(dropped: Sequence[Path], today: date) -> DropAnswer:
        told = [_told(one, file, today) for file in dropped]
        lines = [line for answer in told for line in answer.text.split("\n")]
        opens = [path for answer in told for path in answer.opens]
        return DropAnswer(_few(lines), tuple(opens[:1]), any(answer.is_grave for answer in told))

    return of_all


def _told(one: Callable[[Path, date], DropAnswer], file: Path, today: date) -> DropAnswer:
    try:
        return one(file, today)
    except XlflowError as error:
        return DropAnswer(f"没有完成：{error}", is_grave=True)


def _merge(dropped: Sequence[Path], today: date) -> DropAnswer:
    folder = _beside(dropped[0])
    roster = roster_near(folder) or folder / ROSTER
    units = roster.with_name(UNITS)
    result = merge(dropped, roster=roster, units=units if units.is_file() else None, as_of=today)
    lines = [*merge_text(result.as_dict(), roster=str(roster), dry_run=False), *result.notes]
    return DropAnswer(_few(lines), (roster,) if roster.is_file() else (), result.has_errors or bool(result.rejected))


_ANSWERS: Mapping[str, Callable[[Sequence[Path], date], DropAnswer]] = MappingProxyType(
    {"check": _check, "fill": _each(_fill), "compose": _each(_compose), "submit": _each(_submit), "merge": _merge}
)


def answer(verb: str, dropped: Sequence[Path], today: date) -> DropAnswer:
    """What has become of the dropped files. `UsageError` for a verb that no shortcut has, or without files."""
    if verb not in _ANSWERS:
        raise UsageError(f"没有这个快捷方式（{verb}）；请重新运行 xlflow shortcuts install。")
    if not dropped:
        raise UsageError("请把表（或放有各支部表的文件夹）拖到这个图标上，不要双击它；在 Windows 上也可以右击表，选“发送到”。")
    return _ANSWERS[verb](dropped, today)


def _beside(dropped: Path) -> Path:
    """The folder that a dropped file, or folder, lies in; that of the original where it is a marked copy."""
    folder = dropped.absolute().parent
    return folder.parent if folder.name == COPIES_FOLDER else folder


def _few(lines: Sequence[str]) -> str:
    """As many lines as a box holds."""
    more = [f"……另有 {len(lines) - _LINES} 行"] if len(lines) > _LINES else []
    return "\n".join([*lines[:_LINES], *more])
