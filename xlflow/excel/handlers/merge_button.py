"""汇总支部表: the workbooks in 收件 into the roster beside it, open or closed.

An open roster is merged as a copy together with a copy of its store; then what changed is written into its sheets, it is saved, and only
then does the new store take the place of the old one.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from xlflow.errors import OutputError, UsageError, XlflowError
from xlflow.excel.desk import INBOX, ROSTER, UNITS, ClickResult, Desk, refuse_a_file, roster_near
from xlflow.excel.live_reading import read_stamp
from xlflow.excel.live_sheets import LiveBook
from xlflow.excel.roster_sheets import changed_pages, write_pages
from xlflow.files.reading.reader import read_workbook
from xlflow.files.writing.file_names import digest_of
from xlflow.files.writing.save import save
from xlflow.files.writing.sqlite_store import SqliteStore, store_path
from xlflow.jobs.merge import MergeResult, merge
from xlflow.messages import some_of

_NAMED = 8


def run(desk: Desk) -> ClickResult:
    """Merges, and says what came in and what waits for a person."""
    stamp = read_stamp(desk.book)
    folder = desk.file().parent
    is_roster = stamp is not None and stamp.kind == "roster"
    roster = desk.file() if is_roster else roster_near(folder) or folder / ROSTER
    inbox = refuse_a_file(roster.parent / INBOX)
    if inbox.is_dir() and not any(inbox.iterdir()):
        raise XlflowError(f"{inbox} 里还没有表；请把各支部报送的表放进去，再点一次。")
    if not inbox.is_dir():
        raise XlflowError(f"没有找到文件夹 {inbox}；请建好它，把各支部报送的表放进去，再点一次。")
    live = desk.book if is_roster else desk.book.app.book_at(str(roster))
    if live is None:
        result = merge([inbox], roster=roster, units=_units(roster), as_of=desk.today, progress=desk.progress)
        return _told(result, roster, None)
    own = desk if is_roster else desk.at(live)
    return _told(_merge_live(own, live, inbox), roster, own)


def _merge_live(desk: Desk, live: LiveBook, inbox: Path) -> MergeResult:
    roster = desk.file()
    if roster.suffix.lower() != ".xlsx":
        raise UsageError(f"清单库应是 .xlsx 文件，而不是“{roster.name}”；请另存为 .xlsx 后再点。")
    store, stored = store_path(roster), digest_of(store_path(roster))
    with tempfile.TemporaryDirectory(prefix="xlflow-") as folder:
        copy = Path(folder) / roster.name
        live.save_copy(str(copy))
        SqliteStore(store).copy_to(store_path(copy))
        result = merge([inbox], roster=copy, units=_units(roster), as_of=desk.today, progress=desk.progress)
        if not result.is_written:
            return result
        desk.say("写入清单库")
        pages = changed_pages(live, read_workbook(copy, copy.name))
        desk.prepare(page.name for page in pages)
        if digest_of(store) != stored:
            raise OutputError("另一次汇总正在进行；请等它结束后再点。")
        write_pages(live, pages)
        live.save()
        save(store, store_path(copy).read_bytes())
    return result


def _units(roster: Path) -> Path | None:
    """The list of units beside the roster, where there is one: from it comes who has not handed in yet."""
    units = roster.parent / UNITS
    return units if units.is_file() else None


def _told(result: MergeResult, roster: Path, desk: Desk | None) -> ClickResult:
    counts = result.as_dict()
    files, rows, people = counts["files"], counts["rows"], counts["people"]
    lines = [
        f"收件 {files['found']} 个文件：并入 {files['merged']}，没有变化 {files['unchanged']}，打不开 {len(files['rejected'])}。",
        f"{rows['read']} 行：并入 {rows['merged']}，冲突 {rows['conflict']}，不能并入 {rows['rejected']}。"
        f"新增 {people['added']} 人，更改 {people['changed']} 人，现有 {people['after']} 人。",
    ]
    if result.missing:
        lines.append(f"未报的支部 {len(result.missing)} 个：{some_of(result.missing, _NAMED)}。")
    lines += [f"· {bad['file']}：{bad['message']}" for bad in files["rejected"][:_NAMED]]
    lines += result.notes[:_NAMED]
    if counts["conflicts"]:
        lines.append(f"有 {len(counts['conflicts'])} 处冲突，请在“冲突”表里逐条决定，再汇总一次。")
    if not result.is_written:
        lines.append(f"{roster.name} 没有变化。")
    elif desk is None:
        lines.append(f"已写入 {roster}，点“打开清单库”查看。")
    else:
        lines.append(f"已写入打开着的 {roster.name} 并保存；点击前的备份：{desk.backup}")
    return ClickResult("\n\n".join(lines), is_grave=result.has_errors)
