"""The command line: parse, call one job, print, exit code. The only place that knows click and reads the clock."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from xlflow.files.child_process.reader_process import end_ahead, start_ahead

__all__ = ["main"]

_READERS = {"check": "xlflow.jobs.checking.check_file", "records": "xlflow.jobs.running.read_file", "merge": "xlflow.jobs.merging.intake"}
"""What the reader of a command imports."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line (by default that of the process) and leaves with its exit code.

    A command that reads workbooks starts its reader first, then imports what it needs itself.
    """
    command, *others = (sys.argv[1:] if arguments is None else arguments) or [""]
    if command in _READERS and others and "--help" not in others:
        start_ahead(_READERS[command])
    from xlflow.cli.exit_codes import main as run_and_leave

    try:
        run_and_leave(arguments)
    finally:
        end_ahead()
