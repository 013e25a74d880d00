"""建表, from the arguments to the files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from xlflow.errors import OutputError, SchemeError, UsageError, XlflowError
from xlflow.jobs.new import half_year, new

pytestmark = pytest.mark.slow

TODAY = date(2026, 3, 1)
WriteList = Callable[..., Path]


@pytest.fixture
def write_list(tmp_path: Path) -> WriteList:
    def write(*rows: tuple[str, ...]) -> Path:
        path = tmp_path / "名单.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("应报单位")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return path

    return write


def facts(path: Path) -> dict[str, object]:
    book = load_workbook(path)
    found = {str(row[0].value).lstrip("*"): row[1].value for row in book["单位信息"].iter_rows(min_row=3)}
    book.close()
    return found


def test_one_form_goes_where_it_was_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "新" / "推优表.xlsx"
    assert new("national", target, unit=" 软件2301班团支部 ", today=TODAY) == (target,)
    assert facts(target)["团支部全称"] == "软件2301班团支部"
    assert facts(target)["填报批次"] == "2026年上半年"
    assert [path.name for path in target.parent.iterdir()] == ["推优表.xlsx"]


def test_a_folder_gets_a_form_with_a_name_of_its_own(tmp_path: Path) -> None:
    (path,) = new("national", tmp_path, unit="软件2301班团支部", round="2026年第1批", today=TODAY)
    assert path == tmp_path / "2026年第1批_软件2301班团支部_推优表.xlsx"


def test_each_unit_of_a_list_gets_its_form(tmp_path: Path, write_list: WriteList) -> None:
    units = write_list(
        ("序号", "团支部名称", "支部编码", "所属团委"), ("1", "甲团支部", "0017", "校团委"), ("2", "乙/丙团支部", "", "校团委")
    )
    told: list[tuple[int, int, str]] = []
    written = new("national", tmp_path / "表", units=units, today=TODAY, progress=lambda *said: told.append(said))
    assert [path.name for path in written] == ["2026年上半年_甲团支部_推优表.xlsx", "2026年上半年_乙_丙团支部_推优表.xlsx"]
    assert told == [(1, 2, written[0].name), (2, 2, written[1].name)]
    assert {key: facts(written[0])[key] for key in ("团支部全称", "支部编码", "所属团委")} == {
        "团支部全称": "甲团支部",
        "支部编码": "0017",
        "所属团委": "校团委",
    }
    assert facts(written[1])["团支部全称"] == "乙/丙团支部"


def test_forms_whose_names_would_be_the_same_are_told_apart(tmp_path: Path, write_list: WriteList) -> None:
    units = write_list(
        ("团支部名称", "支部编码", "上级团组织"),
        ("一班团支部", "0017", "软件学院团委"),
        ("一班团支部", "0018", "机械学院团委"),
        ("A班团支部", "", "软件学院团委"),
        ("a班团支部", "", "机械学院团委"),
    )
    assert [path.name for path in new("national", tmp_path / "表", units=units, today=TODAY)] == [
        "2026年上半年_一班团支部_0017_推优表.xlsx",
        "2026年上半年_一班团支部_0018_推优表.xlsx",
        "2026年上半年_A班团支部_推优表.xlsx",
        "2026年上半年_a班团支部_2_推优表.xlsx",
    ]


def test_a_long_name_is_cut_to_eighty_characters(tmp_path: Path) -> None:
    (path,) = new("national", tmp_path, unit="学" * 100 + "团支部", today=TODAY)
    assert len(path.name) <= 80
    assert path.name.endswith("_推优表.xlsx")


def test_nothing_is_overwritten_and_nothing_half_done(tmp_path: Path, write_list: WriteList) -> None:
    there = tmp_path / "表" / "2026年上半年_乙团支部_推优表.xlsx"
    there.parent.mkdir()
    there.write_bytes(b"filled in by hand")
    with pytest.raises(OutputError, match="已经存在，没有写入任何文件；请换一个位置"):
        new("national", there.parent, units=write_list(("团支部名称",), ("甲团支部",), ("乙团支部",)), today=TODAY)
    assert list(there.parent.iterdir()) == [there]
    assert there.read_bytes() == b"filled in by hand"


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"output": "表.xls"}, OutputError, "标准表单是 .xlsx 工作簿"),
        ({"output": "表.xlsx", "unit": "甲团支部", "units": Path("名单.xlsx")}, UsageError, "只能用一个"),
        ({"output": "表.xlsx", "unit": "甲\x07团支部"}, UsageError, "无法显示的字符"),
        ({"output": "表", "units": Path("没有.xlsx")}, XlflowError, "没有.xlsx.*找不到文件"),
        ({"output": "表.xlsx", "scheme": "natoinal"}, SchemeError, "natoinal"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(tmp_path: Path, options: dict[str, object], error: type[XlflowError], said: str) -> None:
    arguments = {"scheme": "national"} | options
    scheme, output = arguments.pop("scheme"), tmp_path / str(arguments.pop("output"))
    with pytest.raises(error, match=said):
        new(scheme, output, today=TODAY, **arguments)  # type: ignore[arg-type]
    assert not any(tmp_path.iterdir())


def test_a_list_needs_a_folder(tmp_path: Path, write_list: WriteList) -> None:
    units = write_list(("团支部名称",), ("甲团支部",))
    with pytest.raises(OutputError, match="是一个文件"):
        new("national", units, units=units, today=TODAY)


def test_the_usual_round_is_the_half_year() -> None:
    assert [half_year(date(2026, month, 1)) for month in (1, 6, 7, 12)] == ["2026年上半年"] * 2 + ["2026年下半年"] * 2


def test_a_committee_asks_for_sheets_that_a_branch_does_not_get(tmp_path: Path) -> None:
    plain, fuller = tmp_path / "支部.xlsx", tmp_path / "团委.xlsx"
    new("national", plain, today=TODAY)
    new("national", fuller, sheets=("团员花名册", "events"), today=TODAY)
    there = [load_workbook(path).sheetnames for path in (plain, fuller)]
    assert set(there[1]) - set(there[0]) == {"团员花名册", "培养教育记录"}
    with pytest.raises(UsageError, match="没有工作表“名额”；可用的工作表：单位信息、"):
        new("national", tmp_path / "另一份.xlsx", sheets=("名额",), today=TODAY)
