"""反馈单 that came back from a Party branch: whose row each line is about, and what it adds to the roster. Values in, values out.

A slip only fills cells that are empty in the roster. What the roster says already stays, be it from an earlier slip or typed by the
committee; where a slip says something else that is told. So the same slip read again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from xlflow.findings import mask
from xlflow.messages import some_of
from xlflow.roster.hand_edits import Edits, decided
from xlflow.roster.roster import RosterRow
from xlflow.roster.submitted_rows import Plain, RowState
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.records import Record, WorkbookReading, plain

FEEDBACK = "feedback"
"""What the stamp of a slip says it is."""
ANSWERS = ("party_result", "party_decision_date", "mentors", "party_reason")
"""What a Party branch fills in."""
_SAME = ("name", "branch", "recommendation_type", "student_id")
_NAMED = 4


class Answer(Struct, frozen=True):
    """One line of a slip. `key` is the hidden key of the roster's row; `who` what the line says of the person; `unread`: in words."""

    file: str
    number: int
    key: str
    who: Mapping[str, Plain]
    values: Mapping[str, Plain]
    unread: Mapping[str, str]

    @property
    def place(self) -> str:
        """The file, the line and the name."""
        return f"{self.file} 第{self.number}行（{self.who.get('name', '')}）"


class Answered(Struct, frozen=True):
    """The edits with what the slips add, how many people got an answer, and what somebody has to look at."""

    edits: Edits
    people: int
    notes: tuple[str, ...]


def answers_of(reading: WorkbookReading) -> tuple[Answer, ...]:
    """The lines of a slip that say something."""
    lines = (_answer(record, reading.file) for record in reading.records(NOMINEES))
    return tuple(line for line in lines if line.values or line.unread)


def _answer(record: Record, file: str) -> Answer:
    values = record.values
    said = {key: plain(values[key]) for key in ANSWERS if key in values}
    unread = {key: record.unread[key] for key in ANSWERS if key in record.unread}
    who = {key: plain(values[key]) for key in _SAME if key in values}
    return Answer(file, record.row, str(values.get("row_key") or ""), who, said, unread)


def with_answers(edits: Edits, rows: Sequence[RosterRow], answers: Iterable[Answer], scheme: Scheme) -> Answered:
    """The edits of the roster with the answers on the rows of the people that they are about."""
    shown = {row.key: dict(row.values) for row in rows}
    by_key = {row.key: row for row in rows}
    answered: set[str] = set()
    notes: list[str] = []
    for answer in answers:
        row = by_key.get(answer.key) if _is_about(by_key.get(answer.key), answer) else _only(rows, answer)
        if row is None:
            notes.append(f"{answer.place}：清单库里没有这个人，或不止一个，没有写入；请在清单库中手工填写。")
            continue
        notes += _unread(answer, scheme)
        for key, value in answer.values.items():
            known = shown[row.key].get(key)
            if known in (None, ""):
                edits = decided(edits, row.id, key, value, over=row.said.get(key))
                shown[row.key][key] = value
                answered.add(row.key)
            elif known != value:
                label = scheme.field(NOMINEES, key).label
                notes.append(f"{answer.place}：{label}写的是“{mask(str(value))}”，清单库中已是“{mask(str(known))}”，保留清单库的；请核对。")
    return Answered(edits, len(answered), tuple(notes))


def _is_about(row: RosterRow | None, answer: Answer) -> bool:
    """Whether a row is of the person of a line: a key that was copied to another line must not move an answer to somebody else.

    A line without a name says of nobody that the key is his.
    """
    if row is None or not answer.who.get("name"):
        return False
    return all(row.values.get(key) in (None, value) for key, value in answer.who.items() if key != "student_id")


def _only(rows: Iterable[RosterRow], answer: Answer) -> RosterRow | None:
    """The one row of the round at work that says the same of the person; None where there is none, or several."""
    found = [row for row in rows if row.state is not RowState.WITHDRAWN and _says_the_same(row, answer.who)]
    return found[0] if len(found) == 1 else None


def _says_the_same(row: RosterRow, who: Mapping[str, Plain]) -> bool:
    return bool(who.get("name")) and all(row.values.get(key) in (None, value) for key, value in who.items())


def _unread(answer: Answer, scheme: Scheme) -> Iterator[str]:
    for key, text in answer.unread.items():
        label = scheme.field(NOMINEES, key).label
        yield f"{answer.place}：{label}填的是“{mask(text)[:20]}”，无法识别，没有写入；请按下拉列表或 2026-03-05 的写法改正后再汇总。"


def told(files: Sequence[str], answered: Answered) -> Iterator[str]:
    """What became of the slips."""
    if files:
        names = some_of(files, _NAMED, " 等")
        yield f"{len(files)} 个文件是党支部的反馈单，写入 {answered.people} 人的党组织意见：{names}。"
        yield from answered.notes
