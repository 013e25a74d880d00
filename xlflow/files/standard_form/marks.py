"""The three columns after every table, and the colours that read them.

The columns at fault stand in a hidden cell of the row itself, as `|E6|W9|`: so marks survive sorting, and clearing a column clears them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from xlflow.files.standard_form.cells import is_grey
from xlflow.files.standard_form.plan import LAST_ROW, RowsPlan
from xlflow.files.standard_form.styles import GREY, GREY_TEXT, Styles
from xlflow.findings import column_letters
from xlflow.tables.marks import CONCLUSION, MARKS, REASON

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {CONCLUSION: 60.0, REASON: 46.0, MARKS: 12.0}
"""Behind a row: wide enough that most verdicts are one line, since rows do not grow by themselves."""
FACT_WIDTHS = WIDTHS | {CONCLUSION: 30.0, REASON: 26.0}
"""Behind a fact, whose verdict names but one cell and is printed with it."""
NOTES = {
    CONCLUSION: "由“校验”填写：● 错误，▲ 提醒。不用填。",
    REASON: "情况属实、不必改的，在这里写明理由，如“身份证与户口本不一致，已核对原件”。",
    MARKS: "有问题的栏目，供变色用。请勿改动。",
}


def mark_format(key: str, styles: Styles) -> Format:
    """The format of a mark cell: 校验结论 is grey, as it is filled by itself."""
    grey = {} if key == REASON else {"bg_color": GREY, "font_color": GREY_TEXT}
    return styles.boxed(align="left", text_wrap=True, num_format="@", **grey)


def colour_marks(sheet: Worksheet, styles: Styles, rows: tuple[int, int], columns: tuple[int, int], marks: int) -> None:
    """Red and amber for the cells that the marks column names, in a range of rows and columns."""
    where = f"${column_letters(marks + 1)}{rows[0] + 1}"
    for letter, fill in (("E", styles.red()), ("W", styles.amber())):
        criteria = f'=ISNUMBER(SEARCH("|{letter}"&COLUMN()&"|",{where}))'
        options = {"type": "formula", "criteria": criteria, "format": fill, "stop_if_true": True}
        sheet.conditional_format(rows[0], columns[0], rows[1], columns[1], options)


def outline_further_rows(sheet: Worksheet, styles: Styles, plan: RowsPlan, first: int) -> None:
    """Draw a row past the drawn ones, from `first` on, as soon as it is used: its lines, and the grey of what fills itself."""
    used = f"${column_letters(plan.frozen_columns)}{first + 1}"
    grey = [is_grey(column.field) for column in plan.columns] + [True, False]
    for wanted in (False, True):
        runs = [list(run) for own, run in groupby(range(plan.conclusion + 2), key=grey.__getitem__) if own is wanted]
        places = [f"{column_letters(run[0] + 1)}{first + 1}:{column_letters(run[-1] + 1)}{LAST_ROW}" for run in runs]
        options = {"type": "formula", "criteria": f'={used}<>""', "format": styles.outline(grey=wanted), "multi_range": " ".join(places)}
        sheet.conditional_format(places[0], options)
