"""One cell of a worksheet part: what an edit asks, and the element that it becomes.

Texts are written into the cell itself (`inlineStr`): Excel, WPS and LibreOffice all read it, and the shared strings stay untouched.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from xml.sax.saxutils import escape

from xlflow.errors import OutputError
from xlflow.files.xml_parts import new_parser
from xlflow.findings import column_letters
from xlflow.forms.raw import Position

CellValue = str | float | int | bool | date | datetime | None
TEXT_LIMIT = 32_767
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DROPPED = (b"t", b"cm", b"vm")
"""Attributes that speak of the old value: its type, its array, its picture."""


class Keep(Enum):
    """Leave what is there."""

    VALUE = "value"


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What becomes of a cell: its value (None empties it), its fill as RRGGBB, its number format; what is not said stays."""

    value: CellValue | Keep = Keep.VALUE
    fill: str | None = None
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class SheetEdits:
    """The edits of one sheet by row and column from 0."""

    sheet: str
    cells: Mapping[Position, CellEdit]


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
    return {name.encode(): escape(value, {'"': "&quot;"}).encode() for name, value in found.items()}


def start_tag(name: bytes, attributes: Mapping[bytes, bytes], *, closed: bool = False) -> bytes:
    """The tag of an element."""
    spelled = b"".join(b' %s="%s"' % pair for pair in attributes.items())
    return b"<%s%s%s>" % (name, spelled, b"/" if closed else b"")


def with_style(element: bytes, style: int) -> bytes:
    """A cell as it is, in another style."""
    end = element.index(b">") + 1
    tag = element[:end]
    closed = tag.endswith(b"/>")
    return start_tag(tag[1:].split()[0].rstrip(b"/>"), _styled(attributes_of(tag), style), closed=closed) + element[end:]


def with_value(prefix: bytes, attributes: Mapping[bytes, bytes], value: CellValue, style: int, epoch: date) -> bytes:
    """A cell with a new value; `attributes` are those that it had, its reference among them."""
    kept = _styled({name: text for name, text in attributes.items() if name not in _DROPPED}, style)
    name = prefix + b"c"
    if value is None:
        return start_tag(name, kept, closed=True)
    kind, content = _content(prefix, value, epoch)
    if kind:
        kept[b"t"] = kind
    return start_tag(name, kept) + content + b"</" + name + b">"


def _styled(attributes: Mapping[bytes, bytes], style: int) -> dict[bytes, bytes]:
    """Reference first, then the style, then the rest."""
    rest = {name: text for name, text in attributes.items() if name not in (b"r", b"s")}
    reference = {b"r": attributes[b"r"]} if b"r" in attributes else {}
    return reference | ({b"s": b"%d" % style} if style else {}) | rest


def _content(prefix: bytes, value: CellValue, epoch: date) -> tuple[bytes, bytes]:
    """The type of a value and the elements that hold it."""
    if isinstance(value, str):
        return b"inlineStr", b"<%sis><%st%s>%s</%st></%sis>" % (prefix, prefix, _space(value), spelled(value), prefix, prefix)
    if isinstance(value, bool):
        kind, number = b"b", str(int(value))
    else:
        kind, number = b"", repr(_number(value, epoch))
    return kind, b"<%sv>%s</%sv>" % (prefix, number.encode(), prefix)


def _space(text: str) -> bytes:
    return b' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else b""


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


def spelled(text: str) -> bytes:
    """A text as it stands in XML: what XML cannot hold is written as _x0001_, as Excel writes it."""
    if len(text) > TEXT_LIMIT:
        raise OutputError(f"“{text[:20]}…”有 {len(text):,} 个字，单元格最多容纳 {TEXT_LIMIT:,} 个；请压缩后重试。")
    if "_x" in text:
        text = _LIKE_ESCAPE.sub("_x005F_", text)
    if _NOT_IN_XML.search(text):
        text = _NOT_IN_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
    return escape(text).encode()
