"""The sample workbooks of the scheme wuyi: four village branches of an invented county and its committee, for the year 2019.

48 young people are recommended; what the ledgers of points say of them is the work of `PROFILES`. With the items, caps and cut-offs of the
scheme 34 of them come out as 优秀, and these 34 are taken: 20 as 入党积极分子, 14 as 预备党员.

    python tools/samples_wuyi.py [--out sample_workbooks/武义红领新青年]
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from branch_model import People, workday_after
from typed_forms import type_into

from xlflow.jobs.fill import fill
from xlflow.jobs.new import new
from xlflow.schemes.scheme import Scheme

SCHEME, ROUND, AS_OF = "wuyi", "2019年度", date(2019, 12, 31)
FOLDER = "武义红领新青年"
COUNTY, COMMITTEE = "示例县", "示例县团委机关团支部"
VILLAGES = (("东溪镇", "上坞村", 9), ("南岭乡", "竹园村", 9), ("西湾镇", "白石村", 8), ("北坪街道", "桥头社区", 8))
"""Township, village, and how many of its twelve are to come out as 优秀."""
FIRST_MEETING, ELIGIBLE = date(2019, 12, 2), 50
SHEETS = ("名额台账", "培训班", "培训名册", "督导走访台账", "考核指标")
"""What only the committee of the county keeps."""
TASKS = ("青创农场", "治水拆违", "美丽乡村建设", "旧城改造", "“最多跑一次”改革", "三城同创")
COURSES = ("党务村务", "工商管理", "电子商务", "农业项目")
CLASSES = (
    ("201901", "新晋", date(2019, 3, 18), date(2019, 3, 22)),
    ("201902", "提升", date(2019, 6, 17), date(2019, 6, 21)),
    ("201903", "菁英", date(2019, 9, 16), date(2019, 9, 20)),
)
KINDS = ("创业干事承诺", "认领工作项目", "选派工作组")
Row = dict[str, Any]
Entry = tuple[str, int, int, str | None]
"""Item, month, day, grade."""

_CLASS: Entry = ("H1", 3, 22, None)
_SECOND: Entry = ("H1", 9, 20, None)
_PROMISE: Entry = ("H2", 11, 15, "优秀")
_PROJECTS: tuple[Entry, ...] = (("H3", 5, 10, None), ("H3", 10, 18, None))
EXCELLENT: tuple[tuple[Entry, ...], ...] = (
    (_CLASS, _SECOND, _PROMISE, *_PROJECTS, ("H4", 4, 12, None)),
    (_CLASS, _SECOND, _PROMISE, *_PROJECTS, ("H4", 4, 12, None), ("H5", 8, 9, None)),
    (_CLASS, _PROMISE, *_PROJECTS, ("H4", 4, 12, None), ("H5", 2, 15, None), ("H5", 8, 9, None)),
    (_CLASS, _SECOND, _PROMISE, ("H3", 5, 10, None), ("H6", 7, 1, None), ("H4", 4, 12, None)),
    (_CLASS, _SECOND, _PROMISE, *_PROJECTS, ("H6", 7, 1, None), ("H7", 8, 30, None)),
)
"""63, 67, 61, 63 and 60 points: the last lies on the cut-off."""
OTHERS: dict[str, tuple[Entry, ...]] = {
    "封顶": (_CLASS, _SECOND, ("H1", 6, 21, None), *_PROJECTS, ("H3", 7, 12, None), *(("H5", 4, day, None) for day in (3, 10, 17, 24))),
    "不相加": (_CLASS, _PROMISE, *_PROJECTS, ("H4", 4, 12, None), ("H5", 2, 15, None)),
    "否决": (_CLASS, _SECOND, _PROMISE, *_PROJECTS, ("H4", 4, 12, None), ("H8", 10, 8, None)),
    "扣分": (_CLASS, _PROMISE, *_PROJECTS, ("H4", 4, 12, None), ("H5", 2, 15, None), ("H5", 8, 9, None), ("H7", 8, 30, None)),
    "合格": (_CLASS, ("H2", 11, 15, "合格"), ("H3", 5, 10, None), ("H5", 2, 15, None)),
    "不合格": (_CLASS, ("H5", 2, 15, None)),
}
"""76 points without caps, 48 with them; 57 that 三亮三比 would lift over the cut-off; 63 and a veto; 61 less 5; 34; 14."""
PROFILES = (
    ("封顶", "不相加", "合格"),
    ("封顶", "扣分", "合格"),
    ("封顶", "不相加", "合格", "不合格"),
    ("否决", "不相加", "合格", "不合格"),
)
"""The others of each village."""
THREE_BRIGHT: tuple[Entry, ...] = (("S1", 1, 15, None), ("S2", 6, 28, "兑现"), ("S5", 6, 28, "先进"))


@dataclass(frozen=True)
class Village:
    """A village branch, and the day of its meeting."""

    township: str
    village: str
    day: date

    @property
    def branch(self) -> str:
        """The full name of the branch."""
        return f"{COUNTY}{self.township}{self.village}团支部"

    @property
    def committee(self) -> str:
        """The committee of the township."""
        return f"{self.township}团{'工' if self.township.endswith('街道') else ''}委"


def make(out: Path) -> list[Path]:
    """Writes all workbooks of the scheme into a folder, which must not hold them yet."""
    scheme, people = Scheme.load(SCHEME), People(random.Random(2019))
    out.mkdir(parents=True, exist_ok=True)
    made, trainees, admitted = [], [], 0
    for number, (township, name, best) in enumerate(VILLAGES):
        village = Village(township, name, FIRST_MEETING + timedelta(number))
        young = [_person(people, village, number * 12 + place) for place in range(12)]
        profiles = [EXCELLENT[place % len(EXCELLENT)] for place in range(best)] + [OTHERS[key] for key in PROFILES[number]]
        for place, row in enumerate(young):
            is_admitted = place < best and place % 5 in (1, 3) and admitted < 14
            admitted += is_admitted
            row |= _outcome(village, people, taken=place < best, admitted=is_admitted, passes=place <= best)
        tables = {
            "nominees": young,
            "meetings": [_meeting(people, village)],
            "points_ledger": [entry for row, own in zip(young, profiles, strict=True) for entry in _ledger(village, row, own)],
            "chain": [hop for place, row in enumerate(young) for hop in _hops(village, row, taken=place < best, again=place == 2)],
            "practice": [_practice(row, place) for place, row in enumerate(young)],
        }
        if number == 0:
            tables["members"] = [*_members(young), *(_member(people, place) for place in range(ELIGIBLE - 10))]
        made.append(_form(scheme, out, village.branch, _unit(people, village.branch, village), tables))
        trainees += [_trainee(village, row, place) for place, row in enumerate(young)]
    made.append(_form(scheme, out, COMMITTEE, _unit(people, COMMITTEE, None), _of_the_county(trainees)))
    return made


def _form(scheme: Scheme, out: Path, branch: str, unit: Row, tables: dict[str, list[Row]]) -> Path:
    is_county = "quota" in tables
    sheets = SHEETS if is_county else ("团员花名册",) if "members" in tables else ()
    target = out / f"{ROUND}_{COUNTY}团委_名额培训督查考核台账.xlsx" if is_county else out
    [path] = new(SCHEME, target, unit=branch, round=ROUND, sheets=sheets, today=FIRST_MEETING)
    type_into(path, scheme, unit, tables)
    fill(path, in_place=True, scheme=SCHEME, as_of=AS_OF)
    shutil.rmtree(out / "备份", ignore_errors=True)
    return path


def _person(people: People, village: Village, number: int) -> Row:
    """A young person of the village; every sixth is no member of the League, and older."""
    rng, is_youth = people.rng, number % 6 == 5
    gender = rng.choice("男女")
    birth = date(1987 if is_youth else 1994, 1, 1) + timedelta(rng.randint(0, 1000))
    joined = date(birth.year + 15, 5, 4)
    league = {} if is_youth else {"league_join_date": joined, "league_post": "无", "appraisal_grade": "优秀", "appraisal_year": "2018"}
    return {
        "name": people.name(),
        "gender": gender,
        "ethnicity": "汉族",
        "birth_date": birth,
        "id_number": people.id_number(birth, gender),
        "student_id": f"9999{people.next():08d}",
        "political_status": "群众" if is_youth else "共青团员",
        "candidate_kind": "青年" if is_youth else "团员",
        "education": rng.choice(("大学本科", "大学专科", "中职中专技校")),
        "phone": f"1990{people.next():07d}",
        "township": village.township,
        "village": village.village,
        "punishment": "无",
        **league,
    }


def _members(young: Sequence[Row]) -> Iterator[Row]:
    """The recommended members of the League, as the roster of the branch had them before the year's round."""
    keys = ("name", "gender", "ethnicity", "birth_date", "id_number", "student_id", "political_status", "league_join_date", "league_post")
    for row in young:
        if row["candidate_kind"] == "团员":
            facts = {key: row[key] for key in (*keys, "application_date", "appraisal_grade")}
            yield facts | {"member_state": "正常", "dues_arrears_months": 0}


