"""`xlflow screen`: who of all members may be recommended, and what the others lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlflow.cli.chinese import Command
from xlflow.cli.terminal import AS_JSON, AS_OF, FINDINGS, JOBS, NOTHING_WRONG, OURS, PATH, SCHEME, everywhere, option, terminal_of, today

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

from typing import TYPE_CHECKING

from xlflow.cli.chinese import OneOf

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command(
    "report",
    cls=Command,
    short_help="统计：按方案统计比例、人次、名额、考核排名",
    help="由清单库或一个支部的表统计方案规定的比例（分子、分母都列出名单）、合计、名额、考核和积分排名。"
    "写成 .xlsx 供看，写成 .json 供程序读取。",
    epilog="xlflow report 清单库.xlsx -o 2026年统计.xlsx --kind statistics --period 2026",
)
@click.argument("source", metavar="清单库|文件", type=PATH)
@option("-o", "--output", type=PATH, metavar="文件", required=True, help="写到哪里：.xlsx 或 .json。")
@option("--kind", type=OneOf("statistics"), metavar="类别", required=True, expose_value=False, help="statistics（统计表）。")
@option("--period", metavar="时期", help="年度或季度，如 2026 或 2026Q1；默认不分时期。")
@SCHEME
@AS_OF
@everywhere
@click.pass_context
def report(context: click.Context, source: Path, output: Path, period: str | None, scheme: str | None, as_of: date | None) -> int:
    """Statistics."""
    from xlflow.jobs.statistics import report as make_report

    terminal = terminal_of(context)
    result = make_report(source, output=output, scheme=scheme, period=period, as_of=as_of or today(), progress=terminal.progress)
    for note in result.notes:
        terminal.say(note)
    terminal.result(str(result.output))
    return NOTHING_WRONG


@click.command(
    "screen",
    cls=Command,
    short_help="甄别：花名册上谁可以推、还差什么",
    help="把团员花名册上的人逐一甄别：未达标（还差什么、哪一天满）、达标待推（达标日期、等待天数）、已推、过期、已入党、不适用。"
    "花名册可以在一份表、一个文件夹的表或清单库里。写成一份工作簿，填在其中的处理意见、备注和自己加的列，下次甄别时都保留。",
    epilog="xlflow screen 清单库.xlsx -o 甄别结果.xlsx\nxlflow screen 报送 -o 甄别结果.xlsx --as-of 2026-12-31",
)
@click.argument("sources", metavar="文件|文件夹|清单库…", type=PATH, nargs=-1, required=True)
@option("-o", "--output", type=PATH, metavar="结果.xlsx", required=True, help="写到哪里；已有的甄别结果会更新，先在“备份”中留一份。")
@SCHEME
@AS_OF
@AS_JSON
@JOBS
@everywhere
@click.pass_context
def screen(
    context: click.Context,
    sources: tuple[Path, ...],
    output: Path,
    scheme: str | None,
    as_of: date | None,
    as_json: bool,
    jobs: int | None,
) -> int:
    """Screening."""
    from xlflow.jobs.screen import screen as screen_members
    from xlflow.messages import sentence
    from xlflow.report.workbooks.screening_book import headline

    terminal = terminal_of(context)
    result = screen_members(sources, output=output, scheme=scheme, as_of=as_of or today(), jobs=jobs, progress=terminal.progress)
    if as_json:
        terminal.data([result.as_dict()])
    else:
        terminal.result(str(result.output))
    terminal.say(headline(result.screening))
    for note in result.notes:
        terminal.say(note)
    for finding in result.findings:
        terminal.complain(sentence(finding))
    if result.faults:
        return OURS
    return FINDINGS if result.findings else NOTHING_WRONG
