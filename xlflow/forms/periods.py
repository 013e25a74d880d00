"""A column that holds the first and the last day of a period in one cell: 公示时间, 公示起止日期 for 公示开始日期 and 公示结束日期.

2026.3.9-2026.3.13 2026年3月9日至13日 2026-3-9至3-13 2026/3/9～2026/3/13（5个工作日). The year is that of the first day where the second
has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from xlflow.forms.text import bare, bare_forms, half_width, without_invisible
from xlflow.schemes.scheme import Scheme

_FIRST, _LAST = "_start", "_end"
_START_WORDS = re.compile("(?:开始|起始|起)(?:日期|时间|日)?$")
_PERIOD_WORDS = ("时间", "日期", "期", "期限", "期间", "时段", "起止", "起止时间", "起止日期", "起止", "时间起止", "日期起止", "时间段")
_POINT = r"[年月.\-/]"
_PERIOD = re.compile(
    rf"(?P<year>\d{{4}}){_POINT}(?P<month>\d{{1,2}}){_POINT}(?P<day>\d{{1,2}})[日号]?(?:起)?(?:至|到|-+|~+)"
    rf"(?:(?P<to_year>\d{{4}}){_POINT})?(?:(?P<to_month>\d{{1,2}}){_POINT})?(?P<to_day>\d{{1,2}})[日号]?(?:止)?",
    re.ASCII,
)
_DASHES = re.compile("[\u2010-\u2015\u2212\u301c\u223c\uff5e]+")
_ASIDE = re.compile(r"\([^()]*\)|(?:星期|周)[一二三四五六日天]|,?共?\d+个?(?:工作日|天)$")
PATTERN = "起止两个日期，如 2026-03-09至2026-03-13"


@lru_cache(maxsize=64)
def period_words(scheme: Scheme, table: str) -> Mapping[str, tuple[str, str]]:
    """The header words of periods in their bare form, and the fields of the first and the last day."""
    keys = {field.key for field in scheme.fields.get(table, ())}
    words: dict[str, tuple[str, str]] = {}
    for field in scheme.fields.get(table, ()):
        last = field.key.removesuffix(_FIRST) + _LAST
        if field.key.endswith(_FIRST) and last in keys:
            stem = _START_WORDS.sub("", bare(field.label))
            words |= {stem + word: (field.key, last) for word in _PERIOD_WORDS}
    return words


def period_fields(scheme: Scheme, table: str, header: str, known: Iterable[str]) -> tuple[str, str] | None:
    """The fields of the first and the last day that a header names; None where one of them has a column of its own."""
    words = period_words(scheme, table)
    found = next((words[form] for form in bare_forms(header) if form in words), None)
    return None if found is None or not set(found).isdisjoint(known) else found


def parse_period(text: str) -> tuple[date, date] | None:
    """The first and the last day that a text names; None where it does not name two days."""
    plain = "".join(_DASHES.sub("-", half_width(without_invisible(text))).split())
    match = _PERIOD.fullmatch(_ASIDE.sub("", plain))
    if match is None or (match["to_year"] and not match["to_month"]):
        return None
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    try:
        first = date(year, month, day)
        return first, date(int(match["to_year"] or year), int(match["to_month"] or month), int(match["to_day"]))
    except ValueError:
        return None
