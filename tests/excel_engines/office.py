"""A LibreOffice for clicks: started once, with a profile of its own, macros allowed, and documents whose buttons can be pressed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from excel_engines.office_grid import OfficeGrid

from xlflow.excel.vba import buttons_module
from xlflow.excel.verbs import VERBS
from xlflow.excel.xlwings_source import installed_version

_HERE = Path(__file__).parent
_STARTS_WITHIN_S, _ENDS_WITHIN_S = 60, 60
_BASIC = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"
_ITEM = '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "0"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Setup/Product", "ooSetupLastVersion", "7.4"),
)


class Office:
    """LibreOffice as a user has it open."""

    def __init__(self, program: str, folder: Path, *, display: str | None = None) -> None:
        self._folder, self._done, self._boxes = folder, folder / "click.done", folder / "boxes.jsonl"
        port = _free_port()
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        settings = f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
        (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        window = ["--headless"] if display is None else []
        listen = f"--accept=socket,host=127.0.0.1,port={port},tcpNoDelay=1;urp;"
        self._process = subprocess.Popen(
            [program, *window, "--norestore", "--nologo", "--nofirststartwizard", f"-env:UserInstallation={profile.as_uri()}", listen],
            env=self._environment(port, display),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.grid = self._connected(port)

    def _environment(self, port: int, display: str | None) -> Mapping[str, str]:
        own = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "PYTHONPATH")}
        screen = {} if display is None else {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"}
        click = {
            "PYTHON": sys.executable,
            "PROGRAM": _HERE / "office_click.py",
            "PATH": os.pathsep.join(sys.path),
            "PORT": port,
            "BOXES": self._boxes,
            "DONE": self._done,
        }
        state = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": self._folder / "state"}
        return own | screen | {f"XLFLOW_CLICK_{name}": str(value) for name, value in click.items()} | {n: str(v) for n, v in state.items()}

    def _connected(self, port: int) -> OfficeGrid:
        until = time.monotonic() + _STARTS_WITHIN_S
        while True:
            try:
                return OfficeGrid(port, self._boxes)
            except Exception:  # of pyuno, which has no class of its own: nobody listens yet
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.1)

    def open(self, path: Path, *, hidden: bool = True) -> Any:
        """Opens a workbook; RunPython in its macros is that of tests. One without macros gets ours, as if the ribbon called them."""
        book = self.grid.load(str(path), hidden=hidden)
        run_python = (_HERE / "office_run_python.bas").read_text(encoding="utf-8")
        if book.BasicLibraries.hasByName("VBAProject"):
            project = book.BasicLibraries.getByName("VBAProject")
            project.replaceByName("xlwings", run_python)
            project.removeByName("Dictionary")  # for the Mac; the Basic of LibreOffice compiles it no more than the other
        else:
            project = book.BasicLibraries.createLibrary("Standard")
            project.insertByName("xlwings", run_python)
            project.insertByName("XlflowButtons", _BASIC + buttons_module(VERBS, installed_version()).source)
        return book

    def press(self, book: Any, caption: str) -> str:
        """Presses a button; the text of the box that it ends with."""
        return self._run(book, self.grid.buttons(book)[caption])

    def call(self, book: Any, verb: str) -> str:
        """Calls the macro of a verb in a workbook without buttons; the text of the box that it ends with."""
        return self._run(book, f"vnd.sun.star.script:Standard.XlflowButtons.Xlflow_{verb}?language=Basic&location=document")

    def _run(self, book: Any, macro: str) -> str:
        before = len(self.boxes())
        self.grid.run_macro(book, macro)
        self.wait()
        shown = self.boxes()[before:]
        assert len(shown) == 1, "one click, one box"
        return str(shown[0][0])

    def wait(self) -> None:
        """Returns when the click that runs is over."""
        until = time.monotonic() + _ENDS_WITHIN_S
        while not self._done.exists() and time.monotonic() < until:
            time.sleep(0.1)
        told = self._done.read_text(encoding="utf-8") if self._done.exists() else "Python never ended"
        assert told.startswith("ok"), told

    def boxes(self) -> list[list[str]]:
        """Text and kind of every box until now."""
        lines = self._boxes.read_text(encoding="utf-8").splitlines() if self._boxes.exists() else []
        return [json.loads(line) for line in lines]

    def stop(self) -> None:
        """Ends it, whatever is open."""
        self._process.terminate()
        self._process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
