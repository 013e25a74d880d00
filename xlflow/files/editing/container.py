"""The zip around the parts: written anew with some members changed, all others copied compressed, byte for byte.

Order, names, time stamps, attributes and extra fields of the members stay; so does the comment of the archive. Sizes are written into the
headers (no data descriptors, no zip64 fields: a workbook that may be read is far below four gigabytes).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping

from xlflow.files.reading.archive import plain_name

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_EXTRA = struct.Struct("<2H")
_UTF8, _DESCRIPTOR, _ZIP64 = 0x800, 0x8, 0x1
_LEVEL, _MEMORY = 2, 7
"""On worksheets quicker than level 1 and a quarter smaller."""
_DAMAGE = "压缩包结构已损坏"


def rewrite(data: bytes, changed: Mapping[str, bytes], dropped: Collection[str] = ()) -> bytes:
    """The package with new contents for the parts in `changed` and without those in `dropped`.

    A part that is not there yet is added at the end. Raises `ValueError` where the package contradicts itself.
    """
    new = {plain_name(name): (name, content) for name, content in changed.items()}
    gone = {plain_name(name) for name in dropped}
    writer = _Writer()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
        for member in members:
            name = plain_name(member.filename)
            if name in gone:
                continue
            content = new[name][1] if name in new else None
            writer.copy(data, member) if content is None else writer.replace(data, member, content)
        there = {plain_name(member.filename) for member in members}
        for name, (spelled, content) in new.items():
            if name not in there:
                writer.add(spelled, content)
        return writer.finish(package.comment)


class _Writer:
    """Members one after another, then the directory."""

    def __init__(self) -> None:
        self._pieces: list[bytes | memoryview] = []
        self._directory: list[bytes] = []
        self._offset = 0

    def copy(self, data: bytes, member: zipfile.ZipInfo) -> None:
        extra, start = _local(data, member)
        end = start + member.compress_size
        if end > len(data):
            raise ValueError(_DAMAGE)
        self._put(member, extra, memoryview(data)[start:end], member.compress_type, member.CRC, member.file_size)

    def replace(self, data: bytes, member: zipfile.ZipInfo, content: bytes) -> None:
        extra, _ = _local(data, member)
        self._put(member, extra, _deflated(content), zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content))

    def add(self, name: str, content: bytes) -> None:
        member = zipfile.ZipInfo(name)
        member.flag_bits = 0 if name.isascii() else _UTF8
        self._put(member, b"", _deflated(content), zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content))

    def _put(self, member: zipfile.ZipInfo, extra: bytes, stored: bytes | memoryview, method: int, crc: int, size: int) -> None:
        name = member.orig_filename.encode("utf-8" if member.flag_bits & _UTF8 else "cp437")
        facts = (member.flag_bits & ~_DESCRIPTOR, method, *_dos_time(member), crc, len(stored), size, len(name))
        needed = member.extract_version
        local = _LOCAL.pack(b"PK\x03\x04", needed, *facts, len(extra))
        own = _without_zip64(member.extra)
        version = member.create_version | member.create_system << 8
        rest = (len(member.comment), 0, member.internal_attr, member.external_attr, self._offset)
        self._pieces += (local, name, extra, stored)
        self._directory += (_CENTRAL.pack(b"PK\x01\x02", version, needed, *facts, len(own), *rest), name, own, member.comment)
        self._offset += len(local) + len(name) + len(extra) + len(stored)

    def finish(self, comment: bytes) -> bytes:
        """The whole archive."""
        listing = b"".join(self._directory)
        count = len(self._directory) // 4
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), self._offset, len(comment))
        return b"".join((*self._pieces, listing, end, comment))


def _local(data: bytes, member: zipfile.ZipInfo) -> tuple[bytes, int]:
    """The extra fields of the local header, and where the data of the member begin."""
    try:
        head = _LOCAL.unpack_from(data, member.header_offset)
    except struct.error as error:
        raise ValueError(_DAMAGE) from error
    if head[0] != b"PK\x03\x04":
        raise ValueError(_DAMAGE)
    start = member.header_offset + _LOCAL.size + head[9]
    return _without_zip64(data[start : start + head[10]]), start + head[10]


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields but the one with long sizes; what is no list of fields stays as it is."""
    kept, rest = b"", extra
    while len(rest) >= _EXTRA.size:
        kind, size = _EXTRA.unpack_from(rest)
        field, rest = rest[: _EXTRA.size + size], rest[_EXTRA.size + size :]
        kept += b"" if kind == _ZIP64 else field
    return kept + rest


def _dos_time(member: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = member.date_time
    return hour << 11 | minute << 5 | second // 2, max(year - 1980, 0) << 9 | month << 5 | day


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, _MEMORY)
    return packer.compress(content) + packer.flush()
