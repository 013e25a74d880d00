"""A small scheme, and submissions in a compact notation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from xlflow.roster.submitted_rows import RoundSource, Row, Submission, UnitSource
from xlflow.schemes.scheme import Scheme

_HEAD = """
[scheme]
id = "small"
title = "小方案"
version = "1"
effective_from = 2019-08-01
basis = "《办法》"

[[table]]
key = "unit"
sheet = "单位信息"
layout = "facts"

[[table]]
key = "nominees"
sheet = "推优对象清单"
layout = "rows"
key_fields = [["id_number"], ["name", "birth_date", "student_id"]]

[[table]]
key = "meetings"
sheet = "推优大会"
layout = "rows"
key_fields = [["meeting_date"]]

[[table]]
key = "events"
sheet = "培养教育记录"
layout = "rows"

[[table]]
key = "committee"
sheet = "团委信息"
layout = "facts"
roster_only = true

[choices.report_phase]
"报候选人" = []
"会后上报" = []
"公示后上报" = []

[choices.recommendation_type]
"入党积极分子" = []
"发展对象" = []

[choices.review_result]
"同意推荐" = []
"不同意" = []

[meeting]
quorum = "present >= 1/2 of eligible"
pass = ["in_favour > 1/2 of eligible"]

[quota]
ratio = "1/5"
bases = ["member_count", "eligible"]
"""
_FIELDS = """
unit round 填报批次 text(20)
unit report_phase 填报阶段 choice
unit branch 团支部全称 text(40)
unit branch_code 支部编码 code
unit parent_committee 上级团组织 text(40)
unit league_committee 所属团委 text(40)
unit party_branch 对应党支部 text(40)
unit member_count 团员总数 int
unit filled_on 填表日期 date
nominees seq 序号 int derived
nominees name 姓名 text(50) branch constant
nominees gender 性别 choice suggested constant
nominees birth_date 出生日期 date~ branch constant
nominees id_number 身份证号 idno
nominees student_id 学号 code
nominees phone 联系电话 phone
nominees branch 所在团支部 text(40) suggested
nominees league_join_date 入团时间 date~ branch constant
nominees recommendation_type 推优类型 choice
nominees application_date 递交入党申请书时间 date~ branch constant
nominees meeting_date 推优大会时间 date
nominees eligible 应到会人数 int
nominees present 实到会人数 int
nominees in_favour 赞成票 int
nominees approval_rate 赞成率 pct derived
nominees review_result 团委审核意见 choice committee
nominees letter_date 推荐时间 date committee
nominees remarks 备注 text(200)
nominees check_conclusion 校验结论 text(60) derived
nominees confirmed_reason 核实说明 text(100)
nominees marks 校验标记 code derived
meetings meeting_date 推优大会时间 date
meetings eligible 应到会人数 int
meetings present 实到会人数 int
events name 姓名 text(50)
events event_date 时间 date
committee league_committee 所属团委 text(40) committee
committee document_date 成文日期 date committee
"""


def _field(line: str) -> str:
    table, key, label, kind, *more = line.split()
    filled_by = more[0] if more else "branch"
    text = f'[[field]]\ntable = "{table}"\nkey = "{key}"\nlabel = "{label}"\nterm = "{key}"\ntype = "{kind}"\nfilled_by = "{filled_by}"\n'
    constant = "constant = true\n" if "constant" in more else ""
    choices = '[choices.gender]\n"男" = []\n"女" = []\n' if key == "gender" else ""
    return text + constant + choices


@pytest.fixture(scope="session")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    """The tables, fields and choices that merging speaks of."""
    folder = tmp_path_factory.mktemp("scheme") / "small"
    folder.mkdir()
    (folder / "scheme.toml").write_text(_HEAD + "\n".join(_field(line) for line in _FIELDS.strip().splitlines()), encoding="utf-8")
    return Scheme.load(folder)


@pytest.fixture(scope="session")
def nominee() -> Callable[..., dict[str, Any]]:
    """Makes a row about an invented person; the same number is the same person, 0 has no ID number."""
    return _nominee


@pytest.fixture(scope="session")
def hand_in() -> Callable[..., Submission]:
    """Makes a submission: unit, day of June 2026, rows."""
    return _submission


def _nominee(name: str, number: int, **values: Any) -> dict[str, Any]:
    identity = {"id_number": f"99000020050101{number:03d}X"} if number else {}
    return {"name": name, **identity, "recommendation_type": "入党积极分子", "league_join_date": "2019-05", **values}


def _submission(
    unit: str,
    day: int,
    *nominees: dict[str, Any],
    round: str = "2026年上半年",
    tables: dict[str, list[dict[str, Any]]] | None = None,
    faults: dict[int, tuple[str, ...]] | None = None,
    **more: Any,
) -> Submission:
    """A submission of some rows, the first of them on row 2."""
    filed = date(2026, 6, day)
    rows = [
        Row(table, table, index, number, values, cells={key: f"{chr(65 + n)}{number}" for n, key in enumerate(values)})
        for index, (table, lines) in enumerate({"nominees": list(nominees), **(tables or {})}.items())
        for number, values in enumerate(lines, 2)
    ]
    if faults:
        rows = [
            Row(r.table, r.sheet, r.sheet_index, r.number, r.values, r.unread, r.cells, faults.get(r.number, ()))
            if r.table == "nominees"
            else r
            for r in rows
        ]
    said = {"filed_on": filed, **more}
    file = said.pop("file", f"{unit}_{day}.xlsx")
    sha256 = said.pop("sha256", f"{file}{nominees!r}")
    return Submission(file, sha256, unit, round, filed, UnitSource.HEADING, RoundSource.HEADING, rows=tuple(rows), **said)
