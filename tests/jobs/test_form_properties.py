"""Filling and marking a form, as properties: doing it again changes nothing, and marks never touch what people typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from filled_form import FIRST_ROW, LIST, MEETINGS, UNIT_SHEET, write_form
from hypothesis import given, settings
from hypothesis import strategies as st

from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.jobs.checking.checked import CheckedFile
from xlflow.jobs.checking.mark import mark_form
from xlflow.jobs.fill import fill
from xlflow.jobs.running.read_file import judge_file

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]

DAY = date(2026, 3, 20)
FILLED = {"性别": "男", "出生日期": "2006-03-07", "推优大会时间": "2026-03-02", "应到会人数": 30, "实到会人数": 28}
FAULTS: Sequence[Mapping[str, object]] = (
    {},
    FILLED,
    FILLED | {"联系电话": "12"},
    FILLED | {"身份证号": "110105200603079011", "性别": "女"},
    FILLED | {"入团时间": "2026.13"},
    FILLED | {"赞成票": 12, "反对票": 15},
    FILLED | {"公示开始日期": "2026-03-09", "公示结束日期": "2026-03-11"},
    {"身份证号": 110105200603079010, "推优类型": "推优②"},
    {"姓名": "张 三", "备注": "=1+1"},
)
UNITS: Sequence[Mapping[str, object]] = ({}, {"填报阶段": "报候选人"}, {"填报阶段": "公示后上报"}, {"书记电话": "12"}, {"团员总数": 60})
Cells = dict[tuple[str, int, int], object]

people = st.lists(st.sampled_from(FAULTS), min_size=1, max_size=4)
units = st.sampled_from(UNITS)


def mark(data: bytes, folder: Path) -> bytes:
    """The form with its marks."""
    path = folder / "三班.xlsx"
    path.write_bytes(data)
    judged = judge_file(path, path.name, None, DAY)
    file = CheckedFile(path, path.name, len(judged.reading.records("nominees")), True, judged.reading.sha256, True)
    return mark_form(file, judged.findings, None, DAY).content


def split(data: bytes) -> tuple[Cells, Cells]:
    """The cells that people fill in, and those with verdicts and, two columns on, the columns at fault; headers are among the former."""
    book = openpyxl.load_workbook(BytesIO(data))
    book.close()
    typed: Cells = {}
    marks: Cells = {}
    for sheet in (UNIT_SHEET, LIST, MEETINGS):
        rows = list(book[sheet].iter_rows())
        [verdict] = [cell for row in rows[: FIRST_ROW - 1] for cell in row if cell.value == "校验结论"]
        own = {verdict.column: verdict.row, verdict.column + 2: verdict.row}
        for cell in (cell for row in rows for cell in row if cell.value is not None):
            (marks if cell.row > own.get(cell.column, cell.row) else typed)[sheet, cell.row, cell.column] = cell.value
    return typed, marks


@settings(max_examples=4)
@given(people=people, unit=units)
def test_marks_come_go_and_come_back_and_touch_no_typed_cell(people: list[dict[str, object]], unit: dict[str, object]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        form = write_form(folder / "原表.xlsx", people, unit=unit).read_bytes()
        marked = mark(form, folder)
        typed, marks = split(marked)
        assert typed == split(form)[0]
        assert mark(marked, folder) == marked

        cleared: dict[str, dict[tuple[int, int], CellEdit]] = defaultdict(dict)
        for sheet, row, column in marks:
            cleared[sheet][row - 1, column - 1] = CellEdit(None)
        bare = edit_package(marked, [SheetEdits(sheet, edits) for sheet, edits in cleared.items()])
        assert split(bare) == (typed, {})
        assert split(mark(bare, folder)) == (typed, marks)


@settings(max_examples=2)
@given(people=st.lists(st.sampled_from(FAULTS), min_size=4, max_size=4), unit=units)
def test_filling_twice_is_filling_once_whatever_is_filled_in(people: list[dict[str, object]], unit: dict[str, object]) -> None:
    with TemporaryDirectory() as name:
        form = write_form(Path(name) / "三班.xlsx", people, unit=unit)
        fill(form, in_place=True, as_of=DAY)
        once = form.read_bytes()
        assert fill(form, in_place=True, as_of=DAY).changes == ()
        assert form.read_bytes() == once
