"""The process that reads: how it is started, and one that is started ahead, while its parent is still importing.

It imports next to nothing, so that a command can start its reader before anything else; on a second CPU the two programs start together.
"""

from __future__ import annotations

import subprocess
import sys

Process = subprocess.Popen[bytes]

_START = "import sys; sys.path[:] = sys.argv[2:]; from xlflow.files.child_process.child_main import serve; serve(sys.argv[1])"
_QUIET = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
_ahead: list[Process] = []


def start(module: str = "") -> Process:
    """A new process, which imports a module and waits for its limits and tasks. Complaints come on its stderr."""
    command = [sys.executable, "-P", "-c", _START, module, *sys.path]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, creationflags=_QUIET)


def start_ahead(module: str) -> None:
    """Starts the process that the next `take` gives."""
    _ahead.append(start(module))


def take() -> Process:
    """The process that was started ahead, or a new one."""
    return _ahead.pop() if _ahead else start()


def end_ahead() -> None:
    """Ends the process that was started ahead and not taken, as where the command was called in a wrong way."""
    while _ahead:
        with _ahead.pop() as process:
            process.kill()