def _member(people: People, place: int) -> Row:
    """One of the other members of the branch: every fourth has applied, every tenth joined the League this year."""
    row = _person(people, Village("", "", AS_OF), 0)
    keys = ("name", "gender", "ethnicity", "birth_date", "id_number", "student_id", "political_status", "league_join_date", "league_post")
    facts = {key: row[key] for key in (*keys, "appraisal_grade")} | {"member_state": "正常", "dues_arrears_months": 0}
    facts |= {"application_date": date(2019, 5, 6)} if place % 4 == 0 else {}
    return facts | ({"league_join_date": date(2019, 5, 4), "appraisal_grade": "未参评"} if place % 10 == 8 else {})


def _outcome(village: Village, people: People, *, taken: bool, admitted: bool, passes: bool) -> Row:
    """Vote, notice, review and what the Party branch decided: all who are taken passed, one more passed and goes on learning."""
    against = people.rng.randint(0, 3)
    row: Row = {
        "recommendation_type": "发展对象" if admitted else "入党积极分子",
        "application_date": date(2018, 1, 10) + timedelta(people.rng.randint(0, 60)) if admitted else date(2019, 2, 18),
        "meeting_date": village.day,
        "in_favour": ELIGIBLE - 2 - against if passes else 19,
        "against": against if passes else 21,
        "abstained": 0 if passes else 8,
        "activist_date": date(2018, 7, 1) if admitted else None,
        "mentors": f"{people.name()}、{people.name()}" if admitted else None,
        "meeting_result": None if passes else "未通过",
        "drop_reason": None if passes else "赞成票未过半数",
    }
    if passes:
        start = village.day + timedelta(1)
        row |= {"inspection_date": village.day, "inspection_result": "同意推荐", "notice_start": start, "objections": "无异议"}
        row |= {"notice_end": workday_after(start, 4), "review_date": date(2019, 12, 13), "review_result": "同意推荐"}
        row |= {"letter_date": date(2019, 12, 16), "party_decision_date": date(2019, 12, 18), "party_result": "继续培养"}
    if taken:
        row |= {"party_result": "确定为发展对象" if admitted else "确定为入党积极分子"}
        row |= {"development_candidate_date": date(2019, 12, 18), "probationary_date": date(2019, 12, 27)} if admitted else {}
        row |= {} if admitted else {"activist_date": date(2019, 12, 18)}
    return row


