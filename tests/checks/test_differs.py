"""Typed values against what the workbook says elsewhere: told where one cell proves it, and never else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clean_list import sheet
from sheet_text import raw_sheet

from xlflow.findings import Finding
from xlflow.tables.raw import RawSheet

Findings = Callable[..., list[Finding]]

UNIT = {"填报批次": "2026年上半年", "填报阶段": "会后上报", "团支部全称": "软件1班团支部", "团员总数": "#30", "有表决权团员数": "#30"}
PERSON = {
    "序号": "#1", "姓名": "张三", "身份证号": "110105200603079010", "所在团支部": "软件1班团支部", "推优类型": "入党积极分子",
    "推优大会时间": "2026-03-02", "应到会人数": "#30", "实到会人数": "#28", "赞成票": "#26", "反对票": "#1", "弃权票": "#1",
    "大会结果": "通过", "民族": "汉族", "核实说明": "",
}  # fmt: skip
MEETING = {"会议序号": "#1", "推优大会时间": "2026-03-02", "应到会人数": "#30", "实到会人数": "#28", "有效票数": "#28", "主持人": "李四"}
MEMBER = {"姓名": "孙七", "性别": "男", "政治面貌": "共青团员", "团籍状态": "正常", "有无表决权": "", "入团时间": "2021-05"}


def rows(people: list[dict[str, str]]) -> str:
    return "\n".join([" | ".join(people[0]), *(" | ".join(person.values()) for person in people)])


def form(*people: dict[str, str], unit: dict[str, str] | None = None, members: list[dict[str, str]] | None = None) -> list[RawSheet]:
    sheets = [
        raw_sheet("\n".join(f"{label} | {value}" for label, value in (UNIT | (unit or {})).items()), "单位信息", 1),
        raw_sheet(rows([PERSON | person for person in people or ({},)]), "推优对象清单", 2),
        raw_sheet(rows([MEETING]), "推优大会", 3),
    ]
    return sheets + ([raw_sheet(rows([MEMBER | member for member in members]), "团员花名册", 4)] if members else [])


def told(found: list[Finding]) -> list[tuple[str | None, str, str]]:
    return [(f.place.field, f.got, f.message) for f in found if f.code == "value-differs"]


@pytest.mark.parametrize(
    ("person", "field", "got", "expected"),
    [
        ({"应到会人数": "#31"}, "eligible", "31", "30"),
        ({"实到会人数": "#29"}, "present", "29", "28"),
        ({"所在团支部": "软件2班团支部"}, "branch", "软件2班团支部", "软件1班团支部"),
        ({"大会结果": "未通过"}, "meeting_result", "未通过", "通过"),
    ],
)
def test_value_differs_names_cell_and_expected_value(
    findings: Findings, person: dict[str, str], field: str, got: str, expected: str
) -> None:
    found = told(findings(*form(person), form=True))
    assert [(where, what) for where, what, _ in found] == [(field, got)]
    assert f"应为“{expected}”" in found[0][2]


@pytest.mark.parametrize(
    "person",
    [
        {},
        {"所在团支部": "软件1班"},
        {"大会结果": "本人退出"},
        {"大会结果": ""},
        {"应到会人数": "", "实到会人数": ""},
        {"赞成票": "#12", "反对票": "#15", "大会结果": "未通过"},
        {"赞成票": "#12", "反对票": "#15", "大会结果": "通过"},
    ],
)
def test_what_agrees_or_has_a_code_of_its_own_is_no_difference(findings: Findings, person: dict[str, str]) -> None:
    assert told(findings(*form(person), form=True)) == []


def test_a_form_of_several_branches_is_not_held_against_one(findings: Findings) -> None:
    assert told(findings(*form({"所在团支部": "软件2班团支部"}, {"所在团支部": "软件3班团支部"}), form=True)) == []


def test_numbers_of_members_are_held_against_the_roster(findings: Findings) -> None:
    members = [{}, {}, {"团籍状态": "留团察看", "有无表决权": "是"}]
    found = told(findings(*form(members=members), form=True))
    assert sorted((field, got) for field, got, _ in found) == [
        ("member_count", "30"),
        ("voting_member_count", "30"),
        ("voting_right", "是"),
    ]


def test_a_written_reason_confirms_a_difference(findings: Findings) -> None:
    found = findings(*form({"应到会人数": "#31", "核实说明": "会前转入一人"}), form=True)
    assert [f.confirmed for f in found if f.code == "value-differs"] == [True]


def test_a_flat_list_is_not_told_what_only_another_line_would_prove(findings: Findings) -> None:
    header, row = sheet().splitlines()
    assert told(findings(f"{header} | 大会结果\n{row} | 未通过")) == []


def test_one_row_of_a_flat_list_proves_nothing_against_the_others(findings: Findings) -> None:
    people = [{"姓名": name, "身份证号": "", "应到会人数": "#30"} for name in ("甲一", "乙二", "丙三")]
    odd = {"姓名": "丁四", "身份证号": "", "应到会人数": "#31"}
    assert told(findings(sheet(*people, odd))) == []
