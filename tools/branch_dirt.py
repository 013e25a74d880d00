"""Dirt in cells: what was typed is odd, unreadable or wrong by itself. Each kind changes one row and says what must be found.

The rates of `real` are those measured in real rosters where a measurement exists: check digits, lower-case x, digit counts, ID
numbers and phones stored as numbers, names. `branch_faults.py` has the kinds that break a rule.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from branch_model import (
    MINORITY_NAMES,
    MONTH_FIELDS,
    MONTH_FORMATS,
    WIDE,
    Formula,
    MonthCell,
    Row,
    check_digit,
    years_later,
)

Change = Callable[[Row, random.Random], None]


@dataclass(frozen=True)
class Kind:
    """A kind of dirt: how often it is met per row in `real`, the fields it touches or depends on, to whom it can happen."""

    rate: float
    touches: tuple[str, ...]
    apply: Change
    when: Callable[[Row], bool]


KINDS: dict[str, Kind] = {}


def kind(rate: float, *touches: str, when: Callable[[Row], bool] = lambda row: True) -> Callable[[Change], None]:
    """Register the function below as a kind of dirt, under its name."""

    def register(function: Change) -> None:
        KINDS[function.__name__] = Kind(rate, touches, function, when)

    return register


VOTES = ("eligible", "present", "in_favour", "against", "abstained")


@kind(0.003, "id_number", when=lambda row: not row.facts["id_number"].endswith("X"))
def id_as_number(row: Row, rng: random.Random) -> None:
    """A stored number has lost its last digits: asked for again, never repaired."""
    row.type("id_number", int(row.facts["id_number"]), unread="?")
    row.find("id-number-as-number", "id_number")


@kind(0.09, "id_number")
def id_checksum(row: Row, rng: random.Random) -> None:
    """The check digit is wrong; the number is read all the same."""
    number = row.facts["id_number"]
    row.put(id_number=number[:-1] + rng.choice([c for c in "0123456789" if c != number[-1]]))
    row.find("id-number-checksum", "id_number")


@kind(0.44, "id_number", when=lambda row: row.facts["id_number"].endswith("X"))
def id_lower_x(row: Row, rng: random.Random) -> None:
    """X for X is put right."""
    row.type("id_number", row.facts["id_number"].lower())
    row.find("value-normalised", "id_number")


@kind(0.002, "id_number")
def id_wide_or_spaced(row: Row, rng: random.Random) -> None:
    """全角 digits, spaces, an apostrophe or an invisible character are put right."""
    n = row.facts["id_number"]
    row.type("id_number", rng.choice((n.translate(WIDE), f"{n[:6]} {n[6:14]} {n[14:]}", f"'{n}", f"\u200b{n}")))
    row.find("value-normalised", "id_number")


@kind(0.008, "id_number")
def id_length(row: Row, rng: random.Random) -> None:
    """A digit too few or too many."""
    n = row.facts["id_number"]
    row.put(id_number=rng.choice((n[:9] + n[10:], n[:-2], n[:10] + n[9:])))
    row.find("id-number-format", "id_number")


@kind(0.002, "id_number")
def id_region(row: Row, rng: random.Random) -> None:
    """A region that does not exist."""
    first = "990000" + row.facts["id_number"][6:17]
    row.put(id_number=first + check_digit(first))
    row.find("id-number-region", "id_number")


@kind(0.01, "id_number", "birth_date")
def id_birth_mismatch(row: Row, rng: random.Random) -> None:
    """The date of birth is not the one in the ID number; the person stays of age."""
    birth = row.facts["birth_date"]
    row.put(birth_date=years_later(birth, -1) if rng.random() < 0.5 else birth - timedelta(rng.choice((1, 9, 30))))
    row.find("id-number-birth-mismatch", "id_number", "birth_date")


@kind(0.01, "id_number", "gender")
def id_gender_mismatch(row: Row, rng: random.Random) -> None:
    """The 17th digit belongs to the other gender."""
    row.put(gender="男女"[row.facts["gender"] == "男"])
    row.find("id-number-gender-mismatch", "id_number", "gender")


@kind(0.01, "league_join_date")
def date_ambiguous(row: Row, rng: random.Random) -> None:
    """The number 2021.1 was January or October."""
    year = row.facts["league_join_date"].year
    row.type("league_join_date", float(f"{year}.1"), unread=f"{year}.1")
    row.find("date-ambiguous", "league_join_date")


def only_month(row: Row, key: str, typed: Any) -> None:
    """The month of a fact; no rule but that of coming of age can become undecidable by it."""
    row.type(key, typed, value=f"{row.facts[key]:%Y-%m}")
    row.find("date-month-only", key)
    birth, applied = row.facts["birth_date"], row.facts["application_date"]
    if (birth.year + 18, birth.month) != (applied.year, applied.month) or key == "league_join_date":
        return
    last = (applied + timedelta(1)).month != applied.month
    if (key == "birth_date" and not last) or (key == "application_date" and birth.day > 1):
        row.find("month-boundary", "application_date", "birth_date")


@kind(0.03, *MONTH_FIELDS, "id_number")
def date_month_only(row: Row, rng: random.Random) -> None:
    """2021.03, 2021-03, 2021年3月 or the number 2021.03 is a month."""
    key = rng.choice(("league_join_date", *MONTH_FIELDS))
    day = row.facts[key]
    typed: list[Any] = [f"{day:%Y.%m}", f"{day:%Y-%m}", f"{day.year}年{day.month}月"]
    if day.month != 10:
        typed.append(float(f"{day:%Y.%m}"))
    only_month(row, key, rng.choice(typed))


@kind(0.01, *MONTH_FIELDS, "id_number")
def month_cell(row: Row, rng: random.Random) -> None:
    """A date cell on the 1st that shows 2021年3月 is a month."""
    key = rng.choice(MONTH_FIELDS)
    only_month(row, key, MonthCell(row.facts[key].replace(day=1), rng.choice(MONTH_FORMATS)))


@kind(0.005, "meeting_date", "notice_start", "notice_end", "activist_date", "application_date", "league_join_date")
def month_for_day(row: Row, rng: random.Random) -> None:
    """A month where a day is needed is no date, as text or as such a cell."""
    key = rng.choice(("meeting_date", "notice_start", "notice_end", *(("activist_date",) if row.facts["activist_date"] else ())))
    if rng.random() < 0.3:
        text = f"{row.facts[key]:%Y.%m}"
        row.type(key, text, unread=text)
    else:
        row.type(key, MonthCell(row.facts[key].replace(day=1), rng.choice(MONTH_FORMATS)), unread="?")
    row.find("date-invalid", key)


def ends_month(row: Row) -> bool:
    """Whether the meeting is on the last day of a month: then every day of that month a year before is early enough."""
    meeting = row.facts["meeting_date"]
    return bool((meeting + timedelta(1)).day == 1)


@kind(0.005, "league_join_date", "application_date", "league_number", when=lambda row: not row.second and not ends_month(row))
def month_boundary(row: Row, rng: random.Random) -> None:
    """Joined in the month of the meeting, a year before: long enough or not."""
    meeting = row.facts["meeting_date"]
    joined = years_later(meeting, -1)
    applied = max(row.facts["application_date"], meeting - timedelta(rng.randint(190, 280)))
    row.put(league_join_date=joined, application_date=applied, league_number=f"{joined.year}{row.facts['league_number'][4:]}")
    row.type("league_join_date", f"{joined:%Y.%m}", value=f"{joined:%Y-%m}")
    row.find("month-boundary", "league_join_date", "meeting_date")
    row.find("date-month-only", "league_join_date")


@kind(0.005, "application_date", "birth_date", "league_join_date", "id_number")
def date_invalid(row: Row, rng: random.Random) -> None:
    """A day that does not exist, or no date at all."""
    key = rng.choice(("application_date", "birth_date", "league_join_date"))
    typed = rng.choice(("2026.13.5", "2025.2.30", "2025年13月1日", "20251305", "待定", "不详"))
    row.type(key, typed, unread=typed)
    row.find("date-invalid", key)


@kind(0.003, "application_date", "league_join_date", "league_number", "meeting_date")
def date_future(row: Row, rng: random.Random) -> None:
    """Later than --as-of, and so later than what must come after it."""
    key = rng.choice(("application_date", "league_join_date"))
    later = row.habits.as_of + timedelta(rng.randint(20, 150))
    row.put(**{key: later})
    if key == "league_join_date":
        row.put(league_number=f"{later.year}{row.facts['league_number'][4:]}")
    row.find("date-in-future", key, may="date-order league-age-short")


@kind(0.01, "application_date", "meeting_date", "notice_start", "in_favour", "gender", "name", "id_number", "birth_date")
def required_missing(row: Row, rng: random.Random) -> None:
    """A required cell is empty."""
    key = rng.choice(("name", "gender", "birth_date", "id_number", "application_date", "meeting_date", "notice_start", "in_favour"))
    row.put(**{key: None})
    row.find("required-missing", key)


@kind(0.01, "league_post", "political_status")
def choice_unknown(row: Row, rng: random.Random) -> None:
    """Class posts are no League posts; a wrong political status."""
    key, typed = rng.choice(
        (("league_post", "班长"), ("league_post", "学习委员"), ("political_status", "学生"), ("political_status", "是"))
    )
    row.type(key, typed, unread=typed)
    row.find("choice-unknown", key)


@kind(0.15, "political_status", "ethnicity", "education")
def choice_alias(row: Row, rng: random.Random) -> None:
    """团员, 汉, 大专 mean 共青团员, 汉族, 大学专科: no finding."""
    row.type("political_status", "团员")
    row.type("ethnicity", row.facts["ethnicity"].removesuffix("族"))
    row.type("education", {"大学本科": "本科", "大学专科": "大专", "硕士研究生": "研究生"}[row.facts["education"]])


@kind(0.004, "political_status")
def party_member(row: Row, rng: random.Random) -> None:
    """Who has joined the Party is not recommended."""
    status = rng.choice(("中共预备党员", "中共预备党员", "中共党员"))
    row.put(political_status=status)
    row.find("already-party-member", "political_status")


@kind(0.002, "name")
def name_spaces(row: Row, rng: random.Random) -> None:
    """张 三 is 张三."""
    name = row.facts["name"]
    row.type("name", name[0] + rng.choice((" ", "  ", "\u3000", "\u00a0")) + name[1:])
    row.find("value-normalised", "name")


@kind(0.001, "name")
def name_invisible(row: Row, rng: random.Random) -> None:
    """Invisible characters are dropped."""
    name = row.facts["name"]
    row.type("name", rng.choice(("\u200b" + name, name[0] + "\u200b" + name[1:], name + "\ufeff")))
    row.find("value-normalised", "name")


@kind(0.002, "name", "ethnicity")
def name_dots(row: Row, rng: random.Random) -> None:
    """All dots in a name become ·."""
    row.put(name=rng.choice(MINORITY_NAMES), ethnicity="维吾尔族")
    row.type("name", row.facts["name"].replace("·", rng.choice("•・‧．")))
    row.find("value-normalised", "name")


@kind(0.0035, "name")
def name_suspicious(row: Row, rng: random.Random) -> None:
    """A digit, a letter or a class was glued to the name; the name stays as typed."""
    row.put(name=row.facts["name"] + rng.choice(("1", "2班", "a")))
    row.find("name-suspicious", "name")


@kind(0.68, "phone")
def phone_as_number(row: Row, rng: random.Random) -> None:
    """Two thirds of real phone numbers are stored as numbers: no finding."""
    row.type("phone", int(row.facts["phone"]))


@kind(0.005, "phone")
def phone_separated(row: Row, rng: random.Random) -> None:
    """Dashes, spaces, 全角 digits are dropped."""
    p = row.facts["phone"]
    row.type("phone", rng.choice((f"{p[:3]}-{p[3:7]}-{p[7:]}", f"{p[:3]} {p[3:7]} {p[7:]}", p.translate(WIDE))))
    row.find("value-normalised", "phone")


@kind(0.005, "phone")
def phone_bad(row: Row, rng: random.Random) -> None:
    """Ten or twelve digits, or a wrong first one; the number stays as typed."""
    row.put(phone=rng.choice((row.facts["phone"][:-1], row.facts["phone"] + "0", "2" + row.facts["phone"][1:])))
    row.find("phone-format", "phone")


@kind(0.002, "remarks")
def formula_like(row: Row, rng: random.Random) -> None:
    """Text that a spreadsheet would run if it were typed in."""
    row.put(remarks=rng.choice(('=HYPERLINK("http://example.invalid","点这里")', "@SUM(1,1)", "+1+1", "=1+1")))
    row.find("formula-like-text", "remarks")


@kind(0.001, "remarks")
def control_character(row: Row, rng: random.Random) -> None:
    """A character that XML cannot hold."""
    row.put(remarks="第一行\x0b第二行")
    row.any_value.add("remarks")
    row.find("control-character", "remarks")


@kind(0.001, "remarks")
def text_long(row: Row, rng: random.Random) -> None:
    """More than the 200 characters that fit into 备注."""
    row.put(remarks="担任班级学习委员期间组织读书分享" * rng.randint(13, 20))
    row.find("text-too-long", "remarks")


@kind(0.002, *VOTES)
def formula_without_value(row: Row, rng: random.Random) -> None:
    """A formula that no program has computed."""
    row.type("abstained", Formula("=2-2", ""), unread="?")
    row.find("formula-without-value", "abstained")


@kind(0.002, *VOTES)
def error_value(row: Row, rng: random.Random) -> None:
    """A formula whose result is #N/A."""
    row.type("against", Formula("=VLOOKUP(1,A1:A2,1,0)", "#N/A"), unread="?")
    row.find("cell-error-value", "against")


@kind(0.003, *VOTES)
def number_invalid(row: Row, rng: random.Random) -> None:
    """A word where a number belongs."""
    typed = rng.choice(("全票", "过半数", "若干"))
    row.type("in_favour", typed, unread=typed)
    row.find("number-invalid", "in_favour")


@kind(0.05, "eligible", "present", "volunteer_hours")
def number_as_text(row: Row, rng: random.Random) -> None:
    """Digits stored as text are a number: no finding."""
    for key in ("eligible", "present", "volunteer_hours"):
        row.type(key, str(row.facts[key]))


@kind(0.05, "activist_date", "development_candidate_date", when=lambda row: not row.facts["activist_date"])
def empty_mark(row: Row, rng: random.Random) -> None:
    """无, / and — in optional dates mean empty: no finding."""
    for key in ("activist_date", "development_candidate_date"):
        row.type(key, rng.choice(("无", "/", "—")))
