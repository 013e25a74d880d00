"""The two sheets that nobody sees: 字典 with the choice lists and the counts, `_xlflow` with what the program must know of the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xlflow.files.standard_form.cover import Count, Ledger, phase_formula, phase_now
from xlflow.files.standard_form.plan import LISTS, FormPlan, cell, column_range
from xlflow.files.standard_form.styles import HEADING_FONT, Styles

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


def write_lists(book: Workbook, sheet: Worksheet, plan: FormPlan, counts: tuple[Count, ...], styles: Styles) -> Ledger:
    """One column for each choice list, with a name `list_<key>` that the drop-downs refer to; then the counts."""
    heading, body = styles.of(font_name=HEADING_FONT), styles.of()
    lists = plan.lists()
    for column, (name, words) in enumerate(lists.items()):
        label = next(f.label for f in plan.fields() if f.choices == name)
        sheet.write_string(0, column, label, heading)
        for row, word in enumerate(words, 1):
            sheet.write_string(row, column, word, body)
        book.define_name(f"list_{name}", "=" + column_range(LISTS, column, 1, len(words)))
    first = len(lists) + 1
    sheet.set_column(0, first + 4, 16)
    ledger = _write_counts(sheet, first, counts, plan, styles)
    sheet.freeze_panes(1, 0)
    sheet.hide()
    return ledger


def _write_counts(sheet: Worksheet, first: int, counts: tuple[Count, ...], plan: FormPlan, styles: Styles) -> Ledger:
    for column, label in enumerate(("工作表", "必填项", "阶段", "未填个数", "已到阶段"), first):
        sheet.write_string(0, column, label, styles.of(font_name=HEADING_FONT))
    body = styles.of()
    for row, count in enumerate(counts, 1):
        sheet.write_string(row, first, count.sheet, body)
        sheet.write_string(row, first + 1, count.label, body)
        sheet.write_number(row, first + 2, count.phase, body)
        sheet.write_formula(row, first + 3, count.formula, body, count.value)
    sheet.write_formula(1, first + 4, phase_formula(plan), body, phase_now(plan))
    last = max(len(counts), 1)
    sheets, phases, numbers = (column_range(LISTS, first + offset, 1, last) for offset in (0, 2, 3))
    return Ledger(sheets, phases, numbers, cell(LISTS, 1, first + 4))


def write_stamp(sheet: Worksheet, entries: Mapping[str, str]) -> None:
    """Keys in the first column, values in the second."""
    for row, (key, value) in enumerate(entries.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
