"""Compression of [MS-OVBA] 2.4.1: how the streams of a VBA project are packed.

A container is a signature byte and chunks of 4096 bytes each; in a chunk, eight tokens follow a byte of flags, each a literal byte or a
copy of what stands before it in the same chunk.
"""

from __future__ import annotations

from struct import pack

SIGNATURE = b"\x01"
CHUNK_BYTES = 4096
_LEAST_COPY = 3
_CANDIDATES = 64
"""So many earlier places are tried for a copy: source text is packed well enough, and long runs stay quick."""
_COMPRESSED = 0xB000
_RAW = 0x3FFF
"""Headers (2.4.1.1.5): signature 0b011, the flag of a compressed chunk, and the size less 3."""


def compress(content: bytes) -> bytes:
    """The container of these bytes.

    A last chunk that does not get smaller is padded with zero bytes to its 4096, as 2.4.1.3.10 asks; text always gets smaller.
    """
    starts = range(0, len(content), CHUNK_BYTES)
    return SIGNATURE + b"".join(_chunk(content[start : start + CHUNK_BYTES]) for start in starts)


def _chunk(content: bytes) -> bytes:
    tokens = _tokens(content)
    if len(tokens) > CHUNK_BYTES:
        return pack("<H", _RAW) + content.ljust(CHUNK_BYTES, b"\0")
    return pack("<H", _COMPRESSED | (len(tokens) - 1)) + tokens


def _tokens(content: bytes) -> bytes:
    """Sequences of a byte of flags and up to eight tokens (2.4.1.1.7)."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    place = 0
    while place < len(content):
        flags, sequence = 0, bytearray()
        for bit in range(8):
            if place >= len(content):
                break
            length, distance = _longest_copy(content, place, seen)
            if length >= _LEAST_COPY:
                flags |= 1 << bit
                sequence += pack("<H", _copy_token(place, length, distance))
            else:
                length = 1
                sequence.append(content[place])
            for passed in range(place, place + length):
                seen.setdefault(content[passed : passed + _LEAST_COPY], []).append(passed)
            place += length
        out.append(flags)
        out += sequence
    return bytes(out)


def _longest_copy(content: bytes, place: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Length and distance of the longest earlier text that stands here again; 0, 0 where there is none."""
    best, distance = 0, 0
    limit = min((0xFFFF >> _distance_bits(place)) + _LEAST_COPY, len(content) - place)
    for earlier in reversed(seen.get(content[place : place + _LEAST_COPY], ())[-_CANDIDATES:]):
        length = 0
        while length < limit and content[earlier + length] == content[place + length]:
            length += 1
        if length > best:
            best, distance = length, place - earlier
    return best, distance


def _copy_token(place: int, length: int, distance: int) -> int:
    """2.4.1.3.19.3: distance in the upper bits, length in the lower ones; how many are which depends on the place."""
    return (distance - 1) << (16 - _distance_bits(place)) | (length - _LEAST_COPY)


def _distance_bits(place: int) -> int:
    """2.4.1.3.19.1: as many bits as the greatest distance needs here, at least four."""
    return max((place - 1).bit_length(), 4) if place else 4
