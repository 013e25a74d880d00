"""本校方案: a university's numbers, set in the workbook alone, judge its forms. docs/own-scheme.md tells the same steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from edited_scheme import Edit, change, edited, fact
from filled_form import FIRST_ROW, LIST, MEETING, MEETINGS, PERSON, UNIT, UNIT_SHEET

from xlflow.jobs.check import check
from xlflow.jobs.new import new

pytestmark = pytest.mark.slow

_PERSON = {
    "志愿服务时长": 25,
    "时长来源": "志愿汇",
    "大会结果": "通过",
    "考察时间": "2026-03-03",
    "考察结论": "同意推荐",
    "公示开始日期": "2026-03-09",
    "公示结束日期": "2026-03-13",
    "公示异议": "无异议",
    "性别": "男",
    "出生日期": "2006-03-07",
}
_FROM_MEETING = ("推优大会时间", "应到会人数", "实到会人数")
"""Cells of a person that show what the meeting says."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The scheme of a university, made of the national one in its workbook as docs/own-scheme.md tells."""
    made = edited(tmp_path_factory.mktemp("own"), *_steps((repository / "docs" / "own-scheme.md").read_text(encoding="utf-8")))
    assert made.faults == ()
    return made.folder


def _steps(page: str) -> Iterator[Edit]:
    """The edits in the table of the page: sheet, row, column, content."""
    table = page.partition("| 页 | 哪一行 | 哪一列 | 改成 |\n")[2].partition("\n\n")[0]
    for line in table.splitlines()[1:]:
        sheet, row, column, content = (cell.strip() for cell in line.strip("|").split("|"))
        where = dict(part.split(" ", 1) for part in row.split("，")) if " " in row else {}
        yield change(sheet, where, {column: content}) if where else fact(sheet, row, content)


_LATE = {"递交入党申请书时间": "2025-11-05"}
_FIVE = [
    {"姓名": name, "身份证号": None, "发展团员编号": None, "学号/工号": f"99990000000{number}"}
    for number, name in enumerate(("李明", "王强", "赵刚", "陈东", "刘洋"))
]
_CASES: Mapping[str, tuple[Sequence[Mapping[str, object]], Mapping[str, object]]] = {
    "nothing": ([{}], {}),
    "five of thirty": (_FIVE, {}),
    "four months": ([_LATE], {}),
    "four months and a reason": ([{**_LATE, "核实说明": "支部大会已说明原因"}], {}),
    "19 of 30 present": (
        [{"赞成票": 18, "反对票": 1, "弃权票": 0}],
        {"实到会人数": 19, "发出票数": 19, "收回票数": 19, "有效票数": 19},
    ),
    "18 of 28 agree": ([{"赞成票": 18, "反对票": 10, "弃权票": 0}], {}),
    "three days of notice": ([{"公示结束日期": "2026-03-11"}], {}),
    "two days of notice": ([{"公示结束日期": "2026-03-10"}], {}),
    "19 hours": ([{"志愿服务时长": 19}], {}),
}
"""Forms filled without a fault but for some cells of people and of their meeting."""

Codes = Callable[[str, str], set[str]]


@pytest.fixture(scope="module")
def codes(own: Path, tmp_path_factory: pytest.TempPathFactory) -> Codes:
    """What is found in a case by the scheme of the university or by the national one, and is not confirmed."""
    found: dict[tuple[str, str], set[str]] = {}
    schemes: Mapping[str, str | Path] = {"own": own, "national": "national"}
    for whose, scheme in schemes.items():
        folder = tmp_path_factory.mktemp(whose)
        [form] = new(scheme, folder / "空表.xlsx", round="2026年上半年", today=date(2026, 3, 1))
        files = {case: _filled(form, folder / f"{case}.xlsx", *cells) for case, cells in _CASES.items()}
        result = check(list(files.values()), scheme=scheme, as_of=date(2026, 3, 20), jobs=1)
        for case, file in files.items():
            mine = [each for each in result.findings if Path(each.place.file).name == file.name]
            found[whose, case] = {each.code for each in mine if each.severity != "info" and not each.confirmed}
    return lambda whose, case: found[whose, case]


def _filled(form: Path, target: Path, people: Sequence[Mapping[str, object]], meeting: Mapping[str, object]) -> Path:
    book = openpyxl.load_workbook(form)
    lines = {_plain(row[0].value): row[1] for row in book[UNIT_SHEET].iter_rows(min_row=3)}
    for label, value in {**UNIT, "团支部全称": "软件1班团支部", "填报阶段": "公示后上报"}.items():
        lines[label].value = value
    at_meeting = MEETING | meeting
    rows = [PERSON | _PERSON | {key: at_meeting[key] for key in _FROM_MEETING} | dict(person) for person in people]
    for sheet, first, written in ((LIST, FIRST_ROW, rows), (MEETINGS, 4, [at_meeting])):
        columns = {_plain(cell.value): cell.column for cell in book[sheet][first - 1] if cell.value}
        for number, row in enumerate(written, first):
            for label, value in row.items():
                book[sheet].cell(number, columns[label]).value = value
    book.save(target)
    book.close()
    return target


def _plain(header: object) -> str:
    return str(header).lstrip("*").replace("\n", "")


def test_a_form_in_order_is_in_order_at_this_university(codes: Codes) -> None:
    assert codes("own", "nothing") == set()


def test_the_quota_is_15_percent(codes: Codes) -> None:
    assert "quota-exceeded" in codes("own", "five of thirty")
    assert "quota-exceeded" not in codes("national", "five of thirty")


def test_six_months_lie_between_application_and_meeting_unless_a_reason_is_given(codes: Codes) -> None:
    assert codes("own", "four months") == {"interval-too-short"}
    assert codes("own", "four months and a reason") == set()
    assert codes("national", "four months") == set()


def test_two_thirds_must_be_present(codes: Codes) -> None:
    assert "quorum-not-met" in codes("own", "19 of 30 present")
    assert "quorum-not-met" not in codes("national", "19 of 30 present")


def test_more_than_two_thirds_of_those_present_must_agree(codes: Codes) -> None:
    assert codes("own", "18 of 28 agree") == {"pass-line-not-met"}
    assert codes("national", "18 of 28 agree") == set()


def test_three_working_days_of_notice_are_enough(codes: Codes) -> None:
    assert codes("own", "three days of notice") == set()
    assert codes("own", "two days of notice") == {"notice-too-short"}
    assert codes("national", "three days of notice") == {"notice-too-short"}


def test_twenty_hours_of_service_are_asked(codes: Codes) -> None:
    assert codes("own", "19 hours") == {"hours-below-minimum"}
    assert codes("national", "19 hours") == set()


def test_only_the_differences_are_written(own: Path) -> None:
    text = (own / "scheme.toml").read_text(encoding="utf-8")
    assert 'extends = "national"' in text
    assert text.count("\n[") == 5  # two params, one interval, meeting and quota
