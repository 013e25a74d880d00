"""人员 and 团委信息. A person has one row: facts that cannot change are those of the first statement, all others of the latest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from xlflow.roster.roster import RosterRow
from xlflow.roster.rows import Plain, RowState
from xlflow.roster.sorting import row_key
from xlflow.roster.submission import TOOL_FIELDS
from xlflow.rules.persons import Identity
from xlflow.schemes.parts import Field, FilledBy
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, PEOPLE, UNIT


def people_fields(scheme: Scheme) -> tuple[Field, ...]:
    """The columns of 人员: whatever of the nominees is about the person and not about one recommendation."""
    nominees = scheme.fields[NOMINEES]
    identifying = {key for keys in scheme.tables[NOMINEES].key_fields for key in keys}
    group = scheme.field(NOMINEES, "name").group
    return tuple(
        field
        for field in nominees
        if (field.constant or field.key in identifying or field.group == group)
        and field.filled_by is not FilledBy.DERIVED
        and field.key not in TOOL_FIELDS
    )


def people_rows(nominees: Iterable[RosterRow], scheme: Scheme) -> tuple[RosterRow, ...]:
    """The people of the roster; who left a round and stands in no other is not among them."""
    by_person: dict[Identity, list[RosterRow]] = defaultdict(list)
    for row in nominees:
        if row.person is not None and row.state is not RowState.WITHDRAWN:
            by_person[row.person].append(row)
    fields = people_fields(scheme)
    return tuple(_person(person, rows, fields) for person, rows in by_person.items())


def _person(person: Identity, rows: list[RosterRow], fields: Iterable[Field]) -> RosterRow:
    values: dict[str, Plain] = {}
    unread: dict[str, str] = {}
    for field in fields:
        stated = [row.values[field.key] for row in rows if field.key in row.values]
        if stated:
            values[field.key] = stated[0] if field.constant else stated[-1]
        elif field.key in rows[-1].unread:
            unread[field.key] = rows[-1].unread[field.key]
    done = sorted(f"{row.values['round']} {row.values.get('recommendation_type', '类型未填')}" for row in rows)
    values["recommendations"] = "；".join(done)
    return RosterRow(PEOPLE, row_key(PEOPLE, person), values, unread=unread, person=person)


def committee_row(prefilled: Mapping[str, Plain]) -> RosterRow:
    """The one row of 团委信息, before people fill it in."""
    return RosterRow(COMMITTEE, COMMITTEE, prefilled)


def prefill(tables: Mapping[str, Iterable[RosterRow]], scheme: Scheme, day: date) -> dict[str, Plain]:
    """What 团委信息 can know by itself: the committee, and the day of the first merge.

    The committee is the one whose own accounts (名额台账, 培训班 …, which no branch is asked for) were handed in; else the one that most
    units name.
    """
    units = [row for row in tables[UNIT] if "league_committee" in row.values]
    own = {key for key, table in scheme.tables.items() if not table.shown and not table.roster_only and not scheme.has_field(key, "name")}
    keepers = {row.values.get("branch") for key in own for row in tables.get(key, ())}
    named = Counter(row.values["league_committee"] for row in units if row.values.get("branch") in keepers)
    named = named or Counter(row.values["league_committee"] for row in units)
    known: dict[str, Plain] = {"document_date": day.isoformat()}
    if named:
        known["league_committee"] = min(named, key=lambda name: (-named[name], str(name)))
    return {key: value for key, value in known.items() if scheme.has_field(COMMITTEE, key)}
