"""Numbers that identify a person: 居民身份证号, 发展团员编号, telephone."""

from __future__ import annotations

import re
from datetime import date
from operator import mul

from xlflow.patterns import pattern

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PROVINCES = frozenset((*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91))
_ID_FORM = pattern(r"[0-9]{17}[0-9X]", re.ASCII)
_MOBILE = pattern(r"1[0-9]{10}", re.ASCII)
_LANDLINE = pattern(r"(?:0[0-9]{2,3})?[2-9][0-9]{6,7}(?:转[0-9]{1,6})?|400[0-9]{7}", re.ASCII)
LEGACY_LEAGUE_PREFIXES = {"201516": (2015, 2016), "201617": (2016, 2017)}
"""Numbers of 16 digits that one province gave out, and the years of joining that they belong to."""


def has_id_form(number: str) -> bool:
    """Whether the text has the form of an ID number: 17 digits and a digit or X (GB 11643)."""
    return _ID_FORM.fullmatch(number) is not None


def check_digit(number: str) -> str:
    """The last place that the first 17 digits ask for (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECK_DIGITS[sum(map(mul, map(int, number[:17]), _WEIGHTS)) % 11]


def birth_date(number: str) -> date | None:
    """The date of birth in digits 7 to 14; None where they are no day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def gender(number: str) -> str:
    """男 where the 17th digit is odd, else 女."""
    return "男" if int(number[16]) % 2 else "女"


def has_known_province(number: str) -> bool:
    """Whether the first two digits are those of a province (GB/T 2260), of 港澳台居民居住证 (81-83) or of 外国人永久居留证 (91)."""
    return int(number[:2]) in _PROVINCES


def is_league_number_year(number: str, joined_year: int) -> bool:
    """Whether the first four digits are the year of joining; 2017 and 2018 are interchangeable."""
    year = int(number[:4])
    return year == joined_year or {year, joined_year} == {2017, 2018}


def is_legacy_league_number(number: str, joined_year: int) -> bool:
    """Whether it is one of the known numbers of 16 digits of those years."""
    return len(number) == 16 and joined_year in LEGACY_LEAGUE_PREFIXES.get(number[:6], ())


def is_phone(number: str) -> bool:
    """A mobile number (11 digits from 1) or a landline with area code or extension, without blanks and dashes."""
    return bool(_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number))
