"""Types invented people into standard forms, as branch secretaries would."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from branch_model import Meeting, People, make_meeting, make_person
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

Facts = dict[str, Any]


@dataclass
class Filled:
    """What one branch writes into its form."""

    unit: Facts
    nominees: list[Facts]
    meetings: list[Facts]


def public_notice_over(branch: str, seed: str, people: People, as_of: date, size: int, eligible: int | None = None) -> Filled:
    """A form in phase 公示后上报 without a fault: meeting (32 to 40 members unless `eligible` says), inspection, public notice."""
    rng = people.rng = random.Random(seed)
    meeting = make_meeting(rng, as_of, rng.randint(32, 40) if eligible is None else eligible)
    nominees = [_passed(make_person(people, meeting, branch), meeting, people) for _ in range(size)]
    return Filled(_unit(branch, "公示后上报", meeting, people, as_of), nominees, [_held(meeting, people)])


def meeting_over(branch: str, seed: str, people: People, as_of: date, size: int) -> Filled:
    """A form in phase 会后上报: inspection and public notice are still to come, and one person did not pass the ballot."""
    filled = public_notice_over(branch, seed, people, as_of, size)
    filled.unit["report_phase"] = "会后上报"
    later = ["inspection_date", "inspection_result", "notice_start", "notice_end", "objections"]
    later += ["mentors", "activist_date", "development_candidate_date"]
    for facts in filled.nominees:
        facts |= dict.fromkeys(later)
        if facts["recommendation_type"] == "发展对象":
            facts |= {"recommendation_type": "入党积极分子"}
    last = filled.nominees[-1]
    below = last["eligible"] // 2 - 3
    last |= {"in_favour": below, "against": last["present"] - below, "abstained": 0, "meeting_result": "未通过"}
    return filled


def _passed(facts: Facts, meeting: Meeting, people: People) -> Facts:
    return facts | {
        "mentors": f"{people.name()}、{people.name()}" if facts["activist_date"] else None,
        "native_place": "广东广州",
        "class_post": None,
        "league_cadre": "否",
        "appraisal_year": meeting.day.year - 1,
        "hours_source": "i志愿",
        "study_result": "无不及格",
        "punishment": "无",
        "meeting_result": "通过",
        "inspection_date": meeting.day,
        "inspection_result": "同意推荐",
        "remarks": None,
    }


def _unit(branch: str, phase: str, meeting: Meeting, people: People, as_of: date) -> Facts:
    secretary = people.name()
    return {
        "report_phase": phase,
        "unit_type": "学校",
        "member_count": meeting.eligible,
        "party_member_count": 0,
        "voting_member_count": meeting.eligible,
        "quota_given": meeting.eligible // 5,
        "secretary": secretary,
        "secretary_phone": f"1990{people.next():07d}",
        "adviser": people.name(),
        "filled_by": secretary,
        "filled_on": as_of - timedelta(3),
        "notice_place": "学院公告栏、班级微信群",
        "notice_contact": "学院团委 020-00000000",
        "branch": branch,
    }


def _held(meeting: Meeting, people: People) -> Facts:
    return {
        "meeting_no": 1,
        "meeting_date": meeting.day,
        "meeting_time": "19:00—20:10",
        "meeting_place": "教学楼 A305",
        "meeting_form": "现场",
        "approved_on": meeting.day - timedelta(3),
        "host": people.name(),
        "recorder": people.name(),
        "eligible": meeting.eligible,
        "present": meeting.present,
        "absentees": None if meeting.present == meeting.eligible else "、".join(_absent(meeting, people)),
        "observers": "辅导员、学院团委书记",
        "scrutineer": people.name(),
        "counter": people.name(),
        "caller": people.name(),
        "ballots_issued": meeting.present,
        "ballots_returned": meeting.present,
        "ballots_valid": meeting.present,
        "ballots_invalid": 0,
        "discussion": "与会团员围绕思想政治表现、学习工作情况和群众基础对推荐人选进行了评议。",
        "resolution": "按照应到会有表决权团员过半数赞成的规定，确定推荐人选名单，报上级团组织。",
    }


def _absent(meeting: Meeting, people: People) -> list[str]:
    return [f"{people.name()}（病假）" for _ in range(meeting.eligible - meeting.present)]


def fill_form(path: Path, filled: Filled) -> None:
    """Types everything into an empty form made by `xlflow new` (saved by openpyxl)."""
    workbook = load_workbook(path)
    plan = {row[0].value: row[1].value for row in workbook["_xlflow"].iter_rows() if row[0].value}
    _fill_facts(workbook, plan, filled.unit)
    for table, rows in (("nominees", filled.nominees), ("meetings", filled.meetings)):
        if rows:
            _fill_rows(workbook, plan, table, rows)
    workbook.save(path)


def _fill_facts(workbook: Workbook, plan: Mapping[str, str], facts: Facts) -> None:
    sheet, keys = workbook[plan["sheet.unit"]], plan["fields.unit"].split()
    for row, key in enumerate(keys, 3):
        if facts.get(key) is not None and sheet.cell(row, 2).value is None:
            sheet.cell(row, 2).value = facts[key]


def _fill_rows(workbook: Workbook, plan: Mapping[str, str], table: str, rows: Iterable[Facts]) -> None:
    sheet, keys = workbook[plan[f"sheet.{table}"]], plan[f"fields.{table}"].split()
    first = next(row for row in range(1, 12) if str(sheet.cell(row, 1).value or "").replace("\n", "") in ("序号", "会议序号")) + 1
    for row, facts in enumerate(rows, first):
        for column, key in enumerate(keys, 1):
            value = row - first + 1 if key == "seq" else facts.get(key)
            if value is not None:
                sheet.cell(row, column).value = _typed(key, value)


def _typed(key: str, value: Any) -> Any:
    """Months-or-days stand in text columns."""
    return value.isoformat() if isinstance(value, date) and key in ("league_join_date", "application_date", "birth_date") else value
