"""推优对象汇总表: who is recommended, on A4 landscape, as a branch or a committee hands it up to be stamped.

The columns are the fields that the scheme marks as printed; each type of recommendation has a sheet of its own. Values come in words,
as far as the document's class may show them; nothing here reads a clock, and the same rows give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from xlflow.documents.layout.paragraph_markup import Typeface
from xlflow.documents.layout.title_breaking import text_width
from xlflow.files.writing.plain_book import MADE
from xlflow.report.workbooks.official_table import set_up_page
from xlflow.schemes.parts import Field
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TYPE = "recommendation_type"
NUMBER = "seq"
MONTH_HEADERS = {"birth_date": "出生年月"}
"""Documents print a birth date by its month only, and say so in the header."""
SHEETS = {"入党积极分子": "①入党积极分子", "发展对象": "②发展对象"}
SIGNATURES = (
    "团支部书记（签字）：　　　　　　　　辅导员/联系人（签字）：　　　　　　　　上级团组织（盖章）：　　　　　　　　　　年　　月　　日"
)

DAY = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")

SIZE_POINTS = 9
LINE_POINTS = 12.5
CHARACTER_PIXELS = SIZE_POINTS * 4 / 3
PADDING_PIXELS = 6
PAGE_PIXELS = 1009
"""A4 landscape between the margins: 267 mm."""
NARROWEST = 2.0
WIDEST = tuple(half / 2 for half in range(24, 7, -1))
"""How many Chinese characters a column may be wide: the widest for which the table fits the page at full size; the rest wraps."""
TITLE_ROW, HEADING_ROW, GROUP_ROW, HEADER_ROW, FIRST_ROW = range(5)

Row = Mapping[str, object]


class Heading(Struct, frozen=True):
    """What stands above the table: the title, who fills in, and the day (empty: to be written by hand)."""

    title: str
    unit: str
    filled_on: str = ""


def summary_table(scheme: Scheme, heading: Heading, rows: Sequence[Row]) -> bytes:
    """The workbook of one summary; `rows` are mappings of field keys to values in words, in the order in which they are listed.

    Rows of one recommendation type go onto one sheet, sheets in the order of the scheme's choices; without rows there is one empty sheet.
    """
    import xlsxwriter

    fields = tuple(field for field in scheme.fields[NOMINEES] if field.printed)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"title": heading.title, "created": MADE})
        styles = _styles(workbook)
        for kind, of_kind in _by_type(scheme, rows) or [("", [])]:
            sheet = workbook.add_worksheet(SHEETS.get(kind, kind) or "汇总表")
            _write(sheet, styles, heading, fields, kind, of_kind)
    return stream.getvalue()


def _by_type(scheme: Scheme, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of each type that occurs, in the order of the choices; a type that is no choice comes last."""
    known = list(scheme.choices.get(scheme.field(NOMINEES, TYPE).choices or TYPE, ()))
    found = list(dict.fromkeys(str(row.get(TYPE, "")) for row in rows))
    ordered = [kind for kind in known if kind in found] + [kind for kind in found if kind not in known]
    return [(kind, [row for row in rows if str(row.get(TYPE, "")) == kind]) for kind in ordered]


def _styles(workbook: Workbook) -> dict[str, Format]:
    centred: dict[str, Any] = {"align": "center", "valign": "vcenter"}
    boxed = {**centred, "border": 1, "text_wrap": True, "font_size": SIZE_POINTS}
    return {
        "title": workbook.add_format({**centred, "font_name": Typeface.XIAO_BIAO_SONG, "font_size": 18}),
        "left": workbook.add_format({"valign": "vcenter", "font_name": Typeface.FANG_SONG, "font_size": 11}),
        "right": workbook.add_format({"align": "right", "valign": "vcenter", "font_name": Typeface.FANG_SONG, "font_size": 11}),
        "header": workbook.add_format({**boxed, "font_name": Typeface.HEI}),
        "cell": workbook.add_format({**boxed, "font_name": Typeface.FANG_SONG, "num_format": "@"}),
    }


