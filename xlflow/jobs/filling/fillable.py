"""What 自动填充 reads, in the limited child process: the workbook with its formulas, and exports of other systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from xlflow.errors import XlflowError
from xlflow.files.reading.reader import read_workbook
from xlflow.filling.exports import Export, read_export
from xlflow.jobs.running.children import answer_of, in_child, in_children
from xlflow.jobs.running.progress import Progress, silent
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.schemes.scheme import Scheme
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
