"""The face of the roster as tables: which sheets and columns 清单库.xlsx has, so that it is written and read by one description.

The tables of the scheme gain a few columns (batch, state, source, hidden row key), 单位信息 becomes one row a submission, and four
tables are added: 人员, 报送情况, 冲突, 变更记录. Two more are the committee's own, for its documents: 发文登记, 简报素材.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from xlflow.roster.register import IN_USE, WITHDRAWN
from xlflow.roster.submission import TOOL_FIELDS
from xlflow.roster.submitted_rows import RowState
from xlflow.schemes.parts import Field, FieldType, FilledBy, Table
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, PEOPLE, UNIT

SUBMISSIONS = "submissions"
CONFLICTS = "conflicts"
HISTORY = "history"
REGISTER = "register"
CASES = "cases"
OWN_TABLES = (REGISTER, CASES)
"""What the committee keeps for its documents: no branch hands it in, and no row of it follows from others."""
HIDDEN = frozenset({"row_key", "details", "document_id"})
"""Columns that people do not see."""
KEEP, TAKE = "保留现值", "采用另值"
"""What may be decided about a conflict."""

_ROW_KEYS = (("row_key",),)
_TABLES = {
    PEOPLE: ("人员", "一人一行，由各批推优对象汇成；只读，要改请改“推优对象清单”。"),
    SUBMISSIONS: ("报送情况", "每份报送一行，未报的单位在前。"),
    CONFLICTS: ("冲突", "两处说法不一的栏目；在“处理”列选保留现值或采用另值，下次汇总即生效。"),
    HISTORY: ("变更记录", "每次汇总改了什么、依据哪个文件。"),
    REGISTER: ("发文登记", "一件公文一行。生成材料时自动编号登记；自己发的文也请登记；不用的号写作废，不要删行。"),
    CASES: ("简报素材", "写进工作简报的典型案例，一例一行；督导走访台账里的经验做法会自动列入，不必重抄。"),
}
_OWN = {
    SUBMISSIONS: (
        ("submission_state", "报送状态", 12),
        ("unit_name", "单位", 32),
        ("round", "填报批次", 16),
        ("filed", "填报日期", 12),
        ("file_name", "文件", 44),
        ("row_count", "人数", 8),
        ("unit_source", "单位依据", 18),
        ("round_source", "批次依据", 18),
        ("problem", "说明", 48),
        ("row_key", "文件标识", 12),
        ("details", "内部数据", 12),
    ),
    CONFLICTS: (
        ("person", "人员", 28),
        ("field_label", "栏目", 20),
        ("kept_value", "现值", 24),
        ("kept_source", "现值来源", 50),
        ("other_value", "另值", 24),
        ("other_source", "另值来源", 50),
        ("decision", "处理", 14),
        ("row_key", "冲突标识", 12),
        ("details", "内部数据", 12),
    ),
    HISTORY: (
        ("day", "日期", 12),
        ("person", "人员", 28),
        ("what", "变更", 26),
        ("before", "原值", 24),
        ("after", "新值", 24),
        ("file_name", "来源文件", 44),
    ),
    REGISTER: (
        ("document_number", "文号（期号）", 24),
        ("document_title", "文件标题", 44),
        ("addressed_to", "发文对象", 34),
        ("occasion", "批次或时期", 16),
        ("registered_on", "登记日期", 12),
        ("number_state", "文号状态", 10),
        ("number_note", "登记说明", 36),
        ("document_id", "材料编号", 12),
    ),
    CASES: (
        ("case_date", "素材日期", 12),
        ("case_unit", "素材单位", 32),
        ("case_title", "素材标题", 32),
        ("case_text", "素材内容", 80),
    ),
}
_DAYS = frozenset({"filed", "day", "registered_on", "case_date"})
_CHOSEN = frozenset({"decision", "number_state"})
_SOURCES = (("source_file", "来源文件", 36), ("source_cell", "来源位置", 24), ("row_key", "行标识", 12))
_STATES = tuple(state.value for state in RowState)


@lru_cache(maxsize=16)
def roster_scheme(scheme: Scheme) -> Scheme:
    """The scheme as the roster shows it: a workbook with the stamp `roster` is written and read with it."""
    tables: dict[str, Table] = {PEOPLE: _table(PEOPLE)}
    fields: dict[str, tuple[Field, ...]] = {PEOPLE: _people(scheme)}
    order = sorted(scheme.tables, key=lambda key: (key != NOMINEES, key in (UNIT, COMMITTEE)))
    for key in order:
        tables[key] = scheme.tables[key] if key == COMMITTEE else replace(scheme.tables[key], layout="rows")
        fields[key] = scheme.fields[key] if key == COMMITTEE else _with_roster_columns(scheme, key)
    for key, columns in _OWN.items():
        tables[key] = _table(key)
        fields[key] = tuple(_column(key, name, label, width) for name, label, width in columns)
    choices = {**scheme.choices, "row_state": dict.fromkeys(_STATES, ())}
    choices |= {"decision": {KEEP: (), TAKE: ()}, "number_state": {IN_USE: (), WITHDRAWN: ("已作废", "废止", "撤销")}}
    return replace(scheme, tables=tables, fields=fields, choices=choices)


def _table(key: str) -> Table:
    sheet, help_text = _TABLES[key]
    return Table(key, sheet, "rows", title=sheet, key_fields=_ROW_KEYS, help=help_text, roster_only=True)


def _column(table: str, key: str, label: str, width: float) -> Field:
    kinds = {"row_count": FieldType.INT, "case_text": FieldType.LONG}
    kind = FieldType.DATE if key in _DAYS else FieldType.CHOICE if key in _CHOSEN else kinds.get(key, FieldType.TEXT)
    typed = key == "decision" or table in OWN_TABLES
    filled_by = FilledBy.COMMITTEE if typed else FilledBy.SUGGESTED if table in _OWN else FilledBy.DERIVED
    return Field(table, key, label, label, kind, choices=key if key in _CHOSEN else None, filled_by=filled_by, width=width, phase=0)


def people_fields(scheme: Scheme) -> tuple[Field, ...]:
    """The columns of 人员: whatever of the nominees is about the person and not about one recommendation."""
    nominees = scheme.fields[NOMINEES]
    identifying = {key for keys in scheme.tables[NOMINEES].key_fields for key in keys}
    group = scheme.field(NOMINEES, "name").group
    return tuple(
        field
        for field in nominees
        if (field.constant or field.key in identifying or field.group == group)
        and field.filled_by is not FilledBy.DERIVED
        and field.key not in TOOL_FIELDS
    )


def _people(scheme: Scheme) -> tuple[Field, ...]:
    known = tuple(replace(field, table=PEOPLE, group="", required=False) for field in people_fields(scheme))
    seq = _column(PEOPLE, "seq", "序号", 6)
    return (seq, *known, _column(PEOPLE, "recommendations", "历次推优", 40), _column(PEOPLE, "row_key", "行标识", 12))


def _with_roster_columns(scheme: Scheme, table: str) -> tuple[Field, ...]:
    own = [replace(field, required=False) for field in scheme.fields[table] if field.key != "marks"]
    keys = {field.key for field in own}
    added = [replace(scheme.field(UNIT, key), table=table, required=False) for key in ("round", "branch") if key not in keys]
    state = replace(_column(table, "row_state", "行状态", 10), type=FieldType.CHOICE, choices="row_state")
    sources = [_column(table, *column) for column in _SOURCES]
    lead = 1 + next((n for n, field in enumerate(own) if field.key == "name"), -1)
    return (*own[:lead], *added, state, *own[lead:], *sources)
