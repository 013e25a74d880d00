"""The names of one document and their values: docs/document-names.md is the list of them for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import zip_longest

from xlflow.documents.context.committee_names import expiring, issuer, place_rows
from xlflow.documents.context.cultivation_names import cultivation_names
from xlflow.documents.context.document_files import given_number, identity_of, series_of
from xlflow.documents.context.material import Held, Material, Person, SourceRow, UnitMaterial
from xlflow.documents.context.period_names import figure_names, period_names
from xlflow.documents.context.points_names import points_names
from xlflow.documents.context.printed_values import RULED, Printer, common
from xlflow.documents.context.subjects import DocumentSubject
from xlflow.documents.layout.layout_blocks import BLOCKS
from xlflow.documents.numerals import BLANK_DATE, document_day, percent_words, share_words
from xlflow.documents.template import Unfilled
from xlflow.domain.document_numbers import Number
from xlflow.filling.drafted_texts import KIND_TITLES
from xlflow.rules.derived import whole
from xlflow.schemes.parts import Document, Field
from xlflow.schemes.shipped import home
from xlflow.schemes.table_roles import COMMITTEE, DOSSIER, EVENTS, MEETINGS, MEMBERS, NOMINEES, UNIT

STROKES_FILE = "strokes.txt"


def stroke_order(name: str) -> tuple[tuple[int, str], ...]:
    """The key that sorts names by strokes.

    Fewer strokes of the first character go first, then how it is written (横、竖、撇、点、折), then the next character; of one surname the
    shorter name goes first. Characters of no known order come last.
    """
    places = _places()
    return tuple((places.get(character, len(places)), character) for character in name)


@cache
def _places() -> dict[str, int]:
    lines = (home() / STROKES_FILE).read_text(encoding="utf-8").splitlines()
    characters = "".join(line.partition(" ")[2] for line in lines if not line.startswith("#"))
    return {character: place for place, character in enumerate(characters)}


LISTS: Mapping[str, Callable[[Person], bool]] = {
    "nominees": lambda person: True,
    "adopted": lambda person: person.progress.is_through,
    "passed": lambda person: person.progress.is_put_forward,
    "not_passed": lambda person: person.progress.is_voted_down,
    "dropped": lambda person: person.progress.is_through and not person.progress.is_put_forward,
}


def mapping_of(document: Document, subject: DocumentSubject, material: Material, printer: Printer) -> dict[str, object]:
    """All names that the template of the document may use, with their values in words; `printer` is one for the document's class."""
    day = governing_day(document, subject, material)
    names: dict[str, object] = {**BLOCKS, "blank_date": BLANK_DATE, "params": _params(material, day)}
    names |= _scheme_words(material, day)
    names |= _unit_names(subject, material, printer)
    names |= _meeting_names(subject, printer)
    names |= _list_names(subject.people, printer)
    names |= _period_names(subject, printer)
    names |= branch_names(subject, printer)
    names["committee"] = committee = printer.row(COMMITTEE, material.committee)
    if names["league_committee"] in ("", RULED):
        names["league_committee"] = committee.get("league_committee") or RULED
    names["unit_name"] = names["league_committee"] if document.scope in ("unit", "party_branch", "period") else names["branch_short"]
    names["document_date"] = committee.get("document_date") or BLANK_DATE
    names["document_number"] = _document_number(document, subject, material)
    names["quota_limit"] = _quota_limit(subject.units[0], material, day) if len(subject.units) == 1 else ""
    if document.scope in ("unit", "period"):
        names |= _committee_names(document, subject, material, printer, day)
    if subject.person is not None:
        names |= _person_names(subject, subject.person, printer, names)
        names |= cultivation_names(subject.person, material, printer)
    if document.scope in ("branch", "period"):
        names |= points_names(document, subject, material, printer)
    return names | list_names(document, subject, material, printer)


def governing_day(document: Document, subject: DocumentSubject, material: Material) -> date:
    """The day whose params a document states: of the meeting it is about (the last of several), else that of the run."""
    if document.scope in ("unit", "period"):
        return material.as_of
    days = [day for held in subject.meetings if isinstance(day := held.row.values.get("meeting_date"), date)]
    return max(days, default=material.as_of)


def _params(material: Material, day: date) -> dict[str, object]:
    values = {key: param.at(day) for key, param in material.scheme.params.items()}
    return {key: "、".join(map(str, value)) if isinstance(value, tuple) else value for key, value in values.items()}


