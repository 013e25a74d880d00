"""click in Chinese: help pages, usage errors, option types.

click takes its words from the gettext catalogue of the process, which depends on the machine's language settings. Ours may not: a
technician on an English Windows reads the same page as the branch secretary beside him. So the pages are laid out here through click's
public hooks, and errors are worded from what they carry. Widths count a Chinese character as two columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_COLUMNS_FOR_OPTIONS = 26
_NAMED = 20
"""Characters that are shown of a name that is too long."""
_NEVER_FIRST = "，。；：、？！）》”…"


def display_width(text: str) -> int:
    """The columns that a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` columns; words in Latin letters stay whole, no line begins with a closing mark."""
    line = ""
    for piece in re.findall(r"[!-~]+|\s+|.", text):
        if display_width(line + piece) > width and line.strip() and piece not in _NEVER_FIRST:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


class Formatter(click.HelpFormatter):
    """Lays a help page out in display columns."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """One line: 用法：xlflow check [选项] 文件…."""
        self.write(f"{prefix or '用法：'}{prog} {args}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        """A heading with the colon of Chinese text."""
        self.write(f"{'':{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Paragraphs; the line breaks of the source are kept."""
        for paragraph in text.splitlines():
            for line in wrapped(paragraph, self.width - self.current_indent):
                self.write(f"{'':{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _COLUMNS_FOR_OPTIONS, col_spacing: int = 2) -> None:
        """Two columns; a term that is too long has its line to itself."""
        rows = list(rows)
        column = min(max(display_width(term) for term, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in rows:
            lines = list(wrapped(text, self.width - self.current_indent - column)) or [""]
            if display_width(term) + col_spacing > column:
                self.write(f"{indent}{term}\n")
                first = " " * column
            else:
                first = term + " " * (column - display_width(term))
            self.write(f"{indent}{first}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{indent}{'':{column}}{line}\n")


class Context(click.Context):
    """A context whose pages are ours."""

    formatter_class = Formatter


class _Pages(click.Command):
    """The Chinese page of a command; the epilog is its worked example."""

    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [p.get_help_record(ctx) for p in self.get_params(ctx) if isinstance(p, click.Option)]
        with formatter.section("选项"):
            formatter.write_dl([record for record in records if record])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            with formatter.section("例"):
                formatter.write_text(self.epilog)


class Command(_Pages):
    """A command that refuses surplus arguments in Chinese."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses, then refuses what no parameter took."""
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = ctx  # the parser does not know which command it parses for
            raise
        if rest:
            raise click.UsageError(f"多出了参数 {' '.join(rest)}；名称里有空格时请加引号。", ctx)
        return rest


class Group(_Pages, click.Group):
    """A command with commands below it, listed in the order of a round."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 …")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        commands = [(name, command) for name, command in self.commands.items() if not command.hidden]
        with formatter.section("命令"):
            formatter.write_dl([(name, command.short_help or "") for name, command in commands])


class Option(click.Option):
    """An option whose help says in Chinese that it is required."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Spelling and help."""
        record = super().get_help_record(ctx)
        return record and (record[0], (self.help or "") + ("（必填）" if self.required else ""))


class File(click.ParamType["Path"]):
    """A file or folder, there or not."""

    name = "文件"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; a usage error where nothing is written, which would mean the current folder, and for a name that nothing can have."""
        from pathlib import Path

        from xlflow.files.writing.file_names import too_long

        if not str(value).strip():
            self.fail("没有写文件名或文件夹名。", param, ctx)
        path = Path(value)
        if long := too_long(path):
            self.fail(f"“{long[:_NAMED]}……”太长，没有这样的文件；请换一个较短的名称。", param, ctx)
        return path


class Day(click.ParamType["date"]):
    """A day: 2026-03-05, also 2026.3.5, 2026/3/5, 20260305, 2026年3月5日."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error where there is none."""
        from datetime import date

        match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", value) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            pass
        self.fail(f"“{value}”不是日期，应形如 2026-03-05。", param, ctx)


class Count(click.ParamType[int]):
    """A whole number from 1."""

    name = "个数"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error where there is none."""
        if re.fullmatch(r"[0-9]{1,6}", value) and int(value):
            return int(value)
        self.fail(f"“{value}”不是 1 以上的整数。", param, ctx)


class OneOf(click.ParamType[str]):
    """One of some words."""

    name = "类别"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; a usage error that names all words where it is none of them."""
        if value in self.words:
            return str(value)
        self.fail(f"没有“{value}”；可写 {'、'.join(self.words)}。", param, ctx)


def sentence(error: click.ClickException) -> str:
    """What was wrong with the command line, and the line to type for help."""
    text = _reason(error)
    context = getattr(error, "ctx", None)
    return f"{text}\n说明：{context.command_path} --help" if context else text


def _reason(error: click.ClickException) -> str:
    near = getattr(error, "possibilities", None)
    hint = f"是否指 {'、'.join(near)}？" if near else ""
    parameter = getattr(error, "param", None)
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}。{hint}"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(parameter)}。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的写法不对：{_value_wanted(error)}。"
    if isinstance(error, click.BadParameter):
        return f"{_name(parameter)}：{error.message}"
    if hasattr(error, "command_name"):
        return f"没有命令 {error.command_name}。{hint}"
    return error.message


def _value_wanted(error: click.BadOptionUsage) -> str:
    options = error.ctx.command.params if error.ctx else []
    flag = any(getattr(option, "is_flag", False) for option in options if error.option_name in option.opts)
    return "它后面不跟值" if flag else "它后面要跟一个值"


def _name(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return f"选项 {max(parameter.opts, key=len)}"
    return f"参数 {parameter.metavar or parameter.name}" if parameter else "参数"
