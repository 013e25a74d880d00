"""`xlflow shortcuts`: icons that files are dropped on."""

from __future__ import annotations

import click

from xlflow.cli.addin_commands import DRY_RUN, tell
from xlflow.cli.chinese import Group
from xlflow.cli.terminal import NOTHING_WRONG, everywhere, page_unless_command, terminal_of


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
