"""The zip package of a workbook, opened with limits.

Declared sizes are checked before anything is inflated; what is inflated here is counted as well, since a package may lie. What the
worksheet reader inflates on its own is bounded by the memory and time of its process.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

from xlflow.errors import WorkbookError
from xlflow.files.reading.read_limits import Limits

CHUNK = 1 << 20
_INPUT = 1 << 18
_SMALLEST = 1 << 12
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, NotImplementedError, ValueError, KeyError)
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_XML_SUFFIXES = (".xml", ".rels", ".vml")


class Archive:
    """The parts of a package by name, however the writing program spelled it (backslashes, other case, a leading slash)."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the package; raises `WorkbookError` where it is damaged, encrypted or past a limit."""
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _DAMAGE as error:
            raise WorkbookError("workbook-unreadable", "压缩包结构已损坏") from error
        _check_size(members, len(data), limits)
        self._members = {plain_name(member.filename): member for member in members}
        self._left = limits.inflated_bytes

    def __contains__(self, name: str) -> bool:
        """Whether there is such a part."""
        return plain_name(name) in self._members

    def names(self, folder: str, suffix: str) -> list[str]:
        """The parts in `folder` (lower case, ending in /) whose names end in `suffix`."""
        return [name for name in self._members if name.startswith(folder) and name.endswith(suffix)]

    def read(self, name: str) -> bytes:
        """A whole part."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part piece by piece, so that a big one never stands in memory as a whole."""
        member = self._members.get(plain_name(name))
        if member is None:
            raise WorkbookError("workbook-unreadable", f"缺少部件 {name}")
        if member.flag_bits & 1:
            raise WorkbookError("workbook-encrypted", "压缩包有密码")
        try:
            for chunk in self._inflated(member):
                self._left -= len(chunk)
                if self._left < 0:
                    raise WorkbookError("workbook-too-large", "解压后超过上限")
                yield chunk
        except _DAMAGE as error:
            raise WorkbookError("workbook-unreadable", f"部件 {name} 已损坏") from error

    def _inflated(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of a member. Deflate is done here: `ZipFile.open` costs more than inflating a small part."""
        if member.compress_type == zipfile.ZIP_DEFLATED:
            return _inflate(self._raw(member), member.CRC, max(_SMALLEST, min(CHUNK, member.file_size + 1)))
        return iter(partial(self._zip.open(member).read, CHUNK), b"")

    def _raw(self, member: zipfile.ZipInfo) -> memoryview:
        header = self._data[member.header_offset : member.header_offset + 30]
        if header[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile
        start = member.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        return memoryview(self._data)[start : start + member.compress_size]

    def has_doctype(self) -> bool:
        """Whether any XML part declares a document type: no office program writes one, and entities can swell or fetch files."""
        return any(_declares_type(self.chunks(name)) for name in self._members if name.endswith(_XML_SUFFIXES))


def _inflate(raw: memoryview, checksum: int, at_once: int) -> Iterator[bytes]:
    """The data in pieces of `at_once` bytes (a buffer of the right size is twice as fast as one that grows)."""
    stream, crc = zlib.decompressobj(-zlib.MAX_WBITS), 0
    for start in range(0, len(raw), _INPUT):
        piece: bytes | memoryview = raw[start : start + _INPUT]
        while piece:
            chunk = stream.decompress(piece, at_once)
            crc = zlib.crc32(chunk, crc)
            yield chunk
            piece = stream.unconsumed_tail
    if not stream.eof or crc != checksum:
        raise zipfile.BadZipFile


def _declares_type(chunks: Iterator[bytes]) -> bool:
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        if any(doctype in text for doctype in _DOCTYPES):
            return True
        tail = text[-32:]
    return False


def plain_name(name: str) -> str:
    """A part's name as it is compared: with `/`, without one at the start, in small letters."""
    return name.replace("\\", "/").lstrip("/").lower()


def _check_size(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(members) > limits.entries:
        raise WorkbookError("workbook-too-large", f"压缩包内有 {len(members):,} 个部件，上限 {limits.entries:,} 个")
    inflated = sum(member.file_size for member in members)
    if inflated > limits.inflated_bytes or (inflated > limits.ratio_free_bytes and inflated > limits.ratio * size):
        raise WorkbookError("workbook-too-large", f"解压后有 {inflated / (1 << 20):,.0f} MiB，疑为压缩炸弹")
