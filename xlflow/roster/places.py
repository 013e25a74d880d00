"""Places over all branches: what of every account is used and left, and accounts that only the whole roster can overdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from xlflow.checks.pools import faults_of_places
from xlflow.domain.quota import Account, AccountKey
from xlflow.findings import Finding
from xlflow.roster.face import roster_scheme
from xlflow.roster.reading import reading_of
from xlflow.roster.roster import Roster, RosterRow
from xlflow.rules.case import Judging
from xlflow.rules.quota_ledger import account_of, accounts_of, is_pending
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES, QUOTA

_OVERDRAWN = "quota-pool-exceeded"
_USED, _LEFT = "quota_used", "quota_left"


def overdrawn(roster: Roster, scheme: Scheme, file: str, as_of: date) -> tuple[Finding, ...]:
    """The accounts of a roster that are overdrawn, as findings about its sheet of places; `scheme` is the one of the forms."""
    if not scheme.pools:
        return ()
    found = [wrong for wrong in faults_of_places(_judging(roster, scheme, file, as_of)) if wrong.code == _OVERDRAWN]
    return tuple(replace(wrong, place=replace(wrong.place, row=None)) for wrong in found)


def with_places(roster: Roster, scheme: Scheme, as_of: date) -> Roster:
    """The roster with 已用 and 剩余 of its sheet of places counted over all branches, whatever the sheet of one workbook said."""
    rows = roster.tables.get(QUOTA, ())
    if not scheme.pools or not rows:
        return roster
    people = _judging(roster, scheme, "", as_of).cases(NOMINEES)
    found = accounts_of(scheme, [row.values for row in rows], people)
    return replace(roster, tables={**roster.tables, QUOTA: tuple(_counted(row, scheme, found) for row in rows)})


def _judging(roster: Roster, scheme: Scheme, file: str, as_of: date) -> Judging:
    return Judging(reading_of(roster, scheme, file), roster_scheme(scheme), as_of)


def _counted(row: RosterRow, scheme: Scheme, found: Mapping[AccountKey, Account]) -> RosterRow:
    values = {key: value for key, value in row.values.items() if key not in (_USED, _LEFT)}
    account = next((found[key] for pool in scheme.pools if (key := account_of(pool, values)) is not None), None)
    if account is not None:
        values[_USED] = account.used
        if "quota_total" in values or is_pending(values):
            values[_LEFT] = account.left
    return replace(row, values=values)
