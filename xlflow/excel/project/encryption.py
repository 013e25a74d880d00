"""Data encryption of [MS-OVBA] 2.4.3: how the PROJECT stream states that a project has no password and is visible."""

from __future__ import annotations

from struct import pack

_SEED = 0x2E
"""Any byte will do; a fixed one gives the same file every time."""
_VERSION = 2
_FILLER = 0x07


def encrypt(project_id: str, data: bytes) -> str:
    """The data as hexadecimal digits, bound to the id of the project (2.4.3.2)."""
    key = sum(project_id.encode("ascii")) & 0xFF
    out = [_SEED, _SEED ^ _VERSION, _SEED ^ key]
    plain_before, before, before_that = key, out[2], out[1]
    for byte in bytes([_FILLER] * ((_SEED & 6) // 2)) + pack("<I", len(data)) + data:
        out.append(byte ^ ((before_that + plain_before) & 0xFF))
        before_that, before, plain_before = before, out[-1], byte
    return bytes(out).hex().upper()
