"""材料清单.xlsx: what is in the folder, where each person stands in it, and which cells each document was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import BinaryIO

from msgspec import Struct

from xlflow.documents.context.document_sources import CellOrigin
from xlflow.files.writing.plain_book import MADE, OPTIONS
from xlflow.report.workbooks.table_sheet import LINES_OF_A_SHEET, Cell, Column, Linked, Styles, write_table

_INDEX = (
    Column("序号", 6),
    Column("材料", 34),
    Column("对象", 26),
    Column("文件", 48),
    Column("状态", 10),
    Column("依据日期", 12),
    Column("模板", 26),
    Column("说明", 40),
)
_PEOPLE = (Column("姓名", 12), Column("材料", 34), Column("文件", 48), Column("所在行", 26), Column("原表及位置", 48))
_CELLS = (
    Column("文件", 44),
    Column("姓名", 12),
    Column("工作表", 18),
    Column("行", 6),
    Column("取值的单元格", 70),
    Column("原表", 40),
    Column("原位置", 24),
)


class Line(Struct, frozen=True):
    """A document of the list."""

    file: str
    title: str
    about: str
    state: str
    template: str
    day: str
    message: str
    origins: tuple[CellOrigin, ...]


class ManifestHead(Struct, frozen=True):
    """The scheme, the workbook that the documents come from, the day, and how many documents are in each state."""

    scheme: str
    source: str
    day: date
    counts: Mapping[str, int]
    folder: str = ""

    @property
    def title(self) -> str:
        """The headline: of which folder this is the list."""
        return f"{self.folder.replace('/', ' ')} 材料清单".strip()

    @property
    def text(self) -> str:
        """One line above the table; its numbers add up to the lines below."""
        counted = "，".join(f"{state} {count} 份" for state, count in self.counts.items() if count)
        return f"{self.scheme}　数据：{self.source}　截至 {self.day.isoformat()}　共 {sum(self.counts.values())} 份：{counted}"


Lines = Callable[[], Iterable[Line]]
"""Gives the documents of the list, each time anew: they may be many, and lie on the disk."""
_STREAMED = {**OPTIONS, "in_memory": False, "constant_memory": True}


def manifest_book(head: ManifestHead, lines: Lines, into: BinaryIO) -> None:
    """Writes the workbook, row by row to the disk; the same input gives the same bytes."""
    import xlsxwriter

    with xlsxwriter.Workbook(into, _STREAMED) as workbook:
        workbook.set_properties({"title": head.title, "created": MADE})
        styles = Styles(workbook)
        index = workbook.add_worksheet("材料清单")
        for row, height, text, look in ((0, 28, head.title, styles.headline), (1, 18, head.text, styles.line)):
            index.set_row(row, height)
            index.write_string(row, 0, text, look)
        write_table(index, styles, _INDEX, _index(lines()), top=2)
        write_table(workbook.add_worksheet("按人查"), styles, _PEOPLE, _people(lines()), frozen=1)
        write_table(workbook.add_worksheet("取值来源"), styles, _CELLS, islice(_cells(lines()), LINES_OF_A_SHEET))


def _index(lines: Iterable[Line]) -> Iterator[Sequence[Cell]]:
    for number, line in enumerate(lines, 1):
        file = Linked(line.file, line.file) if line.file and line.day else line.file
        yield number, line.title, line.about, file, line.state, line.day, line.template, line.message


def _people(lines: Iterable[Line]) -> Iterator[Sequence[Cell]]:
    found = [
        (origin.person, line.title, line.file, f"{origin.sheet}!{origin.name_cell}", " ".join(word for word in origin.came_from if word))
        for line in lines
        for origin in line.origins
        if origin.person
    ]
    for person, title, file, place, came_from in sorted(found, key=lambda row: row[0])[:LINES_OF_A_SHEET]:
        yield person, title, Linked(file, file), place, came_from


def _cells(lines: Iterable[Line]) -> Iterator[Sequence[Cell]]:
    for line in lines:
        for origin in line.origins:
            cells = "、".join(f"{label} {cell}" for label, cell in origin.cells.items())
            yield line.file, origin.person, origin.sheet, origin.row, cells, *origin.came_from
