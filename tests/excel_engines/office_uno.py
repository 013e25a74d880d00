"""Python's bridge to LibreOffice (pyuno), as Debian's python3-uno brings it, loaded into a Python that is not Debian's."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

_FOLDERS = (Path("/usr/lib/python3/dist-packages"), Path("/usr/lib/libreoffice/program"))


def is_there() -> bool:
    """Whether the bridge is installed and made for this Python."""
    return sys.platform == "linux" and sys.version_info[:2] == (3, 11) and (_FOLDERS[0] / "uno.py").is_file()


def load() -> Any:
    """The module `uno`, without the other packages of its folder, and without its hook into every import."""
    if "uno" not in sys.modules:
        plain, path = builtins.__import__, list(sys.path)
        sys.path[:0] = map(str, _FOLDERS)
        try:
            import uno  # noqa: F401
        finally:
            builtins.__import__, sys.path[:] = plain, path
    return sys.modules["uno"]


def struct(name: str, **values: Any) -> Any:
    """A structure of LibreOffice, such as `com.sun.star.beans.PropertyValue`."""
    made = load().createUnoStruct(name)
    for key, value in values.items():
        setattr(made, key, value)
    return made


def properties(**values: Any) -> tuple[Any, ...]:
    """Named values, as LibreOffice takes options."""
    return tuple(struct("com.sun.star.beans.PropertyValue", Name=name, Value=value) for name, value in values.items())
