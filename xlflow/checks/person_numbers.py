"""Numbers that identify a person, against themselves and against the row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from xlflow.domain import identity
from xlflow.domain.dates import DayOrMonth, first_day, last_day
from xlflow.findings import Finding
from xlflow.rules.case import Case, Stated
from xlflow.rules.persons import Identity, contradicts, person_key
from xlflow.schemes.parts import Field
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import plain

_SAID = Stated(message="{label}填的是“{got}”，{where}同一人填的是“{expected}”", fix="请核对哪一行正确，两行改为一致")
_IN_THE_ID = frozenset({"birth_date", "gender"})


def contradictions(cases: Sequence[Case], scheme: Scheme) -> Iterator[Finding]:
    """value-differs at the later of two rows, one finding for each such fact."""
    rows: dict[Identity, list[Case]] = defaultdict(list)
    for case in cases:
        person = person_key(case.record.values, scheme.tables[case.record.table].key_fields)
        if person is not None:
            rows[person].append(case)
    for person, own in rows.items():
        if len(own) > 1:
            yield from _of_person(own, [f for f in scheme.fields[own[0].record.table] if f.constant and _is_open(f, person)])


def _is_open(field: Field, person: Identity) -> bool:
    """Whether no other code says it: a person who is told by the ID number alone has birth and gender in it."""
    return len(person) > 1 or field.key not in _IN_THE_ID


def _of_person(rows: Sequence[Case], constants: Sequence[Field]) -> Iterator[Finding]:
    for number, case in enumerate(rows):
        values = case.record.values
        kinds = {earlier.record.values.get("recommendation_type") for earlier in rows[:number]}
        if values.get("recommendation_type") in kinds:
            continue
        for field in constants:
            first = next((earlier for earlier in rows[:number] if field.key in earlier.record.values), None)
            if first is None or field.key not in values:
                continue
            stated = plain(first.record.values[field.key])
            if contradicts(plain(values[field.key]), stated):
                yield case.finding(
                    "value-differs", field.key, stated=_SAID, got=values[field.key], expected=stated, where=_where(case, first, field.key)
                )


def _where(case: Case, first: Case, key: str) -> str:
    sheet = first.record.header.sheet
    return f"{first.record.cell(key)} " if sheet == case.record.header.sheet else f"“{sheet}”{first.record.cell(key)} "


_NUMBERED_SINCE = 2017
_ID_PLACES, _OLD_ID_PLACES = 18, 15
_LEAGUE_DIGITS, _CARD_DIGITS = 12, 8


def id_number(case: Case) -> Iterator[Finding]:
    """The faults of an ID number; one of the wrong form has that one fault only."""
    number = case.record.values.get("id_number")
    if not isinstance(number, str):
        return
    if not identity.has_id_form(number):
        yield case.finding("id-number-format", "id_number", got=number, reason=_why_no_id(number))
        return
    if (digit := identity.check_digit(number)) != number[17]:
        yield case.finding("id-number-checksum", "id_number", got=number, expected=digit)
    if not identity.has_known_province(number):
        yield case.finding("id-number-region", "id_number", got=number)
    yield from _birth(case, number)
    gender = case.record.values.get("gender")
    if gender is not None and gender != (expected := identity.gender(number)):
        yield case.finding("id-number-gender-mismatch", "id_number", got=gender, expected=expected)


def _why_no_id(number: str) -> str:
    """What keeps a text from being an ID number: letters that look like digits, else its length, else other characters."""
    letters = sorted(set(number[:17].upper()) & set("OILSBZ"))
    if letters and len(number) == _ID_PLACES:
        return f"含有字母 {'、'.join(letters)}，像是数字误写"
    if len(number) == _OLD_ID_PLACES and number.isdigit():
        return "是 15 位的旧号码"
    return f"有 {len(number)} 位" if len(number) != _ID_PLACES else "含有不该有的字符"


def _birth(case: Case, number: str) -> Iterator[Finding]:
    typed, inside = case.record.values.get("birth_date"), identity.birth_date(number)
    if not isinstance(typed, DayOrMonth):
        return
    if inside is None or not first_day(typed) <= inside <= last_day(typed):
        expected = inside.isoformat() if inside else "不存在的日期"
        yield case.finding("id-number-birth-mismatch", "id_number", got=typed.isoformat(), expected=expected)


def league_number(case: Case) -> Iterator[Finding]:
    """The faults of a 发展团员编号: 12 digits from 2017 on, its first four the year of joining."""
    number, joined = case.record.values.get("league_number"), case.record.values.get("league_join_date")
    if not isinstance(number, str):
        return
    if len(number) == _CARD_DIGITS and number.isdigit():
        yield case.finding("league-number-is-card-number", "league_number", got=number)
        return
    if not isinstance(joined, DayOrMonth) or identity.is_legacy_league_number(number, _year(joined)):
        return
    if _year(joined) < _NUMBERED_SINCE:
        if len(number) == _LEAGUE_DIGITS and number.isdigit() and not identity.is_league_number_year(number, _year(joined)):
            yield case.finding("league-number-year", "league_number", got=number, expected=_year(joined))
    elif len(number) != _LEAGUE_DIGITS or not number.isdigit():
        yield case.finding("league-number-format", "league_number", got=number, count=len(number))
    elif not identity.is_league_number_year(number, _year(joined)):
        yield case.finding("league-number-year", "league_number", got=number, expected=_year(joined))


def _year(value: DayOrMonth) -> int:
    return value.year
