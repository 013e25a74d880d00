"""自动填充: values that follow from other cells, written into the live sheets; every change is listed."""

from __future__ import annotations

from xlflow.excel.desk import ClickResult, Desk
from xlflow.excel.live_reading import naming_file, read_live, with_formulas
from xlflow.excel.live_writing import refuse_merged_edits, sheets_of, write_edits
from xlflow.files.writing.save import save
from xlflow.jobs.fill import fill_sheets
from xlflow.report.text.outcome_text import fill_text

_LINES = 15
"""More changes than a box can show are written into a text file beside the backup."""


def run(desk: Desk) -> ClickResult:
    """Fills the form or list that is open, as the command line fills a file."""
    desk.file()
    desk.say("读取")
    raw = with_formulas(read_live(desk.book), desk.book)
    desk.progress(0, 1, "推算")
    with naming_file(raw.file):
        filled = fill_sheets(raw, as_of=desk.today)
    told = list(fill_text(filled.result.changes, dry_run=False))
    if filled.edits:
        refuse_merged_edits(desk.book, filled.edits)
        desk.prepare(sheets_of(filled.edits))
        told = [*_short(desk, told), f"点击前的备份：{desk.backup}"]
        desk.say("写入")
        write_edits(desk.book, filled.edits)
    return ClickResult("\n".join([*told, *filled.result.notes]))


def _short(desk: Desk, lines: list[str]) -> list[str]:
    if len(lines) <= _LINES or desk.backup is None:
        return lines
    whole = desk.backup.with_name(f"{desk.backup.stem}-填充.txt")
    save(whole, "\n".join(lines).encode("utf-8-sig"))
    return [*lines[:_LINES], f"……全部 {len(lines) - _LINES} 行见 {whole}"]
