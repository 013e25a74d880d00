"""Details that the fast reader leaves out for the sheets of an .ods: merged ranges, hidden rows, errors, dates shown as months.

All sheets stand in one part, content.xml; cells and rows that repeat stand once with a count. The part is parsed only where a search of
its bytes finds a sign of any of these.
"""

from __future__ import annotations

from collections import defaultdict
from xml.parsers import expat

from xlflow.errors import WorkbookError
from xlflow.files.reading.archive import Archive
from xlflow.files.reading.workbook_package import local, new_parser
from xlflow.files.reading.xlsx_details import ERROR_SIGN, SheetDetails

_CONTENT, _STYLES = "content.xml", "styles.xml"
_SIGNS = (b"-spanned=", b'"error"', b'"collapse"', b'"filter"')
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_HIDDEN = frozenset({"collapse", "filter"})
_MOST_REPEATED = 10_000
"""Rows and cells that repeat more often are the empty rest of a sheet."""
_DIGITS = 8

Attributes = dict[str, str]


def ods_details(archive: Archive) -> dict[str, SheetDetails]:
    """By the name of the sheet; empty for a package that is not OpenDocument, and where no cell is special."""
    if "mimetype" not in archive or _CONTENT not in archive:
        return {}
    months = _month_styles(archive)
    if not months and not any(sign in chunk for chunk in archive.chunks(_CONTENT) for sign in _SIGNS):
        return {}
    found = _Pass(months)
    _parse(archive, _CONTENT, found.start, found.text)
    return found.sheets


def _parse(archive: Archive, part: str, start: object, text: object = None) -> None:
    parser = new_parser()
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.CharacterDataHandler = text  # type: ignore[assignment]
    try:
        for chunk in archive.chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise WorkbookError("workbook-unreadable", "内部 XML 有错") from error


def _month_styles(archive: Archive) -> frozenset[str]:
    """The cell styles whose date style has a year or a month, and no day."""
    parts: dict[str, set[str]] = defaultdict(set)
    data_style: dict[str, str] = {}
    inside = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        plain = local(name)
        if plain == "date-style":
            inside = attributes.get("style:name", "")
        elif name.startswith("number:") and inside:
            if plain.endswith("-style"):
                inside = ""
            else:
                parts[inside].add(plain)
        elif plain == "style":
            inside = ""
            data_style[attributes.get("style:name", "")] = attributes.get("style:data-style-name", "")

    for part in (_STYLES, _CONTENT):
        if part in archive and any(b"date-style" in chunk for chunk in archive.chunks(part)):
            _parse(archive, part, start)
    months = {name for name, inner in parts.items() if inner & {"month", "year"} and not inner & {"day", "day-of-week", "hours"}}
    return frozenset(style for style, data in data_style.items() if data in months)


def _count(attributes: Attributes, name: str) -> int:
    """A count that an attribute states; 1 where it is absent or none."""
    text = attributes.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < _DIGITS else 1


class _Pass:
    """Counts rows and cells as they come."""

    def __init__(self, months: frozenset[str]) -> None:
        self.sheets: dict[str, SheetDetails] = {}
        self._months = months
        self._found = SheetDetails()
        self._row, self._column, self._step = -1, 0, 1
        self._columns: list[str] = []
        self._error: tuple[int, int] | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        plain = local(name)
        if plain in _CELLS:
            self._cell(plain, attributes)
        elif plain == "table-row":
            self._next_row(attributes)
        elif plain == "table-column":
            count = _count(attributes, "table:number-columns-repeated")
            self._columns += [attributes.get("table:default-cell-style-name", "")] * min(count, _MOST_REPEATED)
        elif plain == "table":
            self._found = self.sheets.setdefault(attributes.get("table:name", ""), SheetDetails())
            self._row, self._step, self._columns = -1, 1, []

    def text(self, text: str) -> None:
        if self._error is not None and text.strip():
            if text.startswith(ERROR_SIGN):
                self._found.errors[self._error] = text.strip()
            self._error = None

    def _next_row(self, attributes: Attributes) -> None:
        self._row += self._step
        self._column, self._error = 0, None
        self._step = _count(attributes, "table:number-rows-repeated")
        if attributes.get("table:visibility") in _HIDDEN and self._step <= _MOST_REPEATED:
            self._found.hidden_rows.update(range(self._row, self._row + self._step))

    def _cell(self, plain: str, attributes: Attributes) -> None:
        row, column = self._row, self._column
        count = _count(attributes, "table:number-columns-repeated")
        self._column += count
        if plain != "table-cell":
            return
        down, across = (_count(attributes, f"table:number-{what}-spanned") for what in ("rows", "columns"))
        if (down, across) != (1, 1):
            self._found.merged.append((row, column, row + down - 1, column + across - 1))
        if attributes.get("calcext:value-type") == "error":
            self._error = (row, column)
        if attributes.get("office:value-type") == "date" and count <= _MOST_REPEATED and self._step <= _MOST_REPEATED:
            default = self._columns[column] if column < len(self._columns) else ""
            if attributes.get("table:style-name", default) in self._months:
                self._found.styled |= {(row + r, column + c) for r in range(self._step) for c in range(count)}
