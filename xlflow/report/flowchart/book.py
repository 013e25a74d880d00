"""The workbook of a flow chart: the picture on one page, its steps as a table, and the steps of 发展党员.

Nothing here reads a clock: the same scheme gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlflow.files.writing.plain_book import MADE
from xlflow.report.flowchart.chart_parts import in_order
from xlflow.report.flowchart.page import Page
from xlflow.report.flowchart.shapes import lines
from xlflow.report.flowchart.svg import DOTS_AN_INCH
from xlflow.schemes.flow import Box
from xlflow.schemes.scheme import Scheme

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

PICTURE, STEPS, STAGES = "流程图", "步骤", "发展党员步骤"
STEP_COLUMNS = (("序号", 5), ("步骤", 24), ("谁来做", 12), ("时限", 24), ("形成的材料", 26), ("依据", 28), ("下一步", 32))
STAGE_COLUMNS = (("序号", 5), ("阶段", 30), ("步骤", 26), ("谁来做", 24), ("记在哪一栏", 20), ("依据", 24))
"""Headers and widths in Latin characters, as Excel counts them."""
_A4 = 9
_PIXELS_AN_INCH = 96
_COLUMN, _ROW = 64, 20
"""Pixels of a fresh column and row."""
_SCALE = 0.93
"""The picture on the screen: within the margins of a printed page."""
_LINE_POINTS, _LEAST_HEIGHT = 15.0, 21.0
_Table = Sequence[Sequence[str | int]]


def book(scheme: Scheme, flow: Sequence[Box], page: Page, picture: bytes) -> bytes:
    """The workbook with the picture of a page."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"title": f"{scheme.title}流程图", "created": MADE})
        _picture(workbook, page, picture)
        styles = _styles(workbook)
        _table(workbook, styles, STEPS, STEP_COLUMNS, step_rows(flow))
        if scheme.steps:
            _table(workbook, styles, STAGES, STAGE_COLUMNS, _stage_rows(scheme))
    return stream.getvalue()


def step_rows(flow: Sequence[Box]) -> list[tuple[str | int, ...]]:
    """The steps in reading order, each with the number and name of what follows it."""
    order = in_order(flow)
    number = {box.key: each for each, box in enumerate(order, 1)}
    label = {box.key: box.label for box in order}

    def following(box: Box) -> str:
        return "\n".join(f"{way.condition + '：' if way.condition else ''}{number[way.to]} {label[way.to]}" for way in box.ways) or "结束"

    return [(number[box.key], box.label, box.actor, box.limit, box.material, box.basis, following(box)) for box in order]


def _stage_rows(scheme: Scheme) -> list[tuple[str | int, ...]]:
    terms = {field.key: field.term for fields in scheme.fields.values() for field in fields}
    return [(step.number, step.stage, step.name, step.actor, terms.get(step.field or "", ""), step.basis) for step in scheme.steps]


def _picture(workbook: Workbook, page: Page, picture: bytes) -> None:
    sheet = workbook.add_worksheet(PICTURE)
    sheet.hide_gridlines(2)
    scale = _SCALE * _PIXELS_AN_INCH / DOTS_AN_INCH
    image: dict[str, Any] = {
        "image_data": io.BytesIO(picture),
        "x_scale": scale,
        "y_scale": scale,
        "object_position": 3,
        "description": "流程图，各步见工作表“步骤”",
    }
    sheet.insert_image(0, 0, "flowchart.png", image)
    across, down = (
        int(-(-length / 25.4 * _PIXELS_AN_INCH * _SCALE // unit)) for length, unit in ((page.width, _COLUMN), (page.height, _ROW))
    )
    sheet.set_paper(_A4)
    if page.width > page.height:
        sheet.set_landscape()
    sheet.set_margins(left=0.2, right=0.2, top=0.2, bottom=0.2)
    sheet.set_header("", {"margin": 0.0})
    sheet.center_horizontally()
    sheet.print_area(0, 0, down - 1, across - 1)
    sheet.fit_to_pages(1, 1)


def _styles(workbook: Workbook) -> dict[str, Format]:
    cell: dict[str, Any] = {"valign": "vcenter", "border": 1, "text_wrap": True, "font_size": 11}
    return {
        "header": workbook.add_format({**cell, "align": "center", "bold": True, "bg_color": "#E8F1FB"}),
        "cell": workbook.add_format({**cell, "num_format": "@"}),
        "number": workbook.add_format({**cell, "align": "center"}),
    }


def _table(workbook: Workbook, styles: dict[str, Format], name: str, columns: Sequence[tuple[str, int]], rows: _Table) -> None:
    sheet = workbook.add_worksheet(name)
    for column, (header, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, styles["header"])
    sheet.set_row(0, 24)
    for line, row in enumerate(rows, 1):
        sheet.set_row(line, _height(row, columns))
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, column, value, styles["number"])
            else:
                sheet.write_string(line, column, value, styles["cell"])
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&C{name}　第 &P 页，共 &N 页")


def _height(row: Sequence[str | int], columns: Sequence[tuple[str, int]]) -> float:
    """The height of a row whose texts are wrapped, in points; a column of two Latin characters holds one Chinese one."""
    needed = max(
        sum(max(1, len(lines(line, width / 2 - 0.5))) for line in str(value).split("\n"))
        for value, (_, width) in zip(row, columns, strict=True)
    )
    return max(_LEAST_HEIGHT, needed * _LINE_POINTS + 4)
