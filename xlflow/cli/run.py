"""From an exception to a sentence and an exit code.

0 nothing wrong · 1 findings · 2 wrong use · 3 nothing could be done · 4 an error of ours · 130 Ctrl-C
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from xlflow.cli import chinese
from xlflow.cli.commands import xlflow
from xlflow.cli.options import OURS
from xlflow.cli.terminal import speak_utf8
from xlflow.errors import SchemeError, XlflowError

INTERRUPTED = 130
USAGE = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line (by default that of the process) and leaves with its exit code."""
    speak_utf8()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a command line; what it has to say is said."""
    try:
        return int(xlflow.main(arguments, prog_name="xlflow", standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        _say(chinese.sentence(error))
        return USAGE
    except XlflowError as error:
        from xlflow.messages import one_line  # `--help` does without the catalogue

        _say(*map(one_line, (str(error), *(error.faults if isinstance(error, SchemeError) else ()))))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("已中断；没有写完的结果不会留下。")
        return INTERRUPTED
    except Exception as error:  # the last resort: whatever escapes is a fault of ours, and no user reads a trace
        return _our_fault(error)


def _our_fault(error: Exception) -> int:
    from xlflow.cli.crash import explain

    _say(explain(error))
    return OURS


def _say(*sentences: str) -> None:
    for line in sentences:
        click.echo(line, err=True)
