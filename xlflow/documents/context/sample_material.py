"""Invented material of every kind of length, to try templates with: no workbook is needed, and nothing in it is about anybody.

The sample is as a round would leave it: people who passed, one who did not, one who was dropped, each field filled by its type.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from xlflow.documents.context.document_names import mapping_of
from xlflow.documents.context.material import Material, SourceRow, gather
from xlflow.documents.context.printed_values import Printer
from xlflow.documents.context.subjects import DocumentSubject, subjects
from xlflow.domain.progress import AGREED
from xlflow.schemes.parts import Document, Field, FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, DOSSIER, MEETINGS, NOMINEES, UNIT

CELL_LIMIT = 32_767
"""The most characters that a cell of a workbook holds."""
_NAMES = ("张三", "欧阳修远", "买买提·吐尔逊", "李四", "王五")
_LONG_NAMES = ("阿卜杜热西提·阿卜杜艾海提·麦麦提敏江", "尼格买提·热合曼·阿不都热依木·吐尔洪江")
_WORDS = "认真学习、团结同学、积极参加志愿服务和集体活动，"
_LONGEST_TEXT = 500
"""Characters of a long answer where the scheme sets no limit."""
_MEETING_DAYS_AGO = 40


class Sample(Struct, frozen=True):
    """What is extreme about a sample: its title for people, how many passed, and the kind of its texts."""

    title: str
    people: int = 3
    longest: bool = False
    bare: bool = False
    """Only what must be filled in."""
    text: int = 0
    """Characters of every free text, however short the scheme wants it."""


TYPICAL = Sample("一般的内容")
SAMPLES = (
    TYPICAL,
    Sample("最长的姓名、名称和填满的栏", longest=True),
    Sample("选填项都空着、没有照片", bare=True),
    Sample("40 个人选", people=40),
    Sample("200 行的表", people=200),
    Sample(f"{CELL_LIMIT:,} 字的一格", people=1, text=CELL_LIMIT),
)
"""From the usual to the extreme."""


def sample_mapping(document: Document, scheme: Scheme, day: date, sample: Sample = TYPICAL) -> dict[str, object]:
    """The names of a document about a sample, with their values in words."""
    return mapping_about(document, scheme, sample_material(scheme, day, sample))


def mapping_about(document: Document, scheme: Scheme, material: Material) -> dict[str, object]:
    """The names of a document about the first of its subjects in this material, with their values in words."""
    always = replace(document, when=None)
    about = next(iter(subjects(always, material)), None) or _everything(document, material)
    return mapping_of(document, about, material, Printer(scheme, document.audience))


def sample_of_any(scheme: Scheme, day: date, sample: Sample = TYPICAL) -> dict[str, object]:
    """The names of all kinds of documents together, for a template of which nobody says which document it is."""
    names: dict[str, object] = {}
    for document in one_of_each_scope(scheme):
        names |= sample_mapping(document, scheme, day, sample)
    return names


def one_of_each_scope(scheme: Scheme) -> tuple[Document, ...]:
    """A document about a person, one about a meeting, and so on: documents of one scope have the same names."""
    return tuple({document.scope: document for document in scheme.documents.values()}.values())


def sample_material(scheme: Scheme, day: date, sample: Sample = TYPICAL) -> Material:
    """One branch with one meeting."""
    held = day - timedelta(days=_MEETING_DAYS_AGO)
    unit = _row(scheme, UNIT, sample, day)
    branch: dict[str, object] = {key: unit[key] for key in ("branch", "round") if key in unit}
    others: tuple[dict[str, object], ...] = ({"in_favour": 3, "against": 33}, {"inspection_result": "暂缓推荐"})
    fates: list[dict[str, object]] = [*({} for _ in range(sample.people)), *others]
    people = [_nominee(scheme, sample, day, held, number) | branch | fate for number, fate in enumerate(fates)]
    tables: dict[str, Sequence[SourceRow]] = {
        UNIT: [SourceRow(unit)],
        NOMINEES: [SourceRow(person) for person in people],
        MEETINGS: [SourceRow(_row(scheme, MEETINGS, sample, day) | _votes(held) | branch)],
        DOSSIER: [SourceRow(_row(scheme, DOSSIER, sample, day) | {key: people[0].get(key) for key in ("name", "student_id")})],
        COMMITTEE: [SourceRow(_row(scheme, COMMITTEE, sample, day))],
    }
    others_of_scheme = (key for key in scheme.tables if key not in tables)
    return gather(
        tables | {key: [SourceRow(_row(scheme, key, sample, day)) for _ in range(sample.people)] for key in others_of_scheme}, scheme, day
    )


def _everything(document: Document, material: Material) -> DocumentSubject:
    meetings = tuple(held for unit in material.units for held in unit.meetings)
    return DocumentSubject(material.units, material.people, meetings, material.people[0] if document.scope == "nominee" else None)


def _nominee(scheme: Scheme, sample: Sample, day: date, held: date, number: int) -> dict[str, object]:
    names = _LONG_NAMES if sample.longest else _NAMES
    end = held + timedelta(days=12)
    return _row(scheme, NOMINEES, sample, day) | {
        "name": names[number % len(names)],
        "student_id": f"9999{number:08d}",
        "birth_date": date(day.year - 20, 3, 15),
        "meeting_result": None,
        "inspection_date": held + timedelta(days=1),
        "inspection_result": AGREED,
        "notice_start": held + timedelta(days=4),
        "notice_end": end,
        "review_date": end + timedelta(days=1),
        "letter_date": end + timedelta(days=2),
        "objections": "无异议",
        "review_result": AGREED,
        **_votes(held),
    }


def _votes(held: date) -> dict[str, object]:
    figures = {"eligible": 40, "present": 36, "ballots_issued": 36, "ballots_returned": 36, "ballots_valid": 36}
    return {"meeting_date": held, **figures, "in_favour": 33, "against": 2, "abstained": 1}


def _row(scheme: Scheme, table: str, sample: Sample, day: date) -> dict[str, object]:
    fields = scheme.fields.get(table, ())
    return {field.key: _value(field, scheme, sample, day) for field in fields if not (sample.bare and field.required is False)}


def _value(field: Field, scheme: Scheme, sample: Sample, day: date) -> object:
    match field.type:
        case FieldType.CHOICE:
            words = tuple(scheme.choices.get(field.choices or field.key, ())) or (field.term,)
            return max(words, key=len) if sample.longest else words[0]
        case FieldType.BOOL:
            return True
        case FieldType.INT:
            return 12
        case FieldType.DEC | FieldType.MONEY:
            return 123.5
        case FieldType.PCT:
            return 0.857
        case FieldType.DATE | FieldType.DATE_OR_MONTH:
            return day - timedelta(days=_MEETING_DAYS_AGO)
        case FieldType.IDNO:
            return "440305200403150019"
        case FieldType.PHONE:
            return "19900000001"
        case _:
            return _text(field, sample)


def _text(field: Field, sample: Sample) -> str:
    if sample.text:
        return (_WORDS * (sample.text // len(_WORDS) + 1))[: sample.text]
    if sample.longest:
        length = field.length or _LONGEST_TEXT
        return (f"{field.term}：{_WORDS * (length // len(_WORDS) + 1)}")[:length]
    return f"某{field.term}"[: field.length]
