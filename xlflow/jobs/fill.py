"""自动填充: derived cells recomputed, suggestions and the numbers of exports written into empty cells, every change told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlflow.errors import OutputError, UsageError, XlflowError
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.reading.reader import read_workbook
from xlflow.files.writing.save import save
from xlflow.filling.sources import Export, Taken, read_export, take
from xlflow.filling.suggest import Change, suggest
from xlflow.findings import Finding, column_letters, mask
from xlflow.jobs.running.children import answer_of, in_child, in_children
from xlflow.jobs.running.copies import cell_edit, edited, in_use, in_words, lock_of, save_beside
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.messages import visible
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.raw import Position, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand


class Fillable(Struct, frozen=True):
    """A workbook that can be filled: what it says, and for each sheet the cells (from 0) with formulas."""

    reading: WorkbookReading
    formulas: Mapping[str, frozenset[Position]]


def read_fillable(file: Path, scheme: str | Path | None) -> Fillable:
    """The workbook; `XlflowError` where it cannot be read, is a roster, or holds no table of the scheme."""
    return refuse_unfillable(in_child(understand_fillable, file, scheme, progress=silent), file.name)


def refuse_unfillable(found: Fillable, name: str) -> Fillable:
    """The workbook `name` again; `XlflowError` where it is a roster, or holds no table of the scheme."""
    stamp = found.reading.stamp
    if stamp is not None and stamp.kind == "roster":
        raise XlflowError(f"{name}：这是清单库，由“汇总”更新，不能自动填充；请填充各支部的表后再汇总。")
    if not found.reading.tables:
        raise XlflowError(f"{name}：没有读到推优对象，无从填充；请核对表头（至少要有姓名）和各行是否已填写。")
    return found


def understand_fillable(path: Path, shown: str, scheme: str | Path | None) -> Fillable:
    """In the child: one workbook."""
    return fillable(read_workbook(path, shown), scheme)


def fillable(raw: RawWorkbook, scheme: str | Path | None) -> Fillable:
    """What sheets say that are read already."""
    formulas = {sheet.name: frozenset(sheet.formulas) for sheet in raw.sheets if sheet.formulas}
    return Fillable(understand(raw, scheme_for(raw.stamp, scheme)), formulas)


def read_exports(sources: Sequence[Path], scheme: Scheme, progress: Progress) -> list[Export]:
    """The exports, each content once; `XlflowError` where one cannot be read or is none that the scheme knows."""
    files = [(path, path.name) for path in sources]
    exports: dict[str, Export] = {}
    for shown, answer in in_children(understand_export, files, scheme.folder, jobs=1, progress=progress):
        exports.setdefault(*answer_of(shown, answer))
    return list(exports.values())


def understand_export(path: Path, shown: str, scheme: str | Path) -> tuple[str, Export]:
    """In the child: the sha256 of an export, and what it says."""
    raw = read_workbook(path, shown)
    return raw.sha256, read_export(raw, Scheme.load(scheme))


_SUFFIXES = (".xlsx", ".xlsm")


class FilledCell(Struct, frozen=True):
    """A cell that is filled: where, what stood there, what stands there now, and why, in words."""

    sheet: str
    cell: str
    label: str
    old: str
    new: str
    why: str


class FillResult(Struct, frozen=True):
    """Every cell that changes, what was found on the way, and the file that was written (None: nothing to write, or a dry run)."""

    changes: tuple[FilledCell, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    output: Path | None


class FilledSheets(Struct, frozen=True):
    """What changes in words, and as edits of the sheets."""

    result: FillResult
    edits: tuple[SheetEdits, ...]


def fill(
    file: Path,
    *,
    output: Path | None = None,
    in_place: bool = False,
    scheme: str | Path | None = None,
    as_of: date,
    sources: Sequence[Path] = (),
    overwrite: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> FillResult:
    """Fills a standard form, or the columns that a list of unknown origin has, into `output` or in place (with a backup under 备份).

    `sources` are exports that the scheme knows; `overwrite` lets their numbers replace typed ones. A cell with a formula is left alone.
    Where nothing changes, nothing is written in place and `output` is a copy. Raises `UsageError`, `OutputError`, `XlflowError`.
    """
    target = _target(file, output, in_place=in_place, dry_run=dry_run)
    found = read_fillable(file, scheme)
    own = scheme_for(found.reading.stamp, scheme)
    filled = _filled(found, own, as_of, read_exports(sources, own, progress), overwrite=overwrite)
    if dry_run or target is None or (in_place and not filled.edits):
        return filled.result
    _write(file, target, found.reading, filled.edits, in_place=in_place)
    return replace(filled.result, output=target)


def fill_sheets(raw: RawWorkbook, *, scheme: str | Path | None = None, as_of: date) -> FilledSheets:
    """Fills sheets that are read already, as `fill` does without exports; who asked writes the edits. Raises `XlflowError`."""
    found = refuse_unfillable(fillable(raw, scheme), raw.file)
    return _filled(found, scheme_for(found.reading.stamp, scheme), as_of)


def _filled(found: Fillable, scheme: Scheme, as_of: date, exports: Sequence[Export] = (), *, overwrite: bool = False) -> FilledSheets:
    reading = found.reading
    taken = take(exports, reading, scheme, overwrite=overwrite)
    changes, kept = _writable([*suggest(reading, scheme, as_of), *taken.changes], found)
    told = tuple(_told(change, scheme) for change in changes)
    notes = (*_notes(taken, exports, kept), *_without_end(reading, changes))
    return FilledSheets(FillResult(told, tuple(taken.findings), notes, None), _edits(changes, scheme, is_form=reading.is_standard_form))


def _target(file: Path, output: Path | None, *, in_place: bool, dry_run: bool) -> Path | None:
    if file.suffix.lower() not in _SUFFIXES:
        raise XlflowError(f"{file.name}：自动填充只能写 .xlsx 和 .xlsm 工作簿；请用 Excel 或 WPS 另存为 .xlsx 后重试。")
    if in_place and output is not None:
        raise UsageError("-o 和 --in-place 只能用一个：前者另存一份，后者直接改原文件（先留备份）。")
    if in_place:
        if not dry_run and (lock := lock_of(file)):
            raise OutputError(in_use(file.name, lock))
        return file
    if output is None:
        if dry_run:
            return None
        raise UsageError("请用 -o 写明另存到哪里，或用 --in-place 直接改原文件（先留备份）；只看结果用 --dry-run。")
    if output.exists() and output.resolve() == file.resolve():
        raise UsageError(f"{output} 就是原文件；直接改原文件请用 --in-place（先留备份）。")
    if output.suffix.lower() != file.suffix.lower():
        raise OutputError(f"{output.name}：扩展名应与原文件一样，为 {file.suffix.lower()}；请改正。")
    return output


def _writable(changes: Sequence[Change], found: Fillable) -> tuple[list[Change], int]:
    """The changes that can be written, one a cell, in the order of sheets and cells; and how many cells keep their formula.

    Cells that share a merged range and ask for different values are left alone, and so are those that hold several fields or a tick.
    """
    cells: dict[tuple[int, Position], list[Change]] = defaultdict(list)
    kept = 0
    for change in changes:
        position = change.record.position(change.key)
        if position is None or change.key in change.record.header.shared:
            continue
        place = (position[0] - 1, position[1] - 1)
        if place in found.formulas.get(change.record.header.sheet, ()):
            kept += 1
        else:
            cells[change.record.header.sheet_index, place].append(change)
    return [same[0] for _, same in sorted(cells.items()) if len({change.new for change in same}) == 1], kept


def _told(change: Change, scheme: Scheme) -> FilledCell:
    field, position = scheme.field(change.record.table, change.key), change.record.position(change.key)
    row, column = position or (0, 0)
    old, new = (mask(visible(in_words(field, value))) for value in (change.old, change.new))
    return FilledCell(change.record.header.sheet, f"{column_letters(column)}{row}", field.label, old, new, change.why)


def _notes(taken: Taken, exports: Sequence[Export], kept: int) -> list[str]:
    notes = [f"{export.file}：按“{export.source.title}”读到 {len(export.rows)} 行。" for export in exports]
    if taken.by_name:
        notes.append(f"{taken.by_name} 人按姓名（和单位）与导出表对上，请核对；两边都有身份证号或学号的最可靠。")
    if taken.missing:
        notes.append(f"{taken.missing} 人在导出表里没有找到，相应的格没有动。")
    if kept:
        notes.append(f"{kept} 格是公式，没有改动。")
    return notes


def _without_end(reading: WorkbookReading, changes: Sequence[Change]) -> Iterator[str]:
    """Public notices whose end cannot be told for want of a calendar."""
    ended = {change.record.row for change in changes if change.key == "notice_end"}
    open_ones = [
        record
        for record in reading.records(NOMINEES)
        if isinstance(record.values.get("notice_start"), date) and "notice_end" not in record.values and record.row not in ended
    ]
    years = sorted({str(start.year) for record in open_ones if isinstance(start := record.values["notice_start"], date)})
    if years:
        yield f"{len(open_ones)} 人的公示结束日期没有填：没有 {'、'.join(years)} 年前后的节假日安排，请补进 calendar.toml 或手工填写。"


def _edits(changes: Sequence[Change], scheme: Scheme, *, is_form: bool) -> tuple[SheetEdits, ...]:
    sheets: dict[str, dict[Position, CellEdit]] = defaultdict(dict)
    for change in changes:
        row, column = change.record.position(change.key) or (1, 1)
        field = scheme.field(change.record.table, change.key)
        sheets[change.record.header.sheet][row - 1, column - 1] = cell_edit(field, change.new, is_form=is_form)
    return tuple(SheetEdits(sheet, cells) for sheet, cells in sheets.items())


def _write(file: Path, target: Path, reading: WorkbookReading, edits: Sequence[SheetEdits], *, in_place: bool) -> None:
    content = edited(file, reading.sha256, edits)
    if in_place:
        save(target, content, backup_at=datetime.now())
    else:
        save_beside(target, content)
