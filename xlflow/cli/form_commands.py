"""`xlflow fill` and `xlflow submit`: what a branch does with its own workbook before it hands it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlflow.cli.chinese import Command
from xlflow.cli.terminal import AS_OF, FINDINGS, NOTHING_WRONG, PATH, SCHEME, everywhere, option, terminal_of, today

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_FILE = click.argument("file", metavar="文件", type=PATH)


@click.command(
    "fill",
    cls=Command,
    short_help="自动填充：算得出来的由程序填",
    help="按身份证号、推优大会、票数、工作日历等填写空格，年龄、团龄、得票率等重新计算；也可从志愿服务、学习积分的导出表取数。逐格列出改动和依据，"
    "手工填的不改，别处来的表只填已有的空栏。",
    epilog="xlflow fill 三班.xlsx --in-place\nxlflow fill 三班.xlsx -o 三班_已填.xlsx --from 志愿汇导出.xlsx",
)
@_FILE
@option("-o", "--output", type=PATH, metavar="文件", help="另存到哪里；原文件不动。")
@option("--in-place", is_flag=True, help="直接改原文件，原样先备份到“备份”文件夹。")
@SCHEME
@AS_OF
@option(
    "--from",
    "sources",
    type=PATH,
    metavar="导出表.xlsx",
    multiple=True,
    help="从导出表取时长、积分，可写多次；按身份证号或学号对人，否则按姓名和单位。",
)
@option("--overwrite", is_flag=True, help="导出表的数与已填的不同时，以导出表为准。")
@option("--dry-run", is_flag=True, help="只列出改动，不写文件。")
@everywhere
@click.pass_context
def fill(
    context: click.Context,
    file: Path,
    output: Path | None,
    in_place: bool,
    scheme: str | None,
    as_of: date | None,
    sources: tuple[Path, ...],
    overwrite: bool,
    dry_run: bool,
) -> int:
    """Cells that fill themselves."""
    from xlflow.jobs.fill import fill as fill_file
    from xlflow.messages import sentence
    from xlflow.report.text.outcome_text import fill_text

    terminal = terminal_of(context)
    result = fill_file(
        file,
        output=output,
        in_place=in_place,
        scheme=scheme,
        as_of=as_of or today(),
        sources=sources,
        overwrite=overwrite,
        dry_run=dry_run,
        progress=terminal.progress,
    )
    terminal.results(fill_text(result.changes, dry_run=dry_run))
    for note in result.notes:
        terminal.say(note)
    for finding in result.findings:
        terminal.complain(sentence(finding))
    if result.output is not None:
        terminal.say(f"已写入 {result.output}。")
    return FINDINGS if any(finding.severity == "error" for finding in result.findings) else NOTHING_WRONG


@click.command(
    "submit",
    cls=Command,
    short_help="导出上报：校验后按规定的名称另存",
    help="先校验，没有错误才导出一份上报，文件名为 支部_批次_阶段.xlsx；改过的表头恢复原样，“校验结果”页写明核实说明。原文件不动。",
    epilog="xlflow submit 三班.xlsx -o 上报",
)
@_FILE
@option("-o", "--output", type=PATH, metavar="文件夹", required=True, help="写到哪里。")
@SCHEME
@AS_OF
@option("--anyway", is_flag=True, help="有错误也导出，错误一并写明。")
@everywhere
@click.pass_context
def submit(context: click.Context, file: Path, output: Path, scheme: str | None, as_of: date | None, anyway: bool) -> int:
    """The copy that is handed in."""
    from xlflow.jobs.submit import submit as submit_file
    from xlflow.report.text.findings_text import counts_line, findings_text

    terminal = terminal_of(context)
    result = submit_file(file, output=output, scheme=scheme, as_of=as_of or today(), anyway=anyway, progress=terminal.progress)
    if result.path is None:
        terminal.results(findings_text(result.findings, files=1, rows=result.rows))
        first = "先自动填充（xlflow fill），再" if result.can_fill else "请"
        terminal.complain(f"{file.name}：还有 {result.errors} 个错误，没有导出；{first}改正后导出，确需先报的加 --anyway。")
        return FINDINGS
    terminal.result(str(result.path))
    terminal.say(counts_line(result.findings, files=1, rows=result.rows))
    for note in result.notes:
        terminal.say(note)
    return FINDINGS if result.errors else NOTHING_WRONG
