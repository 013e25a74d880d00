"""Sample workbooks of the scheme 南方电网“1+2+3”: four branches of a grid company in 2019, when all entrants came by recommendation.

How everybody stands is stated in `BRANCHES`, so that the share, the states of screening and the overdue tasks can be counted by hand:
twelve people became probationary members in 2019, all after a recommendation; one did in 2018, without. Everybody is invented.

    python tools/samples_csg.py [--out sample_workbooks/南方电网1+2+3]
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from branch_model import People
from samples_anhui import type_into

from xlflow.jobs.new import new
from xlflow.schemes.scheme import Scheme

Row = dict[str, Any]
AS_OF = date(2019, 12, 31)
ROUND = "2019年度"
MADE_ON = date(2019, 11, 1)
COMPANY = "江畔电网公司团委"
MEETING = date(2019, 12, 6)

APPLIED: Row = {"application_date": date(2018, 9, 3)}
GOOD: Row = APPLIED | {"study_points": 82, "volunteer_hours": 36}
ENTRANT: Row = GOOD | {
    "political_status": "中共预备党员",
    "application_date": date(2016, 9, 5),
    "activist_date": date(2017, 6, 20),
    "development_candidate_date": date(2018, 11, 28),
    "last_recommendation_type": "发展对象",
    "last_recommendation_date": date(2018, 10, 30),
    "probationary_date": date(2019, 6, 28),
}
NOT_RECOMMENDED = {"last_recommendation_type": None, "last_recommendation_date": None}
STANDINGS: Mapping[str, Row] = {
    "已入党": ENTRANT,
    "上年入党": ENTRANT | NOT_RECOMMENDED | {"probationary_date": date(2018, 12, 20), "development_candidate_date": date(2018, 6, 28)},
    "本批推荐": GOOD,
    "达标待推": GOOD,
    "缺学习积分": GOOD | {"study_points": 45},
    "缺时长积分": GOOD | {"volunteer_hours": 12.5},
    "两项都缺": APPLIED | {"study_points": 30, "volunteer_hours": 6},
    "没有申请": GOOD | {"application_date": None},
    "已推": GOOD | {"last_recommendation_type": "入党积极分子", "last_recommendation_date": date(2019, 4, 18)},
    "过期": GOOD | {"last_recommendation_type": "入党积极分子", "last_recommendation_date": date(2017, 10, 20)},
    "已转出": GOOD | {"member_state": "已转出"},
}
"""How people stand, by what they have; 本批推荐 are the nominees of this round."""


@dataclass(frozen=True)
class Branch:
    """A branch, its Party branch, its people as (standing, how many), and its joint tasks as (task, due, done)."""

    name: str
    party_branch: str
    people: tuple[tuple[str, int], ...]
    tasks: tuple[tuple[str, date, date | None], ...]

    @property
    def standings(self) -> list[str]:
        """The standing of each person."""
        return [standing for standing, count in self.people for _ in range(count)]

    @property
    def members(self) -> int:
        """All but those who have left."""
        return sum(standing != "已转出" for standing in self.standings)


BRANCHES = (
    Branch(
        "江畔供电局变电运行团支部",
        "江畔供电局变电运行党支部",
        (("已入党", 4), ("本批推荐", 3), ("达标待推", 3), ("缺学习积分", 2), ("已推", 2), ("过期", 1)),
        (
            ("教育培训", date(2019, 6, 30), date(2019, 6, 14)),
            ("考察", date(2019, 10, 31), date(2019, 10, 25)),
            ("推优", date(2019, 12, 20), date(2019, 12, 18)),
        ),
    ),
    Branch(
        "江畔供电局输电管理团支部",
        "江畔供电局输电管理党支部",
        (("已入党", 3), ("上年入党", 1), ("本批推荐", 2), ("缺时长积分", 2), ("没有申请", 2)),
        (("教育培训", date(2019, 9, 30), date(2019, 10, 11)), ("考察", date(2019, 11, 30), None), ("推优", date(2020, 1, 20), None)),
    ),
    Branch(
        "青岭调峰电厂运维团支部",
        "青岭调峰电厂运维党支部",
        (("已入党", 3), ("本批推荐", 2), ("达标待推", 2), ("两项都缺", 2), ("已推", 1), ("已转出", 1)),
        (("教育培训", date(2019, 5, 31), date(2019, 5, 30)), ("推优", date(2019, 12, 25), date(2019, 12, 24))),
    ),
    Branch(
        "江畔供电服务中心团支部",
        "江畔供电服务中心党支部",
        (("已入党", 2), ("本批推荐", 2), ("达标待推", 1), ("缺学习积分", 1), ("过期", 2), ("没有申请", 2)),
        (("教育培训", date(2019, 8, 31), date(2019, 8, 20)), ("考察", date(2019, 12, 10), date(2019, 12, 9))),
    ),
)


def make(out: Path) -> None:
    """Four forms of branches as they stand after the public notice."""
    out.mkdir(parents=True, exist_ok=True)
    scheme, people = Scheme.load("csg"), People(random.Random(2019), count=600000)
    for branch in BRANCHES:
        path = out / f"{ROUND}_{branch.name}_推优表.xlsx"
        new("csg", path, unit=branch.name, round=ROUND, today=MADE_ON)
        type_into(path, scheme, *_of_branch(branch, people))


def _of_branch(branch: Branch, people: People) -> tuple[Row, Mapping[str, list[Row]]]:
    secretary = people.name()
    persons = [_person(people, standing) for standing in branch.standings]
    chosen = [person for person, standing in zip(persons, branch.standings, strict=True) if standing == "本批推荐"]
    common: Row = {"branch": branch.name, "party_branch": branch.party_branch, "assistant": secretary}
    tables: dict[str, list[Row]] = {
        "members": persons,
        "pairs": [common | {"joint_task": task, "task_due": due, "task_done": done} for task, due, done in branch.tasks],
        "nominees": [_nominee(person, branch, people) for person in chosen],
        "meetings": [_meeting(branch, people)],
        "events": list(_events(branch, chosen)),
    }
    return _facts(branch, secretary, people), tables


def _without(row: Row, *keys: str) -> Row:
    return {key: value for key, value in row.items() if key not in keys}


def _facts(branch: Branch, secretary: str, people: People) -> Row:
    return {
        "report_phase": "公示后上报",
        "unit_type": "企业",
        "parent_committee": COMPANY,
        "league_committee": COMPANY,
        "party_branch": branch.party_branch,
        "member_count": branch.members,
        "party_member_count": sum("入党" in standing for standing in branch.standings),
        "voting_member_count": branch.members,
        "secretary": secretary,
        "secretary_phone": f"1990{people.next():07d}",
        "filled_by": secretary,
        "filled_on": date(2019, 12, 27),
        "notice_place": "单位公告栏、内网主页",
        "notice_contact": "团委办公室 0000-0000000",
    }


def _person(people: People, standing: str) -> Row:
    """A row of 团员花名册, with what his standing says."""
    rng = people.rng
    gender, number = rng.choice("男女"), people.next()
    birth, joined = date(rng.randint(1993, 1996), rng.randint(1, 12), rng.randint(1, 28)), date(2010, 5, 4)
    return {
        "name": people.name(),
        "gender": gender,
        "ethnicity": rng.choice(("汉族", "汉族", "壮族")),
        "birth_date": birth,
        "id_number": people.id_number(birth, gender),
        "student_id": f"9999{number:08d}",
        "political_status": "共青团员",
        "league_join_date": joined,
        "league_post": "无",
        "member_state": "正常",
        "appraisal_grade": rng.choice(("优秀", "合格")),
        "dues_arrears_months": 0,
        **STANDINGS[standing],
    }


def _nominee(person: Row, branch: Branch, people: People) -> Row:
    return _without(person, "member_state", "dues_arrears_months") | {
        "native_place": "广东广州",
        "education": "大学本科",
        "phone": f"1990{people.next():07d}",
        "recommendation_type": "入党积极分子",
        "appraisal_year": "2018",
        "hours_source": "i志愿",
        "study_result": "不适用",
        "punishment": "无",
        "meeting_date": MEETING,
        "eligible": branch.members,
        "present": branch.members - 1,
        "in_favour": branch.members - 2,
        "against": 0,
        "abstained": 1,
        "meeting_result": "通过",
        "inspection_date": MEETING,
        "inspection_result": "同意推荐",
        "notice_start": date(2019, 12, 9),
        "notice_end": date(2019, 12, 13),
        "objections": "无异议",
    }


def _meeting(branch: Branch, people: People) -> Row:
    present = branch.members - 1
    return {
        "meeting_no": 1,
        "meeting_date": MEETING,
        "meeting_time": "15:00—16:00",
        "meeting_place": "职工之家",
        "meeting_form": "现场",
        "approved_on": date(2019, 12, 3),
        "host": people.name(),
        "recorder": people.name(),
        "eligible": branch.members,
        "present": present,
        "absentees": f"{people.name()}（值班）",
        "scrutineer": people.name(),
        "counter": people.name(),
        "ballots_issued": present,
        "ballots_returned": present,
        "ballots_valid": present,
    }


def _events(branch: Branch, chosen: list[Row]) -> Iterator[Row]:
    """The evidence of both conditions: study by all, service by each nominee."""
    study = {"event_kind": "青马工程", "event_topic": "“青马工程”理论学习", "organiser": COMPANY, "evidence": "学习平台积分单"}
    yield study | {"name": "全体", "event_date": date(2019, 3, 15)}
    for person in chosen:
        service = {"event_kind": "志愿服务", "event_topic": "用电安全进社区", "organiser": branch.name, "evidence": "i志愿时长证明"}
        who = {"name": person["name"], "student_id": person["student_id"]}
        yield service | who | {"event_date": date(2019, 5, 11), "event_hours": person["volunteer_hours"]}


def main() -> int:
    """Makes the folder again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "sample_workbooks" / "南方电网1+2+3")
    out = parser.parse_args().out
    for old in out.glob("*.xlsx"):
        old.unlink()
    make(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
