"""Faults: rows that can be read and break a rule of the scheme; and `soil`, which spreads all kinds of dirt over a branch."""

from __future__ import annotations

import random
from datetime import timedelta

from branch_dirt import KINDS, VOTES, kind
from branch_model import Branch, Row, workday_after, years_later


@kind(0.01, "application_date", "birth_date", "id_number", "league_join_date", "league_number")
def age_below(row: Row, rng: random.Random) -> None:
    """Applied before the 18th birthday, often by a day."""
    birth = years_later(row.facts["application_date"], -18) + timedelta(rng.choice((1, 2, 30, 150)))
    joined = years_later(birth, 14) + timedelta(rng.randint(30, 300))
    row.put(
        birth_date=birth,
        id_number=row.habits.people.id_number(birth, row.facts["gender"]),
        league_join_date=joined,
        league_number=f"{joined.year}{row.facts['league_number'][4:]}",
    )
    row.find("age-below-minimum", "application_date", "birth_date", "id_number")


@kind(0.01, "application_date", "league_join_date", "league_number", "meeting_date", when=lambda row: not row.second)
def league_age(row: Row, rng: random.Random) -> None:
    """Less than a year in the League at the meeting, often by a day."""
    meeting = row.facts["meeting_date"]
    joined = years_later(meeting, -1) + timedelta(rng.choice((1, 2, 15, 60)))
    applied = max(row.facts["application_date"], meeting - timedelta(rng.randint(190, 280)))
    row.put(league_join_date=joined, application_date=applied, league_number=f"{joined.year}{row.facts['league_number'][4:]}")
    row.find("league-age-short", "league_join_date", "meeting_date", "application_date")


@kind(0.01, "activist_date", "development_candidate_date", "meeting_date", when=lambda row: row.second)
def candidate_early(row: Row, rng: random.Random) -> None:
    """Less than a year from activist to development candidate, often by a day."""
    candidate = row.facts["notice_end"] + timedelta(1)
    row.put(activist_date=years_later(candidate + timedelta(rng.choice((1, 5, 40))), -1), development_candidate_date=candidate)
    row.find("interval-too-short", "development_candidate_date", "activist_date", "meeting_date")


@kind(0.01, "application_date", "activist_date", "meeting_date", "notice_start", "notice_end")
def date_order(row: Row, rng: random.Random) -> None:
    """A date that must come later comes earlier."""
    if row.second:
        row.put(activist_date=row.facts["application_date"] - timedelta(20))
        row.find("date-order", "activist_date", "application_date")
    elif rng.random() < 0.5:
        row.put(notice_end=row.facts["notice_start"] - timedelta(3))
        row.find("date-order", "notice_end", "notice_start", "meeting_date", may="notice-too-short")
    else:
        row.put(application_date=row.facts["meeting_date"] + timedelta(1))
        row.find("date-order", "meeting_date", "application_date")


@kind(0.01, *VOTES)
def votes_exceed(row: Row, rng: random.Random) -> None:
    """More votes in favour than people present, or more votes in all."""
    if rng.random() < 0.4:
        row.put(in_favour=row.facts["present"] + rng.randint(1, 3))
    else:
        row.put(against=row.facts["against"] + rng.randint(1, 3))
    row.find("votes-exceed-present", "in_favour", "present", "against", "abstained")


@kind(0.01, *VOTES)
def votes_sum(row: Row, rng: random.Random) -> None:
    """The votes are fewer than the people present; the person passes."""
    in_favour = min(row.facts["in_favour"], row.facts["present"] - rng.randint(1, 2))
    row.put(in_favour=in_favour, against=0, abstained=0)
    row.find("votes-do-not-add-up", "in_favour", "present", "against", "abstained")


@kind(0.005, *VOTES)
def present_exceeds(row: Row, rng: random.Random) -> None:
    """More people came than should; the votes add up."""
    present = row.facts["eligible"] + rng.randint(1, 3)
    row.put(present=present, in_favour=present - 1, against=1, abstained=0)
    row.find("present-exceeds-eligible", "present", "eligible")


