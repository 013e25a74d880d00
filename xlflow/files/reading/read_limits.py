"""Bounds of reading one file; a module of its own because the parent of the reader and a click need nothing else of the reader."""

from __future__ import annotations

from msgspec import Struct

MIB = 1 << 20


class Limits(Struct, frozen=True):
    """Bounds of reading one file.

    The honest extreme is a list of 200,000 people in 30 columns: 40 MB, 380 MB inflated, 6 million cells, 820 MiB at the peak. A worksheet
    with one stray entry in its last row has 1,048,576 rows, which is why `cells` (of the used rectangle) is above that.
    """

    file_bytes: int = 64 * MIB
    inflated_bytes: int = 600 * MIB
    ratio: int = 300
    """Inflated to compressed bytes of the whole package; asked only where more than `ratio_free_bytes` come out."""
    ratio_free_bytes: int = 64 * MIB
    entries: int = 10_000
    cells: int = 12_000_000
    seconds: float = 18.0
    memory_bytes: int = 900 * MIB


LIMITS = Limits()
