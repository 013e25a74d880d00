"""Places over all branches: accounts that only the whole roster can overdraw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from xlflow.findings import Finding
from xlflow.forms.checks.case import Judging
from xlflow.forms.checks.pools import faults_of_places
from xlflow.roster.face import roster_scheme
from xlflow.roster.reading import reading_of
from xlflow.roster.roster import Roster
from xlflow.schemes.scheme import Scheme

_OVERDRAWN = "quota-pool-exceeded"


def overdrawn(roster: Roster, scheme: Scheme, file: str, as_of: date) -> tuple[Finding, ...]:
    """The accounts of a roster that are overdrawn, as findings about its sheet of places; `scheme` is the one of the forms."""
    if not scheme.pools:
        return ()
    judging = Judging(reading_of(roster, scheme, file), roster_scheme(scheme), as_of)
    found = [wrong for wrong in faults_of_places(judging) if wrong.code == _OVERDRAWN]
    return tuple(replace(wrong, place=replace(wrong.place, row=None)) for wrong in found)
