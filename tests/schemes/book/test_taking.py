"""Edits of a workbook as people make them, without the file: they arrive as typed, and nothing else changes."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlflow.report.rule_names import TITLES
from xlflow.schemes.book.cells import Cell, joined, parted
from xlflow.schemes.book.difference import toml_text
from xlflow.schemes.book.edited_sheets import Grid
from xlflow.schemes.book.sheets import Sheet, sheets
from xlflow.schemes.book.taking import Origin, Taken, origin_of, take
from xlflow.schemes.loading.layers import Layer, merge
from xlflow.schemes.loading.sections import GRAMMAR

pytestmark = pytest.mark.slow


@cache
def _origin() -> tuple[Origin, dict[str, Sheet]]:
    origin = origin_of("national", TITLES)
    head = {**origin.exported.head, "extends": "national"}
    return origin, {sheet.page.title: sheet for sheet in sheets(head, origin.exported.entries, origin.exported.words)}


def _taken(changes: dict[tuple[str, int, str], Cell]) -> Taken:
    """What comes of the national workbook when cells (sheet, row from 0, header) hold something else."""
    origin, listed = _origin()
    book: dict[str, Grid] = {}
    for title, sheet in listed.items():
        headers = [column.header for column in sheet.columns]
        cells = {(row, place): cell for row, line in enumerate([headers, *sheet.rows]) for place, cell in enumerate(line)}
        cells |= {(row + 1, headers.index(header)): cell for (where, row, header), cell in changes.items() if where == title}
        book[title] = {place: cell for place, cell in cells.items() if cell is not None}
    return take(book, origin, Path("我校方案"), TITLES)


_TEXT = st.text("甲乙丙，。、；：“”（）{}'\\\"[]\t#=天地abc123\u3000 ", max_size=12)
_ORDER = st.permutations(range(5))


@settings(max_examples=20)
@given(
    hours=st.integers(0, 500) | st.floats(0, 100).map(lambda value: round(value, 2)),
    flag=st.booleans(),
    basis=_TEXT,
    fix=_TEXT.map(lambda text: text.replace("{", "").replace("}", "")),
    rule=st.integers(0, 10),
)
def test_edits_of_params_and_rules_arrive_as_they_were_typed(hours: float, flag: bool, basis: str, fix: str, rule: int) -> None:
    origin, listed = _origin()
    params = [row[listed["参数"].columns.index(_column("参数", "术语"))] for row in listed["参数"].rows]
    service, rank = params.index("志愿时长下限"), params.index("必须排序")
    made = _taken(
        {
            ("参数", service, "值"): hours,
            ("参数", service, "依据"): basis,
            ("参数", rank, "值"): "是" if flag else "否",
            ("规则", rule, "改法"): fix,
        }
    )
    assert made.faults == ()
    content = tomllib.loads(toml_text(made.content))
    changed = content.get("params", {})
    assert changed.get("volunteer_hours_minimum", {}).get("value", 0) == hours
    assert changed.get("volunteer_hours_minimum", {}).get("basis", "") == basis.strip()
    assert changed.get("rank_required", {}).get("value", False) is flag
    before = list(origin.exported.entries["rule"].values())[rule]
    [written] = content.get("rule", [{}])
    assert written.get("fix", "" if "unset" in written else before.get("fix")) == fix.strip()
    assert set(content) <= {"scheme", "params", "rule"}


def _column(sheet: str, header: str) -> Any:
    return next(column for column in _origin()[1][sheet].columns if column.header == header)


@settings(max_examples=20)
@given(_ORDER)
def test_any_order_of_rows_is_kept(order: list[int]) -> None:
    origin, listed = _origin()
    sheet = listed["规则"]
    changes = {
        ("规则", place, column.header): sheet.rows[source][number]
        for place, source in enumerate(order)
        for number, column in enumerate(sheet.columns)
    }
    made = _taken(changes)
    assert made.faults == ()
    rules = list(origin.exported.entries["rule"])
    assert _order_with(made) == [*(rules[source] for source in order), *rules[5:]]


def _order_with(made: Taken) -> list[tuple[Any, ...]]:
    """The rules in the order that the new scheme gives them."""
    origin, _ = _origin()
    return list(merge(GRAMMAR["rule"], [*origin.layers, Layer(Path(), "", made.content)], []))


@given(st.lists(st.text("甲乙，、；;b", min_size=1, max_size=5).filter(lambda word: word.strip()), max_size=4))
def test_lists_are_read_as_they_are_shown(words: list[str]) -> None:
    assert parted(joined(words)) == words


_VALUES = st.text(max_size=8) | st.integers() | st.booleans() | st.dates() | st.floats(allow_nan=False, allow_infinity=False)
_FLAT = st.dictionaries(st.text(max_size=5), _VALUES | st.lists(_VALUES, max_size=3), max_size=4)


@given(st.dictionaries(st.sampled_from(["rule", "field"]), st.lists(_FLAT, min_size=1, max_size=3)), _FLAT)
def test_a_file_holds_what_was_meant(many: dict[str, list[dict[str, Any]]], one: dict[str, Any]) -> None:
    content = {"scheme": one, **many, "params": {"a": one, "甲": one}, "points": {"item": [one]}}
    assert tomllib.loads(toml_text(content)) == content
