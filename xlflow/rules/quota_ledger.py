"""名额台账 and the people who hold its places: from rows to the accounts of `domain.quota`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol, TypeVar

from xlflow.domain.dates import Month
from xlflow.domain.progress import has_left
from xlflow.domain.quota import Account, AccountKey, accounts
from xlflow.patterns import pattern
from xlflow.rules.derived import branch_short
from xlflow.rules.persons import person_key
from xlflow.schemes.language.expressions import Expression, Verdict
from xlflow.schemes.procedures import Pool
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.cells.cell_text import bare

PENDING = "争取中"
"""What 单列依据 says of places that nobody has granted yet: they cannot be used."""
_BODIES = pattern("团(?:工)?委(?:员会)?$")

Values = Mapping[str, object]


class Seen(Protocol):
    """A row of the list of nominees, and all that an expression may see of it."""

    def seeing(self, *expressions: Expression | None) -> Values:
        """What the row sees."""


S = TypeVar("S", bound=Seen)


def unit_key(name: object) -> str:
    """A unit under whatever form of its name: 软件1班团支部 and 软件1班 are one, 江城大学团委 and 江城大学 too."""
    return _BODIES.sub("", bare(branch_short(str(name))))


def same_unit(one: object, other: object) -> bool:
    """Whether two names mean one unit."""
    return one is not None and other is not None and unit_key(one) == unit_key(other)


def account_of(pool: Pool, row: Values) -> AccountKey | None:
    """The account that a row of 名额台账 is about; None where it is another pool's, or its year or unit is missing."""
    year, unit = row.get("quota_year"), row.get("unit_name")
    if row.get("pool") != pool.key or type(year) is not int or (unit is None and not pool.undivided):
        return None
    return AccountKey(year, pool.key, "" if pool.undivided else unit_key(unit))


def drawn_on(pool: Pool, seen: Values) -> AccountKey | None:
    """The account that a nominee draws on: of the year of his day and of his unit; None where it is another pool's or cannot be told."""
    day, unit = seen.get(pool.day), seen.get(pool.unit)
    if not isinstance(day, date | Month) or (unit is None and not pool.undivided):
        return None
    return AccountKey(day.year, pool.key, "" if pool.undivided else unit_key(unit))


def is_pending(row: Values) -> bool:
    """Whether the places of a row are still to be granted."""
    return PENDING in str(row.get("grant_document", ""))


def granted(row: Values) -> int:
    """The places of a row that can be used."""
    total = row.get("quota_total")
    return total if type(total) is int and not is_pending(row) else 0


def of_pool(pool: Pool, scheme: Scheme, nominees: Iterable[S]) -> Iterator[tuple[S, Values]]:
    """The nominees of a pool with what they see: those who name it, or all where a nominee names no pool."""
    names_it = scheme.has_field(NOMINEES, "pool")
    for nominee in nominees:
        seen = nominee.seeing(pool.used)
        if not has_left(seen) and (not names_it or seen.get("pool") == pool.key):
            yield nominee, seen


def holds_place(pool: Pool, seen: Values) -> bool:
    """Whether a nominee of the pool has used a place."""
    return pool.used.judge(seen) is Verdict.TRUE


def accounts_of(scheme: Scheme, rows: Iterable[Values], nominees: Iterable[Seen]) -> dict[AccountKey, Account]:
    """All accounts of all pools. One person holds one place of an account, however many rows are about him.

    What two sheets say of one unit (in a roster the sheets of all branches meet) is said once: the larger number counts.
    """
    listed, people = list(rows), list(nominees)
    given: dict[tuple[AccountKey, str], int] = {}
    for pool in scheme.pools:
        for row in listed:
            if (key := account_of(pool, row)) is not None:
                place = (key, unit_key(row.get("unit_name")))
                given[place] = max(given.get(place, 0), granted(row))
    held = {}
    for pool in scheme.pools:
        for number, (_, seen) in enumerate(of_pool(pool, scheme, people)):
            if holds_place(pool, seen) and (key := drawn_on(pool, seen)) is not None:
                held[key, _person(scheme, seen) or number] = (key, str(seen.get("name", "")))
    return accounts(((key, places) for (key, _), places in given.items()), held.values())


def _person(scheme: Scheme, seen: Values) -> object:
    identifying = {key for keys in scheme.tables[NOMINEES].key_fields for key in keys}
    values = {key: value for key in identifying if isinstance(value := seen.get(key), str | date)}
    return person_key(values, scheme.tables[NOMINEES].key_fields)


def in_words(expression: Expression, scheme: Scheme) -> str:
    """An expression of figures as people read it: 入党申请人数 - 入党积极分子数."""
    terms = {field.key: field.term for fields in scheme.fields.values() for field in fields}
    return re.sub(r"[a-z][a-z0-9_]*", lambda match: terms.get(match[0], match[0]), expression.source)
