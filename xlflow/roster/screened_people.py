"""Screening of everybody whom some workbooks name, one entry a person whatever the order of the files; and what people typed beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from xlflow.domain.screening import ScreeningState
from xlflow.figures.screening_members import RowSpot, Screened, Screener, spot_of
from xlflow.roster.settled_rows import row_key
from xlflow.roster.submitted_rows import RowState
from xlflow.rules.case import Case, Judging
from xlflow.rules.persons import Identity, person_key
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEMBERS, NOMINEES
from xlflow.tables.raw import RawSheet, RawValue
from xlflow.tables.records import WorkbookReading

_LEFT = "已转出"
_ORDER = {state: number for number, state in enumerate(ScreeningState)}


class Member(Struct, frozen=True):
    """A person and how he stands. `keys` tell him again in the next run; `others` are further rows about him, in other rosters."""

    name: str
    number: str
    unit: str
    spot: RowSpot
    screened: Screened
    keys: tuple[str, ...]
    others: tuple[RowSpot, ...] = ()


class Screening(Struct, frozen=True):
    """Everybody, those first who wait for the committee; `schemes` are those they were screened by."""

    members: tuple[Member, ...]
    schemes: tuple[Scheme, ...]
    as_of: date

    def count(self, state: ScreeningState) -> int:
        """How many are in a state."""
        return sum(member.screened.state is state for member in self.members)


class _Person(Struct):
    """The rows about one person: that which counts, and where the others stand."""

    case: Case
    identities: list[Identity]
    others: list[RowSpot]


def screening(readings: Iterable[tuple[WorkbookReading, Scheme]], as_of: date) -> Screening:
    """The screening of the members of all workbooks.

    Rows of one person in several rosters are one entry: that of the branch that he has not left, else the one filed last.
    """
    judgings = sorted((Judging(reading, scheme, as_of) for reading, scheme in readings), key=lambda each: (each.file, each.reading.sha256))
    listed = _Listed(judgings)
    screeners = {id(judging.scheme): Screener(judging.scheme, as_of) for judging in judgings}
    members = []
    for person in _people(judgings):
        screened = screeners[id(person.case.judging.scheme)].screen(person.case, listed.about(person))
        members.append(_member(person, screened))
    schemes = dict.fromkeys(judging.scheme for judging in judgings if judging.has(MEMBERS))
    return Screening(tuple(sorted(_with_own_keys(members), key=_order)), tuple(schemes), as_of)


class _Listed:
    """The rows of the lists of nominees of all workbooks."""

    def __init__(self, judgings: Iterable[Judging]) -> None:
        self.cases: dict[int, Case] = {}
        self.by_identity: dict[Identity, list[Case]] = defaultdict(list)
        for judging in judgings:
            for case in judging.cases(NOMINEES):
                self.cases[id(case.record)] = case
                for identity in _identities(case):
                    self.by_identity[identity].append(case)

    def about(self, person: _Person) -> list[Case]:
        """His rows: in his own workbook told by name and numbers, in all others by what identifies him."""
        own = person.case.judging.related(NOMINEES).about(person.case.record) if self.cases else []
        elsewhere = (case for identity in person.identities for case in self.by_identity.get(identity, ()))
        return list({id(case.record): case for case in (*(self.cases[id(record)] for record in own), *elsewhere)}.values())


def _identities(case: Case) -> list[Identity]:
    """All identities that a row gives in full."""
    keys = case.judging.scheme.tables[case.record.table].key_fields
    return [identity for one in keys if (identity := person_key(case.record.values, (one,))) is not None]


def _people(judgings: Sequence[Judging]) -> Iterator[_Person]:
    rows = [case for judging in judgings for case in judging.cases(MEMBERS) if case.known.get("row_state") != RowState.WITHDRAWN]
    known: dict[Identity, _Person] = {}
    people = []
    for case in sorted(rows, key=_preference):
        identities = _identities(case)
        person = next((known[identity] for identity in identities if identity in known), None)
        if person is None:
            person = _Person(case, identities, [])
            people.append(person)
        else:
            person.others.append(spot_of(case.record, case.judging.file, "name"))
        known |= {identity: person for identity in identities if identity not in known}
    yield from people


def _preference(case: Case) -> tuple[bool, int, str, str, int, int]:
    filed, values = case.known.get("filled_on"), case.record.values
    day = filed.toordinal() if isinstance(filed, date) else 0
    header = case.record.header
    return values.get("member_state") == _LEFT, -day, _reversed(values.get("round")), case.judging.file, header.sheet_index, case.record.row


def _reversed(text: object) -> str:
    """A text that sorts the other way round: the later round first."""
    return "".join(chr(0x10FFFF - ord(sign)) for sign in str(text or ""))


def _member(person: _Person, screened: Screened) -> Member:
    case = person.case
    values, reading = case.record.values, case.judging.reading
    unit = case.known.get("branch") or reading.headings.get("branch") or reading.title_branch
    name, number = str(values.get("name") or ""), str(values.get("student_id") or "")
    keys = tuple(row_key(MEMBERS, identity) for identity in person.identities)
    return Member(name, number, str(unit), spot_of(case.record, reading.file, "name"), screened, keys, tuple(person.others))


def _with_own_keys(members: Sequence[Member]) -> Iterator[Member]:
    """Everybody also with a key of what people call him by, as far as that is his alone."""
    called = [(member.unit, member.name, member.number) for member in members]
    count = Counter(called)
    seen: Counter[tuple[str, str, str]] = Counter()
    for member, words in zip(members, called, strict=True):
        seen[words] += 1
        own = (*words, seen[words]) if count[words] > 1 else words
        yield Member(
            member.name, member.number, member.unit, member.spot, member.screened, (*member.keys, row_key(MEMBERS, own)), member.others
        )


def _order(member: Member) -> tuple[object, ...]:
    """By state, then those who wait longest, then those who lack least."""
    screened = member.screened
    waiting = screened.waiting_days if screened.waiting_days is not None else -1
    return _ORDER[screened.state], -waiting, len(screened.gaps), member.unit, member.name, str(member.spot)


_HEADER_WITHIN = 20
"""Rows from the top in which the header is looked for."""


class TypedRow(Struct, frozen=True):
    """A row as it stood: its keys, the cells of the columns of ours by header, and those of people in the order of their columns."""

    keys: tuple[str, ...]
    ours: dict[str, RawValue]
    theirs: tuple[RawValue, ...]


class Typed(Struct, frozen=True):
    """The columns that people have, and all rows that say something."""

    columns: tuple[str, ...] = ()
    rows: tuple[TypedRow, ...] = ()


class Kept:
    """Rows as they stood, each handed out once."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self._by_key: dict[str, list[TypedRow]] = {}
        for row in typed.rows:
            for key in row.keys:
                self._by_key.setdefault(key, []).append(row)
        self._taken: set[int] = set()

    def take(self, keys: Iterable[str]) -> TypedRow | None:
        """The row of a person by the first key that leads to one."""
        for key in keys:
            for row in self._by_key.get(key, ()):
                if id(row) not in self._taken:
                    self._taken.add(id(row))
                    return row
        return None

    @property
    def left(self) -> list[TypedRow]:
        """The rows that nobody took."""
        return [row for row in self.typed.rows if id(row) not in self._taken]


