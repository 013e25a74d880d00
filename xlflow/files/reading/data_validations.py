"""The cells of a worksheet part that a data validation watches, in both spellings: the old one, and Excel's for lists on other sheets.

Pasting over a cell takes its validation away; office programs write what is left as ranges with holes. So coverage is told, not rules.
"""

from __future__ import annotations

from xml.parsers import expat

from xlflow.errors import WorkbookError
from xlflow.files.reading.xlsx_details import position_of
from xlflow.files.reading.xml_parts import local, new_parser

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


def validated_ranges(part: bytes) -> tuple[Range, ...]:
    """The ranges with a validation; only what follows the cells is parsed."""
    if b"dataValidation" not in part:
        return ()
    found = _Found()
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = found.start, found.end, found.text
    try:
        parser.Parse(_without_cells(part), True)
    except expat.ExpatError as error:
        raise WorkbookError("workbook-unreadable", "工作表内部 XML 有错") from error
    pairs = (reference.partition(":") for reference in " ".join(found.references).split())
    corners = ((position_of(first), position_of(last or first)) for first, _, last in pairs)
    return tuple((*first, *last) for first, last in corners if first and last)


def _without_cells(part: bytes) -> bytes:
    """The part without its rows, which are most of it; the whole part where they are not plain to see."""
    start, end = part.find(b"<sheetData>"), part.rfind(b"</sheetData>")
    return part[:start] + part[end + len(b"</sheetData>") :] if 0 <= start < end and b'encoding="UTF-16' not in part[:200] else part


class _Found:
    """The references of validations while a part is parsed."""

    def __init__(self) -> None:
        self.references: list[str] = []
        self._inside = False
        self._is_reference = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "dataValidation":
            self._inside = True
            self.references.append(attributes.get("sqref", ""))
        self._is_reference = self._inside and name == "sqref"

    def end(self, name: str) -> None:
        self._inside = self._inside and local(name) != "dataValidation"
        self._is_reference = False

    def text(self, text: str) -> None:
        if self._is_reference:
            self.references.append(text)
