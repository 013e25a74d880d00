"""An Excel in memory, and workbooks that a test may press buttons on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from excel_engines import office_uno
from excel_engines.form_with_buttons import filled_form
from excel_engines.memory import Excel
from excel_engines.office import Office

from xlflow.excel import main

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Excel:
    """An Excel without workbooks; logs and locks of the program go into a folder of the test."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return Excel()


@pytest.fixture
def opened(excel: Excel, repository: Path, tmp_path: Path) -> Callable[..., Any]:
    """Opens a copy of a sample workbook; gives its openpyxl workbook."""

    def open_copy(sample: str, name: str = "三班.xlsx") -> Any:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(repository / "sample_workbooks" / sample, path)
        return excel.open(path)

    return open_copy


@pytest.fixture
def press(excel: Excel) -> Callable[[str], str]:
    """Presses a button; the text of the box."""

    def press_button(verb: str) -> str:
        before = len(excel.alerts)
        main(verb)
        assert len(excel.alerts) == before + 1, "one click, one box"
        return excel.box

    return press_button


@pytest.fixture(scope="session")
def office(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A LibreOffice without a window that stays open for all tests."""
    if not office_uno.is_there():
        missing = "python3-uno for this Python is not installed (tools/system_packages.sh click)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    running = Office(libreoffice, tmp_path_factory.mktemp("office"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def buttons_form(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A form with all buttons, filled in as in a sample."""
    path = tmp_path_factory.mktemp("buttons") / "三班.xlsm"
    filled_form(repository / "sample_workbooks" / "报送" / "2026年上半年_2023级法学1班团支部_推优表.xlsx", path, date(2026, 6, 30))
    return path
