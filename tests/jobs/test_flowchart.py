"""流程图: SVG, PNG and workbook of a scheme."""

from __future__ import annotations

import struct
import sys
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from flow_charts import read

from xlflow.errors import OutputError, SchemeError, UsageError, XlflowError
from xlflow.jobs.running.installed_fonts import Fonts
from xlflow.jobs.scheme import copy
from xlflow.jobs.schemes.flowchart import flow_on, flowchart, refuse_no_chinese
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 24)
NATIONAL = Scheme.load("national")


@pytest.fixture
def chinese_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with a Chinese font, whatever this one has."""
    monkeypatch.setattr("xlflow.jobs.schemes.flowchart.installed_fonts", lambda: Fonts(frozenset({"microsoft yahei"}), lambda name: ""))


def test_the_svg_shows_every_box_and_way_of_the_scheme(tmp_path: Path) -> None:
    shown = read(flowchart("national", tmp_path / "图.svg", today=DAY).read_text(encoding="utf-8"))
    assert {box.key for box in NATIONAL.flow} == {box.key for box in shown.boxes}
    assert {(box.key, way.to) for box in NATIONAL.flow for way in box.ways} == {(way.start, way.end) for way in shown.ways}
    assert any("不少于5个工作日" in words for words in shown.words)


@pytest.mark.usefixtures("chinese_font")
def test_the_png_is_an_a4_page_of_200_dots_an_inch(tmp_path: Path) -> None:
    content = flowchart("national", tmp_path / "图.png", today=DAY).read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (pytest.approx(210 / 25.4 * 200, abs=1.5), pytest.approx(297 / 25.4 * 200, abs=1.5))


@pytest.mark.usefixtures("chinese_font")
def test_the_workbook_holds_the_picture_the_steps_and_those_of_joining_the_party(tmp_path: Path) -> None:
    file = flowchart("national", tmp_path / "图.xlsx", today=DAY)
    with zipfile.ZipFile(file) as package:
        assert [name for name in package.namelist() if name.startswith("xl/media/")] == ["xl/media/image1.png"]
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["流程图", "步骤", "发展党员步骤"]
    picture, steps, stages = book.worksheets
    assert picture.sheet_properties.pageSetUpPr.fitToPage
    assert (picture.page_setup.fitToHeight, picture.page_setup.paperSize) == (None, 9)
    rows = list(steps.iter_rows(values_only=True))
    assert rows[0] == ("序号", "步骤", "谁来做", "时限", "形成的材料", "依据", "下一步")
    assert {row[1] for row in rows[1:]} == {box.label for box in flow_on(NATIONAL, DAY)}
    assert stages.max_row == 1 + len(NATIONAL.steps)
    book.close()


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("suffix", [".svg", ".png", ".xlsx"])
def test_the_same_scheme_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    made = [flowchart("national", tmp_path / f"{number}{suffix}", today=DAY).read_bytes() for number in range(2)]
    assert made[0] == made[1]


def test_another_form_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.svg、\.png 或 \.xlsx"):
        flowchart("national", tmp_path / "图.jpg", today=DAY)


def test_a_scheme_without_a_flow_is_told(tmp_path: Path) -> None:
    folder = copy("national", tmp_path / "mine")
    text = (folder / "scheme.toml").read_text(encoding="utf-8")
    begin, end = text.index("[[flow]]"), text.index("# ——— 文件：class")
    (folder / "scheme.toml").write_text(text[:begin] + text[end:], encoding="utf-8")
    with pytest.raises(SchemeError, match=r"\[\[flow\]\]"):
        flowchart(folder, tmp_path / "图.svg", today=DAY)


def test_without_the_extra_the_line_that_installs_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "fast_sugiyama", raising=False)
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(XlflowError, match=r"xlflow\[flowchart\]"):
        flowchart("national", tmp_path / "图.svg", today=DAY)


def test_a_machine_without_a_chinese_font_is_told() -> None:
    with pytest.raises(OutputError, match="中文字体"):
        refuse_no_chinese(Fonts(frozenset({"arial"}), lambda name: ""))
    refuse_no_chinese(Fonts(frozenset({"arial"}), lambda name: "FandolHei"))
    refuse_no_chinese(None)


def test_the_command_line_draws_and_tells_where(xlflow, tmp_path: Path) -> None:
    told = xlflow("scheme", "flowchart", "national", "-o", tmp_path / "流程图.svg")
    assert told.code == 0
    assert told.out.strip() == str(tmp_path / "流程图.svg")
    assert xlflow("scheme", "flowchart", "national", "-o", tmp_path / "流程图.pdf").code == 2
