"""A starter of Linux desktops (Desktop Entry Specification of freedesktop.org) as bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RESERVED = re.compile(r'(["`$\\])')
_SHEETS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;application/vnd.ms-excel.sheet.macroEnabled.12;"
    "application/vnd.ms-excel;application/vnd.oasis.opendocument.spreadsheet;inode/directory;"
)


def desktop_entry(name: str, comment: str, command: Sequence[str]) -> bytes:
    """The starter that runs a command with the dropped files after it."""
    run = " ".join((*map(_argument, command), "%F"))
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={_value(name)}",
        f"Comment={_value(comment)}",
        f"Exec={_value(run)}",
        "Icon=x-office-spreadsheet",
        "Terminal=false",
        f"MimeType={_SHEETS}",
        "Categories=Office;",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _argument(text: str) -> str:
    """An argument of Exec: in quotes, the reserved characters escaped, a percent sign doubled."""
    return '"' + _RESERVED.sub(r"\\\1", text).replace("%", "%%") + '"'


def _value(text: str) -> str:
    """A value of type string: its backslashes are escaped once more."""
    return text.replace("\\", "\\\\")