def typed_in(sheet: RawSheet, ours: Sequence[str], key: str) -> Typed | None:
    """What stands on a sheet that was written with the columns `ours` and the hidden column `key`; None where that column is lost.

    Columns of people are all others that have a header or a cell with something in it.
    """
    found = next((n for n, row in enumerate(sheet.rows[:_HEADER_WITHIN]) if key in row), None)
    if found is None:
        return None
    header, lines = [_text(cell) for cell in sheet.rows[found]], sheet.rows[found + 1 :]
    own = {word: header.index(word) for word in (*ours, key) if word in header}
    width = max((len(line) for line in lines), default=0)
    places = [n for n in range(max(width, len(header))) if n not in own.values() and (_at(header, n) or any(_at(row, n) for row in lines))]
    rows = (
        TypedRow(
            tuple(_text(_at(line, own[key])).split()),
            {word: _at(line, place) for word, place in own.items() if word != key},
            tuple(_at(line, place) for place in places),
        )
        for line in lines
        if any(cell not in (None, "") for cell in line)
    )
    return Typed(tuple(_text(_at(header, place)) for place in places), tuple(rows))


def _at(line: Sequence[RawValue], place: int) -> RawValue:
    return line[place] if place < len(line) else None


def _text(cell: RawValue) -> str:
    return "" if cell is None else str(cell)
