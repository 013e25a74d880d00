"""What is wrong with a scheme, as values: all faults are told at once."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from msgspec import Struct


class Fault(Struct, frozen=True):
    """One fault: the file, the entry (`[[field]] nominees.name`), the key in it, and one sentence that also says the cure."""

    file: str
    table: str
    key: str
    message: str

    def __str__(self) -> str:
        """The whole sentence, where first."""
        return " › ".join(part for part in (self.file, self.table, self.key) if part) + f"：{self.message}。"


def near(word: object, known: Iterable[str]) -> str:
    """“，是否想写 xx” where a known word is close to what was written, which may be no text at all; else nothing."""
    found = get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return f"，是否想写 {found[0]}" if found else ""
