"""Sample workbooks of the scheme 重庆高校推优入党: a branch of each of three universities, and the city committee's own accounts.

The accounts reproduce the source: two classes in two years, 300,000 yuan each, 74 and 78 people who came; classes in which 推优 is only a
part are in neither figure. Four universities are assessed in two years; in the second two of them tie, and one has nothing to compute an
indicator from. Everybody is invented.

    python tools/samples_chongqing.py [--out sample_workbooks/重庆高校]
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from branch_model import People, make_meeting, make_person
from sample_forms import public_notice_over
from typed_forms import type_into

from xlflow.jobs.new import new
from xlflow.schemes.scheme import Scheme

AS_OF = date(2025, 12, 31)
ROUND = "2025年下半年"
MADE_ON = date(2025, 9, 1)
COMMITTEE = "团市委学校部"
SHEETS = ("培训班", "培训名册", "督导走访台账", "考核指标", "职责清单")
NOMINEES = 2
"""Of each branch: a fifth of its members at most."""


@dataclass(frozen=True)
class Branch:
    """A branch of a university.

    `papers`: for each member whether those of his joining are complete, None where nobody looked. `entrants`: for each who joined the Party
    in 2025 whether he had been recommended; the last members are those.
    """

    university: str
    name: str
    college: str
    papers: tuple[str | None, ...]
    entrants: tuple[bool, ...]


BRANCHES = (
    Branch("南湖大学", "2023级软件1班团支部", "软件学院", ("是",) * 12, (True, True)),
    Branch("北泉师范学院", "2023级小学教育1班团支部", "教育学院", ("是",) * 7 + ("否", "是", "是"), (True, False)),
    Branch("江岸职业学院", "2023级护理1班团支部", "护理学院", ("是",) * 8 + ("否", None), ()),
)
OTHER_UNIVERSITY = "东溪理工学院"
FIRST, SECOND = "第一期高校推优入党专题培训班", "第二期高校推优入党专题培训班"
SPECIAL, CADRES, PLATFORM = "推优入党专题培训班", "市级团干部专题培训班", "团干部上讲台"
CLASSES: tuple[tuple[str, str, str, date, date, int, int | None, Mapping[str, int]], ...] = (
    ("202401", FIRST, SPECIAL, date(2024, 10, 14), date(2024, 10, 18), 40, 300000, {"推优工作人员": 30, "入党积极分子": 44}),
    ("202501", SECOND, SPECIAL, date(2025, 10, 20), date(2025, 10, 24), 40, 300000, {"推优工作人员": 32, "入党积极分子": 46}),
    ("202502", CADRES, CADRES, date(2025, 5, 12), date(2025, 5, 14), 24, 80000, {"团干部": 12}),
    ("202503", "团干部上讲台（推优入党专题）", PLATFORM, date(2025, 11, 6), date(2025, 11, 6), 2, None, {"团干部": 10}),
)
"""Number, name, kind, first and last day, hours, cost, and how many came; one more of the first kind was entered and did not come."""

INSPECTION, LIAISON, COUNCIL = "学校共青团工作指导委员会督导", "直接联系高校日常检查", "团教沟通协调会"
VISITS: tuple[tuple[Any, ...], ...] = (
    (date(2025, 3, 12), COUNCIL, "市委教育工委", "市委教育工委、团市委", None, None, None, None),
    (date(2025, 4, 9), LIAISON, "南湖大学团委", "团市委学校部", "两个支部没有留存公示照片", date(2025, 5, 9), date(2025, 4, 28), None),
    (
        date(2025, 4, 16),
        LIAISON,
        "北泉师范学院团委",
        "团市委学校部",
        "部分团员档案缺入团志愿书",
        date(2025, 5, 30),
        date(2025, 5, 26),
        None,
    ),
    (date(2025, 6, 5), INSPECTION, "江岸职业学院团委", "指导委员会办公室", None, None, None, "支部大会前先由学院团总支审表，一次通过率高"),
    (
        date(2025, 9, 17),
        LIAISON,
        "南湖大学团委",
        "团市委学校部",
        "推优大会缺席人员没有写原因",
        date(2025, 10, 17),
        date(2025, 10, 10),
        None,
    ),
    (date(2025, 10, 15), INSPECTION, "北泉师范学院团委", "指导委员会办公室", "推荐后没有向支部反馈结果", date(2025, 11, 14), None, None),
    (date(2025, 11, 19), LIAISON, "东溪理工学院团委", "团市委学校部", "积极分子培训没有记学时", date(2026, 1, 31), None, None),
    (date(2025, 12, 3), COUNCIL, "市委教育工委", "市委教育工委、团市委", None, None, None, None),
)
INDICATORS = ("Z1", "Z2", "Z3", "Z4", "Z5", "Z6")
CHECKED: Mapping[int, Mapping[str, tuple[float | None, ...]]] = {
    2024: {
        "南湖大学": (14, 12, 18, 18, 16, 10),
        "北泉师范学院": (12, 12, 16, 18, 12, 8),
        "江岸职业学院": (12, 11, 15, 18, 10, 9),
        "东溪理工学院": (12, 12, 18, 18, 14, 6),
    },
    2025: {
        "南湖大学": (14, 13, None, None, None, None),
        "北泉师范学院": (12, 12, None, None, None, None),
        "江岸职业学院": (13, 12, None, None, None, 10),
        "东溪理工学院": (13, 13, 19, 18, 14, None),
    },
}
"""核查分 by year and university; what is None is computed from the workbooks of the branches and from the visits, or missing."""

DUTIES: tuple[tuple[str, str, str, str | None], ...] = (
    ("团市委", "制定高校推优工作意见，举办推优入党专题培训班", "两期专题培训班", "已举办两期"),
    ("团市委", "把推优工作纳入高校共青团工作目标考核", "年度考核", "已下达指标"),
    ("市委教育工委", "与团市委联合部署，指导高校党委支持推优工作", "团教沟通协调", "两次协调会"),
    ("校团委", "审核各学院推优材料，向党组织推荐", "程序规范", "已实行"),
    ("校团委", "严把入团关口，规范入团程序", "团员档案清查", "已清查"),
    ("学院团委", "审批推优大会，审核公示结果", "会前审表", "已实行"),
    ("团支部", "召开推优大会，开展考察和公示", "不唯票", "已实行"),
    ("团支部", "协助党支部培养教育入党积极分子", "跟踪培养", None),
)


def make(out: Path) -> None:
    """The forms of three branches, as they stand after the public notice, and the workbook of the city committee."""
    out.mkdir(parents=True, exist_ok=True)
    scheme, people = Scheme.load("chongqing"), People(random.Random(0), count=20000)
    for branch in BRANCHES:
        _make_branch(out, scheme, branch, people)
    path = out / f"{ROUND}_{COMMITTEE}_推优工作台账.xlsx"
    new("chongqing", path, unit=COMMITTEE, round=ROUND, sheets=SHEETS, today=MADE_ON)
    people.rng = random.Random("accounts")
    tables = {
        "training": list(_classes()),
        "trainees": list(_trainees(people)),
        "visits": list(_visits()),
        "indicators": list(_indicators(scheme)),
        "duties": [_row(("duty_level", "duty", "duty_focus", "duty_state"), duty) for duty in DUTIES],
    }
    type_into(path, scheme, _unit_of_committee(people), tables)


def _make_branch(out: Path, scheme: Scheme, branch: Branch, people: People) -> None:
    size = len(branch.papers)
    filled = public_notice_over(branch.name, branch.name, people, AS_OF, NOMINEES, eligible=size)
    meeting = make_meeting(people.rng, AS_OF, size)
    others = size - NOMINEES - len(branch.entrants)
    ordinary = [make_person(people, meeting, branch.name) for _ in range(others)]
    for number, member in enumerate(ordinary):
        applied = member["application_date"] if number % 3 else None
        member |= {"application_date": applied, "activist_date": None, "development_candidate_date": None}
    entrants = [_entrant(people, recommended) for recommended in branch.entrants]
    rows = [_member(facts) for facts in (*filled.nominees, *ordinary, *entrants)]
    members = [row | {"league_file_complete": paper} for row, paper in zip(rows, branch.papers, strict=True)]
    unit = filled.unit | {
        "party_member_count": len(branch.entrants),
        "parent_committee": f"{branch.university}{branch.college}团总支",
        "league_committee": f"{branch.university}团委",
        "party_branch": f"{branch.college}学生党支部",
        "liaison": people.name(),
        "notice_contact": f"{branch.college}团总支 023-00000000",
    }
    path = out / f"{ROUND}_{branch.name}_推优表.xlsx"
    new("chongqing", path, unit=branch.name, round=ROUND, today=MADE_ON)
    tables = {"members": members, "nominees": filled.nominees, "meetings": filled.meetings}
    type_into(path, scheme, {key: value for key, value in unit.items() if value is not None}, tables)


def _member(facts: Mapping[str, Any]) -> dict[str, Any]:
    """His row in 团员花名册."""
    keys: tuple[str, ...]
    keys = ("name", "gender", "ethnicity", "birth_date", "id_number", "student_id", "political_status", "league_join_date", "league_number")
    keys += ("league_post", "application_date", "activist_date", "development_candidate_date", "appraisal_grade", "probationary_date")
    keys += ("last_recommendation_type", "last_recommendation_date")
    own = {key: facts.get(key) for key in keys}
    return own | {"league_cadre": "否", "member_state": "正常", "dues_arrears_months": 0}


def _entrant(people: People, recommended: bool) -> dict[str, Any]:
    """Somebody who became a probationary member in 2025 and is still in the League."""
    rng = people.rng
    birth, joined = date(2004, 1, 5) + timedelta(rng.randint(0, 100)), date(2018, 5, 4) + timedelta(rng.randint(0, 60))
    gender, number = rng.choice("男女"), people.next()
    last = {"last_recommendation_type": "发展对象", "last_recommendation_date": date(2024, 11, 20)} if recommended else {}
    return last | {
        "name": people.name(),
        "gender": gender,
        "ethnicity": "汉族",
        "birth_date": birth,
        "id_number": people.id_number(birth, gender),
        "student_id": f"9999{number:08d}",
        "political_status": "中共预备党员",
        "league_join_date": joined,
        "league_number": f"{joined.year}50{number:06d}",
        "league_post": "无",
        "application_date": date(2022, 10, 10),
        "activist_date": date(2023, 5, 10),
        "development_candidate_date": date(2024, 12, 10),
        "appraisal_grade": "优秀",
        "probationary_date": date(2025, 6, 10),
    }


def _unit_of_committee(people: People) -> dict[str, Any]:
    return {
        "report_phase": "报候选人",
        "branch": COMMITTEE,
        "parent_committee": "共青团重庆市委员会",
        "league_committee": "共青团重庆市委员会",
        "party_branch": "团市委机关党支部",
        "unit_type": "机关事业单位",
        "member_count": 3,
        "party_member_count": 0,
        "secretary": people.name(),
        "secretary_phone": f"1990{people.next():07d}",
        "filled_by": people.name(),
        "filled_on": AS_OF - timedelta(2),
    }


def _classes() -> Iterator[dict[str, Any]]:
    keys = ("class_no", "class_name", "class_level", "class_start", "class_end", "class_hours", "cost")
    for *facts, came in CLASSES:
        yield _row(keys, facts) | {
            "organiser": "团市委、市委组织部" if facts[2] == SPECIAL else "团市委",
            "headcount": sum(came.values()),
        }


def _trainees(people: People) -> Iterator[dict[str, Any]]:
    universities = [*(branch.university for branch in BRANCHES), OTHER_UNIVERSITY]
    for number, _, level, *_, hours, _, came in CLASSES:
        kinds = [kind for kind, count in came.items() for _ in range(count)]
        absent = ["入党积极分子"] if level == SPECIAL else []
        used: set[str] = set()
        for index, kind in enumerate((*kinds, *absent)):
            name = next(name for name in iter(people.name, None) if name not in used)
            used.add(name)
            unit = universities[index % len(universities)]
            stayed = index < len(kinds)
            yield {
                "class_no": number,
                "name": name,
                "unit_name": unit if kind == "入党积极分子" else f"{unit}团委",
                "trainee_kind": kind,
                "attended_hours": hours if stayed else 0,
                "completed": "是" if stayed else "否",
            }


def _visits() -> Iterator[dict[str, Any]]:
    keys = ("visit_date", "visit_kind", "unit_name", "visitors", "problem", "cure_due", "cured_on", "good_practice")
    for visit in VISITS:
        row = _row(keys, visit) | {"visit_field": "学校"}
        yield row | ({"cure": "已补齐，校团委书面反馈"} if "cured_on" in row else {})


def _indicators(scheme: Scheme) -> Iterator[dict[str, Any]]:
    own = {indicator.code: indicator for indicator in scheme.indicators}
    for year, universities in CHECKED.items():
        for university, scores in universities.items():
            for code, score in zip(INDICATORS, scores, strict=True):
                about = {"assess_year": year, "unit_name": f"{university}团委", "indicator_code": code, "indicator_name": own[code].name}
                entered = {"self_score": score} if own[code].ratio is None else {}
                yield about | entered | {"weight": own[code].weight} | ({} if score is None else {"check_score": score})


def _row(keys: tuple[str, ...], values: Any) -> dict[str, Any]:
    return {key: value for key, value in zip(keys, values, strict=True) if value is not None}


def main() -> int:
    """Makes the folder again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "sample_workbooks" / "重庆高校")
    out = parser.parse_args().out
    for old in out.glob("*.xlsx"):
        old.unlink()
    make(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
