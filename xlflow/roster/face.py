"""The face of the roster as tables: which sheets and columns 清单库.xlsx has, so that it is written and read by one description.

The tables of the scheme gain a few columns (batch, state, source, hidden row key), 单位信息 becomes one row a submission, and four
tables are added: 人员, 报送情况, 冲突, 变更记录.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from xlflow.roster.people import people_fields
from xlflow.roster.roster import COMMITTEE, NOMINEES, PEOPLE, UNIT
from xlflow.roster.rows import RowState
from xlflow.schemes.parts import Field, FieldType, FilledBy, Table
from xlflow.schemes.scheme import Scheme

SUBMISSIONS = "submissions"
CONFLICTS = "conflicts"
HISTORY = "history"
HIDDEN = frozenset({"row_key", "details"})
"""Columns that people do not see."""
KEEP, TAKE = "保留现值", "采用另值"
"""What may be decided about a conflict."""

_ROW_KEYS = (("row_key",),)
_TABLES = {
    PEOPLE: ("人员", "一人一行，由各批推优对象汇成；只读，要改请改“推优对象清单”。"),
    SUBMISSIONS: ("报送情况", "每份报送一行，未报的单位在前。"),
    CONFLICTS: ("冲突", "两处说法不一的栏目；在“处理”列选保留现值或采用另值，下次汇总即生效。"),
    HISTORY: ("变更记录", "每次汇总改了什么、依据哪个文件。"),
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
}
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
    choices = {**scheme.choices, "row_state": dict.fromkeys(_STATES, ()), "decision": {KEEP: (), TAKE: ()}}
    return replace(scheme, tables=tables, fields=fields, choices=choices)


def _table(key: str) -> Table:
    sheet, help_text = _TABLES[key]
    return Table(key, sheet, "rows", title=sheet, key_fields=_ROW_KEYS, help=help_text, roster_only=True)


def _column(table: str, key: str, label: str, width: float) -> Field:
    kinds = {"filed": FieldType.DATE, "day": FieldType.DATE, "row_count": FieldType.INT, "decision": FieldType.CHOICE}
    filled_by = FilledBy.COMMITTEE if key == "decision" else FilledBy.SUGGESTED if table in _OWN else FilledBy.DERIVED
    kind = kinds.get(key, FieldType.TEXT)
    return Field(table, key, label, label, kind, choices=key if key == "decision" else None, filled_by=filled_by, width=width, phase=0)


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
