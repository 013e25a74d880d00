"""`xlflow compose`: the papers of a round, from a roster or from the workbook of one branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xlflow.cli.chinese import Command
from xlflow.cli.terminal import (
    AS_JSON,
    AS_OF,
    FINDINGS,
    JOBS,
    NOTHING_DONE,
    NOTHING_WRONG,
    PATH,
    SCHEME,
    everywhere,
    option,
    terminal_of,
    today,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command(
    "compose",
    cls=Command,
    short_help="生成材料：通知、会议记录、公示、推荐函……",
    help="由清单库或一个支部的表生成 Word 材料，每人、每次会议或每个党支部一份，写入一个文件夹。",
    epilog="xlflow compose 清单库.xlsx -o 材料\nxlflow compose 三班.xlsx -o 材料 --document 推荐函 --who 张三",
)
@click.argument("source", metavar="清单库|文件", type=PATH)
@option("-o", "--output", type=PATH, metavar="文件夹", required=True, help="写到哪里。")
@SCHEME
@AS_OF
@option(
    "--document",
    "documents",
    metavar="名称|编号",
    multiple=True,
    help="只生成这种材料，如 推荐函，可写多次；名称和编号见 xlflow scheme show。",
)
@option("--who", metavar="姓名|编号", multiple=True, help="只为这个人生成，可写多次。")
@option("--period", metavar="时期", help="生成这个时期的通报、简报、统计表，如 2026Q1（季度）、2026（年度）。")
@option("--templates", type=PATH, metavar="文件夹", help="自己的 Word 模板；文件名是材料的名称或编号，如 推荐函.docx。")
@option("--folders", is_flag=True, help="每个支部一个文件夹，送党支部的、团委自己的各一个，每个文件夹附清单。")
@option("--overwrite", is_flag=True, help="同名的文件直接覆盖。")
@option("--changed", is_flag=True, help="只重做数据或模板有变化的材料，其余不动；依据文件夹里的材料清单。")
@option("--bundle", type=PATH, metavar="文件.docx", help="再把全部 Word 材料合订成一个文件，供双面打印。")
@option("--pdf", is_flag=True, help="每份材料（和合订本）另存一份 PDF，需要 LibreOffice 或 Word。")
@JOBS
@AS_JSON
@everywhere
@click.pass_context
def compose(context: click.Context, /, source: Path, as_of: date | None, as_json: bool, **order: Any) -> int:
    """Word papers."""
    from xlflow.jobs.compose import ComposeOrder, compose_file

    terminal = terminal_of(context)
    result = compose_file(source, ComposeOrder(as_of=as_of or today(), progress=terminal.progress, **order))
    if as_json:
        terminal.data([result.as_dict()])
    else:
        terminal.results(str(path) for path in (*result.written, *result.extra))
    for note in result.notes:
        terminal.say(note)
    for failure in result.failed:
        terminal.complain(str(failure))
    for path in result.index[-1:]:
        terminal.say(f"清单：{path}")
    kept = f"，{len(result.unchanged)} 份没有变化" if result.unchanged else ""
    terminal.say(f"已生成 {len(result.written)} 份材料{kept}。")
    if not result.written and not result.unchanged:
        return NOTHING_DONE
    return FINDINGS if result.failed else NOTHING_WRONG
