"""`xlflow scheme`: list, show, copy, lint, flowchart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlflow.cli.chinese import Group
from xlflow.cli.terminal import (
    AS_JSON,
    FINDINGS,
    NOTHING_WRONG,
    PATH,
    everywhere,
    option,
    page_unless_command,
    scheme_at_hand,
    terminal_of,
    today,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.group(
    "scheme",
    cls=Group,
    invoke_without_command=True,
    short_help="方案：列出、查看、复制、检查，导出导入工作簿",
    help="方案决定表里有哪些栏、按什么条件判断、用哪些 Word 模板。复制一份就可以改成自己单位的。",
    epilog="xlflow scheme show national",
)
@everywhere
@click.pass_context
def scheme_group(context: click.Context) -> int | None:
    """Schemes."""
    return page_unless_command(context)


@scheme_group.command("list", short_help="列出随附的和已安装的方案", help="列出随附的方案和本机已安装的方案。", epilog="xlflow scheme list")
@everywhere
@click.pass_context
def scheme_list(context: click.Context) -> int:
    """The shipped schemes, then those that the user installed."""
    from xlflow.jobs.scheme import list_schemes

    terminal_of(context).results(f"{s.id}  {s.title}（{s.version}）  {s.basis}" for s in list_schemes())
    return NOTHING_WRONG


@scheme_group.command(
    "show",
    short_help="查看一个方案",
    help="查看一个方案：表、参数及其依据、期限、材料。",
    epilog="xlflow scheme show national\nxlflow scheme show 我校方案 --origin",
)
@click.argument("scheme", metavar="方案", callback=scheme_at_hand)
@option("--origin", is_flag=True, help="逐项列出由哪一层方案规定，上级方案原来是什么。")
@AS_JSON
@everywhere
@click.pass_context
def scheme_show(context: click.Context, scheme: str, origin: bool, as_json: bool) -> int:
    """One scheme; as JSON always with the origins."""
    from xlflow.jobs.scheme import origins, show
    from xlflow.report.text.scheme_origins import origin_lines, origin_rows
    from xlflow.report.text.scheme_text import scheme_text

    terminal = terminal_of(context)
    if as_json:
        terminal.data(origin_rows(origins(scheme)))
    elif origin:
        terminal.results(origin_lines(origins(scheme)))
    else:
        terminal.results(scheme_text(show(scheme), today=today()))
    return NOTHING_WRONG


@scheme_group.command(
    "copy",
    short_help="复制一份方案来修改",
    help="把一个方案复制到新文件夹，改成自己单位的。",
    epilog="xlflow scheme copy national 我校方案",
)
@click.argument("scheme", metavar="方案", callback=scheme_at_hand)
@click.argument("target", metavar="文件夹", type=PATH)
@everywhere
@click.pass_context
def scheme_copy(context: click.Context, scheme: str, target: Path) -> int:
    """A copy to edit."""
    from xlflow.jobs.scheme import copy

    folder = copy(scheme, target)
    terminal = terminal_of(context)
    terminal.result(str(folder))
    terminal.say(f"改好后运行：xlflow scheme lint {folder}")
    return NOTHING_WRONG


@scheme_group.command(
    "install",
    short_help="把自己的方案装到本机",
    help="把一个没有错误的方案文件夹装到本机（用户文件夹的 .xlflow/方案）。装好后，按它生成的表单不必再写 --scheme，"
    "Excel 里的按钮也认得；改过方案再装一次就是更新。",
    epilog="xlflow scheme install 我校方案",
)
@click.argument("folder", metavar="文件夹")
@everywhere
@click.pass_context
def scheme_install(context: click.Context, folder: str) -> int:
    """A scheme for this computer."""
    from xlflow.jobs.schemes.own_schemes import install

    terminal = terminal_of(context)
    made = install(folder)
    terminal.result(str(made))
    terminal.say(f"已安装方案“{made.name}”；要除去用 xlflow scheme uninstall {made.name}")
    return NOTHING_WRONG


@scheme_group.command(
    "uninstall",
    short_help="除去装在本机的方案",
    help="除去一个装在本机的方案，原来的方案文件夹不动。",
    epilog="xlflow scheme uninstall 我校方案",
)
@click.argument("name", metavar="方案")
@everywhere
@click.pass_context
def scheme_uninstall(context: click.Context, name: str) -> int:
    """Removes an installed scheme."""
    from xlflow.jobs.schemes.own_schemes import uninstall

    terminal_of(context).say(f"已除去 {uninstall(name)}")
    return NOTHING_WRONG


@scheme_group.command(
    "lint",
    short_help="检查一个方案写得对不对",
    help="检查一个方案文件夹及其 Word 模板，指出写错的地方、还是默认值的各项和没有用到的内容。有错误时结果码为 1。",
    epilog="xlflow scheme lint 我校方案",
)
@click.argument("folder", metavar="文件夹")
@everywhere
@click.pass_context
def scheme_lint(context: click.Context, folder: str) -> int:
    """What is wrong with a scheme."""
    from xlflow.jobs.scheme import hints, lint, undecided

    terminal = terminal_of(context)
    faults, open_questions = lint(folder), undecided(folder)
    for title, lines in (("错误", faults), ("待定", open_questions), ("提示", hints(folder))):
        if lines:
            terminal.result(f"{title}（{len(lines)}）")
            terminal.results(f"  {line}" for line in lines)
    if faults:
        terminal.say(f"{len(faults)} 处需要改。")
        return FINDINGS
    terminal.say(f"没有错误；{len(open_questions)} 项还是默认值，待本单位确定。" if open_questions else "没有问题。")
    return NOTHING_WRONG


@scheme_group.command(
    "export",
    short_help="把一个方案导出为工作簿，用 Excel 修改",
    help="把一个方案导出为工作簿：参数、规则、期限、名额、字段等各一页，用中文写，用 Excel 修改后再导入。",
    epilog="xlflow scheme export national -o 我校方案.xlsx",
)
@click.argument("scheme", metavar="方案", callback=scheme_at_hand)
@option("-o", "--output", metavar="文件", type=PATH, required=True, help="写到这个 .xlsx 文件。")
@everywhere
@click.pass_context
def scheme_export(context: click.Context, scheme: str, output: Path) -> int:
    """A scheme as a workbook."""
    from xlflow.jobs.schemes.scheme_workbook import export_scheme

    terminal = terminal_of(context)
    terminal.result(str(export_scheme(scheme, output)))
    terminal.say(f"改好、保存后运行：xlflow scheme import {output} -o 文件夹")
    return NOTHING_WRONG


@scheme_group.command(
    "import",
    short_help="把改好的方案工作簿变成方案",
    help="把改好的方案工作簿变成方案文件夹，只记下改动之处；有错时指出是哪一页哪一格，什么也不写。",
    epilog="xlflow scheme import 我校方案.xlsx -o 我校方案",
)
@click.argument("workbook", metavar="工作簿", type=PATH)
@option("-o", "--output", metavar="文件夹", type=PATH, required=True, help="方案写到这个文件夹。")
@option("--overwrite", is_flag=True, help="文件夹里已有方案时改写它的 scheme.toml（其中的注释不保留）。")
@everywhere
@click.pass_context
def scheme_import(context: click.Context, workbook: Path, output: Path, overwrite: bool) -> int:
    """A workbook as a scheme."""
    from xlflow.jobs.schemes.scheme_workbook import import_scheme

    terminal = terminal_of(context)
    made = import_scheme(workbook, output, overwrite=overwrite)
    terminal.results(made.faults)
    if made.faults:
        terminal.say(f"{len(made.faults)} 处需要改；没有写出方案。")
        return FINDINGS
    terminal.result(str(made.folder))
    terminal.say(f"可以用了，如：xlflow new {made.folder} -o 表单.xlsx")
    return NOTHING_WRONG


@scheme_group.command(
    "flowchart",
    short_help="画方案的流程图",
    help="把方案里的流程（[[flow]]）画在一页 A4 上：谁来做、时限、形成的材料，不通过的怎么办。"
    "写成 .svg、.png，或 .xlsx（流程图、步骤和发展党员步骤三张表）。",
    epilog="xlflow scheme flowchart national -o 推优工作流程图.png",
)
@click.argument("scheme", metavar="方案", callback=scheme_at_hand)
@option("-o", "--output", type=PATH, metavar="文件", required=True, help="写到哪里：.svg、.png 或 .xlsx。")
@everywhere
@click.pass_context
def scheme_flowchart(context: click.Context, scheme: str, output: Path) -> int:
    """The flow on one page."""
    from xlflow.jobs.schemes.flowchart import flowchart

    terminal_of(context).result(str(flowchart(scheme, output, today=today())))
    return NOTHING_WRONG
