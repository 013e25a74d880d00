"""A table with one record a row, as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlflow.files.standard_form.field_cells import (
    FACT_WIDTHS,
    NOTES,
    WIDTHS,
    cell_properties,
    cell_validation,
    colour_marks,
    grey_properties,
    header_text,
    header_validation,
    in_lines,
    is_grey,
    mark_format,
    outline_further_rows,
    title_validation,
)
from xlflow.files.standard_form.form_styles import (
    GROUP_ROW_PT,
    HEADING_ROW_PT,
    LABEL_ROW_PT,
    LINE_ROW_PT,
    TAB_TABLE,
    TITLE_ROW_PT,
    FormStyles,
)
from xlflow.files.standard_form.headings import BRANCH_LABEL, Facts, branch_line, branch_name, date_line, filled, title_of
from xlflow.files.standard_form.plan import LAST_ROW, FactLine, FactsPlan, FormPlan, RowsPlan
from xlflow.files.standard_form.print_setup import A4, Pages, pages_of, row_height_pt, rows_of_a_page, set_up_page
from xlflow.findings import column_letters
from xlflow.rules.points_ledger import ITEMS, row_of
from xlflow.schemes.procedures import PointsItem
from xlflow.tables.mark_columns import CONCLUSION, MARKS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


LABEL_WIDTH, VALUE_WIDTH = 26.0, 46.0


def write_facts_sheet(sheet: Worksheet, table: FactsPlan, plan: FormPlan, styles: FormStyles, facts: Facts) -> None:
    """Title, header, one line a field with its known value."""
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


def _write_header(sheet: Worksheet, table: FactsPlan, styles: FormStyles) -> None:
    sheet.set_row(table.HEADER_ROW, HEADING_ROW_PT)
    for index, label in ((table.LABEL, "项目"), (table.VALUE, "填写内容")):
        sheet.write_string(table.HEADER_ROW, index, label, styles.header())
    sheet.data_validation(table.HEADER_ROW, table.LABEL, table.HEADER_ROW, table.VALUE, header_validation())
    for index, (key, label) in enumerate(table.mark_labels.items(), table.CONCLUSION):
        sheet.write_string(table.HEADER_ROW, index, label, styles.header(grey=key == CONCLUSION))
        note = {"input_title": label, "input_message": NOTES[key]}
        sheet.data_validation(table.HEADER_ROW, index, table.HEADER_ROW, index, header_validation() | note)


def _write_value(sheet: Worksheet, line: FactLine, plan: FormPlan, styles: FormStyles, value: str | int | None) -> None:
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


def write_rows_sheet(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: FormStyles, facts: Facts) -> None:
    """Title, heading line, headers, empty rows with their formats and validations, mark columns, page setup."""
    pages = pages_of(table)
    _write_columns(sheet, table, plan, styles)
    _write_headings(sheet, table, plan, styles, facts, pages)
    _write_headers(sheet, table, styles)
    _write_mark_columns(sheet, table, styles)
    items = plan.scheme.points_items if table.table.key == ITEMS else ()
    drawn = max(rows_of_a_page(table, pages), len(items))
    _draw_rows(sheet, table, plan, styles, drawn)
    _write_given(sheet, table, plan, styles, items)
    _add_validations(sheet, table, plan)
    colour_marks(sheet, styles, (table.first_row, LAST_ROW - 1), (0, table.conclusion + 1), table.marks)
    outline_further_rows(sheet, styles, table, table.first_row + drawn)
    sheet.ignore_errors({"number_stored_as_text": f"A{table.first_row + 1}:{column_letters(table.marks + 1)}{LAST_ROW}"})
    sheet.freeze_panes(table.first_row, table.frozen_columns)
    sheet.set_selection(table.first_row, table.frozen_columns - 1, table.first_row, table.frozen_columns - 1)
    sheet.set_tab_color(TAB_TABLE)
    set_up_page(sheet, table, pages)


def _write_columns(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: FormStyles) -> None:
    for column in table.columns:
        look = styles.of(**cell_properties(column.field, plan, column.width))
        sheet.set_column(column.index, column.index, column.width, look, {"hidden": column.hidden})
    for index, key in enumerate(table.mark_labels, table.conclusion):
        sheet.set_column(index, index, WIDTHS[key], styles.of(num_format="@", text_wrap=True), {"hidden": key == MARKS})


def _write_headings(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: FormStyles, facts: Facts, pages: Pages) -> None:
    """Title, 填报单位 and 填报日期 over the columns of every page; what stands over the names is printed on each of them."""
    title, look, day = title_of(table.table, plan, facts), styles.title(), date_line(plan)
    sheet.set_row(0, TITLE_ROW_PT)
    sheet.set_row(1, HEADING_ROW_PT)
    for first, last in pages.spans(table.last_shown):
        start = 0 if pages.fits else max(first, table.frozen_columns)
        if last > start:
            sheet.merge_range(0, start, 0, last, "", look)
            sheet.write_formula(1, last, day.formula, styles.of(align="right", indent=2), day.value)
        sheet.write_formula(0, start, title.formula, look, title.value)
        sheet.data_validation(0, start, 0, start, title_validation(table.table.help))
        branch = branch_line(plan, facts) if pages.fits else branch_name(plan, facts)
        sheet.write_formula(1, start, branch.formula, styles.of(align="left"), branch.value)
    if not pages.fits:
        sheet.write_string(1, table.frozen_columns - 1, BRANCH_LABEL, styles.of(align="right"))


def _write_headers(sheet: Worksheet, table: RowsPlan, styles: FormStyles) -> None:
    if table.groups:
        sheet.set_row(table.label_row - 1, GROUP_ROW_PT)
    for name, first, last in table.groups:
        if last > first:
            sheet.merge_range(table.label_row - 1, first, table.label_row - 1, last, name, styles.header(**_edge(table, first)))
        else:
            sheet.write_string(table.label_row - 1, first, name, styles.header(**_edge(table, first)))
    sheet.set_row(table.label_row, LABEL_ROW_PT)
    for column in table.columns:
        look = styles.header(grey=is_grey(column.field), **_edge(table, column.index))
        sheet.write_string(table.label_row, column.index, in_lines(header_text(column.field), column.width), look)


def _edge(table: RowsPlan, column: int) -> dict[str, Any]:
    """A stronger line where a group begins."""
    return {"left": 2} if column and any(column == first for _, first, _ in table.groups) else {}


def _write_mark_columns(sheet: Worksheet, table: RowsPlan, styles: FormStyles) -> None:
    for index, (key, label) in enumerate(table.mark_labels.items(), table.conclusion):
        sheet.write_string(table.label_row, index, label, styles.header(grey=key == CONCLUSION))


def _draw_rows(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: FormStyles, count: int) -> None:
    """The empty rows of one page; further ones are as high, and drawn as they are used."""
    looks = [
        styles.boxed(**cell_properties(c.field, plan, c.width), **grey_properties(c.field), **_edge(table, c.index)) for c in table.columns
    ]
    looks += [mark_format(key, styles) for key in table.mark_labels]
    height = row_height_pt(table)
    sheet.set_default_row(height)
    for row in range(table.first_row, table.first_row + count):
        sheet.set_row(row, height)
        for index, look in enumerate(looks):
            sheet.write_blank(row, index, None, look)


def _write_given(sheet: Worksheet, table: RowsPlan, plan: FormPlan, styles: FormStyles, items: Sequence[PointsItem]) -> None:
    """Rows that the scheme ships: the items of 积分细则."""
    for row, item in enumerate(items, table.first_row):
        cells = row_of(item)
        for column in table.columns:
            if (value := cells.get(column.field.key)) is not None:
                look = styles.boxed(
                    **cell_properties(column.field, plan, column.width), **grey_properties(column.field), **_edge(table, column.index)
                )
                if isinstance(value, str):
                    sheet.write_string(row, column.index, value, look)
                else:
                    sheet.write_number(row, column.index, value, look)


def _add_validations(sheet: Worksheet, table: RowsPlan, plan: FormPlan) -> None:
    if table.groups:
        sheet.data_validation(table.label_row - 1, 0, table.label_row - 1, table.marks, header_validation())
    for column in table.columns:
        sheet.data_validation(table.label_row, column.index, table.label_row, column.index, header_validation(column.field))
        rule = cell_validation(column.field, plan)
        if rule is not None:
            sheet.data_validation(table.first_row, column.index, LAST_ROW - 1, column.index, rule)
    for index, (key, label) in enumerate(table.mark_labels.items(), table.conclusion):
        note = {"input_title": label, "input_message": NOTES[key]}
        sheet.data_validation(table.label_row, index, table.label_row, index, header_validation() | note)
