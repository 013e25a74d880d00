"""What the person at the terminal sees: results on stdout, sentences and progress on stderr, in UTF-8 whatever the console."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterable
from typing import IO, Any

import click

from xlflow.errors import OutputError

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
