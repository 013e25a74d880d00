"""A Word file as a zip of parts: what is not rendered is copied as it lies there, compressed, byte for byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800
_VERSION = 20

_RENDERED_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "",
    "application/vnd.ms-word.document.macroEnabled.main+xml": "",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml": "页眉",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml": "页脚",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml": "脚注",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml": "尾注",
    "application/vnd.openxmlformats-package.core-properties+xml": "文档属性",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml": "文档属性",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml": "文档属性",
}
"""Content types of the parts that may hold tags, and what people call them; the body needs no name."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the zip as it is stored. `title` is what people call a part that may hold tags; None: it is only copied."""

    name: str
    stored: bytes
    method: int
    stamp: tuple[int, int]
    crc: int
    size: int
    title: str | None = None

    def data(self) -> bytes:
        """The content, inflated."""
        if self.method == zipfile.ZIP_STORED:
            return self.stored
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.stored, self.size or 1)


def read_package(content: bytes) -> tuple[Member, ...]:
    """All members in their order; `ValueError` with a Chinese reason for what is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            types = _content_types(archive.read("[Content_Types].xml"))
            return tuple(_member(content, info, types) for info in archive.infolist())
    except (zipfile.BadZipFile, KeyError, zlib.error, struct.error, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise ValueError("不是 .docx 文件，或文件已损坏") from error


def _content_types(content: bytes) -> dict[str, str]:
    return {
        element.get("PartName", "").lstrip("/"): element.get("ContentType", "")
        for element in parse_xml(content).iter()
        if isinstance(element.tag, str) and element.tag.endswith("}Override")
    }


def _member(content: bytes, info: zipfile.ZipInfo, types: Mapping[str, str]) -> Member:
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(info.filename)
    head = _LOCAL.unpack_from(content, info.header_offset)
    start = info.header_offset + _LOCAL.size + head[9] + head[10]
    stored = content[start : start + info.compress_size]
    title = _RENDERED_TYPES.get(types.get(info.filename, ""))
    return Member(info.filename, stored, info.compress_type, (head[4], head[5]), info.CRC, info.file_size, title)


def parse_xml(content: bytes) -> etree._Element:
    """The tree of a part; entities and outside references are never followed."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=False))


def write_package(members: tuple[Member, ...], rendered: Mapping[str, bytes]) -> bytes:
    """The zip with the rendered parts in place of the members of their names, everything else as it was."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        content = rendered.get(member.name)
        entry = member if content is None else _compressed(member, content)
        name = entry.name.encode()
        facts = (_UTF8, entry.method, *entry.stamp, entry.crc, len(entry.stored), entry.size, len(name), 0)
        pieces += (_LOCAL.pack(b"PK\x03\x04", _VERSION, *facts), name, entry.stored)
        directory += (_CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *facts, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + len(entry.stored)
    listing = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(listing), offset, 0)
    return b"".join((*pieces, listing, end))


def _compressed(member: Member, content: bytes) -> Member:
    """Level 1: a document of text is as small as it needs to be, at a third of the time."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    stored = packer.compress(content) + packer.flush()
    return Member(member.name, stored, zipfile.ZIP_DEFLATED, member.stamp, zlib.crc32(content), len(content), member.title)
