"""Writes the face of the roster, `清单库.xlsx`: one sheet for each table that has rows, made to be filtered, read and filled in.

Codes and months are text, days are dates, columns of the committee have drop-downs; the row key and other inner columns are hidden. The
same description (`roster.roster_scheme`) reads it back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from xlflow.files.reading.workbook_package import COLUMNS, STAMP_SHEET
from xlflow.files.standard_form.form_styles import AMBER, BODY_FONT, BODY_SIZE_PT, GREY, HEADING_FONT, LINE, RED
from xlflow.files.standard_form.plan import LAST_ROW
from xlflow.files.standard_form.print_setup import set_up_list
from xlflow.patterns import pattern
from xlflow.roster.roster_pages import Page
from xlflow.roster.roster_scheme import HIDDEN, OWN_TABLES, SUBMISSIONS
from xlflow.roster.submitted_rows import Plain, RowState
from xlflow.schemes.parts import Field, FieldType, FilledBy, Table
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, QUOTA
from xlflow.tables.raw import RawSheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NUMBERS = (FieldType.INT, FieldType.DEC, FieldType.MONEY, FieldType.PCT)
_WIDTHS = {
    FieldType.LONG: 40.0,
    FieldType.INT: 9.0,
    FieldType.DEC: 10.0,
    FieldType.PCT: 9.0,
    FieldType.DATE: 12.0,
    FieldType.DATE_OR_MONTH: 12.0,
    FieldType.IDNO: 21.0,
    FieldType.PHONE: 14.0,
    FieldType.CODE: 16.0,
}
_ALWAYS = frozenset({COMMITTEE, SUBMISSIONS, *OWN_TABLES})
_LONGEST_LIST = 255
"""Characters of a drop-down that is written into the cell's rule; a longer one is left out."""
_COLOURS = {RowState.FAULTY: RED, RowState.UNDECIDED: AMBER, RowState.WITHDRAWN: GREY}


def roster_book(scheme: Scheme, pages: Mapping[str, Page], added: Sequence[RawSheet] = ()) -> bytes:
    """The workbook of a roster. `scheme`: as the roster shows it; `pages`: the rows of each table. Empty tables get no sheet.

    That of places is there as soon as the scheme has pools: the committee writes into it what it gives out.

    `added` are sheets that people put into the roster before: their values are kept, their looks are not.
    """
    from xlsxwriter.workbook import Workbook

    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        styles = _Styles(book)
        for key, table in scheme.tables.items():
            rows = pages.get(key, [])
            if key == COMMITTEE:
                _write_facts(book.add_worksheet(table.sheet), scheme.fields[key], rows[0] if rows else {}, scheme, styles)
            elif rows or key in _ALWAYS or key == NOMINEES or (key == QUOTA and scheme.pools):
                _write_rows(book.add_worksheet(table.sheet), table, scheme, rows, styles)
        for extra in added:
            _write_added(book.add_worksheet(extra.name), extra, styles)
        _write_stamp(book.add_worksheet(STAMP_SHEET), scheme, pages)
        book.get_worksheet_by_name(scheme.tables[NOMINEES].sheet).activate()
    return buffer.getvalue()