@kind(0.005, *VOTES)
def quorum(row: Row, rng: random.Random) -> None:
    """Just less than half came; the votes of those who came are all in favour."""
    present = (row.facts["eligible"] - 1) // 2
    row.put(present=present, in_favour=present, against=0, abstained=0)
    row.find("quorum-not-met", "present", "eligible", may="pass-line-not-met")


def fail(row: Row, rng: random.Random) -> None:
    """Half of those who should attend are in favour."""
    half = row.facts["eligible"] // 2
    present = half if row.facts["eligible"] % 2 == 0 and rng.random() < 0.3 else row.facts["present"]
    row.put(present=present, in_favour=half, against=present - half, abstained=0)


@kind(0.01, *VOTES, "notice_start", "notice_end")
def pass_line(row: Row, rng: random.Random) -> None:
    """Exactly half is not more than half, and yet the name went into the public notice. Sometimes just enough people came."""
    fail(row, rng)
    row.find("pass-line-not-met", "in_favour", "eligible", "present")


@kind(0.01, *VOTES, "notice_start", "notice_end", "activist_date", "objections", when=lambda row: not row.second)
def not_passed(row: Row, rng: random.Random) -> None:
    """Who did not pass stays on the list, and nothing later is filled: no finding."""
    fail(row, rng)
    row.put(notice_start=None, notice_end=None, activist_date=None, objections=None)


@kind(0.02, "notice_start", "notice_end")
def notice_short(row: Row, rng: random.Random) -> None:
    """Fewer than five working days with the first day; often five or more calendar days."""
    start = row.facts["notice_start"]
    end = workday_after(start - timedelta(1), 5) - timedelta(1)
    row.put(notice_end=rng.choice([d for n in range(2) if (d := end - timedelta(n)) >= start]))
    row.find("notice-too-short", "notice_end", "notice_start")


@kind(0.05, "notice_start", "notice_end")
def notice_first_day(row: Row, rng: random.Random) -> None:
    """Five working days with the first day, Monday to Friday of an ordinary week: no finding."""
    row.put(notice_end=workday_after(row.facts["notice_start"] - timedelta(1), 5))


@kind(0.02, "league_number", "league_join_date")
def league_number(row: Row, rng: random.Random) -> None:
    """Wrong year, wrong length, or the 8 digits of the card instead."""
    number, joined = row.facts["league_number"], row.facts["league_join_date"]
    which = rng.choice(("year", "length", "card"))
    if which == "year":
        row.put(league_number=f"{joined.year + (-2 if joined.year >= 2019 else 2)}{number[4:]}")
        row.find("league-number-year", "league_number", "league_join_date")
    elif which == "card":
        row.put(league_number=f"03010{number[-3:]}")
        row.find("league-number-is-card-number", "league_number")
    else:
        row.put(league_number=number[:-1])
        row.find("league-number-format", "league_number")


def soil(branch: Branch, dirt: str) -> None:
    """Apply kinds of dirt to the rows of a branch, never two on the same field."""
    rng, order = branch.rng, sorted(KINDS)
    if dirt == "none":
        return
    light = [(rng.choice(branch.rows), rng.choice(order)) for _ in range(rng.randint(1, 3))] if dirt == "light" else []
    start = rng.randrange(len(order))
    for index, row in enumerate(branch.rows):
        chosen = [n for r, n in light if r is row]
        if dirt == "heavy":  # walk through the kinds so that a few files show them all
            chosen = [order[(start + index * 3 + n) % len(order)] for n in range(rng.choice((0, 1, 2, 3)))]
        elif dirt == "real":
            chosen = [n for n in rng.sample(order, len(order)) if rng.random() < KINDS[n].rate]
        for name in chosen:
            touches = set(KINDS[name].touches)
            if touches <= set(branch.keys) and not touches & row.touched and KINDS[name].when(row):
                KINDS[name].apply(row, rng)
                row.touched |= touches
