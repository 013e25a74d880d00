"""The command line: parse, call one job, print, exit code. The only place that knows click and reads the clock."""

from __future__ import annotations

from xlflow.cli.run import main

__all__ = ["main"]