class _Styles:
    """The cell formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        body = {"font_name": BODY_FONT, "font_size": BODY_SIZE_PT, "valign": "vcenter"}
        self.text = book.add_format({**body, "num_format": "@"})
        self.wrapped = book.add_format({**body, "num_format": "@", "text_wrap": True})
        self.number = book.add_format({**body, "align": "center"})
        self.day = book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "left"})
        head = {**body, "font_name": HEADING_FONT, "align": "center", "text_wrap": True, "border": 1, "border_color": LINE}
        self.head = book.add_format(head)
        self.grey_head = book.add_format({**head, "bg_color": GREY})
        self.label = book.add_format({**body, "font_name": HEADING_FONT})

    def cell(self, field: Field) -> Format:
        """The format of a column."""
        if field.type is FieldType.DATE or (field.type is FieldType.REF and field.key.endswith("_date")):
            return self.day
        if field.type in _NUMBERS:
            return self.number
        return self.wrapped if field.type is FieldType.LONG else self.text


def _write_rows(sheet: Worksheet, table: Table, scheme: Scheme, rows: Page, styles: _Styles) -> None:
    fields = scheme.fields[table.key]
    last = max(len(rows), 1)
    typed = max(last, LAST_ROW - 1)
    for column, field in enumerate(fields):
        is_ours = field.filled_by is FilledBy.DERIVED or (table.roster_only and field.filled_by is FilledBy.SUGGESTED)
        sheet.write_string(0, column, field.label, styles.grey_head if is_ours else styles.head)
        sheet.set_column(column, column, _width(field), styles.cell(field), {"hidden": field.key in HIDDEN})
        if not is_ours:
            _add_list(sheet, field, scheme, 1, column, typed)
        if field.key == "row_state":
            _colour_states(sheet, column, typed, styles)
    for line, cells in enumerate(rows, 1):
        for column, field in enumerate(fields):
            value = cells.get(field.key)
            if value is not None and value != "":
                _write(sheet, line, column, value, field, styles)
    sheet.set_row(0, 32)
    frozen = next((column + 1 for column, field in enumerate(fields) if field.key == "name"), 0)
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, last, len(fields) - 1)
    set_up_list(sheet, [_width(field) for field in fields if field.key not in HIDDEN], frozen)


def _write_facts(sheet: Worksheet, fields: Sequence[Field], cells: Mapping[str, Plain], scheme: Scheme, styles: _Styles) -> None:
    sheet.set_column(0, 0, 18, styles.label)
    sheet.set_column(1, 1, 44, styles.text)
    for line, field in enumerate(fields):
        sheet.write_string(line, 0, field.label, styles.label)
        value = cells.get(field.key)
        if value is None:
            sheet.write_blank(line, 1, None, styles.cell(field))
        else:
            _write(sheet, line, 1, value, field, styles)
        _add_list(sheet, field, scheme, line, 1, line)


def _write(sheet: Worksheet, row: int, column: int, value: Plain, field: Field, styles: _Styles) -> None:
    style = styles.cell(field)
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", styles.text)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, styles.number if style is styles.day else style)
    elif style is styles.day and _is_day(value):
        sheet.write_datetime(row, column, date.fromisoformat(value), style)
    else:
        sheet.write_string(row, column, value, styles.text if style in (styles.day, styles.number) else style)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        return date.fromisoformat(text).year >= 1900
    except ValueError:
        return False


def _add_list(sheet: Worksheet, field: Field, scheme: Scheme, first: int, column: int, last: int) -> None:
    words = list(scheme.choices.get(field.choices or "", ()))
    if field.type is FieldType.BOOL:
        words = ["是", "否"]
    if not words or field.multiple or len(",".join(words)) > _LONGEST_LIST:
        return
    rule = {"validate": "list", "source": words, "error_type": "warning", "error_title": field.label, "error_message": "不在可选项内"}
    sheet.data_validation(first, column, last, column, rule)


def _colour_states(sheet: Worksheet, column: int, last: int, styles: _Styles) -> None:
    for state, colour in _COLOURS.items():
        fill = styles.book.add_format({"bg_color": colour})
        rule = {"type": "cell", "criteria": "==", "value": f'"{state.value}"', "format": fill}
        sheet.conditional_format(1, column, last, column, rule)


def _width(field: Field) -> float:
    if field.width:
        return field.width
    if field.type in _WIDTHS:
        return _WIDTHS[field.type]
    return min(max(10.0, 2.0 * len(field.label) + 2, min(field.length or 0, 24)), 36.0)


def _write_added(sheet: Worksheet, added: RawSheet, styles: _Styles) -> None:
    for row, values in enumerate(added.rows, added.top):
        for column, value in enumerate(values, added.left):
            if isinstance(value, date) and value.year >= 1900:
                sheet.write_datetime(row, column, value, styles.day)
            elif isinstance(value, int | float):
                sheet.write(row, column, value, styles.number)
            elif value is not None and value != "":
                sheet.write_string(row, column, str(value), styles.text)


def _write_stamp(sheet: Worksheet, scheme: Scheme, pages: Mapping[str, Page]) -> None:
    facts = {"kind": "roster", "scheme": scheme.id, "scheme_version": scheme.version}
    for table, rows in pages.items():
        facts[f"{COLUMNS}{table}"] = " ".join(dict.fromkeys(key for row in rows for key, value in row.items() if value not in (None, "")))
    for row, (key, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
