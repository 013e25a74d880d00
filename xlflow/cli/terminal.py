"""What the person at the terminal sees: results on stdout, sentences and progress on stderr, in UTF-8 whatever the console."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any

import click

from xlflow.cli.chinese import Count, Day, File, Option
from xlflow.errors import OutputError

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


_SECONDS_BETWEEN_UPDATES = 0.1
_COLORS = {"●": "red", "▲": "yellow"}


class Terminal:
    """The choices of one run: `--quiet` silences sentences and progress, `--no-color` (or NO_COLOR) colours."""

    def __init__(self) -> None:
        self.quiet = False
        self.color = True
        self._shown = 0.0
        self._line = 0

    def result(self, text: str) -> None:
        """A line of the result."""
        if self.color and "NO_COLOR" not in os.environ:
            for mark, colour in _COLORS.items():
                text = text.replace(mark, click.style(mark, fg=colour))
        self._write(text, sys.stdout)

    def results(self, lines: Iterable[str]) -> None:
        """Lines of the result."""
        for line in lines:
            self.result(line)

    def data(self, objects: Iterable[Any]) -> None:
        """Objects that a program reads, one a line."""
        from xlflow.report.text.findings_text import json_line

        for value in objects:
            self._write(json_line(value), sys.stdout)

    def say(self, sentence: str) -> None:
        """A sentence beside the result; `--quiet` leaves it out."""
        if not self.quiet:
            self.complain(sentence)

    def complain(self, sentence: str) -> None:
        """A sentence that is always said."""
        self._clear()
        self._write(sentence, sys.stderr)

    def progress(self, done: int, total: int, what: str) -> None:
        """One line that is overwritten, only where a person watches."""
        now = time.monotonic()
        if self.quiet or not sys.stderr.isatty() or (done < total and now - self._shown < _SECONDS_BETWEEN_UPDATES):
            return
        self._shown = now
        self._clear()
        line = f"{done}/{total} {what}"
        click.echo(line, nl=False, err=True)
        self._line = len(line)
        if done >= total:
            self._clear()

    def _clear(self) -> None:
        if self._line:
            click.echo(f"\r{' ' * self._line * 2}\r", nl=False, err=True)
            self._line = 0

    def _write(self, text: str, stream: IO[str]) -> None:
        """Writes a line; a reader that has gone away (`| head`) is no error, the rest goes nowhere. `OutputError` on a full disk."""
        try:
            click.echo(text, file=stream, color=None if self.color else False)
            stream.flush()
        except BrokenPipeError:
            _to_nowhere(stream)
        except OSError as error:
            _to_nowhere(stream)
            raise OutputError(f"结果写不出去（{error.strerror}）；请检查输出位置的磁盘是否已满、是否可写。") from error


def _to_nowhere(stream: IO[str]) -> None:
    """What is still in the stream, and what follows, is dropped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def speak_utf8() -> None:
    """Sets both streams to UTF-8 with names that are no text shown escaped: a console of code page 936 must not stop a run."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller closed it, as `pythonw` does
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
