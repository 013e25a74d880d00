"""An Excel in memory, and workbooks that a test may press buttons on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from excel_engines.memory import Excel

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
