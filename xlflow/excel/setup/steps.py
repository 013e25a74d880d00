"""Steps of a plan as values, and the one executor that carries them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from xlflow.errors import OutputError
from xlflow.files.writing.save import save

_ORIGIN = ":Zone.Identifier"
"""The stream in which Windows notes that a file came from the internet; Office does not run macros of such a file."""


class Write(Struct, frozen=True):
    """A file with this content; `what` says what it is for. `is_program`: it may be started, where the system asks for that."""

    path: Path
    content: bytes
    what: str
    is_program: bool = False

    def __str__(self) -> str:
        return f"写入 {self.path}（{self.what}）"


class Remove(Struct, frozen=True):
    """A file that goes away."""

    path: Path
    what: str

    def __str__(self) -> str:
        return f"删除 {self.path}（{self.what}）"


class Unblock(Struct, frozen=True):
    """The mark of a file that came from the internet, taken off."""

    path: Path

    def __str__(self) -> str:
        return f"去掉 {self.path} 的“来自网络”标记"


Step = Write | Remove | Unblock


def is_held(path: Path) -> bool:
    """Whether a program keeps a file open so that it cannot be replaced; Excel does so with add-ins."""
    try:
        with path.open("r+b"):
            return False
    except PermissionError:
        return True
    except OSError:  # the write itself raises the right error
        return False


def is_done(step: Step) -> bool:
    """Whether a step has nothing left to change."""
    if isinstance(step, Write):
        return step.path.is_file() and step.path.read_bytes() == step.content
    return not _target(step).exists()


def carry_out(steps: Sequence[Step], *, held: Callable[[Path], bool] = is_held) -> tuple[Step, ...]:
    """The steps that changed something. `OutputError` before the first one where a file is held by a program."""
    pending = [step for step in steps if not is_done(step)]
    for step in pending:
        if not isinstance(step, Unblock) and held(step.path):
            raise OutputError(
                f"{step.path} 正被 Excel 使用，没有改动；请关闭所有 Excel 窗口（任务管理器里也不再有 Excel）后重试。"
                "没有打开 Excel 的，请看这个文件是不是只读。"
            )
    for step in pending:
        if isinstance(step, Write):
            _write(step)
        else:
            _remove(_target(step))
    return tuple(pending)


def _target(step: Remove | Unblock) -> Path:
    return step.path if isinstance(step, Remove) else step.path.with_name(step.path.name + _ORIGIN)


def _write(step: Write) -> None:
    save(step.path, step.content)
    if step.is_program:
        step.path.chmod(0o755)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: 删不掉（{error.strerror}）；请关闭正在使用它的程序后重试。") from error