def _scheme_words(material: Material, day: date) -> dict[str, object]:
    """The shares of the scheme as documents state them."""
    ballot = material.scheme.ballot_on(day)
    return {
        "quorum": share_words(ballot.quorum),
        "pass_line": "，且".join(map(share_words, ballot.pass_lines)),
        "quota_ratio": percent_words(material.scheme.quota_on(day).share),
    }


def _unit_names(subject: DocumentSubject, material: Material, printer: Printer) -> dict[str, object]:
    """The facts of the unit; of several units those in which they agree."""
    rows = [printer.row(UNIT, unit.facts) for unit in subject.units] or [printer.row(UNIT, SourceRow({}, by_hand=True))]
    return {name: common(row[name] for row in rows) for name in rows[0]}


def _meeting_names(subject: DocumentSubject, printer: Printer) -> dict[str, object]:
    held = [_meeting(held, printer) for held in subject.meetings]
    single = subject.meetings[0].row if len(subject.meetings) == 1 else None
    names = printer.row(MEETINGS, single)
    return names | {"meetings": held, "meeting": held[0] if single else printer.row(MEETINGS, None), "count_meetings": len(held)}


def _meeting(held: Held, printer: Printer) -> dict[str, object]:
    return printer.row(MEETINGS, held.row) | _list_names(held.people, printer)


def _list_names(people: Sequence[Person], printer: Printer) -> dict[str, object]:
    """The lists of people, their counts, and those who passed by type."""
    names: dict[str, object] = {}
    for name, belongs in LISTS.items():
        found = [person for person in people if belongs(person)]
        names[name] = _rows(found, printer)
        names[f"count_{name}"] = len(found)
    passed = [person for person in people if person.progress.is_put_forward]
    kinds = _by_kind(passed)
    names["kinds"] = [
        {"recommendation_type": kind, "kind_title": KIND_TITLES.get(kind, kind), "passed": _rows(who, printer), "count_passed": len(who)}
        for kind, who in kinds.items()
    ]
    titles = [KIND_TITLES.get(kind, kind) for kind in kinds]
    names["kind_title"] = "、".join(titles[:-1]) + "和" + titles[-1] if len(titles) > 1 else "".join(titles)
    names["names"] = _names_in_title(passed)
    return names


def _names_in_title(people: Sequence[Person]) -> str:
    """张三, or 张三等3名."""
    return people[0].name + (f"等{len(people)}名" if len(people) > 1 else "") if people else ""


def _by_kind(people: Sequence[Person]) -> dict[str, list[Person]]:
    kinds: dict[str, list[Person]] = {kind: [] for kind in KIND_TITLES}
    for person in people:
        kinds.setdefault(str(person.value("recommendation_type") or ""), []).append(person)
    return {kind: found for kind, found in kinds.items() if found and kind}


def _rows(people: Sequence[Person], printer: Printer) -> list[dict[str, object]]:
    """The people of a list, numbered; in public two of one name are told apart by the end of their student numbers."""
    names = [person.name for person in people]
    rows = []
    for number, person in enumerate(people, 1):
        row = printer.row(NOMINEES, person.row) | {"number": number, "kind_title": _kind_title(person)}
        student_id = str(person.value("student_id") or "")
        if printer.audience == "public" and names.count(person.name) > 1 and student_id:
            row["name"] = f"{person.name}（学号后四位{student_id[-4:]}）"
            row[printer.scheme.field(NOMINEES, "name").term] = row["name"]
        rows.append(row)
    return rows


def _kind_title(person: Person) -> str:
    kind = str(person.value("recommendation_type") or "")
    return KIND_TITLES.get(kind, kind)


def _period_names(subject: DocumentSubject, printer: Printer) -> dict[str, object]:
    """First and last day of the notice, and what the recommended people have in common."""
    passed = [person for person in subject.people if person.progress.is_put_forward]
    names: dict[str, object] = {}
    for key, choose in (("notice_start", min), ("notice_end", max)):
        days = [day for person in passed if isinstance(day := person.value(key), date)]
        names |= _named(printer, key, document_day(choose(days)) if days else _absent(passed, key, printer))
    for key in ("valid_until", "letter_date", "review_date"):
        words = common(printer.row(NOMINEES, person.row).get(key, "") for person in passed)
        names |= _named(printer, key, words)
    return names


