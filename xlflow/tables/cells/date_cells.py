"""Dates as people type them: text or number to a day or a month, or the reason why not.

Accepted texts: 2026-3-5 2026/3/5 2026.3.5 2026年3月5日 20260305 二〇二六年三月五日, months 2026.03 2026-03 2026年3月 202603, with
blanks and full-width digits; behind a day also its weekday and the time of day. A stored number is a compact date (20260305, 202603),
a spreadsheet's day number, or a month (2021.03). 2021.1 as a *number* may have been 2021.10: it is ambiguous, as is a year of two digits.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from math import isfinite

from msgspec import Struct

from xlflow.domain.dates import DayOrMonth, Month
from xlflow.patterns import pattern
from xlflow.tables.cells.cell_text import half_width, without_invisible

_SEPARATOR = r"[年\-./、,，。]"
_DAY = pattern(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}})[月\-./、,，。](\d{{1,2}})[日号]?[.。、,，;；]?", re.ASCII)
_MONTH = pattern(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}})月?份?", re.ASCII)
_COMPACT_DAY = pattern(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_COMPACT_MONTH = pattern(r"(\d{4})(\d{2})", re.ASCII)
_CLOCK = pattern(r"(?<=[\d日号])[T ]*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_SPOKEN_CLOCK = pattern(r"(?<=[\d日号])(?:上午|下午|晚上|晚|中午|凌晨)?(?:\d{1,2}[点时](?:半|\d{1,2}分?)?)?$", re.ASCII)
_WEEKDAY = pattern(r"(?<=[\d日号])\s*[(（\[【]?(?:星期|周|礼拜)[一二三四五六日天][)）\]】]?")
_SAID = pattern(
    r"(?:(?<=[\d日号])|(?<=\d月)|(?<=\d月份))(?:入团|加入共青团|(?:递交|提交|上交|写)(?:入党)?(?:申请书?)?|申请入党|出生|生|召开|举行|开会|起|止|开始|结束|截止)$"
)
_BEFORE = pattern(r"^(?:于|自|从)(?=\d)")
"""What is said round a day without making it another one: 2019年5月4日入团, 于2026年3月2日召开."""
_SHORT_YEAR = pattern(r"(\d{2})年(\d{1,2})月(?:份|(\d{1,2})[日号]?)?", re.ASCII)
_SERIAL = pattern(r"([2-6]\d{4})(?:\.0+)?", re.ASCII)
_NO_YEAR = pattern(r"(\d{1,2})[月\-./](\d{1,2})[日号]?", re.ASCII)
_DASHES = pattern("[\u2010-\u2015\u2212\ufe63]")
_YEAR_LAST_OR_SHORT = pattern(r"(\d{1,4})[\-./](\d{1,2})[\-./](\d{1,4})", re.ASCII)
_CHINESE_DIGIT = pattern("[〇○零一二三四五六七八九十廿卅]")
_CHINESE = str.maketrans("〇○零一二三四五六七八九元", "0001234567891")
_EARLIEST, _LATEST = 1900, 2100
_THIS_CENTURY = 40
"""The last year of two digits that is proposed as one after 2000."""
_EPOCH = date(1899, 12, 30)


class Ambiguous(Struct, frozen=True):
    """A date that can be read in two ways; `readings` names them."""

    readings: str


@lru_cache(maxsize=4096)
def parse_date_text(text: str) -> DayOrMonth | Ambiguous | None:
    """The day or month that a text names; None where it names none. Kept, since the rows of a list share most of their days."""
    if match := _DAY.fullmatch(text):
        return _day(*match.groups())
    half = _WEEKDAY.sub("", _DASHES.sub("-", half_width(without_invisible(text)).strip("'\"‘’“”")))
    spaced = _SPOKEN_CLOCK.sub("", _CLOCK.sub("", half).strip())
    if match := _DAY.fullmatch(".".join(spaced.split())):
        return _day(*match.groups())
    bare = "".join(spaced.split())
    if _CHINESE_DIGIT.search(bare):
        bare = _from_chinese(bare)
    bare = _SAID.sub("", _BEFORE.sub("", bare))
    if match := _DAY.fullmatch(bare) or _COMPACT_DAY.fullmatch(bare):
        return _day(*match.groups())
    if match := _MONTH.fullmatch(bare) or _COMPACT_MONTH.fullmatch(bare):
        return _month(*match.groups())
    if match := _YEAR_LAST_OR_SHORT.fullmatch(bare):
        return _short(*match.groups())
    if match := _SHORT_YEAR.fullmatch(bare):
        return _short_year(*match.groups())
    return None


def why_no_day(text: str) -> str:
    """Why a text that is written as a day is none: 没有 13 月, 2026 年 6 月没有 31 日, 没有写年份; empty where it is nothing like a day."""
    bare = "".join(half_width(without_invisible(text)).split())
    if match := _NO_YEAR.fullmatch(bare):
        return "没有写年份" if int(match[1]) <= 12 else "年份只有两位"
    match = _DAY.fullmatch(bare) or _COMPACT_DAY.fullmatch(bare)
    if match is None:
        return ""
    year, month, day = map(int, match.groups())
    if not _EARLIEST <= year <= _LATEST:
        return f"{year} 年不对"
    return f"{year} 年 {month} 月没有 {day} 日" if 1 <= month <= 12 else f"没有 {month} 月"


def serial_day(text: str) -> date | None:
    """The day of a spreadsheet's day number that was stored as text (46086), as copying between programs makes it; none before 1954."""
    match = _SERIAL.fullmatch(half_width(without_invisible(text)))
    return _EPOCH + timedelta(int(match[1])) if match else None


