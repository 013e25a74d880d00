"""Cases of the field whose answer is known, each from a small workbook through the check: one line, one rule of a published regulation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from clean_list import CLEAN, sheet
from own_scheme import findings, own_scheme, read, table

from xlflow.filling.suggest import suggest
from xlflow.findings import Finding
from xlflow.jobs.check import check
from xlflow.schemes.scheme import Scheme

LIST = "推优对象清单"
AS_OF = date(2026, 6, 30)
FIRST_DAY_OFF = '[params.notice_first_day_counts]\nvalue = false\nbasis = "第三条"\nsource = "校团委规定"\n'
QUORUM = '[meeting]\nquorum = "present >= {} of eligible"\n'
QUOTA = '[quota]\nratio = "20%"\nbases = ["member_count", "eligible"]\nrounding = "{}"\nat_least_one = {}\n'


def told(folder: Path, lines: str, *people: Mapping[str, str], **sheets: str) -> list[Finding]:
    """The findings of a list of people, each the clean one but for some cells."""
    return findings(Scheme.load(own_scheme(folder, lines)), {LIST: sheet(*map(dict, people)), **sheets})


def codes(folder: Path, lines: str, *people: Mapping[str, str], **sheets: str) -> list[str]:
    return [found.code for found in told(folder, lines, *people, **sheets)]


def votes(eligible: int, present: int, in_favour: int, against: int = 0, abstained: int = 0) -> dict[str, str]:
    numbers = {"应到会人数": eligible, "实到会人数": present, "赞成票": in_favour, "反对票": against, "弃权票": abstained}
    return {label: f"#{number}" for label, number in numbers.items()}


@pytest.mark.parametrize(("share", "least"), [("1/2", None), ("2/3", 20), ("4/5", 24)])
def test_15_of_30_are_a_quorum_of_a_half_and_of_no_more(tmp_path: Path, share: str, least: int | None) -> None:
    found = told(tmp_path, QUORUM.format(share), votes(30, 15, 15) | {"公示开始日期": "", "公示结束日期": ""})
    quorum = [each.message for each in found if each.code == "quorum-not-met"]
    assert quorum == ([f"实到 15 人，应到 30 人，至少须到 {least} 人，大会无效"] if least else [])


PROFILES = {
    "official": ("", 1),
    "two thirds of those present": ('[meeting]\npass = ["in_favour > 2/3 of present"]\n', 0),
    "half of the ballots": ('[meeting]\npass = ["in_favour >= 1/2 of ballots_valid"]\n', 0),
}


@pytest.mark.parametrize(("lines", "failed"), PROFILES.values(), ids=list(PROFILES))
def test_15_of_20_present_of_30_have_three_answers_by_three_profiles(tmp_path: Path, lines: str, failed: int) -> None:
    """A workbook as people keep it, read from the disk."""
    book = openpyxl.Workbook()
    people, meeting = book.active, book.create_sheet("推优大会")
    assert people is not None
    people.title = LIST
    row = CLEAN | {"应到会人数": 30, "实到会人数": 20, "赞成票": 15, "反对票": 3, "弃权票": 2}
    held = {"推优大会时间": "2026-03-02", "应到会人数": 30, "实到会人数": 20, "发出票数": 20, "收回票数": 20, "有效票数": 20}
    for page, line in ((people, row), (meeting, held)):
        page.append(list(line))
        page.append(list(line.values()))
    path = tmp_path / "三班.xlsx"
    book.save(path)
    book.close()
    (folder := tmp_path / "own").mkdir()
    result = check([path], scheme=own_scheme(folder, lines), as_of=AS_OF)
    told = [found for found in result.findings if found.code == "pass-line-not-met"]
    assert [found.message for found in told] == ["赞成 15 票，应到会人数 30，至少须 16 票才算通过"] * failed
    assert "quorum-not-met" not in {found.code for found in result.findings}


@pytest.mark.parametrize(
    ("line", "in_favour", "least"),
    [
        ("in_favour > 2/3 of present", 13, 14),
        ("in_favour > 1/2 of eligible", 15, 16),
        ("in_favour >= 1/2 of eligible", 14, 15),
        ("in_favour >= 2/3 of present", 13, 14),
        ("in_favour > 1/2 of ballots_valid", 9, 10),
    ],
)
def test_the_least_number_of_votes_by_denominator_and_sign(tmp_path: Path, line: str, in_favour: int, least: int) -> None:
    meeting = table({"推优大会时间": "2026-03-02", "应到会人数": "#30", "实到会人数": "#20", "有效票数": "#19"})
    lines = f'[meeting]\npass = ["{line}"]\n'

    def failed(count: int) -> list[str]:
        people = votes(30, 20, count, 19 - count)
        return [each.message for each in told(tmp_path, lines, people, 推优大会=meeting) if each.code == "pass-line-not-met"]

    assert len(failed(in_favour)) == 1
    assert f"至少须 {least} 票" in failed(in_favour)[0]
    assert "eligible" not in failed(in_favour)[0]
    assert "ballots" not in failed(in_favour)[0]
    assert failed(least) == []


def test_15_3_and_2_are_not_19_valid_ballots(tmp_path: Path) -> None:
    ballots = {"发出票数": "#20", "收回票数": "#20", "有效票数": "#19"}
    meeting = table({"推优大会时间": "2026-03-02", "应到会人数": "#28", "实到会人数": "#20", **ballots})
    found = told(tmp_path, "", votes(28, 20, 15, 3, 2), 推优大会=meeting)
    assert [(each.code, each.message) for each in found] == [("votes-do-not-add-up", "赞成、反对、弃权合计 20 票，应等于有效票 19")]


def crowd(size: int, eligible: int) -> list[dict[str, str]]:
    person = votes(eligible, eligible, eligible) | {"身份证号": "", "性别": ""}
    return [person | {"姓名": f"张{'一二三四五六七'[number]}"} for number in range(size)]


@pytest.mark.parametrize(
    ("members", "rounding", "at_least_one", "limit"),
    [(23, "floor", False, 4), (23, "round", False, 5), (23, "ceil", False, 5), (4, "floor", False, 0), (4, "floor", True, 1)],
)
def test_a_fifth_of_the_members_by_rounding(tmp_path: Path, members: int, rounding: str, at_least_one: bool, limit: int) -> None:
    lines = QUOTA.format(rounding, str(at_least_one).lower())
    if limit:
        assert "quota-exceeded" not in codes(tmp_path, lines, *crowd(limit, members))
    [found] = [each for each in told(tmp_path, lines, *crowd(limit + 1, members)) if each.code == "quota-exceeded"]
    assert f"至多 {limit} 人" in found.message


def test_a_quarter_of_the_applicants_who_are_not_activists_yet(tmp_path: Path) -> None:
    """18 applicants, 6 of them activists already: 3."""
    fields = "".join(
        f'[[field]]\ntable = "meetings"\nkey = "{key}"\nlabel = "{label}"\ntype = "int"\n'
        for key, label in (("applicant_count", "申请入党人数"), ("activist_count", "积极分子人数"))
    )
    lines = f'{fields}[quota]\nratio = "25%"\nbase = "applicant_count - activist_count"\nrounding = "floor"\n'
    numbers = {"应到会人数": "#30", "实到会人数": "#30", "申请入党人数": "#18", "积极分子人数": "#6"}
    meeting = table({"推优大会时间": "2026-03-02", **numbers})
    assert "quota-exceeded" not in codes(tmp_path, lines, *crowd(3, 30), 推优大会=meeting)
    assert "quota-exceeded" in codes(tmp_path, lines, *crowd(4, 30), 推优大会=meeting)


NOTICE = {"公示开始日期": "", "公示结束日期": ""}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"入团时间": "2023.05", "推优大会时间": "2024-05-10"} | NOTICE, "month-boundary", id="joined in the boundary month"),
        pytest.param({"入团时间": "2023.04", "推优大会时间": "2024-05-10"} | NOTICE, None, id="joined in the month before"),
        pytest.param({"入团时间": "2023.06", "推优大会时间": "2024-05-10"} | NOTICE, "league-age-short", id="joined in the month after"),
        pytest.param({"出生日期": "2008-03-02", "递交入党申请书时间": "2026-03-01"}, "age-below-minimum", id="17 when applying"),
        pytest.param({"出生日期": "2008-03-02", "递交入党申请书时间": "2026-03-02"}, None, id="18 on the day of applying"),
        pytest.param(
            {"推优类型": "发展对象", "确定为入党积极分子时间": "2024-06-20", "确定为发展对象时间": "2025-06-19"},
            "interval-too-short",
            id="a day short of a year",
        ),
        pytest.param(
            {"推优类型": "发展对象", "确定为入党积极分子时间": "2024-06-20", "确定为发展对象时间": "2025-06-20"},
            None,
            id="a year to the day",
        ),
        pytest.param({"发展团员编号": "201844123456", "入团时间": "2017-12"}, None, id="2017 and 2018 are interchangeable"),
        pytest.param({"发展团员编号": "201944123456", "入团时间": "2020-01"}, "league-number-year", id="another year"),
        pytest.param({"发展团员编号": "2015161234567890", "入团时间": "2016-05"}, None, id="16 digits of a known prefix"),
        pytest.param({"发展团员编号": "03010001"}, "league-number-is-card-number", id="8 digits"),
        pytest.param({"身份证号": "#4.40307199901011e17"}, "id-number-as-number", id="a number that lost its digits"),
    ],
)
def test_one_case_one_answer(tmp_path: Path, changes: dict[str, str], code: str | None) -> None:
    person = CLEAN | {"身份证号": "", "发展团员编号": "", "确定为入党积极分子时间": "", **NOTICE, "推优大会时间": "2026-03-02"}
    person |= {"递交入党申请书时间": "2024-04-05", "入团时间": "2021-05-04"} if "推优大会时间" in changes or "推优类型" in changes else {}
    early = {"推优大会时间": "2025-06-01"} if "推优类型" in changes else {}
    assert codes(tmp_path, "", person | early | changes) == ([code] if code else [])


def test_the_age_limit_stands_at_the_application_and_a_lost_number_is_never_repaired(tmp_path: Path) -> None:
    young = {"身份证号": "", "出生日期": "2008-03-02", "递交入党申请书时间": "2026-03-01"}
    [found] = told(tmp_path, "", young)
    assert found.place.field == "application_date"
    assert "18 周岁" in found.message
    scheme = Scheme.load("national")
    [record] = read(scheme, {LIST: sheet({"身份证号": "#4.40307199901011e17"})}).records("nominees")
    assert "id_number" not in record.values


def test_a_recommendation_of_a_29th_of_february_lapses_on_the_28th_and_says_so(tmp_path: Path) -> None:
    member = {
        "姓名": "张三",
        "政治面貌": "共青团员",
        "团籍状态": "正常",
        "最近一次推优日期": "2024-02-29",
        "最近一次推优类型": "入党积极分子",
    }

    def still(day: str) -> list[str]:
        person = {"推优大会时间": day, **NOTICE}
        found = told(tmp_path, "", person, 团员花名册=table(member))
        return [each.message for each in found if each.code == "recommendation-still-valid"]

    assert still("2026-02-27") == ["同一类型的推荐尚在有效期内（至 2026-02-28（2026年2月没有29日，按当月最后一天计算））"]
    assert still("2026-02-28") == []


@pytest.mark.parametrize(
    ("lines", "start", "last"),
    [
        ("", "2020-03-30", "2020-04-03"),
        (FIRST_DAY_OFF, "2020-03-30", "2020-04-07"),
        ("", "2024-09-27", "2024-10-09"),
        (FIRST_DAY_OFF, "2024-09-27", "2024-10-10"),
    ],
)
def test_a_public_notice_of_five_working_days(tmp_path: Path, lines: str, start: str, last: str) -> None:
    """By the calendar, 清明, 国庆 and the days worked in exchange for them included."""
    scheme = Scheme.load(own_scheme(tmp_path, lines))
    held = date.fromisoformat(start).replace(day=20).isoformat()
    person = {"推优大会时间": held, "公示开始日期": start, "入团时间": "2018-05-04", "递交入党申请书时间": "", "出生日期": "2000-03-07"}
    person |= {"身份证号": "", "发展团员编号": ""}
    end = date.fromisoformat(last)
    before = date.fromordinal(end.toordinal() - 1).isoformat()
    [short] = findings(scheme, {LIST: sheet(person | {"公示结束日期": before})})
    assert short.code == "notice-too-short"
    assert last in short.fix
    assert findings(scheme, {LIST: sheet(person | {"公示结束日期": last})}) == []
    proposed = suggest(read(scheme, {LIST: sheet(person | {"公示结束日期": ""})}), scheme, AS_OF)
    assert [change.new for change in proposed if change.key == "notice_end"] == [end]
