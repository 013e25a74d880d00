"""发文登记: which document got which number. Values in, values out.

A document keeps its number however often it is composed; it is known by what it is, to whom it goes and for which round or period.
Numbers are never issued twice and never re-used: a line that says 作废 keeps its number, and one that was deleted from the sheet comes
back as 作废 (in use where people's rows still say it), as long as the store beside the roster remembers it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from xlflow.domain.document_numbers import Number, Series, gaps
from xlflow.messages import some_of
from xlflow.roster.submitted_rows import Plain

IN_USE, WITHDRAWN = "在用", "作废"
LETTER_NUMBER = "letter_number"
"""The column of a person's row that names his letter."""
_DELETED = "登记表中曾被删去，号不再用"
_NAMED = 6


class Key(Struct, frozen=True):
    """What tells a document from all others: its id in the scheme, whom it is about, its round or period."""

    document: str
    about: str
    occasion: str


class Entry(Struct, frozen=True):
    """A line of the register. `document` is empty where people typed it for a document of their own."""

    number: str
    title: str = ""
    about: str = ""
    occasion: str = ""
    day: str = ""
    state: str = IN_USE
    note: str = ""
    document: str = ""

    @property
    def key(self) -> Key | None:
        """The document that holds the number; None where it is withdrawn or none of ours."""
        return Key(self.document, self.about, self.occasion) if self.document and self.state != WITHDRAWN else None

    @property
    def parsed(self) -> Number | None:
        """The number, where it can be read."""
        return Number.parse(self.number)

    @property
    def identity(self) -> str:
        """The number as it is compared: brackets and blanks do not matter."""
        return identity(self.number)


def identity(number: str) -> str:
    """A number as it is compared, whoever wrote it."""
    return str(Number.parse(number) or number)


class Want(Struct, frozen=True):
    """A document that is to have a number of a series; `given`: the number that people have typed for it already."""

    key: Key
    title: str
    series: Series
    given: str = ""


_COLUMNS = {
    "document_number": "number",
    "document_title": "title",
    "addressed_to": "about",
    "occasion": "occasion",
    "registered_on": "day",
    "number_state": "state",
    "number_note": "note",
    "document_id": "document",
}


def entry_of(cells: Mapping[str, Plain]) -> Entry | None:
    """The entry of a row of the sheet; None where it has no number."""
    values = {name: str(cells[key]).strip() for key, name in _COLUMNS.items() if cells.get(key) not in (None, "")}
    return Entry(**values) if "number" in values else None


def cells_of_entry(entry: Entry) -> dict[str, Plain]:
    """The cells of an entry."""
    return {key: value for key, name in _COLUMNS.items() if (value := getattr(entry, name))}


def entries_of(rows: Iterable[Mapping[str, Plain]]) -> tuple[Entry, ...]:
    """The entries of the rows of a sheet."""
    return tuple(entry for row in rows if (entry := entry_of(row)))


def withdrawn(entries: Iterable[Entry]) -> frozenset[str]:
    """The numbers, as they are compared, that no document may bear any more."""
    found = list(entries)
    return frozenset(e.identity for e in found if e.state == WITHDRAWN) - {e.identity for e in found if e.state != WITHDRAWN}


def united(kept: Iterable[Entry], shown: Sequence[Entry], typed: Iterable[str] = ()) -> tuple[Entry, ...]:
    """What the sheet shows, and behind it what it has lost of what is kept, as withdrawn.

    A number that stands among those `typed` elsewhere in the roster is in use as before: its document still goes out with it.
    """
    there = {entry.identity for entry in shown}
    used = {identity(number) for number in typed}
    lost = (entry for entry in kept if entry.identity not in there)
    return (*shown, *(entry if entry.identity in used else _withdrawn(entry) for entry in lost))


def _withdrawn(entry: Entry) -> Entry:
    return replace(entry, state=WITHDRAWN, note=entry.note or _DELETED)


def issue(entries: Sequence[Entry], wants: Iterable[Want], typed: Iterable[str], day: date) -> tuple[tuple[Entry, ...], dict[Key, str]]:
    """The register after every wanted document has its number, and the number of each.

    `typed` are numbers that people wrote elsewhere in the roster: they are out too. A number that the register has withdrawn is given to
    no document, whoever still writes it.
    """
    out_of_use = withdrawn(entries)
    numbers: dict[Key, str] = {}
    register = list(entries)
    held = {entry.key: entry for entry in register if entry.key}
    out = [number for text in (*(entry.number for entry in register), *typed) if (number := Number.parse(text))]
    known = {entry.identity for entry in register}
    for want in wants:
        entry = held.get(want.key)
        is_given = bool(want.given) and identity(want.given) not in out_of_use
        if is_given and (entry is None or entry.identity != identity(want.given)):
            entry = _registered(want, want.given, day)
            if entry.identity not in known:
                register.append(entry)
        elif entry is None:
            number = want.series.following(out)
            out.append(number)
            entry = _registered(want, str(number), day)
            register.append(entry)
        held[want.key] = entry
        known.add(entry.identity)
        numbers[want.key] = entry.number
    return tuple(register), numbers


def _registered(want: Want, number: str, day: date) -> Entry:
    return Entry(number, want.title, want.key.about, want.key.occasion, day.isoformat(), document=want.key.document)


def remarks(entries: Sequence[Entry]) -> list[str]:
    """What a committee should know of its register: numbers left out, numbers written twice, words for their state that nobody knows."""
    found = []
    left_out = [str(number) for number in gaps(filter(None, (entry.parsed for entry in entries)))]
    if left_out:
        found.append(f"发文登记缺号：{some_of(left_out, _NAMED, '等{}个')}；没有用过的请补记并注明“{WITHDRAWN}”，缺号不会再发。")
    twice = [number for number, count in Counter(entry.identity for entry in entries).items() if count > 1]
    if twice:
        found.append(f"发文登记重号：{'、'.join(twice[:_NAMED])}；请核对，一件公文一个文号。")
    odd = [f"{entry.number}（{entry.state}）" for entry in entries if entry.state not in (IN_USE, WITHDRAWN)]
    if odd:
        found.append(f"文号状态看不懂，按“{IN_USE}”处理：{'、'.join(odd[:_NAMED])}；不再用的请把文号状态改为“{WITHDRAWN}”。")
    return found
