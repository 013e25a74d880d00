"""`xlflow addin`: the ribbon tab 推优 of Excel; `xlflow shortcuts`: icons that files are dropped on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from xlflow.cli.chinese import Group
from xlflow.cli.terminal import NOTHING_WRONG, PATH, Terminal, everywhere, option, page_unless_command, terminal_of

if TYPE_CHECKING:
    from pathlib import Path


DRY_RUN = option("--dry-run", is_flag=True, help="只列出要做什么，不改动。")


def tell(terminal: Terminal, steps: Iterable[object], *, dry_run: bool, nothing: str) -> bool:
    """What was done, or would be, one line a step; whether there was anything."""
    told = [f"将{step}" if dry_run else f"已{step}" for step in steps]
    terminal.results(told or [nothing])
    return bool(told)


@click.group(
    "addin",
    cls=Group,
    invoke_without_command=True,
    short_help="加载项：Excel 功能区“推优”",
    help="在 Excel 里加上功能区“推优”，没有宏的表也能一键校验、填充、生成材料。只用于 Windows 版 Excel，Mac 版尽力支持；"
    "WPS 请用 xlflow shortcuts。",
    epilog="xlflow addin install",
)
@everywhere
@click.pass_context
def addin_group(context: click.Context) -> int | None:
    """The add-in."""
    return page_unless_command(context)


@addin_group.command(
    "install",
    short_help="安装或更新",
    help="放入 Excel 的启动文件夹，写明 Python 在哪里。不改注册表，不需要管理员；升级 xlflow、xlwings 或 Python 后再运行一次。",
    epilog="xlflow addin install\nxlflow addin install --dry-run",
)
@DRY_RUN
@everywhere
@click.pass_context
def addin_install(context: click.Context, dry_run: bool) -> int:
    """The add-in for this user."""
    from xlflow.excel.setup.addin_plan import install, planned
    from xlflow.excel.setup.diagnoses import sheet_programs
    from xlflow.excel.setup.machine import this_machine
    from xlflow.jobs.scheme import list_schemes

    terminal, machine = terminal_of(context), this_machine()
    if not dry_run:
        list_schemes()  # each is kept as it was built, which a click, started with -B, does not do itself
    steps = (planned if dry_run else install)(machine)
    if tell(terminal, steps, dry_run=dry_run, nothing="已是最新，没有改动。") and not dry_run:
        terminal.say("重新打开 Excel，即可看到功能区“推优”。")
    programs = sheet_programs(machine)
    if programs.cure:
        terminal.say(str(programs))
    return NOTHING_WRONG


@addin_group.command("remove", short_help="卸载", help="删去加载项和它的设置；表格不动。", epilog="xlflow addin remove")
@everywhere
@click.pass_context
def addin_remove(context: click.Context) -> int:
    """What `install` wrote goes away."""
    from xlflow.excel.setup.addin_plan import remove
    from xlflow.excel.setup.machine import this_machine

    tell(terminal_of(context), remove(this_machine()), dry_run=False, nothing="没有安装，没有改动。")
    return NOTHING_WRONG


@addin_group.command(
    "status", short_help="查看是否装好", help="看加载项是否装好、与现在的 xlflow 和 Python 是否一致。", epilog="xlflow addin status"
)
@everywhere
@click.pass_context
def addin_status(context: click.Context) -> int:
    """How the add-in stands."""
    from xlflow.excel.setup.addin_plan import status
    from xlflow.excel.setup.machine import this_machine

    terminal_of(context).results(status(this_machine()))
    return NOTHING_WRONG


@addin_group.command(
    "build",
    short_help="生成加载项文件，供统一分发",
    help="只生成 xlflow.xlam，由单位信息部门统一分发；各台电脑上仍须装有 xlflow，并运行过一次 xlflow addin install 或自备设置文件。",
    epilog="xlflow addin build 分发",
)
@click.argument("folder", metavar="文件夹", type=PATH)
@everywhere
@click.pass_context
def addin_build(context: click.Context, folder: Path) -> int:
    """The file alone."""
    from xlflow.excel.setup.addin_plan import build

    terminal_of(context).result(str(build(folder)))
    return NOTHING_WRONG


@click.group(
    "shortcuts",
    cls=Group,
    invoke_without_command=True,
    short_help="快捷方式：把表拖上去就办理，供 WPS 和 Linux 使用",
    help="在桌面（Windows 上还有“发送到”菜单）放“1 校验”“2 自动填充”“3 生成材料”“4 导出上报”“5 汇总”，把表拖上去即可，"
    "结果与 Excel 里的按钮相同。不需要 Excel，不需要宏。",
    epilog="xlflow shortcuts install",
)
@everywhere
@click.pass_context
def shortcuts_group(context: click.Context) -> int | None:
    """Shortcuts."""
    return page_unless_command(context)


@shortcuts_group.command(
    "install",
    short_help="放置或更新",
    help="放置快捷方式；换了 Python 的位置后再运行一次。",
    epilog="xlflow shortcuts install\nxlflow shortcuts install --dry-run",
)
@DRY_RUN
@everywhere
@click.pass_context
def shortcuts_install(context: click.Context, dry_run: bool) -> int:
    """The five shortcuts of this user."""
    from xlflow.excel.setup.machine import this_machine
    from xlflow.excel.setup.shortcuts import install, install_plan

    steps = (install_plan if dry_run else install)(this_machine())
    tell(terminal_of(context), steps, dry_run=dry_run, nothing="已是最新，没有改动。")
    return NOTHING_WRONG


@shortcuts_group.command("remove", short_help="移除", help="移除快捷方式；表格不动。", epilog="xlflow shortcuts remove")
@everywhere
@click.pass_context
def shortcuts_remove(context: click.Context) -> int:
    """What `install` placed goes away."""
    from xlflow.excel.setup.machine import this_machine
    from xlflow.excel.setup.shortcuts import remove

    tell(terminal_of(context), remove(this_machine()), dry_run=False, nothing="没有快捷方式，没有改动。")
    return NOTHING_WRONG
