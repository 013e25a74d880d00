"""A table with one record, as a sheet: label left, value right, then the mark cells of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlflow.files.standard_form.cells import (
    cell_properties,
    cell_validation,
    grey_properties,
    header_text,
    header_validation,
    title_validation,
)
from xlflow.files.standard_form.headings import Facts, filled
from xlflow.files.standard_form.marks import FACT_WIDTHS, NOTES, colour_marks, mark_format
from xlflow.files.standard_form.plan import FactsPlan, FormPlan, Line
from xlflow.files.standard_form.printing import A4
from xlflow.files.standard_form.styles import HEADING_ROW_PT, LINE_ROW_PT, TAB_TABLE, TITLE_ROW_PT, Styles
from xlflow.tables.marks import CONCLUSION, MARKS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABEL_WIDTH, VALUE_WIDTH = 26.0, 46.0


def write_facts_sheet(sheet: Worksheet, table: FactsPlan, plan: FormPlan, styles: Styles, facts: Facts) -> None:
    """Title, header, one line a field with what is known of it."""
    sheet.hide_gridlines(2)
    sheet.set_column(table.LABEL, table.LABEL, LABEL_WIDTH)
    sheet.set_column(table.VALUE, table.VALUE, VALUE_WIDTH)
    for index, key in enumerate(table.mark_labels, table.CONCLUSION):
        sheet.set_column(index, index, FACT_WIDTHS[key], None, {"hidden": key == MARKS})
    title = filled(table.table.title or table.table.sheet, plan, facts)
    sheet.set_row(0, TITLE_ROW_PT)
    sheet.merge_range(0, table.LABEL, 0, table.REASON, "", styles.title())
    sheet.write_formula(0, table.LABEL, title.formula, styles.title(), title.value)
    sheet.data_validation(0, table.LABEL, 0, table.LABEL, title_validation(table.table.help))
    _write_header(sheet, table, styles)
    for line in table.lines:
        label = styles.boxed(align="left", indent=1, **grey_properties(line.field))
        sheet.set_row(line.row, LINE_ROW_PT, None, {"hidden": line.hidden})
        sheet.write_string(line.row, table.LABEL, header_text(line.field), label)
        sheet.data_validation(line.row, table.LABEL, line.row, table.LABEL, header_validation(line.field))
        _write_value(sheet, line, plan, styles, facts.get(line.field.key))
        for index, key in enumerate(table.mark_labels, table.CONCLUSION):
            sheet.write_blank(line.row, index, None, mark_format(key, styles))
    rows = (table.lines[0].row, table.lines[-1].row)
    colour_marks(sheet, styles, rows, (table.VALUE, table.REASON), table.MARKS)
    sheet.ignore_errors({"number_stored_as_text": f"B1:E{rows[1] + 1}"})
    sheet.freeze_panes(table.HEADER_ROW + 1, 0)
    sheet.set_selection(rows[0], table.VALUE, rows[0], table.VALUE)
    sheet.set_tab_color(TAB_TABLE)
    _set_up_page(sheet, rows[1])


def _write_header(sheet: Worksheet, table: FactsPlan, styles: Styles) -> None:
    sheet.set_row(table.HEADER_ROW, HEADING_ROW_PT)
    for index, label in ((table.LABEL, "项目"), (table.VALUE, "填写内容")):
        sheet.write_string(table.HEADER_ROW, index, label, styles.header())
    sheet.data_validation(table.HEADER_ROW, table.LABEL, table.HEADER_ROW, table.VALUE, header_validation())
    for index, (key, label) in enumerate(table.mark_labels.items(), table.CONCLUSION):
        sheet.write_string(table.HEADER_ROW, index, label, styles.header(grey=key == CONCLUSION))
        note = {"input_title": label, "input_message": NOTES[key]}
        sheet.data_validation(table.HEADER_ROW, index, table.HEADER_ROW, index, header_validation() | note)


def _write_value(sheet: Worksheet, line: Line, plan: FormPlan, styles: Styles, value: str | int | None) -> None:
    row, column = line.row, FactsPlan.VALUE
    look = styles.boxed(**cell_properties(line.field, plan), indent=1, **grey_properties(line.field))
    if isinstance(value, int):
        sheet.write_number(row, column, value, look)
    elif value:
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_blank(row, column, None, look)
    rule = cell_validation(line.field, plan)
    if rule is not None:
        sheet.data_validation(row, column, row, column, rule)


def _set_up_page(sheet: Worksheet, last_row: int) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.6)
    sheet.print_area(0, 0, last_row, FactsPlan.REASON)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
