from __future__ import annotations

from pathlib import Path

import pytest
from counting_scheme import found, write_scheme

from xlflow.findings import Severity
from xlflow.schemes.scheme import Scheme

UNIT = ("单位信息", "团支部全称 | 软件1班团支部\n团员总数 | #23\n填报阶段 | 会后上报")
HEAD = "姓名 | 所在团支部 | 推优类型 | 推优大会时间 | 大会结果 | 名额类别"
QUOTA = "年度 | 名额类别 | 单位 | 分配名额 | 单列批准部门 | 单列依据 | 已用 | 剩余"
POOLS = ["quota-pool-exceeded", "reference-unknown", "required-missing"]


def people(*pools: str, day: str = "2026-03-02", result: str = "通过") -> tuple[str, str]:
    names = ("张三", "李四", "王五", "赵六", "孙七")
    rows = (f"{name} | 软件1班团支部 | 入党积极分子 | {day} | {result} | {pool}" for name, pool in zip(names, pools, strict=False))
    return ("推优对象清单", "\n".join([HEAD, *rows]))


def places(*rows: str) -> tuple[str, str]:
    return ("名额台账", "\n".join([QUOTA, *rows]))


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return Scheme.load(write_scheme(tmp_path_factory.mktemp("pools") / "counting"))


def told(scheme: Scheme, *sheets: tuple[str, str], form: bool = True) -> list[tuple[str, str | None, str]]:
    every = found(scheme, UNIT, *sheets, codes=POOLS, form=form)
    return [
        (wrong.code, wrong.place.cell, wrong.message) for wrong in every if wrong.place.sheet == "名额台账" or wrong.place.field == "pool"
    ]


def test_an_overdrawn_pool_is_told_at_what_is_left_with_both_numbers_and_the_holders(scheme: Scheme) -> None:
    [wrong] = found(
        scheme,
        UNIT,
        people("单列", "单列", "单列", "单列"),
        places("#2026 | 单列 | 软件1班 | #3 | 县委 | 文件 | | "),
        codes=["quota-pool-exceeded"],
    )
    assert (wrong.place.sheet, wrong.place.cell, wrong.severity) == ("名额台账", "H2", Severity.ERROR)
    assert wrong.message == "软件1班 2026 年的“单列”名额共 3 个，已用 4 个，超出 1 个（张三、李四、王五等 4 人）"
    assert (wrong.basis, wrong.waivable) == ("试行方案第四条", False)


def test_a_pool_is_never_paid_from_another_nor_from_another_unit_or_year(scheme: Scheme) -> None:
    rows = (
        "#2026 | 普通 | 软件1班团支部 | #9 | | | | ",
        "#2026 | 单列 | 软件1班团支部 | #1 | 县委 | 文件 | | ",
        "#2026 | 单列 | 软件2班团支部 | #9 | 县委 | 文件 | | ",
        "#2025 | 单列 | 软件1班团支部 | #9 | 县委 | 文件 | | ",
    )
    assert [(code, cell) for code, cell, _ in told(scheme, people("单列", "单列"), places(*rows))] == [("quota-pool-exceeded", "H3")]


def test_a_place_that_nobody_has_granted_cannot_be_used(scheme: Scheme) -> None:
    [(code, _, message)] = told(scheme, people("单列"), places("#2026 | 单列 | 软件1班团支部 | #5 | 县委 | 争取中 | | "))
    assert (code, message) == (
        "quota-pool-exceeded",
        "软件1班团支部 2026 年的“单列”名额还在争取中，不能使用，已有 1 人占用（张三）",
    )


def test_who_was_not_passed_holds_no_place(scheme: Scheme) -> None:
    sheets = (people("单列", "单列", result="未通过"), places("#2026 | 单列 | 软件1班团支部 | #1 | 县委 | 文件 | | "))
    assert told(scheme, *sheets) == []


def test_an_undivided_pool_has_one_account_for_all_units(scheme: Scheme) -> None:
    rows = ("#2026 | 全县 | 城东 | #1 | | | | ", "#2026 | 全县 | 城西 | #1 | | | | ")
    assert told(scheme, people("全县", "全县"), places(*rows)) == []
    [(code, cell, _)] = told(scheme, people("全县", "全县", "全县"), places(*rows))
    assert (code, cell) == ("quota-pool-exceeded", "H2")


def test_a_person_on_two_rows_holds_one_place(scheme: Scheme) -> None:
    head = "姓名 | 出生日期 | 学号/工号 | 所在团支部 | 推优类型 | 推优大会时间 | 大会结果 | 名额类别"
    rows = (
        f"张三 | 2006-03-07 | 999900000001 | 软件1班团支部 | {kind} | 2026-03-02 | 通过 | 单列" for kind in ("入党积极分子", "发展对象")
    )
    sheet = ("推优对象清单", "\n".join([head, *rows]))
    assert told(scheme, sheet, places("#2026 | 单列 | 软件1班团支部 | #1 | 县委 | 文件 | | ")) == []


