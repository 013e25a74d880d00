"""Edits of one worksheet part, cut into its bytes: everything else keeps its spelling."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from operator import itemgetter

from msgspec import Struct, field

from xlflow.errors import OutputError
from xlflow.files.editing.cell_edits import CellEdit, CellValue, Keep
from xlflow.files.editing.spans import ByteSpan, ParsedRows, Rows, SearchedRows, SheetHead, has, read_head
from xlflow.files.editing.styles_part import StylesPart
from xlflow.files.reading.workbook_package import elements, escaped, new_parser
from xlflow.files.reading.xlsx_details import UnusualSpelling, position_of
from xlflow.findings import column_letters
from xlflow.patterns import pattern
from xlflow.tables.raw import Position

TEXT_LIMIT = 32_767
_NOT_IN_XML = pattern("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_PLAIN = pattern("[\x00-\x1f<>&\ud800-\udfff\ufffe\uffff]|_x|^\\s|\\s$|  ")
"""What has to be spelled in another way, or makes blanks count."""
_LIKE_ESCAPE = pattern("_(?=x[0-9A-Fa-f]{4}_)")
_STYLE = b' s="'


def address(position: Position) -> str:
    """F12 of (11, 5)."""
    return f"{column_letters(position[1] + 1)}{position[0] + 1}"


def attributes_of(tag: bytes) -> dict[bytes, bytes]:
    """The attributes of a start tag as they are spelled, in their order."""
    if b"'" in tag:
        return _parsed_attributes(tag)
    pieces = tag.split(b'"')
    return {pieces[n].rstrip(b" \t\r\n=").split()[-1]: pieces[n + 1] for n in range(0, len(pieces) - 1, 2)}


def _parsed_attributes(tag: bytes) -> dict[bytes, bytes]:
    found: dict[str, str] = {}
    parser = new_parser()
    parser.StartElementHandler = lambda _, attributes: found.update(attributes)
    parser.Parse(tag if tag.endswith(b"/>") else tag[:-1] + b"/>", True)
    return {name.encode(): escaped(value).replace('"', "&quot;").encode() for name, value in found.items()}


def start_tag(name: bytes, attributes: Mapping[bytes, bytes], *, closed: bool = False) -> bytes:
    """The tag of an element."""
    spelled = b"".join(b' %s="%s"' % pair for pair in attributes.items())
    return b"<%s%s%s>" % (name, spelled, b"/" if closed else b"")


def style_of(tag: bytes) -> int:
    """The style that a start tag names; 0, that of every cell, where it names none."""
    at = tag.find(_STYLE)
    if at >= 0:
        return int(tag[at + 4 : tag.index(b'"', at + 4)])
    return int(attributes_of(tag).get(b"s", b"0")) if b"s" in tag[2:] else 0


def with_style(element: bytes, style: int) -> bytes:
    """A cell as it is, in another style."""
    end = element.index(b">") + 1
    tag = element[:end]
    at = tag.find(_STYLE)
    if at >= 0:
        return b"%s%d%s" % (element[: at + 4], style, element[element.index(b'"', at + 4) :])
    attributes = attributes_of(tag)
    reference = {b"r": attributes.pop(b"r")} if b"r" in attributes else {}
    attributes = reference | attributes | {b"s": b"%d" % style}
    return start_tag(tag[1:].split()[0].rstrip(b"/>"), attributes, closed=tag.endswith(b"/>")) + element[end:]


def with_value(prefix: bytes, reference: bytes, value: CellValue, style: int, epoch: date) -> bytes:
    """The element of a cell that has a value and a style, and nothing else."""
    own = b'%sc r="%s" s="%d"' % (prefix, reference, style) if style else b'%sc r="%s"' % (prefix, reference)
    if value is None:
        return b"<%s/>" % own
    if isinstance(value, str):
        text = b">" + value.encode() if len(value) <= TEXT_LIMIT and not _NOT_PLAIN.search(value) else _spelled(value)
        return b'<%s t="inlineStr"><%sis><%st%s</%st></%sis></%sc>' % (own, prefix, prefix, text, prefix, prefix, prefix)
    kind = b' t="b"' if isinstance(value, bool) else b""
    number = repr(int(value) if isinstance(value, bool) else _number(value, epoch)).encode()
    return b"<%s%s><%sv>%s</%sv></%sc>" % (own, kind, prefix, number, prefix, prefix)


def _number(value: CellValue, epoch: date) -> int | float:
    if isinstance(value, datetime):
        elapsed = value.replace(tzinfo=None) - datetime(epoch.year, epoch.month, epoch.day)
        return elapsed.total_seconds() / 86_400
    if isinstance(value, date):
        return (value - epoch).days
    if isinstance(value, int):
        return value
    if not isinstance(value, float) or not math.isfinite(value):
        raise OutputError(f"“{value}”不是单元格能存的值；请改为数字、文字或日期。")
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _spelled(text: str) -> bytes:
    """The end of the tag and a text as it stands in XML: what XML cannot hold is written as _x0001_, as Excel writes it."""
    if len(text) > TEXT_LIMIT:
        raise OutputError(f"“{text[:20]}…”有 {len(text):,} 个字，单元格最多容纳 {TEXT_LIMIT:,} 个；请压缩后重试。")
    shown = _NOT_IN_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", _LIKE_ESCAPE.sub("_x005F_", text))
    return b' xml:space="preserve">' + escaped(shown).encode()


_KEPT = Keep.VALUE
_WHOLE_RANGES = ("array", "dataTable")
_MARKS_OF_RANGES = (b"ay", b"bl")
"""Pieces of those words whose second letter is rare in a worksheet."""


class EditedSheet(Struct):
    """A part after its edits, and whether a formula was overwritten."""

    part: bytes
    lost_formula: bool = False


def edit_sheet(part: bytes, edits: Mapping[Position, CellEdit], styles: StylesPart, epoch: date) -> EditedSheet:
    """The part with the edits. Raises `OutputError` for a cell of a shared or array formula, which cannot change alone."""
    head = read_head(part)
    _refuse_ranges(part, head, edits)
    if not head.prefix:
        with suppress(UnusualSpelling):
            return _Cut(part, head, SearchedRows(part, head), styles, epoch).edited(edits)
    rows = ParsedRows(part, head, {row for row, _ in edits})
    return _Cut(part, head, rows, styles, epoch).edited(edits)


def _refuse_ranges(part: bytes, head: SheetHead, edits: Mapping[Position, CellEdit]) -> None:
    """Cells that an array formula or a data table fills belong to it, also those that hold no formula."""
    end = part.rfind(b"sheetData")
    if not any(has(part, mark, head.data.end, end) for mark in _MARKS_OF_RANGES):
        return
    for formula in elements(part, ("f",)):
        if formula.attributes.get("t") not in _WHOLE_RANGES:
            continue
        first, _, last = formula.attributes.get("ref", "").partition(":")
        top, bottom = position_of(first), position_of(last or first)
        for position, edit in edits.items():
            inside = top and bottom and top[0] <= position[0] <= bottom[0] and top[1] <= position[1] <= bottom[1]
            if inside and edit.value is not _KEPT:
                raise _refusal(position)


def _refusal(position: Position) -> OutputError:
    return OutputError(f"{address(position)} 属于数组公式或共享公式，不能单独改写；请先在 Excel 中把这组公式粘贴为数值。")


class _Cut(Struct):
    """Pieces of the old part and new elements, in order."""

    part: bytes
    head: SheetHead
    rows: Rows
    styles: StylesPart
    epoch: date
    pieces: list[bytes] = field(default_factory=list)
    done: int = 0
    """How far the old part has been taken over."""
    written: list[Position] = field(default_factory=list)
    """Cells that were not there before."""
    lost_formula: bool = False
    letters: dict[int, bytes] = field(default_factory=dict)
    """The letters of columns, counted from 0."""
    column_styles: dict[int, int] = field(default_factory=dict)

    def edited(self, edits: Mapping[Position, CellEdit]) -> EditedSheet:
        """The part with all edits."""
        by_row: dict[int, list[tuple[Position, CellEdit]]] = {}
        for item in sorted(edits.items(), key=itemgetter(0)):
            by_row.setdefault(item[0][0], []).append(item)
        numbers = self.rows.numbers
        for row, own in by_row.items():
            index = bisect_left(numbers, row)
            if index < len(numbers) and numbers[index] == row:
                self._edit_row(index, own)
            else:
                self._add_row(index, row, own)
        if not self.pieces:
            return EditedSheet(self.part)
        if self._data_tag.endswith(b"/>"):
            self.pieces.append(b"</%ssheetData>" % self.head.prefix)
        self.pieces.append(self.part[self.done :])
        self._widen_dimension()
        return EditedSheet(b"".join(self.pieces), self.lost_formula)

    @property
    def _data_tag(self) -> bytes:
        return self.part[self.head.data.start : self.head.data.end]

    def _put(self, span: ByteSpan, element: bytes) -> None:
        self.pieces += (self.part[self.done : span.start], element)
        self.done = span.end

    def _edit_row(self, index: int, edits: Iterable[tuple[Position, CellEdit]]) -> None:
        part, rows = self.part, self.rows
        row = rows.row(index)
        tag = ByteSpan(row.start, part.index(b">", row.start) + 1)
        row_tag = part[tag.start : tag.end]
        row_style = _row_style(row_tag)
        new: list[tuple[ByteSpan, bytes]] = []
        adds = False
        for position, edit in edits:
            reference = self._reference(position)
            span = rows.cell(index, row, position[1], reference)
            old = part[span.start : span.end]
            if old:
                element = self._changed(position, reference, old, edit)
            else:
                element = self._made(position, reference, edit, row_style)
                adds = adds or bool(element)
            if element != old:
                new.append((span, element))
        if adds:
            self._put(tag, self._opened(row_tag))
        for span, element in new:
            self._put(span, element)
        if adds and tag.end == row.end:
            self.pieces.append(b"</%srow>" % self.head.prefix)

    def _reference(self, position: Position) -> bytes:
        row, column = position
        letters = self.letters.get(column) or self.letters.setdefault(column, column_letters(column + 1).encode())
        return b"%s%d" % (letters, row + 1)

    def _opened(self, tag: bytes) -> bytes:
        """The tag of a row that gets a cell: never closed, and without the columns that it spanned."""
        if not tag.endswith(b"/>"):
            at = tag.find(b' spans="')
            if at >= 0:
                return tag[:at] + tag[tag.index(b'"', at + 8) + 1 :]
            if b"spans" not in tag:
                return tag
        attributes = attributes_of(tag)
        attributes.pop(b"spans", None)
        return start_tag(self.head.prefix + b"row", attributes)

    def _add_row(self, index: int, row: int, edits: Iterable[tuple[Position, CellEdit]]) -> None:
        cells = b"".join(self._made(position, self._reference(position), edit, None) for position, edit in edits)
        if not cells:
            return
        if self._data_tag.endswith(b"/>") and not self.pieces:
            self._put(self.head.data, start_tag(self.head.prefix + b"sheetData", attributes_of(self._data_tag)))
        at = self.rows.row(index).start if index < len(self.rows.numbers) else self.rows.end
        name = self.head.prefix + b"row"
        self._put(ByteSpan(at, at), start_tag(name, {b"r": b"%d" % (row + 1)}) + cells + b"</%s>" % name)

    def _made(self, position: Position, reference: bytes, edit: CellEdit, row_style: int | None) -> bytes:
        """A cell that was not there, in the style of its row or column; empty where there is nothing to keep."""
        style = self._column_style(position[1]) if row_style is None else row_style
        own = self.styles.variant(style, edit.fill, edit.number_format) if edit.fill or edit.number_format else style
        value = edit.value
        if value is _KEPT or value is None:
            if own == style:
                return b""
            value = None
        self.written.append(position)
        return with_value(self.head.prefix, reference, value, own, self.epoch)

    def _column_style(self, column: int) -> int:
        style = self.column_styles.get(column)
        return self.column_styles.setdefault(column, self.head.style_of(column)) if style is None else style

    def _changed(self, position: Position, reference: bytes, old: bytes, edit: CellEdit) -> bytes:
        """A cell that is there."""
        style = style_of(old[: old.index(b">") + 1])
        own = self.styles.variant(style, edit.fill, edit.number_format)
        if edit.value is _KEPT:
            return old if own == style else with_style(old, own)
        self._leave_formula(position, old)
        if edit.value is None and own == style and self._is_empty(old):
            return old
        if edit.value is None and not own:
            return b""
        return with_value(self.head.prefix, reference, edit.value, own, self.epoch)

    def _is_empty(self, cell: bytes) -> bool:
        return not any(b"<%s%s" % (self.head.prefix, name) in cell for name in (b"v", b"is", b"f"))

    def _leave_formula(self, position: Position, old: bytes) -> None:
        start = old.find(b"<%sf" % self.head.prefix, 4)
        if start < 0:
            return
        if attributes_of(old[start : old.index(b">", start) + 1]).get(b"t", b"normal") != b"normal":
            raise _refusal(position)
        self.lost_formula = True

    def _widen_dimension(self) -> None:
        span = self.head.dimension
        if span is None or not self.written:
            return
        used = widened(self.head.used, self.written).encode()
        old = self.pieces[0][span.start : span.end]
        attributes = attributes_of(old) | {b"ref": used}
        tag = start_tag(self.head.prefix + b"dimension", attributes, closed=old.endswith(b"/>"))
        self.pieces[0] = self.pieces[0][: span.start] + tag + self.pieces[0][span.end :]


def _row_style(tag: bytes) -> int | None:
    """The style of a row's cells that are not there; None where each has that of its column."""
    if b"customFormat" in tag and attributes_of(tag)[b"customFormat"] in (b"1", b"true"):
        return style_of(tag)
    return None


def widened(used: str, cells: Iterable[Position]) -> str:
    """A range, such as A1:F12, with some more cells; one that says nothing is left out of it."""
    first, _, last = used.partition(":")
    corners = [corner for corner in (position_of(first), position_of(last or first)) if corner]
    rows, columns = zip(*corners, *cells, strict=True)
    top, bottom = (min(rows), min(columns)), (max(rows), max(columns))
    return address(top) if top == bottom else f"{address(top)}:{address(bottom)}"
