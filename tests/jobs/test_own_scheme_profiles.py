"""What other committees ask (本校方案的各种做法): each is said in the workbook alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from edited_scheme import add, change, edited, fact

from xlflow.findings import Severity
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow


def test_four_fifths_must_be_present_and_13_percent_may_pass(tmp_path: Path) -> None:
    made = edited(
        tmp_path,
        fact("推优大会与名额", "法定人数", "实到会人数不少于应到会人数的五分之四"),
        fact("推优大会与名额", "名额比例", 0.13),
        fact("推优大会与名额", "超出名额", "错误"),
    )
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    assert (scheme.meeting.quorum.of, scheme.meeting.quorum.ratio, scheme.meeting.quorum.strict) == ("eligible", Fraction(4, 5), False)
    assert (scheme.quota.ratio, scheme.quota.severity) == (Fraction(13, 100), Severity.ERROR)


def test_two_pass_lines_and_at_most_five_people(tmp_path: Path) -> None:
    made = edited(
        tmp_path,
        fact("推优大会与名额", "通过线", "赞成票 ＞ 应到会人数 的 1/2；赞成票 ≥ 收回票数 的 50%"),
        fact("推优大会与名额", "至多几人", 5),
    )
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    lines = [(line.of, line.ratio, line.strict) for line in scheme.meeting.pass_lines]
    assert lines == [("eligible", Fraction(1, 2), True), ("ballots_returned", Fraction(1, 2), False)]
    assert scheme.quota.at_most == 5


def test_a_quarter_of_those_who_applied_and_are_no_activists(tmp_path: Path) -> None:
    made = edited(
        tmp_path,
        fact("方案", "共用表", "名额台账"),
        fact("推优大会与名额", "名额比例", "25%"),
        fact("推优大会与名额", "名额基数", None),
        fact("推优大会与名额", "基数算式", "入党申请人数－入党积极分子数"),
    )
    assert made.faults == ()
    quota = Scheme.load(made.folder).quota
    assert (quota.bases, quota.ratio) == ((), Fraction(1, 4))
    assert quota.base == Expression("applicant_count-activist_count")


def test_figures_that_no_table_has_are_added_as_fields(tmp_path: Path) -> None:
    added = {"表": "推优大会", "表头": "到会申请人数", "类型": "整数", "最小": 0, "必填": "是"}
    made = edited(
        tmp_path,
        add("字段", added, after={"表": "推优大会", "术语": "应到会人数"}),
        fact("推优大会与名额", "名额基数", "到会申请人数、应到会人数"),
    )
    assert made.faults == ()
    assert Scheme.load(made.folder).quota.bases == ("own_1", "eligible")


def test_two_working_days_or_five_days_of_notice_and_ranks(tmp_path: Path) -> None:
    made = edited(
        tmp_path,
        change("参数", {"术语": "公示最少工作日"}, {"值": 2}),
        change("参数", {"术语": "必须排序"}, {"值": "是"}),
        change("期限", {"从": "公示开始日期", "到": "公示结束日期"}, {"至少": "4天", "依据": "本校细则"}),
    )
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    assert scheme.param("notice_workdays", date(2026, 1, 1)) == 2
    assert scheme.param("rank_required", date(2026, 1, 1)) is True
    [notice] = [each for each in scheme.intervals if (each.start, each.end) == ("notice_start", "notice_end")]
    assert str(notice.minimum) == "4天"


def test_a_fixed_table_of_places_that_nobody_may_pass(tmp_path: Path) -> None:
    pool = {"名额类别": "普通", "占用名额的条件": "大会结果 是 “通过”", "级别": "错误", "依据": "团委名额分配表"}
    made = edited(tmp_path, fact("方案", "共用表", "名额台账"), add("名额类别", pool))
    assert made.faults == ()
    [own] = Scheme.load(made.folder).pools
    assert (own.key, own.severity, own.used.source) == ("普通", Severity.ERROR, "meeting_result == '通过'")
