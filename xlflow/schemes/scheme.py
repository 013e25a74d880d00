"""The scheme: everything that differs between units, ready to judge and to write."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from msgspec.structs import asdict

from xlflow.schemes.data import SchemeData
from xlflow.schemes.kept import kept_or_built
from xlflow.schemes.parts import Ballot, Field, ParamShare, ParamValue, Quota, VoteShare
from xlflow.schemes.procedures import Amount
from xlflow.schemes.shipped import SCHEME_FILE, find_folder
from xlflow.schemes.table_roles import MEETINGS, UNIT


class Scheme(SchemeData, frozen=True, dict=True):
    """A complete scheme: what it inherits has been merged, expressions are compiled. Its attributes are those of `SchemeData`."""

    @classmethod
    def load(cls, id_or_folder: str | Path) -> Scheme:
        """The shipped scheme of that id, or the one in that folder; `SchemeError` with every fault if it is not usable."""
        folder = find_folder(id_or_folder)
        state = (folder / SCHEME_FILE).stat()
        return _loaded(folder, state.st_mtime_ns, state.st_size)

    def __hash__(self) -> int:
        """By id and version; equal schemes have equal ones."""
        return hash((self.id, self.version))

    def field(self, table: str, key: str) -> Field:
        """A field by its key; `KeyError` where the table has none."""
        return self._by_key[table][key]

    def has_field(self, table: str, key: str) -> bool:
        """Whether the table has the field."""
        return key in self._by_key.get(table, {})

    def owner(self, table: str, key: str) -> str | None:
        """Which table has a field that rows of a table see: theirs, the meeting's, the unit's, one that they refer to; None: none has."""
        referred = (target for field in self.fields.get(table, ()) if field.target for target in field.target.split("|"))
        return next((each for each in (table, MEETINGS, UNIT, *referred) if self.has_field(each, key)), None)

    def param(self, key: str, day: date) -> ParamValue:
        """The value of a param on a day."""
        return self.params[key].at(day)

    def amount(self, amount: Amount, day: date) -> float:
        """A number, or the value of the param that holds it on a day; 0 where that is no number."""
        value = self.param(amount, day) if isinstance(amount, str) else amount
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0

    def ballot_on(self, day: date) -> Ballot:
        """How a 推优大会 on a day decides: [meeting], with the ratios that params hold on it."""
        lines = tuple(self._share(line, day) for line in self.meeting.pass_lines)
        return Ballot(self._share(self.meeting.quorum, day), lines, self.meeting.basis)

    def quota_on(self, day: date) -> Quota:
        """[quota] with the ratio that holds on a day."""
        return self.quota.at(self.params, day)

    def _share(self, share: VoteShare | ParamShare, day: date) -> VoteShare:
        return share.at(self.params, day) if isinstance(share, ParamShare) else share

    @cached_property
    def _by_key(self) -> dict[str, dict[str, Field]]:
        return {table: {field.key: field for field in fields} for table, fields in self.fields.items()}


@lru_cache(maxsize=32)
def _loaded(folder: Path, modified_ns: int, size: int) -> Scheme:
    """One object for each state of a scheme file: a run asks for its scheme once a workbook."""
    return Scheme(**asdict(kept_or_built(folder)))