def parse_date_number(number: float) -> DayOrMonth | Ambiguous | None:
    """The day or month that a stored number stands for; None where it stands for none."""
    if not isfinite(number):
        return None
    if number.is_integer():
        return _parse_whole(int(number))
    if _EARLIEST <= number < _LATEST + 1:
        year, _, fraction = repr(number).partition(".")
        if fraction == "1":
            return Ambiguous(f"{year}年1月或{year}年10月")
        return _month(year, fraction) if len(fraction) <= 2 else None
    return _parse_whole(int(number)) if number > _LATEST + 1 else None


def _parse_whole(number: int) -> DayOrMonth | None:
    digits = str(number)
    if len(digits) == 8:
        return _day(digits[:4], digits[4:6], digits[6:])
    if len(digits) == 6:
        return _month(digits[:4], digits[4:])
    if 7_000 <= number <= 73_050:
        return _EPOCH + timedelta(number)
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _EARLIEST <= found.year <= _LATEST else None


def _month(year: str, month: str) -> Month | None:
    if _EARLIEST <= int(year) <= _LATEST and 1 <= int(month) <= 12:
        return Month(int(year), int(month))
    return None


def _short(first: str, second: str, third: str) -> Ambiguous | date | None:
    """04/03/05 and 3/5/2026 say neither which is the year nor which the month; 13/5/2026 can only be the 13th of May."""
    if len(third) == 4:
        readings = {day for day in (_day(third, first, second), _day(third, second, first)) if day}
    elif len(first) <= 2 and len(third) <= 2:
        orders = ((f"20{first:0>2}", second, third), (f"20{third:0>2}", first, second), (f"20{third:0>2}", second, first))
        readings = {day for day in (_day(*order) for order in orders) if day}
        if len(readings) == 1:
            return Ambiguous(f"{next(iter(readings)).isoformat()}？年份只有两位")
    else:
        return None
    if len(readings) > 1:
        return Ambiguous("或".join(day.isoformat() for day in sorted(readings)))
    return next(iter(readings), None)


def _short_year(year: str, month: str, day: str | None) -> Ambiguous | None:
    """24年9月1日 leaves the century to be guessed."""
    full = f"{'19' if int(year) > _THIS_CENTURY else '20'}{year}"
    found = _day(full, month, day) if day else _month(full, month)
    return Ambiguous(f"{found.isoformat()}？年份只有两位") if found else None


def _from_chinese(text: str) -> str:
    """二〇二六年十二月二十五日 as 2026年12月25日; the digits of the year one by one, months and days with 十."""

    def number(match: re.Match[str]) -> str:
        tens, _, ones = match[0].partition("十")
        return f"{int(tens.translate(_CHINESE) or 1) * 10 + int(ones.translate(_CHINESE) or 0)}"

    return re.sub(r"[一二三四五六七八九]?十[一二三四五六七八九]?", number, text.replace("廿", "二十").replace("卅", "三十")).translate(
        _CHINESE
    )
