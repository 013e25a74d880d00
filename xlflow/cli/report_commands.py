"""`xlflow report`: what a committee counts from its roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlflow.cli.chinese import Command, OneOf
from xlflow.cli.options import AS_OF, NOTHING_WRONG, PATH, SCHEME, everywhere, option, terminal_of, today

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
