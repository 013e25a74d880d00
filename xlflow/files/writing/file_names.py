"""File names that every host accepts, and paths that stay where they belong."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable
from itertools import count
from pathlib import Path

from xlflow.errors import OutputError
from xlflow.messages import one_line
from xlflow.patterns import pattern


def digest_of(path: Path) -> str | None:
    """The sha256 of the bytes of a file; None where it cannot be read, or is a pipe, on which reading would wait for ever."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def is_device(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder; `OSError` where nothing is, or a link leads in a circle."""
    mode = path.stat().st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


_ILLEGAL = pattern(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = pattern(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)
_MAX_BYTES = 200
"""File systems of Linux end a name at 255 bytes; a suffix and a number still have to fit."""
_MAX_NAME, _MAX_PATH = 255, 4095
"""What a file system holds at most: bytes of a name and of a path on Linux, characters of a name on Windows."""
_LONG = 240
"""Windows ends a plain path at 260 characters."""


def safe_name(text: str, limit: int = 80) -> str:
    """The text as a file name (without suffix) of at most `limit` characters: illegal characters become _, reserved names get one.

    >>> safe_name("2023级/软件1班: 推荐表."), safe_name("nul"), safe_name("  ")
    ('2023级_软件1班_ 推荐表', '_nul', '未命名')
    """
    visible = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cs"))
    name = _ILLEGAL.sub("_", visible).strip(" .")[:limit]
    while len(name.encode("utf-8")) > _MAX_BYTES:
        name = name[:-1]
    name = name.strip(" .")
    if not name:
        return "未命名"
    if name.startswith("~$") or _RESERVED.fullmatch(name.partition(".")[0].strip()):
        return f"_{name}"[:limit]
    return name


def first_free(called: Callable[[int], str], is_taken: Callable[[str], bool]) -> str:
    """The first name that is not taken, of those that `called` gives for the numbers from 1."""
    return next(name for name in map(called, count(1)) if not is_taken(name))


def free_path(path: Path, gap: str = "") -> Path:
    """The path itself, or the first of 名单2.xlsx, 名单3.xlsx … beside it that is not there yet; `gap` stands before the number."""
    free = first_free(lambda n: f"{path.stem}{gap}{n}{path.suffix}" if n > 1 else path.name, lambda name: path.with_name(name).exists())
    return path.with_name(free)


def shown_name(name: str) -> str:
    """A file name as findings and reports show it: on one line, without control characters and the halves of undecodable bytes."""
    return one_line(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def inside(folder: Path, name: str) -> Path:
    """The path of `name` in `folder`; raises `OutputError` where it would leave the folder, by .. or a link or a drive."""
    target = folder / name
    if re.match(r"[A-Za-z]:|[\\/]", name) or ".." in re.split(r"[\\/]", name):
        raise OutputError(f"“{name}”会写到文件夹 {folder} 之外；请改用不含盘符和 .. 的文件名。")
    if not target.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"“{name}”经链接指向文件夹 {folder} 之外；请删除该链接后重试。")
    return target


def too_long(path: Path) -> str:
    """The part of a path that no file system of this system holds, for even to ask whether it is there fails; "" where all may be."""
    on_windows = os.name == "nt"

    def size(name: str) -> int:
        return len(name.encode("utf-16-le", "surrogatepass")) // 2 if on_windows else len(os.fsencode(name))

    part = next((part for part in path.parts if size(part) > _MAX_NAME), "")
    return part or (str(path) if not on_windows and size(str(path)) > _MAX_PATH else "")


def long_path(path: Path) -> Path:
    r"""The path in the form that Windows takes beyond 260 characters (\\?\C:\…); elsewhere, and where it is short, as it is."""
    if os.name != "nt":
        return path
    absolute = str(path.absolute())
    if len(absolute) < _LONG or absolute.startswith("\\\\?\\"):
        return path
    prefix = "\\\\?\\UNC\\" if absolute.startswith("\\\\") else "\\\\?\\"
    return Path(prefix + absolute.lstrip("\\"))
