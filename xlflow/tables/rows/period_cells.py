"""A column that holds the first and the last day of a period in one cell: 公示时间, 公示起止日期 for 公示开始日期 and 公示结束日期.

2026.3.9-2026.3.13 2026年3月9日至13日 2026-3-9至3-13 2026/3/9～2026/3/13（5个工作日) 20260309-20260313, also on two lines. The
year is that of the first day where the second has none. Which fields and which headers, the scheme says (`period_end`, `period_aliases`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from xlflow.patterns import pattern
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.text import bare, bare_forms, half_width, without_invisible

_POINT = r"[年月.\-/]"
_PERIOD = pattern(
    rf"自?(?P<year>\d{{4}}){_POINT}(?P<month>\d{{1,2}}){_POINT}(?P<day>\d{{1,2}})[日号]?(?:起)?(?:至|到|-+|~+)"
    rf"(?:(?P<to_year>\d{{4}}){_POINT})?(?:(?P<to_month>\d{{1,2}}){_POINT})?(?P<to_day>\d{{1,2}})[日号]?(?:止)?",
    re.ASCII,
)
_COMPACT = pattern(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)", re.ASCII)
_TWO_LINES = pattern(r"(?<=[\d日号])\s*\n\s*(?=\d)")
_DASHES = pattern("[\u2010-\u2015\u2212\u301c\u223c\uff5e]+")
_ASIDE = pattern(r"\([^()]*\)|(?:星期|周)[一二三四五六日天]|,?共?\d+个?(?:工作日|天)$")
PATTERN = "起止两个日期，如 2026-03-09至2026-03-13"


@lru_cache(maxsize=64)
def period_words(scheme: Scheme, table: str) -> Mapping[str, tuple[str, str]]:
    """The header words of periods in their bare form, and the fields of the first and the last day, as the scheme names them."""
    fields = scheme.fields.get(table, ())
    return {bare(alias): (field.key, field.period_end) for field in fields if field.period_end for alias in field.period_aliases}


def period_fields(scheme: Scheme, table: str, header: str, known: Iterable[str]) -> tuple[str, str] | None:
    """The fields of the first and the last day that a header names; None where one of them has a column of its own."""
    words = period_words(scheme, table)
    found = next((words[form] for form in bare_forms(header) if form in words), None)
    return None if found is None or not set(found).isdisjoint(known) else found


def why_no_period(text: str) -> str:
    """Why a text with days in it is no period: 3月9日至3月13日 says no year; empty where it is nothing like one."""
    has_days = re.search(r"\d{1,2}\s*[月.\-/]\s*\d{1,2}", half_width(text), re.ASCII)
    return "没有写年份" if has_days and not re.search(r"\d{4}", half_width(text), re.ASCII) else ""


def parse_period(text: str) -> tuple[date, date] | None:
    """The first and the last day that a text names; None where it does not name two days."""
    lines = _TWO_LINES.sub("-", _DASHES.sub("-", half_width(without_invisible(text))).strip())
    plain = _COMPACT.sub(r"\1-\2-\3", "".join(lines.split()))
    match = _PERIOD.fullmatch(_ASIDE.sub("", plain))
    if match is None or (match["to_year"] and not match["to_month"]):
        return None
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    try:
        first = date(year, month, day)
        return first, date(int(match["to_year"] or year), int(match["to_month"] or month), int(match["to_day"]))
    except ValueError:
        return None
