"""The whole circle of a recommendation: the slip goes to the Party branch as a workbook, comes back filled in, and stands in the roster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xlflow.jobs.check import check
from xlflow.jobs.compose import compose
from xlflow.jobs.merge import MergeResult, merge

pytestmark = pytest.mark.slow

AS_OF = date(2026, 7, 20)
SAMPLES = Path(__file__).parents[2] / "sample_workbooks" / "报送"
ANSWER = {"党组织意见": "确定为入党积极分子", "党组织研究时间": date(2026, 7, 15)}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "报送"
    folder.mkdir()
    for form in SAMPLES.glob("*_推优表.xlsx"):
        (folder / form.name).write_bytes(form.read_bytes())
    return folder


@pytest.fixture
def merged(inbox: Path, tmp_path: Path) -> Callable[[], MergeResult]:
    return lambda: merge([inbox], roster=tmp_path / "清单库.xlsx", as_of=AS_OF)


def headers(sheet: Worksheet, row: int) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[row] if cell.value}


def filled(path: Path, said: Mapping[str, object], line: int = 5) -> str:
    """The slip with an answer in a line; the name in it."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = headers(sheet, 4)
    for label, value in said.items():
        sheet.cell(line, columns[label]).value = value
    book.save(path)
    return str(sheet.cell(line, columns["姓名"]).value)


def in_roster(tmp_path: Path, name: str) -> dict[str, object]:
    sheet = openpyxl.load_workbook(tmp_path / "清单库.xlsx")["推优对象清单"]
    columns = headers(sheet, 1)
    (row,) = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns["姓名"]).value == name]
    return {label: sheet.cell(row, column).value for label, column in columns.items()}


def slip(tmp_path: Path, inbox: Path) -> Path:
    """A slip of the roster, as the Party branch gets it, in the inbox."""
    result = compose(tmp_path / "清单库.xlsx", output=tmp_path / "材料", as_of=AS_OF, documents=("party_feedback_sheet",))
    assert result.failed == ()
    path = inbox / result.made[0].path.name
    path.write_bytes(result.made[0].path.read_bytes())
    return path


def test_a_filled_slip_comes_back_into_the_row_of_its_person(merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path) -> None:
    merged()
    name = filled(slip(tmp_path, inbox), ANSWER)
    result = merged()
    row = in_roster(tmp_path, name)
    assert row["党组织意见"] == "确定为入党积极分子"
    assert str(row["党组织研究时间"])[:10] == "2026-07-15"
    assert any("1 个文件是党支部的反馈单，写入 1 人" in note for note in result.notes)
    assert result.rejected == ()


def test_the_same_slip_again_changes_nothing(merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path) -> None:
    merged()
    filled(slip(tmp_path, inbox), ANSWER)
    merged()
    before = (tmp_path / "清单库.xlsx").read_bytes()
    result = merged()
    assert (tmp_path / "清单库.xlsx").read_bytes() == before
    assert not result.is_written


def test_what_the_committee_has_typed_stays_and_is_told(merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path) -> None:
    merged()
    path = slip(tmp_path, inbox)
    name = filled(path, ANSWER)
    merged()
    filled(path, {"党组织意见": "继续培养"})
    result = merged()
    assert in_roster(tmp_path, name)["党组织意见"] == "确定为入党积极分子"
    assert any("党组织意见写的是“继续培养”，清单库中已是“确定为入党积极分子”" in note for note in result.notes)


def test_lines_that_were_sorted_or_lost_their_key_find_their_person_by_what_they_say(
    merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path
) -> None:
    merged()
    path = slip(tmp_path, inbox)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(5, headers(sheet, 4)["行标识"]).value = None
    book.save(path)
    name = filled(path, ANSWER)
    merged()
    assert in_roster(tmp_path, name)["党组织意见"] == "确定为入党积极分子"


def test_an_answer_about_nobody_and_one_that_cannot_be_read_are_told(
    merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path
) -> None:
    merged()
    path = slip(tmp_path, inbox)
    name = filled(path, {**ANSWER, "党组织研究时间": "下周三"})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    stranger = sheet.max_row + 1
    for label, value in {"姓名": "陌生人", "党组织意见": "未采纳"}.items():
        sheet.cell(6 if sheet.cell(6, 1).value is None else stranger, headers(sheet, 4)[label]).value = value
    book.save(path)
    notes = "\n".join(merged().notes)
    assert "党组织研究时间填的是“下周三”，无法识别" in notes
    assert in_roster(tmp_path, name)["党组织研究时间"] is None


def test_a_key_without_a_name_moves_no_answer(merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path) -> None:
    merged()
    path = slip(tmp_path, inbox)
    name = filled(path, ANSWER)
    filled(path, {"姓名": None})
    assert any("清单库里没有这个人" in note for note in merged().notes)
    assert in_roster(tmp_path, name)["党组织意见"] is None


def test_slips_alone_are_merged_and_said_to_be(xlflow, merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path) -> None:
    merged()
    path = slip(tmp_path, inbox)
    name = filled(path, ANSWER)
    for _ in range(2):
        done = xlflow("merge", path, "-r", tmp_path / "清单库.xlsx", "--as-of", AS_OF)
        assert done.code in (0, 1)
        assert "1 个文件是党支部的反馈单" in done.err
        assert "没有工作簿" not in done.err
    assert in_roster(tmp_path, name)["党组织意见"] == "确定为入党积极分子"


def test_a_slip_is_no_list_that_a_branch_has_to_mend(merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path) -> None:
    merged()
    path = slip(tmp_path, inbox)
    filled(path, ANSWER)
    assert check([path], as_of=AS_OF).findings == ()


def test_the_slip_shows_neither_id_nor_phone(merged: Callable[[], MergeResult], inbox: Path, tmp_path: Path) -> None:
    merged()
    sheet = openpyxl.load_workbook(slip(tmp_path, inbox)).worksheets[0]
    columns = headers(sheet, 4)
    texts = [str(cell.value) for row in sheet.iter_rows(min_row=5, max_col=columns["行标识"] - 1) for cell in row if cell.value]
    assert not [text for text in texts if sum(character.isdigit() for character in text) >= 15]
    assert sheet.column_dimensions[sheet.cell(4, columns["行标识"]).column_letter].hidden
