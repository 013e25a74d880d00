"""What is known of the computer: its system, its folders, the interpreter, the registry. Tests pass another one."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path, PurePath

from msgspec import Struct

Registry = Callable[[str, str], "str | None"]
"""Key (`HKCU\\…`) and name of a value ("" is the default one) to the text of it; None where there is none."""


class System(StrEnum):
    """The systems that Excel, WPS and LibreOffice run on."""

    WINDOWS = "Windows"
    MACOS = "macOS"
    LINUX = "Linux"


class Machine(Struct, frozen=True):
    """One computer and its user. `code_page`: the encoding in which VBA and the command processor read text files."""

    system: System
    home: Path
    environment: Mapping[str, str]
    interpreter: PurePath
    code_page: str
    registry: Registry

    def folder(self, variable: str, otherwise: str) -> Path:
        """The folder that an environment variable names, else this one in the user's home."""
        return Path(self.environment.get(variable) or self.home / otherwise)

    @property
    def windowed_interpreter(self) -> PurePath:
        """The interpreter that opens no console, on Windows."""
        return self.interpreter.with_name("pythonw.exe") if self.system is System.WINDOWS else self.interpreter


def this_machine() -> Machine:
    """The computer that runs this."""
    systems = {"win32": System.WINDOWS, "darwin": System.MACOS}
    return Machine(
        system=systems.get(sys.platform, System.LINUX),
        home=Path.home(),
        environment=os.environ,
        interpreter=_console_interpreter(Path(sys.executable)),
        code_page="mbcs" if sys.platform == "win32" else locale.getencoding(),
        registry=read_registry,
    )


def _console_interpreter(running: Path) -> Path:
    return running.with_name("python.exe") if running.name.lower() == "pythonw.exe" else running


def read_registry(key: str, name: str) -> str | None:
    """A text of the registry of Windows; None elsewhere."""
    if sys.platform == "win32":
        import winreg

        roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCR": winreg.HKEY_CLASSES_ROOT}
        root, _, path = key.partition("\\")
        try:
            with winreg.OpenKey(roots[root], path) as opened:
                return str(winreg.QueryValueEx(opened, name)[0])
        except OSError:
            return None
    return None
