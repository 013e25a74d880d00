"""The ranking of units and of people in the statistics, and how the workbook says it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from counting_scheme import AS_OF, reading, write_scheme

from xlflow.domain.periods import Period
from xlflow.figures.period_statistics import Statistics, statistics
from xlflow.report.workbooks.statistics_book import statistics_book
from xlflow.rules.case import Judging
from xlflow.schemes.scheme import Scheme

INDICATORS = "考核年度 | 单位 | 指标编号 | 指标 | 权重 | 自评分 | 核查分"
LEDGER = "日期 | 姓名 | 单位 | 项目编号 | 等次"
PEOPLE = (
    "推优对象清单",
    "姓名 | 所在团支部 | 赞成票 | 推优大会时间 | 大会结果\n张三 | 一村 | #9 | 2026-03-02 | 通过\n李四 | 二村 | #1 | 2026-03-02 | 未通过",
)


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return Scheme.load(write_scheme(tmp_path_factory.mktemp("assessed") / "counting"))


def counted(scheme: Scheme, *sheets: tuple[str, str], period: Period | None = None) -> Statistics:
    return statistics(Judging(reading(scheme, sheets, form=False), scheme, AS_OF), period)


def lines(found: Statistics, sheet: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(statistics_book(found, "清单库.xlsx")))
    rows = list(book[sheet].iter_rows(min_row=2, values_only=True))
    book.close()
    return rows


ASSESSED = (
    "考核指标",
    "\n".join(
        [
            INDICATORS,
            "#2026 | 甲大学 | I3 | 一 | #60 | #50 | #40",
            "#2026 | 甲大学 | I2 | 二 | #40 | #35 | ",
            "#2026 | 乙大学 | I3 | 一 | #60 | #55 | ",
            "#2026 | 乙大学 | I2 | 二 | #40 | | ",
            "#2025 | 甲大学 | I3 | 一 | #60 | #60 | ",
            "#2025 | 甲大学 | I2 | 二 | #40 | #10 | ",
        ]
    ),
)


def test_units_are_ranked_with_what_is_missing_and_what_the_weights_lack(scheme: Scheme) -> None:
    ranked = lines(counted(scheme, PEOPLE, ASSESSED, period=Period(2026)), "考核排名")
    assert [row[:4] for row in ranked] == [(1, "甲大学", "75", "—"), (2, "乙大学", "55", "—")]
    assert ranked[1][4] == "缺 2 项：I2、I1，缺项未按 0 分计；权重之和为 160，应为 100"


def test_an_indicator_of_the_scheme_without_a_row_is_missing_too_unless_it_is_computed(scheme: Scheme) -> None:
    rows = (
        f"{INDICATORS}\n#2026 | 一村 | I2 | 二 | #40 | #30 | \n#2026 | 二村 | I2 | 二 | #40 | #30 | \n#2026 | 三村 | I2 | 二 | #40 | #30 | "
    )
    found = counted(scheme, PEOPLE, ("考核指标", rows))
    assert found.ranking is not None
    assert [(one.unit, one.rank, one.total, one.missing) for one in found.ranking.standings] == [
        ("一村", 1, 90, ()),
        ("三村", 2, 30, ("I1",)),
        ("二村", 2, 30, ()),
    ]


def test_the_change_is_that_between_two_complete_years(tmp_path: Path) -> None:
    more = '\n[[indicator]]\ncode = "I1"\ndisabled = true\n\n[[indicator]]\ncode = "I2"\nweight = 100\n'
    scheme = Scheme.load(write_scheme(tmp_path / "counting"))
    folder = write_scheme(tmp_path / "child")
    (folder / "scheme.toml").write_text(
        f'[scheme]\nid = "child"\ntitle = "下级"\nversion = "1"\nextends = "counting"\n{more}', encoding="utf-8"
    )
    assert scheme.indicators[0].code == "I1"
    child = Scheme.load(folder)
    assert lines(counted(child, PEOPLE, ASSESSED, period=Period(2026)), "考核排名")[0][:4] == (1, "甲大学", "75", "+5")


def test_people_are_ranked_by_the_points_of_the_period_and_the_top_band_is_listed(scheme: Scheme) -> None:
    rows = ("2026-01-05 | 张三 | 一村 | A2 | 优秀", "2026-04-05 | 张三 | 一村 | A1 | ", "2026-04-05 | 李四 | 二村 | A3 | ")
    ledger = ("积分台账", "\n".join([LEDGER, *rows]))
    assert lines(counted(scheme, PEOPLE, ledger, period=Period(2026, 1)), "积分排名") == [
        (1, "张三", "一村", "5", "15", "优秀", "是"),
        (2, "李四", "二村", "0", "10", "合格", ""),
    ]
    assert lines(counted(scheme, PEOPLE, ledger, period=Period(2026, 2)), "积分排名") == [
        (1, "张三", "一村", "2", "17", "优秀", "是"),
        (2, "李四", "二村", "-1", "9", "不合格", ""),
    ]


def test_without_rows_there_is_no_such_sheet(scheme: Scheme) -> None:
    found = counted(scheme, PEOPLE)
    assert (found.ranking, found.points, found.places) == (None, (), ())
    book = openpyxl.load_workbook(BytesIO(statistics_book(found, "清单库.xlsx")))
    assert book.sheetnames == ["总览", "1.推优通过率"]
    book.close()


def test_points_of_another_ledger_stand_on_a_sheet_of_their_own_and_are_added_to_nothing(scheme: Scheme) -> None:
    rows = ("2026-01-05 | 张三 | 一村 | A2 | 优秀", "2026-01-05 | 李四 | 二村 | B1 | ", "2026-04-05 | 张三 | 一村 | B1 | ")
    found = counted(scheme, PEOPLE, ("积分台账", "\n".join([LEDGER, *rows])), period=Period(2026, 1))
    assert lines(found, "积分排名")[0] == (1, "张三", "一村", "5", "15", "优秀", "是")
    other = lines(found, "积分排名_三亮三比")
    assert [row[:5] for row in other] == [(1, "李四", "二村", "50", "50"), (2, "张三", "一村", "0", "0")]
    assert all(row[6] is None or row[6] == "" for row in other)
    assert counted(scheme, PEOPLE, ("积分台账", "\n".join([LEDGER, rows[0]]))).other_points == {}
