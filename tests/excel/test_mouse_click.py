"""A real click: the mouse goes to buttons of a form on the screen, and what can be seen then is kept as pictures.

XLFLOW_PICTURES names the folder for the pictures; without it they lie in the folder of the test (`make pictures` puts them into docs).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from excel_engines import office_uno
from excel_engines.form_with_buttons import filled_form
from excel_engines.office import Office
from excel_engines.screen import Screen, missing_programs

from xlflow.excel.vba import OF_A_BRANCH

LIST, RESULTS = "推优对象清单", "校验结果"
BOX = "推优"


@pytest.fixture
def screen(libreoffice: str) -> Iterator[Screen]:
    """A screen; without one the test is skipped, but never in CI."""
    window = Path(libreoffice).resolve().with_name("libvclplug_genlo.so").is_file()
    missing = missing_programs() + [
        name for name, there in (("LibreOffice with windows", window), ("uno", office_uno.is_there())) if not there
    ]
    if sys.platform != "linux" or missing:
        needed = f"a screen needs Linux and {'、'.join(missing)} (tools/system_packages.sh office click)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(needed)
    shown = Screen()
    yield shown
    shown.stop()


@pytest.fixture
def office_on_screen(libreoffice: str, screen: Screen, tmp_path: Path) -> Iterator[Office]:
    """LibreOffice with a window."""
    running = Office(libreoffice, tmp_path / "office", display=screen.display)
    yield running
    running.stop()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures go."""
    return Path(os.environ.get("XLFLOW_PICTURES", tmp_path))


@pytest.fixture
def form(repository: Path, tmp_path: Path) -> Path:
    """A form as branches get it, filled in with faults; for pictures it lies where its path shows nobody's folders."""
    folder = tmp_path
    if "XLFLOW_PICTURES" in os.environ:
        folder = Path(tempfile.gettempdir()) / "推优"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    path = folder / "三班.xlsm"
    filled_form(repository / "sample_workbooks" / "改错" / "软件1班.xlsx", path, date(2026, 6, 30), OF_A_BRANCH)
    return path


def test_a_mouse_click_on_the_button_checks_the_form_and_one_hands_nothing_bad_over(
    screen: Screen, office_on_screen: Office, form: Path, pictures: Path
) -> None:
    office, grid = office_on_screen, office_on_screen.grid
    book = office.open(form, hidden=False)
    screen.fill_with_window(form.stem)
    grid.show_sheet(book, "首页")
    made = [screen.picture(pictures / "click-before.png")]

    screen.click(*grid.middle_of_button(book, "校验"))
    screen.wait_for_window(BOX)
    made.append(screen.picture(pictures / "click-box.png"))
    screen.press_key("Escape")
    office.wait()
    assert "处错误（红）" in office.boxes()[-1][0]
    assert grid.sheet(book, RESULTS).getCellRangeByName("A1").String != "尚未校验"
    for name, sheet in (("click-marked.png", LIST), ("click-results.png", RESULTS)):
        grid.show_sheet(book, sheet)
        made.append(screen.picture(pictures / name))

    grid.show_sheet(book, "首页")
    screen.click(*grid.middle_of_button(book, "导出上报"))
    screen.wait_for_window(BOX)
    made.append(screen.picture(pictures / "click-refused.png"))
    screen.press_key("Escape")
    office.wait()
    text, kind = office.boxes()[-1]
    assert "处错误，没有导出" in text
    assert kind == "critical"
    assert len({picture.read_bytes() for picture in made}) == len(made), "every picture shows something else"
