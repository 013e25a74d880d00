"""How somebody stops a run: Esc while Excel is in front, or a file that another program puts there."""

from __future__ import annotations

import sys
from pathlib import Path


def is_asked(stop: Path | None) -> bool:
    """Whether the run should stop now. Excel itself waits for the click to end, so the key is asked of the system."""
    return (stop is not None and stop.exists()) or _is_escape_pressed()


if sys.platform == "win32":
    import ctypes

    def _is_escape_pressed() -> bool:
        user = ctypes.windll.user32
        name = ctypes.create_unicode_buffer(32)
        user.GetClassNameW(user.GetForegroundWindow(), name, 32)
        return name.value == "XLMAIN" and bool(user.GetAsyncKeyState(0x1B) & 0x8001)

else:

    def _is_escape_pressed() -> bool:
        return False