def test_a_nominee_whose_pool_has_no_row_is_told_at_the_pool(scheme: Scheme) -> None:
    [(code, cell, message)] = told(scheme, people("单列"), places("#2026 | 普通 | 软件1班团支部 | #5 | | | | "))
    assert (code, cell) == ("reference-unknown", "F2")
    assert message == "名额类别“单列（2026 年，软件1班团支部）”在“名额台账”表中找不到"


def test_without_a_sheet_of_places_or_a_row_in_it_nothing_is_said(scheme: Scheme) -> None:
    assert told(scheme, people("单列")) == []
    assert told(scheme, people("单列"), places()) == []


def test_earmarked_places_of_a_form_say_who_granted_them(scheme: Scheme) -> None:
    row = "#2026 | 单列 | 软件1班团支部 | #1 | | | | "
    assert [(code, cell) for code, cell, _ in told(scheme, people(""), places(row))] == [
        ("required-missing", "E2"),
        ("required-missing", "F2"),
    ]
    assert told(scheme, people(""), places(row), form=False) == []


QUOTA_FORMULA = """
[[field]]
table = "unit"
key = "applicant_count"
like = "quota"

[[field]]
table = "unit"
key = "activist_count"
like = "quota"

[quota]
ratio = "25%"
base = "applicant_count - activist_count"
rounding = "floor"
at_least_one = false
severity = "error"
at_most = 5
"""


def meeting(passed: int) -> str:
    rows = (f"{name} | 软件1班团支部 | 入党积极分子 | 2026-03-02 | #30 | #28 | #20" for name in ("张三", "李四", "王五", "赵六")[:passed])
    return "\n".join(["姓名 | 所在团支部 | 推优类型 | 推优大会时间 | 应到会人数 | 实到会人数 | 赞成票", *rows])


def test_a_quarter_of_18_applicants_without_6_activists_is_three(tmp_path: Path) -> None:
    scheme = Scheme.load(write_scheme(tmp_path / "counting", QUOTA_FORMULA))
    unit = ("单位信息", "团支部全称 | 软件1班团支部\n入党申请人数 | #18\n入党积极分子数 | #6")
    assert found(scheme, unit, ("推优对象清单", meeting(3)), codes=["quota-exceeded"]) == []
    [wrong] = found(scheme, unit, ("推优对象清单", meeting(4)), codes=["quota-exceeded"])
    assert wrong.severity is Severity.ERROR
    assert "超过入党申请人数 - 入党积极分子数 12 人的25%（至多 3 人）" in wrong.message


def test_the_base_may_stand_in_the_sheet_of_places(tmp_path: Path) -> None:
    scheme = Scheme.load(write_scheme(tmp_path / "counting", QUOTA_FORMULA))
    head = "年度 | 名额类别 | 单位 | 入党申请人数 | 入党积极分子数"
    sheet = ("名额台账", f"{head}\n#2026 | 普通 | 软件1班 | #12 | #4")
    [wrong] = found(scheme, UNIT, sheet, ("推优对象清单", meeting(3)), codes=["quota-exceeded"])
    assert "8 人的25%（至多 2 人）" in wrong.message


def test_a_number_given_out_stands_above_the_ratio(tmp_path: Path) -> None:
    scheme = Scheme.load(write_scheme(tmp_path / "counting", QUOTA_FORMULA))
    unit = ("单位信息", "团支部全称 | 软件1班团支部\n入党申请人数 | #18\n入党积极分子数 | #6\n下达名额 | #2")
    [wrong] = found(scheme, unit, ("推优对象清单", meeting(3)), codes=["quota-exceeded"])
    assert wrong.message.endswith("大会通过 3 人，超过下达的名额 2 人")


def test_a_pool_may_be_that_of_a_fact_of_the_unit_such_as_its_district(tmp_path: Path) -> None:
    pool = '\n[[pool]]\nkey = "单列"\nunit = "district"\nused = "meeting_result == \'通过\'"\n'
    path = write_scheme(tmp_path / "counting")
    text = (path / "scheme.toml").read_text(encoding="utf-8")
    begin, end = text.index('[[pool]]\nkey = "单列"'), text.index('[[pool]]\nkey = "全县"')
    (path / "scheme.toml").write_text(text[:begin] + pool + text[end:], encoding="utf-8")
    unit = ("单位信息", f"{UNIT[1]}\n县（市、区） | 城东区")
    places_of = (
        "名额台账",
        "\n".join([QUOTA, "#2026 | 单列 | 城东区 | #1 | 县委 | 文件 | | ", "#2026 | 单列 | 软件1班 | #9 | 县委 | 文件 | | "]),
    )
    [wrong] = found(Scheme.load(path), unit, people("单列", "单列"), places_of, codes=["quota-pool-exceeded"])
    assert wrong.message == "城东区 2026 年的“单列”名额共 1 个，已用 2 个，超出 1 个（张三、李四）"
