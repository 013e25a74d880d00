"""Judging by a phase that is asked for, whatever the form says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clean_list import sheet
from filled_form import write_form
from sheet_text import raw_sheet

from xlflow.checks.judge import judge
from xlflow.files.reading.reader import read_workbook
from xlflow.findings import Finding
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

DAY = date(2026, 3, 20)
MEETING = {"推优大会时间": "2026-03-02", "应到会人数": 30, "实到会人数": 28, "性别": "男", "出生日期": "2006-03-07"}
"""What 自动填充 would put into the row of the person."""
NOTICE = {
    "考察时间": "2026-03-03",
    "考察结论": "同意推荐",
    "公示开始日期": "2026-03-09",
    "公示结束日期": "2026-03-13",
    "公示异议": "无异议",
}
NO_VOTES = dict.fromkeys(("赞成票", "反对票", "弃权票"))


def reading(folder: Path, **changes: object) -> WorkbookReading:
    people = [MEETING | {key: value for key, value in changes.items() if not isinstance(value, dict)}]
    form = write_form(folder / "三班.xlsx", people, unit=changes.get("unit"))  # type: ignore[arg-type]
    return understand(read_workbook(form, "三班.xlsx"), Scheme.load("national"))


def missing(reading: WorkbookReading, phase: str | None) -> set[str | None]:
    """The labels of 推优对象清单 and the unit that are due by a phase and empty."""
    found = judge(reading, Scheme.load("national"), DAY, phase)
    assert {f.code for f in found if f.severity != "info"} <= {"required-missing"}
    return {f.place.label for f in found if f.code == "required-missing"}


def test_what_is_due_follows_the_phase_that_is_asked_for(tmp_path: Path) -> None:
    form = reading(tmp_path, **NO_VOTES)
    assert missing(form, "报候选人") == set()
    assert missing(form, None) == missing(form, "会后上报") == {"赞成票", "反对票", "弃权票"}
    assert missing(form, "公示后上报") >= {"赞成票", "考察时间", "公示异议"}


def test_a_form_that_lags_behind_is_judged_as_far_as_asked(tmp_path: Path) -> None:
    form = reading(tmp_path, unit={"填报阶段": "报候选人"})
    national = Scheme.load("national")
    assert "report-phase-behind" in [f.code for f in judge(form, national, DAY)]
    assert [f.code for f in judge(form, national, DAY, "会后上报") if f.severity != "info"] == []


def test_a_complete_form_is_complete_in_every_phase(tmp_path: Path) -> None:
    form = reading(tmp_path, **NOTICE, unit={"填报阶段": "公示后上报"})
    assert [missing(form, phase) for phase in (None, "报候选人", "会后上报", "公示后上报")] == [set()] * 4


@pytest.mark.parametrize("changes", [{}, {"公示开始日期": "", "公示结束日期": ""}, {"赞成票": ""}, {"身份证号": "110105200603079011"}])
def test_a_list_of_unknown_origin_has_no_phase_whatever_is_asked(changes: dict[str, str]) -> None:
    national = Scheme.load("national")
    flat = understand(RawWorkbook("三班.xlsx", "0", (raw_sheet(sheet(changes)),)), national)
    answers: list[list[Finding]] = [judge(flat, national, DAY, phase) for phase in (None, "报候选人", "会后上报", "公示后上报")]
    assert all(answer == answers[0] for answer in answers)


def test_the_command_takes_the_phase_and_names_those_there_are(tmp_path: Path, xlflow: Callable[..., Any]) -> None:
    form = write_form(tmp_path / "三班.xlsx", [MEETING | NO_VOTES])
    line = ("check", form, "--as-of", "2026-03-20")
    assert [xlflow(*line, *more).code for more in ((), ("--phase", "报候选人"))] == [1, 0]
    refused = xlflow(*line, "--phase", "会前")
    assert (refused.code, "报候选人、会后上报、公示后上报" in refused.err) == (2, True)