def _absent(people: Sequence[Person], key: str, printer: Printer) -> object:
    """What stands for a value that nobody of the list has: nothing, or what stops the document."""
    fields = printer.scheme.field(NOMINEES, key)
    printed = [printer.field(fields, person.row) for person in people]
    return next((value for value in printed if isinstance(value, Unfilled)), "")


def _named(printer: Printer, key: str, value: object) -> Mapping[str, object]:
    field = printer.scheme.field(NOMINEES, key)
    return {field.key: value, field.term: value} if printer.shows(field) else {}


def _document_number(document: Document, subject: DocumentSubject, material: Material) -> str:
    """The number of the register, or that the committee gave the letter; else one that is written by hand, if there is a 代字 at all."""
    series = series_of(document, material)
    known = material.numbers.get(identity_of(document, subject, material)) or given_number(document, subject)
    if series is None or known:
        return known if document.number or document.issue else ""
    prefix, year = series
    return f"{prefix}〔{year}〕　　号" if prefix else f"{year}年第　期"


def _committee_names(document: Document, subject: DocumentSubject, material: Material, printer: Printer, day: date) -> dict[str, object]:
    """What documents about all branches have besides: places, recommendations that end, the figures of a period, the issue."""
    places = place_rows(subject, material, lambda unit: _quota_limit(unit, material, day))
    ending = expiring(subject.people, material)
    names: dict[str, object] = {"places": places, "expiring": _rows(ending, printer), "count_expiring": len(ending)}
    number = Number.parse(_document_number(document, subject, material)) if document.issue else None
    names |= {"issuer": issuer(subject, material) or RULED, "n": str(number.ordinal) if number else "　"}
    if document.scope == "period":
        names |= period_names(document, material) | figure_names(document, subject, material, printer)
    return names


def _quota_limit(unit: UnitMaterial, material: Material, day: date) -> object:
    """How many people a branch may recommend; "" where neither a number was given out nor the base is known."""
    facts = unit.facts.values
    given = whole(facts.get("quota_given"))
    if given is not None:
        return given
    figures: Iterable[Mapping[str, object]] = (facts, *(held.row.values for held in unit.meetings))
    known = {key: value for values in reversed([*figures]) for key, value in values.items()}
    quota = material.scheme.quota_on(day)
    size = quota.size(known)
    return int(quota.limit(size)) if size is not None else ""


def _person_names(subject: DocumentSubject, person: Person, printer: Printer, names: Mapping[str, object]) -> dict[str, object]:
    """The person's own values; where he has none, what his unit and his meeting say stays."""
    own = printer.row(NOMINEES, person.row)
    shown = {name: value for name, value in own.items() if value != "" or names.get(name, "") in ("", RULED)}
    return shown | {"kind_title": _kind_title(person), "dossier": printer.row(DOSSIER, person.dossier)}


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


def branch_names(subject: DocumentSubject, printer: Printer) -> dict[str, object]:
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


def _events(subject: DocumentSubject) -> list[SourceRow]:
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


Row = dict[str, object]
_FACTS_AT_MOST = 6
"""How many facts of a class stand above its roll."""


def list_names(document: Document, subject: DocumentSubject, material: Material, printer: Printer) -> Row:
    """`rows`: the lines, numbered, each with the facts of its unit; the value that they share, and what the row says that it refers to."""
    if not document.rows:
        return {}
    units = {unit.facts.group: unit.facts for unit in material.units}
    lines = [
        {**printer.row(UNIT, units.get(row.group)), **printer.row(document.rows, row), "number": number}
        for number, row in enumerate(subject.rows, 1)
    ]
    return {**_shared(document, subject, material, printer), "rows": lines}


def _shared(document: Document, subject: DocumentSubject, material: Material, printer: Printer) -> Row:
    if not document.per:
        return {"facts": []}
    field = material.scheme.field(document.rows, document.per)
    own: Row = {document.per: subject.part, field.term: subject.part}
    table = field.target
    if not table:
        return {**own, "facts": [[field.label, subject.part]]}
    row = next((row for row in material.tables.get(table, ()) if str(row.values.get(document.per)) == subject.part), SourceRow({}))
    words = printer.row(table, row)
    shown = [each for each in material.scheme.fields[table] if words.get(each.key) not in (None, "") and not _is_count(each)]
    return {**words, **own, "facts": [[each.label, words[each.key]] for each in shown[:_FACTS_AT_MOST]]}


def _is_count(field: Field) -> bool:
    """What the scheme works out of the lines themselves."""
    return field.value is not None
