"""The lines of 材料清单 on the disk while the list grows: ten thousand documents take no more memory than their names."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Iterator, Sequence

from xlflow.jobs.composing.manifest import Entry, entry_of


class Spool:
    """Entries in the order in which they came; each can be read again."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the list
        self._starts = array("Q")

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._starts)

    def add(self, entry: Entry) -> None:
        """One more entry."""
        self._starts.append(self._file.seek(0, 2))
        self._file.write(json.dumps(entry.as_dict(), ensure_ascii=False).encode() + b"\n")

    def change(self, number: int, entry: Entry) -> None:
        """Another entry in the place of one of this number."""
        self.add(entry)
        self._starts[number] = self._starts.pop()

    def lines(self) -> Iterator[bytes]:
        """Every entry as the file of the list holds it."""
        for number in range(len(self)):
            yield self._line(number)

    def entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """The entries of these numbers, from 0."""
        for number in numbers:
            yield entry_of(json.loads(self._line(number)))

    def _line(self, number: int) -> bytes:
        self._file.seek(self._starts[number])
        return self._file.readline().rstrip(b"\n")

    def close(self) -> None:
        """Gives up the entries."""
        self._file.close()
