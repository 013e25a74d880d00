"""A compound file of version 3 ([MS-CFB]): storages and streams in sectors of 512 bytes.

Streams below 4096 bytes lie in the mini stream, in sectors of 64 bytes. The same tree gives the same bytes: no times, no class ids.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from msgspec import Struct, field

Tree = Mapping[str, "bytes | Tree"]
"""A storage: name to stream or to storage."""

_SECTOR, _MINI_SECTOR, _MINI_LIMIT = 512, 64, 4096
_FREE, _END, _FAT_SECTOR, _NO_STREAM = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_IDS_A_SECTOR = _SECTOR // 4
_FAT_SECTORS_IN_HEADER = 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
"""Directory entry, 2.6.1."""
_HEADER = struct.Struct("<8s16sHHHHH6sIIIIIIIII")
"""Header, 2.2, without its list of FAT sectors."""


class _Entry(Struct):
    name: str
    kind: int
    content: bytes = b""
    left: int = _NO_STREAM
    right: int = _NO_STREAM
    child: int = _NO_STREAM
    color: int = _BLACK
    start: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        links = (self.left, self.right, self.child)
        return _ENTRY.pack(name, len(name), self.kind, self.color, *links, bytes(16), 0, 0, 0, self.start, len(self.content))


class _Sectors(Struct):
    """Sectors of one size and the chain that leads through them."""

    size: int
    content: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def put(self, content: bytes) -> int:
        """The number of the first sector of this content; the end mark where it is empty."""
        count = -(-len(content) // self.size)
        if not count:
            return _END
        first = len(self.chain)
        self.chain += [*range(first + 1, first + count), _END]
        self.content += content.ljust(count * self.size, b"\0")
        return first


def compound_file(tree: Tree) -> bytes:
    """The file. `ValueError` past about 6.8 MB, where the header has no room for more FAT sectors."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(tree, entries)
    minis, sectors = _Sectors(_MINI_SECTOR), _Sectors(_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.start = (minis if len(entry.content) < _MINI_LIMIT else sectors).put(entry.content)
    entries[0].content = bytes(minis.content)
    entries[0].start = sectors.put(entries[0].content)
    mini_chain = _ids(minis.chain)
    mini_chain_start = sectors.put(mini_chain)
    directory_start = sectors.put(_directory(entries))
    first_fat = len(sectors.chain)
    fat_count = _fat_sectors(first_fat)
    fat = _ids([*sectors.chain, *[_FAT_SECTOR] * fat_count])
    header = _HEADER.pack(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, fat_count,
        directory_start, 0, _MINI_LIMIT, mini_chain_start, len(mini_chain) // _SECTOR, _END, 0,
    )  # fmt: skip
    fat_ids = [*range(first_fat, first_fat + fat_count), *[_FREE] * (_FAT_SECTORS_IN_HEADER - fat_count)]
    return header + struct.pack(f"<{_FAT_SECTORS_IN_HEADER}I", *fat_ids) + bytes(sectors.content) + fat


def _fat_sectors(others: int) -> int:
    """How many FAT sectors describe these sectors and themselves."""
    count = 1
    while count * _IDS_A_SECTOR < others + count:
        count += 1
    if count > _FAT_SECTORS_IN_HEADER:
        raise ValueError("too large for a compound file without DIFAT sectors")
    return count


def _ids(chain: list[int]) -> bytes:
    """A chain as whole sectors."""
    padded = chain + [_FREE] * (-len(chain) % _IDS_A_SECTOR)
    return struct.pack(f"<{len(padded)}I", *padded)


def _directory(entries: list[_Entry]) -> bytes:
    unused = _ENTRY.pack(b"", 0, 0, 0, _NO_STREAM, _NO_STREAM, _NO_STREAM, bytes(16), 0, 0, 0, 0, 0)
    return b"".join(entry.packed() for entry in entries) + unused * (-len(entries) % (_SECTOR // _ENTRY.size))


def _add(storage: Tree, entries: list[_Entry]) -> int:
    """Adds what is in a storage to the directory; the number of the root of its tree of siblings."""
    own = []
    for name, content in storage.items():
        own.append(len(entries))
        entries.append(_Entry(name, _STREAM, content) if isinstance(content, bytes) else _Entry(name, _STORAGE))
    for number, content in zip(own, storage.values(), strict=True):
        if not isinstance(content, bytes):
            entries[number].child = _add(content, entries)
    own.sort(key=lambda number: (len(entries[number].name), entries[number].name.upper()))
    return _balance(own, entries, 0, _black_levels(len(own)))


def _black_levels(count: int) -> int:
    """How many levels of a balanced tree are full; the nodes of a last level that is not full are red (2.6.4)."""
    return (count + 1).bit_length() - 1


def _balance(numbers: list[int], entries: list[_Entry], depth: int, black_levels: int) -> int:
    if not numbers:
        return _NO_STREAM
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balance(numbers[:middle], entries, depth + 1, black_levels)
    entry.right = _balance(numbers[middle + 1 :], entries, depth + 1, black_levels)
    entry.color = _RED if depth >= black_levels else _BLACK
    return numbers[middle]
