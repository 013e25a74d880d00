"""Errors that end a run.

A run that cannot go on raises one of these; wrong *data* never does (that is a `Finding`). The text is one clear Chinese
sentence that names the file or option, what was found and what to do.

    XlflowError                 exit 3  nothing could be done
    ├── UsageError              exit 2  the command was called in a way that has no meaning
    ├── SchemeError             exit 3  a scheme folder is missing or faulty; carries every fault
    ├── WorkbookError           exit 3  a workbook cannot be read; carries the code of the finding it becomes
    ├── TemplateError           exit 3  a Word template cannot be compiled or rendered; carries the place
    ├── OutputError             exit 3  a result cannot be written
    └── Cancelled               exit 3  somebody asked the run to stop

    InternalError               exit 4  a fault of ours in a child process; where several files are asked, it is the result of one
"""

from __future__ import annotations

from collections.abc import Sequence


class XlflowError(Exception):
    """A run that cannot go on; `str()` is the sentence for the user."""

    exit_code = 3


class UsageError(XlflowError):
    """The command line asks for something that has no meaning."""

    exit_code = 2


class SchemeError(XlflowError):
    """A scheme cannot be used. `faults` holds one sentence for each fault, all of them at once."""

    def __init__(self, message: str, faults: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class WorkbookError(XlflowError):
    """A workbook cannot be read. `code` is the code of the finding that the file gets, `reason` says why in a few words.

    `cure` says what to do where the words of the code do not fit.
    """

    def __init__(self, code: str, reason: str, cure: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.cure = cure

    def __reduce__(self) -> tuple[type[WorkbookError], tuple[str, str, str]]:
        """Errors travel from the reader process to its parent."""
        return type(self), (self.code, self.reason, self.cure)


class InternalError(Exception):
    """A fault of ours that a child process met. `kind` names the exception, `trace` is its trace with values masked."""

    code = "processing-failed"

    def __init__(self, kind: str, trace: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.trace = trace

    @property
    def reason(self) -> str:
        """What the finding of the file says of it."""
        return self.kind

    def __reduce__(self) -> tuple[type[InternalError], tuple[str, str]]:
        """Errors travel from the reader process to its parent."""
        return type(self), (self.kind, self.trace)


class TemplateError(XlflowError):
    """A Word template is wrong, or lacks a value. `place` names paragraph or table cell, `tag` the tag at fault."""

    def __init__(self, message: str, place: str = "", tag: str = "") -> None:
        super().__init__(message)
        self.place = place
        self.tag = tag


class OutputError(XlflowError):
    """A result cannot be written where it should go."""


class Cancelled(XlflowError):  # noqa: N818  # no error: somebody changed his mind
    """Somebody asked the run to stop; raised by a progress callback, between units of work."""
