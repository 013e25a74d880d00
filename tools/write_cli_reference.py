"""Writes docs/cli.md from the command line itself; `--check` only says whether it is up to date.

python tools/write_cli_reference.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from written_page import write_or_compare

from xlflow.cli.chinese import Context
from xlflow.cli.commands import xlflow

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEAD = """# 命令说明

本页由 `tools/write_cli_reference.py` 从程序生成，与 `xlflow 命令 --help` 相同。结果码、输出格式见 [README.zh-CN.md](../README.zh-CN.md)。
"""


def pages(command: click.Command, parent: click.Context | None = None) -> Iterator[str]:
    """The help page of a command and of those below it."""
    context = Context(command, info_name=command.name, parent=parent, max_content_width=100, terminal_width=100)
    yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from pages(below, context)


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, *pages(xlflow)])


if __name__ == "__main__":
    sys.exit(write_or_compare(REFERENCE, reference()))
