"""生成材料: the papers of the open workbook, beside it in 材料; unchanged ones are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from xlflow.errors import Cancelled
from xlflow.excel.desk import MATERIAL, ClickResult, Desk, refuse_a_file
from xlflow.excel.live_page import write_page
from xlflow.excel.live_reading import naming_file, read_live
from xlflow.excel.live_writing import sheets_of, write_edits
from xlflow.files.editing.cell_edits import AddedPage, SheetEdits
from xlflow.jobs.compose import ComposeOrder, compose_sheets

_FAILURES, _NOTES = 4, 6
"""So many of each fit into a box; the list beside the papers has all."""


def run(desk: Desk) -> ClickResult:
    """Makes the documents from what stands in the sheets now, saved or not.

    Nothing is written into the workbook but the numbers of documents that a roster registers.
    """
    path = desk.file()
    desk.say("读取")
    raw = read_live(desk.book)
    output = refuse_a_file(path.parent / MATERIAL)
    try:
        with naming_file(raw.file):
            order = ComposeOrder(output=output, as_of=desk.today, changed=True, register=partial(_register, desk), progress=desk.progress)
            result = compose_sheets(raw, path, order)
    except Cancelled as error:
        raise Cancelled(f"已按要求停下；做好的材料留在 {output}，再点一次接着做。") from error
    kept = f"，{len(result.unchanged)} 份没有变化" if result.unchanged else ""
    lines = [f"已生成 {len(result.written)} 份材料{kept}，在 {output}。"]
    if result.failed:
        lines.append(f"{len(result.failed)} 份没有生成：")
        lines += [f"· {failure}" for failure in result.failed[:_FAILURES]]
        lines += [f"……其余见 {result.index[-1]}"] if len(result.failed) > _FAILURES and result.index else []
    lines += result.notes[:_NOTES]
    made = result.written or result.unchanged
    return ClickResult("\n\n".join(lines), is_grave=bool(result.failed), folder=output if made else None)


def _register(desk: Desk, edits: Sequence[SheetEdits], page: AddedPage | None) -> None:
    """New numbers into the roster that is open, which is saved: a document must not go out with a number that stands nowhere."""
    desk.prepare([*sheets_of(edits), *([page.sheet] if page is not None else [])])
    write_edits(desk.book, edits)
    if page is not None:
        write_page(desk.book, page)
    desk.book.save()