def _ledger(village: Village, person: Row, profile: Sequence[Entry]) -> Iterator[Row]:
    """The entries of both ledgers, by the day."""
    for code, month, day, grade in sorted((*profile, *THREE_BRIGHT), key=lambda entry: entry[1:3]):
        yield {
            "points_date": date(2019, month, day),
            "name": person["name"],
            "student_id": person["student_id"],
            "unit_name": village.village,
            "item_code": code,
            "points_grade": grade,
            "approver": village.committee,
        }


def _hops(village: Village, person: Row, *, taken: bool, again: bool) -> Iterator[Row]:
    """The five steps; one person of each village was sent back by the township and recommended a second time."""
    hops = [("村团支部推荐", village.branch, date(2019, 1, 10), "通过")]
    if again:
        hops += [("乡镇团委初审上报", village.committee, date(2019, 1, 18), "退回")]
    hops += [
        ("乡镇团委初审上报", village.committee, date(2019, 1, 25), "通过"),
        ("培训班统一培训", f"共青团{COUNTY}委员会", date(2019, 3, 22), "通过"),
        ("县乡共同培养", village.committee, date(2019, 11, 20), "通过"),
    ]
    if person.get("letter_date"):
        hops.append(("乡镇团委向村党支部推荐", village.committee, date(2019, 12, 16), "通过"))
    for hop, actor, day, result in hops:
        row = {"name": person["name"], "student_id": person["student_id"], "hop": hop, "hop_actor": actor, "hop_date": day}
        yield row | {"hop_result": result, "hop_reason": "材料不全，补齐后重报" if result == "退回" else None}