def _write(
    sheet: Worksheet, styles: Mapping[str, Format], heading: Heading, fields: Sequence[Field], kind: str, rows: Sequence[Row]
) -> None:
    last_column = len(fields) - 1
    widths = _widths(fields, rows)
    for column, width in enumerate(widths):
        sheet.set_column_pixels(column, column, _pixels(width))
    _write_head(sheet, styles, heading, fields, kind)
    sheet.set_row(HEADER_ROW, _height([_header(field) for field in fields], widths))
    for number, row in enumerate(rows, 1):
        line = FIRST_ROW + number - 1
        values = [str(number) if field.key == NUMBER else str(row.get(field.key, "")) for field in fields]
        texts = [_broken(value, width) for value, width in zip(values, widths, strict=True)]
        sheet.set_row(line, _height(texts, widths))
        for column, text in enumerate(texts):
            sheet.write_string(line, column, text, styles["cell"])
    end = FIRST_ROW + len(rows)
    sheet.set_row(end, 40)
    sheet.write_string(end, 0, SIGNATURES, styles["left"])
    if rows:
        sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW + 1}:XFD{end}"})
    set_up_page(sheet, header_row=HEADER_ROW, last=(end, last_column), frozen_columns=2, is_landscape=True)


def _write_head(sheet: Worksheet, styles: Mapping[str, Format], heading: Heading, fields: Sequence[Field], kind: str) -> None:
    """Title, unit and day, then two header rows: groups and labels."""
    last_column = len(fields) - 1
    sheet.set_row(TITLE_ROW, 34)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last_column, f"{heading.title}（{kind}）" if kind else heading.title, styles["title"])
    sheet.set_row(HEADING_ROW, 22)
    sheet.write_string(HEADING_ROW, 0, f"填报单位：{heading.unit}", styles["left"])
    sheet.write_string(HEADING_ROW, last_column, f"填报日期：{heading.filled_on or '　　　　年　　月　　日'}", styles["right"])
    sheet.set_row(GROUP_ROW, 20)
    column = 0
    for group, members in groupby(fields, key=lambda field: field.group):
        width = len(list(members))
        if width > 1:
            sheet.merge_range(GROUP_ROW, column, GROUP_ROW, column + width - 1, _group(group), styles["header"])
        else:
            sheet.merge_range(GROUP_ROW, column, HEADER_ROW, column, _header(fields[column]), styles["header"])
        for offset in range(width if width > 1 else 0):
            sheet.write_string(HEADER_ROW, column + offset, _header(fields[column + offset]), styles["header"])
        column += width


def _group(name: str) -> str:
    """A group's name without its letter and without the note in brackets."""
    return name.partition(" ")[2].partition("（")[0] or name


def _header(field: Field) -> str:
    return MONTH_HEADERS.get(field.key, field.label)


def _widths(fields: Sequence[Field], rows: Sequence[Row]) -> list[float]:
    """The widths of the columns in Chinese characters, as wide as the page allows."""
    for widest in WIDEST:
        widths = [_width(field, rows, widest) for field in fields]
        if sum(map(_pixels, widths)) <= PAGE_PIXELS:
            break
    return widths


def _width(field: Field, rows: Sequence[Row], widest: float) -> float:
    """The width of a column: its longest value, or what its header needs in three lines."""
    longest = max((text_width(str(row.get(field.key, ""))) for row in rows), default=0.0)
    header = text_width(_header(field))
    return min(max(longest, header / 3, min(header, 3.0), NARROWEST), widest)


def _pixels(characters: float) -> int:
    return round(characters * CHARACTER_PIXELS) + PADDING_PIXELS


def _broken(text: str, width: float) -> str:
    """A day that is too wide for its column, broken after the year: the 日 shall not stand alone."""
    return text.replace("年", "年\n") if DAY.fullmatch(text) and text_width(text) > width else text


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """The height of a row whose texts are wrapped, in points."""
    lines = max(
        sum(max(1, int(-(-text_width(line) // width))) for line in text.split("\n")) for text, width in zip(texts, widths, strict=True)
    )
    return max(24.0, lines * LINE_POINTS + 5)
