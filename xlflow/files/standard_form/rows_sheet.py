"""A table with one record a row, as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlflow.files.standard_form.cells import (
    cell_properties,
    cell_validation,
    grey_properties,
    header_text,
    header_validation,
    is_grey,
)
from xlflow.files.standard_form.headings import Facts, branch_line, date_line, title_of
from xlflow.files.standard_form.marks import LABELS, NOTES, WIDTHS, colour_marks, mark_format, outline_further_rows
from xlflow.files.standard_form.plan import CONCLUSION, LAST_ROW, MARKS, FormPlan, RowsPlan
from xlflow.files.standard_form.printing import pages_of, set_up_page
from xlflow.files.standard_form.styles import (
    DATA_ROW_PT,
    GROUP_ROW_PT,
    HEADING_ROW_PT,
    LABEL_ROW_PT,
    TAB_TABLE,
    TITLE_ROW_PT,
    WORDY_ROW_PT,
    Styles,
)
from xlflow.findings import column_letters

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def write_rows_sheet(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: Styles, facts: Facts) -> None:
    """Title, heading line, headers, empty rows with their formats and validations, mark columns, page setup."""
    pages = pages_of(table)
    title_end = table.last_shown if pages.fits else pages.starts[1] - 1
    _write_columns(sheet, table, plan, styles)
    _write_headings(sheet, table, plan, styles, facts, title_end)
    _write_headers(sheet, table, styles)
    _write_mark_columns(sheet, table, styles)
    _draw_rows(sheet, table, plan, styles)
    _add_validations(sheet, table, plan)
    colour_marks(sheet, styles, (table.first_row, LAST_ROW - 1), (0, table.conclusion + 1), table.marks)
    outline_further_rows(sheet, styles, table)
    sheet.ignore_errors({"number_stored_as_text": f"A{table.first_row + 1}:{column_letters(table.marks + 1)}{LAST_ROW}"})
    sheet.freeze_panes(table.first_row, table.frozen_columns)
    sheet.set_selection(table.first_row, table.frozen_columns - 1, table.first_row, table.frozen_columns - 1)
    sheet.set_tab_color(TAB_TABLE)
    set_up_page(sheet, table, pages)


def _write_columns(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: Styles) -> None:
    for column in table.columns:
        look = styles.of(**cell_properties(column.field, plan))
        sheet.set_column(column.index, column.index, column.width, look, {"hidden": column.hidden})
    for index, (key, _) in enumerate(LABELS, table.conclusion):
        sheet.set_column(index, index, WIDTHS[key], styles.of(num_format="@", text_wrap=True), {"hidden": key == MARKS})


def _write_headings(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: Styles, facts: Facts, end: int) -> None:
    title, look = title_of(table.table, plan, facts), styles.title()
    sheet.set_row(0, TITLE_ROW_PT)
    if end:
        sheet.merge_range(0, 0, 0, end, "", look)
    sheet.write_formula(0, 0, title.formula, look, title.value)
    branch, day = branch_line(plan, facts), date_line(plan)
    sheet.set_row(1, HEADING_ROW_PT)
    sheet.write_formula(1, 0, branch.formula, styles.of(align="left"), branch.value)
    if end:
        sheet.write_formula(1, end, day.formula, styles.of(align="right"), day.value)


def _write_headers(sheet: Worksheet, table: RowsPlan, styles: Styles) -> None:
    if table.groups:
        sheet.set_row(table.label_row - 1, GROUP_ROW_PT)
    for name, first, last in table.groups:
        if last > first:
            sheet.merge_range(table.label_row - 1, first, table.label_row - 1, last, name, styles.header())
        else:
            sheet.write_string(table.label_row - 1, first, name, styles.header())
    sheet.set_row(table.label_row, LABEL_ROW_PT)
    for column in table.columns:
        sheet.write_string(table.label_row, column.index, header_text(column.field), styles.header(grey=is_grey(column.field)))


def _write_mark_columns(sheet: Worksheet, table: RowsPlan, styles: Styles) -> None:
    for index, (key, label) in enumerate(LABELS, table.conclusion):
        if table.groups:
            sheet.write_blank(table.label_row - 1, index, None, styles.header())
        sheet.write_string(table.label_row, index, label, styles.header(grey=key == CONCLUSION))


def _draw_rows(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: Styles) -> None:
    looks = [styles.boxed(**cell_properties(c.field, plan), **grey_properties(c.field)) for c in table.columns]
    looks += [mark_format(key, styles) for key, _ in LABELS]
    height = WORDY_ROW_PT if table.is_wordy else DATA_ROW_PT
    for row in range(table.first_row, table.first_row + table.bordered_rows):
        sheet.set_row(row, height)
        for index, look in enumerate(looks):
            sheet.write_blank(row, index, None, look)


def _add_validations(sheet: Worksheet, table: RowsPlan, plan: FormPlan) -> None:
    if table.groups:
        sheet.data_validation(table.label_row - 1, 0, table.label_row - 1, table.marks, header_validation())
    for column in table.columns:
        sheet.data_validation(table.label_row, column.index, table.label_row, column.index, header_validation(column.field))
        rule = cell_validation(column.field, plan)
        if rule is not None:
            sheet.data_validation(table.first_row, column.index, LAST_ROW - 1, column.index, rule)
    for index, (key, label) in enumerate(LABELS, table.conclusion):
        note = {"input_title": label, "input_message": NOTES[key]}
        sheet.data_validation(table.label_row, index, table.label_row, index, header_validation() | note)
