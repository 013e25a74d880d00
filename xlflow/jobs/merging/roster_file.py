"""The face of the roster on the disk: read back within limits, and compared with what was written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from xlflow.errors import WorkbookError, XlflowError
from xlflow.files.child_process.executor import make_executor
from xlflow.files.reading.reader import read_workbook
from xlflow.files.writing.roster_book import roster_book
from xlflow.roster.face import HISTORY, SUBMISSIONS, roster_scheme
from xlflow.roster.history import WRITTEN
from xlflow.roster.order import standing
from xlflow.roster.pages import pages
from xlflow.roster.readback import ByHand, read_back
from xlflow.roster.state import State
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE
from xlflow.tables.cells.cell_text import bare
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

_REWRITTEN = WRITTEN - {"row_key"}


class Face(Struct, frozen=True):
    """A roster workbook as it lies on the disk: its scheme, what stands on our sheets, and the sheets that people added."""

    scheme: Scheme
    reading: WorkbookReading
    added: tuple[RawSheet, ...]


def read_face(path: Path, asked: str | Path | None) -> Face:
    """The face at `path`; `XlflowError` where it must not be overwritten: it cannot be read, is no roster, or has lost filled columns."""
    with make_executor(1) as executor:
        try:
            raw = executor.submit(read_workbook, path, path.name).result()
        except WorkbookError as error:
            raise XlflowError(
                f"{path}: 清单库无法读取（{error.reason}），其中的人工修改读不回来，没有汇总；请关闭或修复该文件，或把它移到别处后重试。"
            ) from error
    if raw.stamp is None or raw.stamp.kind != "roster":
        raise XlflowError(f"{path}: 不是 xlflow 写出的清单库，没有覆盖它；请把它改名或移走（命令行也可用 -r 换一个文件名）后重试。")
    face = _understood(raw, Scheme.load(asked if asked is not None else raw.stamp.scheme))
    if lost := list(_lost_columns(face, raw.stamp)):
        raise XlflowError(
            f"{path}: 清单库中找不到原有的列（{'；'.join(lost)}），其中的人工修改读不回来，没有汇总；"
            "请把表头改回原来的文字，或从“备份”文件夹取回后重试。"
        )
    return face


def _understood(raw: RawWorkbook, scheme: Scheme) -> Face:
    shown = roster_scheme(scheme)
    ours = {bare(table.sheet) for table in shown.tables.values()}
    return Face(scheme, understand(raw, shown), tuple(sheet for sheet in raw.sheets if bare(sheet.name) not in ours))


def by_hand(state: State, face: Face, scheme: Scheme, day: date) -> ByHand:
    """What people did in the face since it was written.

    The face as it was written is made once more and read in the same way; being our own, it needs no child.
    """
    written = roster_book(roster_scheme(scheme), pages(state, standing(state.submissions)))
    with tempfile.TemporaryDirectory(prefix="xlflow-") as folder:
        path = Path(folder) / face.reading.file
        path.write_bytes(written)
        was = _understood(read_workbook(path, path.name), scheme)
    return read_back(state, was.reading, face.reading, day)


def _lost_columns(face: Face, stamp: FormStamp) -> Iterator[str]:
    """The sheets that have lost columns with content, and their headers: a header was changed, and nobody has emptied the cells.

    A sheet that was removed whole, and what only the tool writes, is written again; only the row key must be there.
    """
    shown = roster_scheme(face.scheme)
    found = {table.header.table: table.header.columns.keys() for table in face.reading.tables}
    for key, filled in stamp.columns.items():
        if key in (COMMITTEE, SUBMISSIONS, HISTORY) or key not in found:
            continue
        gone = [field.label for field in shown.fields.get(key, ()) if field.key in {*filled} - _REWRITTEN - found[key]]
        if gone:
            yield f"{shown.tables[key].sheet}：{'、'.join(gone)}"
