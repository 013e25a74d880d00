"""校验 of a roster: the tables of many branches on one sheet each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from filled_form import write_form

from xlflow.findings import Finding
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge

pytestmark = pytest.mark.slow

AS_OF = date(2026, 3, 20)
OTHER = {"姓名": "孙七", "身份证号": "440305200501019014", "学号/工号": "999900000002"}


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two branches that met on one day, 30 and 24 strong, and one that handed in a list without meetings."""
    inbox = tmp_path_factory.mktemp("round") / "收件"
    inbox.mkdir()
    write_form(inbox / "一班.xlsx")
    write_form(
        inbox / "二班.xlsx",
        [OTHER | {"赞成票": 20, "反对票": 2, "弃权票": 0}],
        unit={"团支部全称": "软件2班团支部", "支部简称": "软件2班", "团员总数": 24},
        meeting={
            "应到会人数": 24,
            "实到会人数": 22,
            "发出票数": 22,
            "收回票数": 22,
            "有效票数": 22,
            "缺席人员及原因": "周八、吴九（事假）",
        },
    )
    with xlsxwriter.Workbook(str(inbox / "三班.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "学号", "身份证号", "所在团支部", "推优类型", "推优大会时间", "应到会人数", "实到会人数", "赞成票"])
        sheet.write_row(1, 0, ["钱十一", "999900000003", "440305200504049024", "软件3班团支部", "入党积极分子", "2026-03-05", 31, 30, 28])
    for form in ("一班.xlsx", "二班.xlsx"):
        fill(inbox / form, in_place=True, as_of=AS_OF)
    path = inbox.parent / "清单库.xlsx"
    merge([inbox], roster=path, as_of=AS_OF)
    return path


def codes(findings: tuple[Finding, ...]) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.who) for finding in findings}


def test_meetings_of_two_branches_on_one_day_are_not_taken_for_each_other(roster: Path) -> None:
    found = codes(check([roster], as_of=AS_OF).findings)
    assert not {pair for pair in found if pair[0] == "value-differs"}


def test_a_branch_that_handed_in_no_meetings_is_not_asked_for_them(roster: Path) -> None:
    found = codes(check([roster], as_of=AS_OF).findings)
    assert not {pair for pair in found if pair[0] == "reference-unknown"}


def test_cells_of_a_later_phase_than_the_branch_has_reached_are_not_due_in_the_roster(roster: Path) -> None:
    found = codes(check([roster], as_of=AS_OF).findings)
    assert {who for code, who in found if code == "required-missing"} <= {"钱十一"}
