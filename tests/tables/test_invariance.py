"""How a list is laid out changes nothing of what is read in it, nor of what is wrong with it: only where it stands."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from clean_list import CLEAN
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_text import raw_sheet

from xlflow.checks.judge import judge
from xlflow.schemes.scheme import Scheme
from xlflow.tables.finding.column_words import column_words
from xlflow.tables.raw import RawSheet, RawWorkbook
from xlflow.tables.understand import understand

AS_OF = date(2026, 6, 30)
PERSON = CLEAN | {"民族": "汉族", "学号/工号": "999900000001", "联系电话": "19900000001", "党组织谈话时间": "", "推荐排序": "", "备注": ""}
LABELS = tuple(PERSON)
FAULTS = (
    {},
    {"身份证号": "110105200603079011", "性别": "女"},
    {"身份证号": "#110105200603079010", "联系电话": "12"},
    {"入团时间": "2021.9", "发展团员编号": "202044000001", "民族": "汉"},
    {"递交入党申请书时间": "", "党组织谈话时间": "2026-05-05"},
    {"递交入党申请书时间": "#20250305", "赞成票": "26票", "备注": "=1+1"},
    {"推优大会时间": "待定", "姓名": "李 四"},
    {"推优大会时间": "2026-07-02", "政治面貌": "中共党员"},
    {"实到会人数": "#14", "赞成票": "#14", "反对票": "", "弃权票": ""},
    {"赞成票": "#15", "反对票": "#12", "团员教育评议等次": "一般"},
    {"公示结束日期": "2026-03-12", "处分情况": "处分期内"},
    {"推优类型": "推优②", "确定为入党积极分子时间": "2025-04-01", "确定为发展对象时间": "2026-03-20"},
    {"反对票": "!#N/A", "弃权票": "!="},
)
TITLES = ("2026年上半年推优对象汇总表", "填报单位：软件1班团支部", "注：1.请如实填写；2.日期写到日。", "附件2")
DECORATIONS = ("{}", "*{}", "{}（必填）", " {} ", "{}\\n", "{}：")
ADDRESS = re.compile(r"\b[A-Z]{1,2}[0-9]{1,2}\b")
"""Of another cell, in a sentence."""
Told = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


@cache
def national() -> Scheme:
    return Scheme.load("national")


@cache
def names(label: str) -> tuple[str, ...]:
    """The words by which the column of a field is known."""
    words = column_words(national(), "nominees")
    key = words.find(label)
    return tuple(text for field in national().fields["nominees"] if field.key == key for text in (field.label, field.term, *field.aliases))


def told(sheet: RawSheet) -> Told:
    """Records and findings without their addresses; people by their order."""
    reading = understand(RawWorkbook("三班.xlsx", "0", (sheet,)), national())
    records = reading.records("nominees")
    order = {record.row: number for number, record in enumerate(records)}
    found = judge(reading, national(), AS_OF)
    return (
        [(sorted(record.values.items()), sorted(record.unread.items())) for record in records],
        sorted(
            (order.get(f.place.row or 0, -1), f.place.field or "", f.code, f.severity, f.got, ADDRESS.sub("", f.message), f.fix)
            for f in found
        ),
    )


def drawn(people: list[dict[str, str]], labels: list[str], headers: list[str]) -> list[str]:
    lines = [" | ".join(headers)]
    return lines + [" | ".join((PERSON | person)[label] for label in labels) for person in people]


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[dict[str, str]], RawSheet]:
    """Some people, and a list of them as an office might lay it out."""
    people = draw(st.lists(st.sampled_from(FAULTS), min_size=1, max_size=4))
    labels = draw(st.permutations(LABELS))
    headers = [draw(st.sampled_from(DECORATIONS)).format(draw(st.sampled_from(names(label)))) for label in labels]
    header, *rows = drawn(people, labels, headers)
    blank, text = " | " * (len(labels) - 1), [*draw(st.lists(st.sampled_from(TITLES), max_size=3, unique=True)), header]
    for row in rows:
        text += [blank] * draw(st.integers(0, 2)) + [row]
    return people, raw_sheet("\n".join(text), top=draw(st.integers(0, 3)), left=draw(st.integers(0, 2)))


@settings(max_examples=60)
@given(layout=layouts())
def test_reading_and_judging_do_not_depend_on_the_layout(layout: tuple[list[dict[str, str]], RawSheet]) -> None:
    people, sheet = layout
    assert told(sheet) == told(raw_sheet("\n".join(drawn(people, list(LABELS), list(LABELS)))))
