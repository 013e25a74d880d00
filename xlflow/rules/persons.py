"""Who is the same person, and in which columns two rows about one person differ."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from xlflow.domain.identity import has_id_form
from xlflow.patterns import pattern
from xlflow.rules.case import Case
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.procedures import Route
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import Value, plain


def route_of(known: Mapping[str, object], scheme: Scheme) -> tuple[Route | None, bool]:
    """The first route that fits a row with the facts of its unit, and whether that is certain.

    Not certain where a fact is missing that one before it asks for. No route, and certain: none fits.
    """
    for route in scheme.routes:
        verdict = Verdict.TRUE if route.when is None else route.when.judge(known)
        if verdict is Verdict.TRUE:
            return route, True
        if verdict is not Verdict.FALSE:
            return None, False
    return None, bool(scheme.routes)


def route_key(known: Mapping[str, object], scheme: Scheme) -> str | None:
    """The word of 推荐路径; None where none fits or it cannot be known."""
    route, _ = route_of(known, scheme)
    return route.key if route else None


def newest(cases: Iterable[Case]) -> list[Case]:
    """The rows without those that a later round of the same unit says again, by the key fields of their table.

    Only a roster has several rounds; it has them in order. Rows with an empty key field all stay, and so do equal rows of one form.
    """
    rows = [(case, _key(case), case.record.values.get("round")) for case in cases]
    last = {key: round for _, key, round in rows if key is not None}
    return [case for case, key, round in rows if key is None or last[key] == round]


def _key(case: Case) -> tuple[object, ...] | None:
    values = case.record.values
    for keys in case.judging.scheme.tables[case.record.table].key_fields:
        if all(key in values for key in keys):
            return (values.get("branch"), *(values[key] for key in keys))
    return None


Identity = tuple[str, ...]
"""The values of the first complete set of key fields, such as (“440307…”,) or (姓名, 出生日期, 学号)."""

_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def person_key(values: Mapping[str, Value], key_fields: Iterable[tuple[str, ...]]) -> Identity | None:
    """The first set of key fields that is complete; None where there is none, so that nobody can be told.

    An ID number counts when it has the form of one, a date of birth when it is a day. Values may be typed or plain (ISO dates).
    """
    for keys in key_fields:
        identity = tuple(_identifying(key, values.get(key)) for key in keys)
        if all(identity):
            return identity
    return None


def _identifying(key: str, value: Value | None) -> str:
    text = "" if value is None else str(plain(value)).strip()
    if key == "id_number" and not (isinstance(value, str) and has_id_form(text)):
        return ""
    if key == "birth_date" and not _DAY.fullmatch(text):
        return ""
    return text


def differing_fields(a: Mapping[str, Any], b: Mapping[str, Any], compared: Collection[str]) -> list[str]:
    """The fields that both rows fill and fill differently, in the order of the first row."""
    return [key for key, value in a.items() if key in compared and key in b and b[key] != value]


def contradicts(a: Any, b: Any) -> bool:
    """Whether two statements of one unchanging fact cannot both be true: a month and a day in it can (2021-09, 2021-09-15)."""
    if a == b:
        return False
    short, long = sorted((str(a), str(b)), key=len)
    return not (_DAY.fullmatch(long) and long.startswith(f"{short}-"))
