"""A Windows profile as a folder tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePath, PureWindowsPath

import pytest

from xlflow.excel.setup.machine import Machine, System

INTERPRETER = PureWindowsPath(r"C:\Users\张三\py & 100%'\python.exe")
MakeMachine = Callable[..., Machine]


@pytest.fixture
def machine(tmp_path: Path) -> MakeMachine:
    """A machine whose home is a folder of this test."""

    def make(
        system: System = System.WINDOWS,
        *,
        interpreter: PurePath = INTERPRETER,
        code_page: str = "cp936",
        registry: Mapping[tuple[str, str], str] = {},
        environment: Mapping[str, str] | None = None,
    ) -> Machine:
        home = tmp_path / "张 三"
        windows = {"APPDATA": str(home / "AppData" / "Roaming"), "USERPROFILE": str(home)}
        known = environment if environment is not None else windows if system is System.WINDOWS else {}
        return Machine(system, home, known, interpreter, code_page, lambda key, name: registry.get((key, name)))

    return make
