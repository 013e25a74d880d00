"""One cell of a worksheet part: what an edit asks, and the element that it becomes.

Texts are written into the cell itself (`inlineStr`): Excel, WPS and LibreOffice all read it, and the shared strings stay untouched.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime

from xlflow.errors import OutputError
from xlflow.files.editing.edits import CellValue
from xlflow.files.reading.xml_parts import escaped, new_parser
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
