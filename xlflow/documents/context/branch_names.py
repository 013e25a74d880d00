"""The names that the papers of a branch use besides its rows: ballots, voters, the training of a person, what is to be corrected."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from xlflow.documents.context.material import EVENTS, MEMBERS, NOMINEES, Person, SourceRow
from xlflow.documents.context.printing import Printer
from xlflow.documents.context.subjects import Subject
from xlflow.rules.derived import whole
from xlflow.schemes.strokes import stroke_order

ALL = "全体"
"""What stands for a name where the whole branch took part."""
SPARE_EVERY = 20
"""One ballot in reserve for so many voters, and never fewer than two."""
SPARE_LEAST = 2
QUARTER_HOLDS = 4
"""Names that a ballot of a quarter of a sheet holds; one with more takes half a sheet, one with more than `HALF_HOLDS` a whole one."""
HALF_HOLDS = 6
WHOLE_HOLDS = 20
"""Names that stand one below the other on a whole sheet; more of them stand in two columns."""


def branch_names(subject: Subject, printer: Printer) -> dict[str, object]:
    """The names, with their values in words."""
    people = sorted(subject.people, key=lambda person: stroke_order(person.name))
    voters = [member for unit in subject.units for member in unit.members if member.values.get("voting_right") is not False]
    eligible = next((n for held in subject.meetings if (n := whole(held.row.values.get("eligible"))) is not None), len(voters))
    lines = [printer.row(MEMBERS, row) | {"number": number} for number, row in enumerate(voters, 1)]
    lines += [printer.row(MEMBERS, None) | {"number": number} for number in range(len(lines) + 1, eligible + 1)]
    return {
        "ballot": _ballot(people, eligible, printer),
        "voters": lines,
        "events": [printer.row(EVENTS, event) | {"number": number} for number, event in enumerate(_events(subject), 1)],
        "faults": [
            {"number": number, "place": fault.place, "message": fault.message, "fix": fault.fix}
            for number, fault in enumerate((fault for unit in subject.units for fault in unit.faults), 1)
        ],
    }


def _ballot(people: list[Person], eligible: int, printer: Printer) -> Mapping[str, object]:
    """The names in order of 姓氏笔画, how many ballots a sheet holds, and how many there are to be with those in reserve."""
    on_sheet = 4 if len(people) <= QUARTER_HOLDS else 2 if len(people) <= HALF_HOLDS else 1
    spare = max(SPARE_LEAST, -(-eligible // SPARE_EVERY)) if eligible else 0
    names = [printer.row(NOMINEES, person.row) | {"number": number} for number, person in enumerate(people, 1)]
    half = -(-len(names) // 2)
    blank = dict.fromkeys(printer.row(NOMINEES, None), "") | {"number": ""}
    return {
        "names": names,
        "pairs": [{"left": left, "right": right} for left, right in zip_longest(names[:half], names[half:], fillvalue=blank)],
        "is_long": len(names) > WHOLE_HOLDS,
        "on_sheet": on_sheet,
        "copies": eligible + spare,
        "spare": spare,
        "sheets": list(range(1, max(1, -(-(eligible + spare) // on_sheet)) + 1)),
    }


def _events(subject: Subject) -> list[SourceRow]:
    """What the person took part in, by himself or with the whole branch, in order of time."""
    if subject.person is None:
        return []
    person = subject.person
    found = [row for unit in subject.units for row in unit.events if _concerns(row, person)]
    return sorted(found, key=lambda row: str(row.values.get("event_date") or ""))


def _concerns(row: SourceRow, person: Person) -> bool:
    name, number = row.values.get("name"), row.values.get("student_id")
    if name == ALL:
        absent = str(row.values.get("absentees") or "")
        return not (absent and person.name in absent)
    return name == person.name and number in (None, "", person.value("student_id"))
