"""The round of a whole faculty in 演示: thirty branches whose secretaries fill in the standard form. Everybody is invented.

The same list of branches gives the same people, votes and days. All is as it should be but for a few slips: a digit that is missing, a
notice that ended early, a form handed in twice, a branch that has handed in nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from xlflow.domain.calendar import Calendar
from xlflow.domain.identity import check_digit
from xlflow.domain.progress import AGREED
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.files.writing.save import save
from xlflow.jobs.new import new
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.copies import cell_edit
from xlflow.jobs.running.progress_callback import silent
from xlflow.jobs.running.read_file import read_file
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEETINGS, NOMINEES, UNIT
from xlflow.tables.records import WorkbookReading

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "子涵雨桐浩然思远梦洁嘉怡俊杰诗琪文博佳宁志强晓彤天宇欣妍明哲雅楠一鸣若曦建国婉清景行书瑶泽楷安澜"
_OF_PEOPLES = (("阿依古丽·买买提", "维吾尔族"), ("扎西·多吉", "藏族"), ("巴图·额尔德尼", "蒙古族"))
_REGIONS = ("440106", "440305", "330723", "420106", "510107", "370102", "610113", "340103")
_PLACES = ("广东广州", "广东深圳", "浙江金华", "湖北武汉", "四川成都", "山东济南", "陕西西安", "安徽合肥")
_SEQUENCE = range(900, 1000)
_RARE = 40


class People(Struct):
    """Hands out people, each with numbers that nobody else has."""

    chance: random.Random
    _used: set[str] = field(default_factory=set)
    _count: int = 0

    def name(self) -> str:
        """A name of two or three characters that nobody else has."""
        while True:
            name = self.chance.choice(_SURNAMES) + "".join(self.chance.sample(_GIVEN, self.chance.choice((1, 2, 2, 2))))
            if name not in self._used:
                self._used.add(name)
                return name

    def phone(self) -> str:
        """A telephone number."""
        self._count += 1
        return f"1990{self._count:07d}"

    def student(self, grade: int) -> dict[str, Any]:
        """A nominee who came to the university in the autumn of `grade`: of age when he applied, a member for years."""
        chance = self.chance
        gender = chance.choice("男女")
        birth = date(grade - 19, 1, 1) + timedelta(chance.randint(0, 600))
        applied = date(grade, 9, 8) + timedelta(chance.randint(0, 30))
        joined = date(birth.year + 15, 5, 4)
        activist = date(2025, 4, 8) + timedelta(chance.randint(0, 9)) if grade < 2025 and chance.random() < 0.4 else None
        place = chance.randrange(len(_PLACES))
        name, people = self.name(), "汉族"
        if chance.randrange(_RARE) == 0:
            name, people = chance.choice(_OF_PEOPLES)
        phone = self.phone()
        return {
            "name": name,
            "gender": gender,
            "ethnicity": people,
            "native_place": _PLACES[place],
            "birth_date": birth,
            "id_number": self._id_number(_REGIONS[place], birth, gender),
            "student_id": f"9999{grade}{self._count:06d}",
            "political_status": "共青团员",
            "education": "大学本科",
            "phone": phone,
            "league_join_date": joined,
            "league_number": f"{joined.year}44{self._count:06d}",
            "league_post": chance.choice(("无", "无", "无", "组织委员", "宣传委员")),
            "class_post": chance.choice((None, None, "班长", "学习委员", "文艺委员")),
            "league_cadre": "否",
            "recommendation_type": "发展对象" if activist else "入党积极分子",
            "application_date": applied,
            "activist_date": activist,
            "mentors": f"{self.name()}、{self.name()}" if activist else None,
            "appraisal_grade": chance.choice(("优秀", "优秀", "合格")),
            "appraisal_year": 2025,
            "volunteer_hours": chance.choice((20, 24, 28, 36, 48, 60)),
            "hours_source": "i志愿",
            "study_points": chance.randint(60, 120),
            "study_result": "无不及格",
            "punishment": "无",
        }

    def _id_number(self, region: str, birth: date, gender: str) -> str:
        while True:
            sequence = self.chance.choice([number for number in _SEQUENCE if number % 2 == (gender == "男")])
            first = f"{region}{birth:%Y%m%d}{sequence}"
            if first not in self._used:
                self._used.add(first)
                return first + check_digit(first)


AS_OF = date(2026, 6, 30)
ROUND = "2026年上半年"
_FORMED_ON, _FIRST_MEETING, REVIEWED_ON = date(2026, 3, 2), date(2026, 5, 6), date(2026, 6, 24)
_SEED = 2026
Facts = dict[str, Any]


class Handed(Struct, frozen=True):
    """What a branch writes into its form: the facts of the unit, its nominees, its meeting."""

    unit: Facts
    nominees: list[Facts]
    meetings: list[Facts]


def hand_in(units: Path, folder: Path, scheme: Scheme) -> list[Path]:
    """The workbooks that the branches of the list hand in, one twice and the last of the list none."""
    forms = new(scheme.id, folder, units=units, round=ROUND, today=_FORMED_ON)
    empty = in_child(read_file, forms[0], None, progress=silent)
    people = People(random.Random(_SEED))
    *handing_in, forgetful = forms
    for number, form in enumerate(handing_in):
        handed = _SLIPS.get(number, _no_slip)(_handed(number, form, people, scheme.calendar))
        if number == _TWICE:
            before = Handed(handed.unit | {"filled_on": handed.unit["filled_on"] - timedelta(4)}, handed.nominees[:-1], handed.meetings)
            save(form.with_stem(f"{form.stem}_初稿"), _typed(form, empty, before, scheme))
        save(form, _typed(form, empty, handed, scheme))
    forgetful.unlink()
    return sorted(folder.iterdir())


def _typed(form: Path, empty: WorkbookReading, handed: Handed, scheme: Scheme) -> bytes:
    """The form with what the branch typed; all empty forms of a scheme have their cells in the same places as `empty`."""
    tables = {UNIT: [handed.unit], NOMINEES: handed.nominees, MEETINGS: handed.meetings}
    return edit_package(form.read_bytes(), [_edits(empty, table, rows, scheme) for table, rows in tables.items()])


def _edits(empty: WorkbookReading, table: str, rows: Sequence[Facts], scheme: Scheme) -> SheetEdits:
    header = next(reading.header for reading in empty.tables if reading.header.table == table)
    facts = next(iter(empty.records(table)), None)
    cells: dict[tuple[int, int], CellEdit] = {}
    for number, row in enumerate(rows):
        for key, value in row.items():
            place = facts.position(key) if facts else (header.rows[1] + number + 1, header.columns[key])
            if place and value is not None:
                cells[place[0] - 1, place[1] - 1] = cell_edit(scheme.field(table, key), value, is_form=True)
    return SheetEdits(header.sheet, cells)


def _handed(number: int, form: Path, people: People, calendar: Calendar) -> Handed:
    chance = people.chance
    grade = int(form.name.partition("_")[2][:4])
    members = chance.randint(28, 44)
    day = calendar.workday_after(_FIRST_MEETING, number % 12, first_day_counts=True)
    present = members - chance.randint(0, 4)
    start = calendar.workday_after(day, 2, first_day_counts=False)
    end = calendar.workday_after(start, 5, first_day_counts=True)
    meeting = _meeting(day, members, present, people)
    voted = {"meeting_date": day, "eligible": members, "present": present}
    nominees = [
        people.student(grade) | voted | _passed(present, members, chance) | _inspected(day, start, end)
        for _ in range(chance.randint(3, members // 6))
    ]
    secretary, filled_on = people.name(), end + timedelta(chance.randint(3, 12))
    unit = {
        "report_phase": "公示后上报",
        "unit_type": "学校",
        "party_member_count": 0,
        "member_count": members,
        "voting_member_count": members,
        "quota_given": members // 5,
        "secretary": secretary,
        "secretary_phone": people.phone(),
        "adviser": people.name(),
        "filled_by": secretary,
        "filled_on": filled_on,
        "notice_place": "学院公告栏、班级微信群",
        "notice_contact": "信息工程学院团委 020-00000000",
    }
    return Handed(unit, nominees, [meeting])


def _meeting(day: date, members: int, present: int, people: People) -> Facts:
    chance = people.chance
    absent = "、".join(f"{people.name()}（{chance.choice(('病假', '事假', '外出实习'))}）" for _ in range(members - present))
    return {
        "meeting_no": 1,
        "meeting_date": day,
        "meeting_time": chance.choice(("16:00—17:10", "19:00—20:15", "19:30—20:30")),
        "meeting_place": f"{chance.choice(('第一教学楼', '信息楼'))} {chance.choice('ABC')}{chance.randint(1, 5)}0{chance.randint(1, 9)}",
        "meeting_form": "现场",
        "approved_on": day - timedelta(5),
        "host": people.name(),
        "recorder": people.name(),
        "eligible": members,
        "present": present,
        "absentees": absent or None,
        "observers": "辅导员、学院团委委员",
        "scrutineer": people.name(),
        "counter": people.name(),
        "caller": people.name(),
        "ballots_issued": present,
        "ballots_returned": present,
        "ballots_valid": present,
        "ballots_invalid": 0,
        "discussion": "与会团员听取了推荐人选的思想、学习和工作情况介绍，围绕政治表现、模范作用和群众基础逐人评议。",
        "resolution": "经无记名投票，赞成票超过应到会有表决权团员半数的，确定为推荐人选，考察、公示后报学院团委。",
    }


def _passed(present: int, members: int, chance: random.Random) -> Facts:
    in_favour = chance.randint(max(members // 2 + 3, present * 4 // 5), present)
    against = chance.randint(0, present - in_favour)
    return {"in_favour": in_favour, "against": against, "abstained": present - in_favour - against, "meeting_result": "通过"}


def _inspected(day: date, start: date, end: date) -> Facts:
    return {
        "inspection_date": day + timedelta(1),
        "inspection_result": AGREED,
        "notice_start": start,
        "notice_end": end,
        "objections": "无异议",
    }


def _no_slip(handed: Handed) -> Handed:
    return handed


def _digit_missing(handed: Handed) -> Handed:
    """An ID number of seventeen places."""
    handed.nominees[0]["id_number"] = handed.nominees[0]["id_number"][:-1]
    return handed


def _notice_too_short(handed: Handed) -> Handed:
    """Taken down after three days."""
    for nominee in handed.nominees:
        nominee["notice_end"] = nominee["notice_start"] + timedelta(2)
    return handed


def _not_passed(handed: Handed) -> Handed:
    """Fewer than half of the members were in favour of the last of the list, who went no further."""
    last = handed.nominees[-1]
    later = ("inspection_date", "inspection_result", "notice_start", "notice_end", "objections", "review_date", "review_result")
    in_favour = last["eligible"] // 2 - 4
    last |= dict.fromkeys(later) | {"in_favour": in_favour, "against": last["present"] - in_favour - 1, "abstained": 1}
    last |= {"meeting_result": "未通过", "drop_reason": "赞成票未过半数"}
    return handed


_TWICE = 22
_SLIPS: Mapping[int, Callable[[Handed], Handed]] = {4: _not_passed, 9: _digit_missing, 16: _notice_too_short}
"""By the place of the branch in the list."""
