"""What commands share: options, exit codes, the terminal of the run.

No library is imported here that click has not imported already: `xlflow --help` is to be as quick as click itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from xlflow.cli.chinese import Count, Day, File, Option
from xlflow.cli.terminal import Terminal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

NOTHING_WRONG, FINDINGS, NOTHING_DONE, OURS = 0, 1, 3, 4
PATH = File()
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def option(*names: str, **settings: Any) -> Decorator:
    """An option with a Chinese help record."""
    return click.option(*names, cls=Option, **settings)


def terminal_of(context: click.Context) -> Terminal:
    """The terminal of this run."""
    return context.find_root().ensure_object(Terminal)


def _be_quiet(context: click.Context, _: click.Parameter, quiet: bool) -> None:
    if quiet:
        terminal_of(context).quiet = True


def _no_color(context: click.Context, _: click.Parameter, plain: bool) -> None:
    if plain:
        terminal_of(context).color = False


def show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Prints the version and leaves."""
    if wanted:
        from xlflow import __version__

        terminal_of(context).result(f"xlflow {__version__}")
        context.exit()


def everywhere(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that stand before and after the name of a command alike."""
    command = option("--no-color", is_flag=True, expose_value=False, callback=_no_color, help="不用颜色。")(command)
    return option("--quiet", is_flag=True, expose_value=False, callback=_be_quiet, help="只输出结果，不显示进度和说明。")(command)


def scheme_at_hand(_: click.Context, __: click.Parameter, scheme: str | None) -> str | Path | None:
    """The folder of an installed scheme for its id."""
    if scheme is None:
        return None
    from xlflow.jobs.schemes.installed_schemes import known_scheme

    return known_scheme(scheme)


SCHEME = option(
    "--scheme", metavar="方案", callback=scheme_at_hand, help="方案编号或文件夹；默认按工作簿自带的方案，别处来的表用 national。"
)
AS_OF = option("--as-of", type=Day(), metavar="日期", help="按哪一天判断；默认今天。")
ROUND = option("--round", metavar="批次", help="批次，如 2026年上半年；表中写明的优先。")
JOBS = option("--jobs", type=Count(), metavar="个数", help="同时处理几个文件；默认 200 个以下为 1，以上为 CPU 个数。")
AS_JSON = option("--json", "as_json", is_flag=True, help="输出供程序读取的 JSON。")
FILES = click.argument("files", metavar="文件…", type=PATH, nargs=-1, required=True)


def page_unless_command(context: click.Context) -> int | None:
    """The help page, and exit 2, where the command line names no command."""
    if context.invoked_subcommand is not None:
        return None
    click.echo(context.get_help(), err=True)
    context.exit(2)


def today() -> date:
    """The day of this run: the one place where it is read."""
    from datetime import date

    return date.today()