def _practice(person: Row, place: int) -> Row:
    task = TASKS[place % len(TASKS)]
    row = {"name": person["name"], "student_id": person["student_id"], "practice_kind": KINDS[place % 3], "central_task": task}
    return row | {"practice_text": f"参与{task}，全年不少于十天", "practice_state": "进行中" if place % 6 == 4 else "完成"}


def _trainee(village: Village, person: Row, place: int) -> Row:
    row: Row = {"class_no": CLASSES[place % 3][0], "name": person["name"], "unit_name": village.branch, "trainee_kind": "红领新青年"}
    return row | {"course_choice": f"党性教育、{COURSES[place % 4]}", "attended_hours": 24, "completed": True}


def _meeting(people: People, village: Village) -> Row:
    return {
        "meeting_date": village.day,
        "meeting_place": f"{village.village}文化礼堂",
        "meeting_form": "现场",
        "approved_on": date(2019, 11, 29),
        "host": people.name(),
        "recorder": people.name(),
        "eligible": ELIGIBLE,
        "present": ELIGIBLE - 2,
        "absentees": f"{people.name()}（外出务工）、{people.name()}（病假）",
        "scrutineer": people.name(),
        "counter": people.name(),
        "ballots_issued": ELIGIBLE - 2,
        "ballots_returned": ELIGIBLE - 2,
        "ballots_valid": ELIGIBLE - 2,
    }


def _unit(people: People, branch: str, village: Village | None) -> Row:
    secretary, members = people.name(), ELIGIBLE if village else 8
    return {
        "report_phase": "公示后上报",
        "parent_committee": village.committee if village else f"共青团{COUNTY}委员会",
        "league_committee": village.committee if village else f"共青团{COUNTY}委员会",
        "party_branch": f"{village.village}党支部" if village else f"{COUNTY}团委机关党支部",
        "unit_type": "乡村" if village else "机关事业单位",
        "member_count": members,
        "party_member_count": 0,
        "voting_member_count": members,
        "secretary": secretary,
        "secretary_phone": f"1990{people.next():07d}",
        "filled_by": secretary,
        "filled_on": date(2019, 12, 30),
        "notice_place": "村务公开栏" if village else "机关公告栏",
        "notice_contact": f"{village.committee if village else COUNTY + '团委'}办公室 0570-00000000",
    }


def _of_the_county(trainees: list[Row]) -> dict[str, list[Row]]:
    """The tables that the committee of the county keeps."""
    league = f"共青团{COUNTY}委员会"
    places = {"quota_year": 2019, "pool": "红领新青年单列", "unit_name": COUNTY, "granted_by": f"中共{COUNTY}委组织部"}
    classes = [
        {
            "class_no": number,
            "class_name": f"“红领新青年”{level}班",
            "class_level": level,
            "organiser": league,
            "class_start": start,
            "class_end": end,
            "class_hours": 24,
        }
        for number, level, start, end in CLASSES
    ]
    visits = [
        {
            "visit_date": date(2019, month, 26),
            "visit_kind": kind,
            "visit_field": "乡街",
            "unit_name": unit,
            "visitors": f"{COUNTY}团委、县委组织部",
        }
        for month, unit in zip((3, 6, 9, 12), (township for township, _, _ in VILLAGES), strict=True)
        for kind in ("与组织部门会商", "季度督查")
    ]
    return {
        "quota": [places | {"grant_document": "2019年度单列指标计划"}],
        "training": classes,
        "trainees": sorted(trainees, key=lambda row: row["class_no"]),
        "visits": visits,
        "indicators": list(_indicators()),
    }


def _indicators() -> Iterator[Row]:
    """What the county gave each township for its work; the score of T5 follows from the ratio."""
    given = {"T1": (20, 18, 20, 16), "T2": (18, 18, 16, 20), "T3": (19, 17, 18, 18), "T4": (10, 9, 10, 8)}
    weights = {one.code: one for one in Scheme.load(SCHEME).indicators}
    for place, (township, village, _) in enumerate(VILLAGES):
        for code, one in weights.items():
            row: Row = {"assess_year": 2019, "unit_name": Village(township, village, AS_OF).committee, "indicator_code": code}
            row |= {"indicator_name": one.name, "weight": int(one.weight)}
            yield row | ({"check_score": given[code][place]} if code in given else {})


def main() -> int:
    """Makes the folder beside its place, then puts it there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "sample_workbooks" / FOLDER)
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as scratch:
        make(Path(scratch) / "made")
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(Path(scratch) / "made", out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
