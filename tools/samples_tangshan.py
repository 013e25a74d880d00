"""Sample workbooks of the scheme 唐山“3+1+1”: five branches of three districts and five fields, and the committee's own accounts.

What each branch has and lacks is stated in `BRANCHES`, so that the five completion rates can be counted by hand: one person of the
village has not sat the exam (an error in his form), one worker was not appraised, one training was held by a League body, one was not held
yet, one lecture was not given yet. Everybody is invented.

    python tools/samples_tangshan.py [--out sample_workbooks/唐山3+1+1]
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

from branch_model import Meeting, People, make_meeting
from sample_forms import public_notice_over
from typed_forms import type_into

from xlflow.jobs.new import new
from xlflow.schemes.scheme import Scheme

AS_OF = date(2026, 6, 30)
ROUND = "2026年上半年"
MADE_ON = date(2026, 3, 2)
COMMITTEE = "共青团示例市委员会"
_STAGES: Mapping[str, Mapping[str, date]] = {
    "团员": {},
    "申请人": {"application_date": date(2025, 9, 8)},
    "积极分子": {"application_date": date(2024, 3, 10), "activist_date": date(2024, 12, 20)},
    "发展对象": {
        "application_date": date(2023, 7, 3),
        "activist_date": date(2024, 1, 10),
        "development_candidate_date": date(2025, 6, 20),
    },
    "预备党员": {
        "application_date": date(2023, 6, 15),
        "activist_date": date(2023, 12, 20),
        "development_candidate_date": date(2025, 2, 20),
        "probationary_date": date(2025, 12, 10),
    },
}
_TRAINED = {"积极分子": date(2025, 10, 18), "发展对象": date(2024, 11, 16), "预备党员": date(2024, 11, 16)}
_LECTURED = {"发展对象": date(2026, 3, 8), "预备党员": date(2025, 9, 15)}


@dataclass(frozen=True)
class Branch:
    """A branch: where it is, its Party body, and its people as (stage, what they lack)."""

    name: str
    district: str
    unit_field: str
    unit_type: str
    party_body: str
    people: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """All members: five times as many as are recommended, so that the quota is just kept."""
        return 5 * sum(_is_chosen(*person) for person in self.people)


def _is_chosen(stage: str, lack: str) -> bool:
    """Whether a person is recommended this time."""
    return stage in ("申请人", "积极分子") and lack != "团员教育评议"


BRANCHES = (
    Branch(
        "2024级机电1班团支部",
        "路北区",
        "学校",
        "学校",
        "示例职业学院党委党校",
        (("申请人", ""), ("申请人", ""), ("积极分子", ""), ("发展对象", ""), ("预备党员", "")),
    ),
    Branch(
        "静和里社区团支部",
        "路北区",
        "社区",
        "城市社区",
        "静和街道党工委",
        (("申请人", ""), ("积极分子", "集中培训"), ("发展对象", "主题团课")),
    ),
    Branch(
        "轧钢车间团支部",
        "丰南区",
        "企业",
        "企业",
        "示例钢铁公司党委",
        (("申请人", "团员教育评议"), ("积极分子", ""), ("积极分子", "党组织"), ("预备党员", "")),
    ),
    Branch("柳树庄村团支部", "丰南区", "村", "乡村", "柳树庄镇党委", (("申请人", ""), ("申请人", "统一考试"))),
    Branch(
        "南关街道机关团支部",
        "迁安市",
        "乡街",
        "机关事业单位",
        "南关街道党工委",
        (("申请人", ""), ("积极分子", ""), ("发展对象", "")),
    ),
)
"""Who lacks 团员教育评议 has applied but is not recommended this time."""

VISITS = (
    (date(2026, 3, 5), "集中攻坚月", "乡街", "南关街道机关团支部", "培养教育记录没有按人登记", date(2026, 4, 5), date(2026, 4, 2), ""),
    (date(2026, 3, 6), "集中攻坚月", "社区", "静和里社区团支部", "集中培训没有排进年度计划", date(2026, 5, 31), None, ""),
    (date(2026, 3, 9), "集中攻坚月", "村", "柳树庄村团支部", "统一考试有缺考没有补考", date(2026, 7, 31), None, ""),
    (date(2026, 3, 10), "改革再出发集中调研", "企业", "轧钢车间团支部", "集中培训由团委自办", date(2026, 4, 30), date(2026, 4, 28), ""),
    (date(2026, 3, 12), "改革再出发集中调研", "学校", "2024级机电1班团支部", None, None, None, "主题团课由学院党委点评，心得集中展示"),
    (date(2026, 4, 14), "基层建设调研", "学校", "2024级机电1班团支部", None, None, None, ""),
    (date(2026, 4, 15), "基层建设调研", "企业", "轧钢车间团支部", "花名册没有登记发展对象时间", date(2026, 5, 15), date(2026, 5, 12), ""),
    (date(2026, 5, 20), "日常督导", "社区", "静和里社区团支部", None, None, None, ""),
)
COMMITTEE_FACTS = {
    "report_phase": "公示后上报",
    "branch": COMMITTEE,
    "parent_committee": "共青团示例省委员会",
    "league_committee": COMMITTEE,
    "party_branch": "示例市委机关党支部",
    "district": "市直",
    "unit_field": "其他",
    "unit_type": "机关事业单位",
    "member_count": 5,
    "party_member_count": 0,
    "secretary": "高文博",
    "secretary_phone": "19900000001",
    "filled_by": "高文博",
    "filled_on": date(2026, 6, 28),
    "notice_place": "市委机关公示栏",
    "notice_contact": "团市委组织部 0315-0000000",
}
COMPENDIUM = (
    ("关于进一步做好推荐优秀团员作党的发展对象工作的意见", "市委组织部、团市委", None),
    ("加强新时代团的基层建设，着力提升团的组织力的实施意见", "团市委", None),
    ("共青团推优入党工作实施办法（试行）", "共青团中央", "2019-08"),
)


def make(out: Path) -> None:
    """Five forms of branches, as they stand after the public notice, and the committee's workbook."""
    out.mkdir(parents=True, exist_ok=True)
    scheme, people = Scheme.load("tangshan"), People(random.Random(0), count=9000)
    for branch in BRANCHES:
        _make_branch(out, scheme, branch, people)
    path = out / f"{ROUND}_{COMMITTEE}_督导和资料.xlsx"
    new("tangshan", path, round=ROUND, sheets=("督导走访台账", "资料汇编目录"), today=MADE_ON)
    type_into(path, scheme, COMMITTEE_FACTS, {"visits": list(_visits()), "compendium": list(_compendium())})


def _make_branch(out: Path, scheme: Scheme, branch: Branch, people: People) -> None:
    filled = public_notice_over(branch.name, branch.name, people, AS_OF, 0)
    rng = people.rng
    meeting = make_meeting(random.Random(branch.name), AS_OF, branch.size)
    filled.meetings[0] |= {"meeting_date": meeting.day, "approved_on": meeting.day - timedelta(3)} | _figures(meeting, people)
    members = [_member(people, stage) for stage, _ in branch.people]
    chosen = [(member, person[0]) for member, person in zip(members, branch.people, strict=True) if _is_chosen(*person)]
    nominees = [_nominee(member, stage, branch, meeting, rng, people) for member, stage in chosen]
    others = [_member(people, "团员") for _ in range(branch.size - len(members))]
    unit = {**filled.unit, "district": branch.district, "unit_field": branch.unit_field, "unit_type": branch.unit_type}
    unit |= {"branch": branch.name, "parent_committee": f"共青团{branch.district}委员会", "league_committee": COMMITTEE}
    unit |= {"party_branch": f"{branch.name.removesuffix('团支部')}党支部", "round": ROUND, "notice_place": "支部公示栏"}
    unit |= {"member_count": branch.size, "voting_member_count": branch.size, "quota_given": branch.size // 5}
    unit["party_member_count"] = sum(stage == "预备党员" for stage, _ in branch.people)
    path = out / f"{ROUND}_{branch.name}_推优表.xlsx"
    new("tangshan", path, unit=branch.name, round=ROUND, today=MADE_ON)
    events = list(_events(branch, members))
    tables = {"members": members + others, "nominees": nominees, "meetings": filled.meetings, "events": events}
    type_into(path, scheme, {key: value for key, value in unit.items() if value is not None}, tables)


def _figures(meeting: Meeting, people: People) -> dict[str, Any]:
    absent = meeting.eligible - meeting.present
    ballots = dict.fromkeys(("ballots_issued", "ballots_returned", "ballots_valid"), meeting.present)
    return {
        "eligible": meeting.eligible,
        "present": meeting.present,
        "absentees": "、".join(f"{people.name()}（请假）" for _ in range(absent)) or None,
        **ballots,
    }


def _member(people: People, stage: str) -> dict[str, Any]:
    """A row of 团员花名册."""
    rng = people.rng
    birth = date(1999, 1, 5) + timedelta(rng.randint(0, 1700))
    gender, number = rng.choice("男女"), people.next()
    joined = date(2018, 5, 4) + timedelta(rng.randint(0, 40))
    status = "中共预备党员" if stage == "预备党员" else "共青团员"
    return {
        "name": people.name(),
        "gender": gender,
        "ethnicity": rng.choice(("汉族", "汉族", "汉族", "满族", "回族")),
        "birth_date": birth,
        "id_number": people.id_number(birth, gender),
        "student_id": f"9999{number:08d}",
        "political_status": status,
        "league_join_date": joined,
        "league_number": f"{joined.year}13{number:06d}",
        "league_post": "无",
        "member_state": "正常",
        "appraisal_grade": rng.choice(("优秀", "合格")),
        "dues_arrears_months": 0,
        **_STAGES[stage],
    }


def _nominee(member: Mapping[str, Any], stage: str, branch: Branch, meeting: Meeting, rng: random.Random, people: People) -> dict[str, Any]:
    """His row in 推优对象清单, passed and announced."""
    in_favour = rng.randint(meeting.eligible // 2 + 1, meeting.present)
    at_school = branch.unit_type == "学校"
    own = {key: value for key, value in member.items() if key not in ("member_state", "dues_arrears_months")}
    return own | {
        "native_place": "河北唐山",
        "education": "大学专科在读" if at_school else "大学专科",
        "phone": f"1990{people.next():07d}",
        "recommendation_type": "发展对象" if stage == "积极分子" else "入党积极分子",
        "mentors": f"{people.name()}、{people.name()}" if stage == "积极分子" else None,
        "appraisal_year": "2025",
        "volunteer_hours": rng.choice((20, 24, 36.5, 48)),
        "hours_source": "单位认定",
        "study_result": "无不及格" if at_school else "不适用",
        "punishment": "无",
        "meeting_date": meeting.day,
        "eligible": meeting.eligible,
        "present": meeting.present,
        "in_favour": in_favour,
        "against": meeting.present - in_favour,
        "abstained": 0,
        "meeting_result": "通过",
        "inspection_date": meeting.day,
        "inspection_result": "同意推荐",
        "notice_start": max(meeting.notice_start, meeting.day),
        "notice_end": meeting.notice_end,
        "objections": "无异议",
    }


def _events(branch: Branch, members: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the branch did with all, who was absent, and what single people did."""
    lacks = {member["name"]: lack for member, (_, lack) in zip(members, branch.people, strict=True)}
    for kind, day, topic in (
        ("理想信念教育", date(2023, 3, 10), "学习党章，坚定理想信念"),
        ("统一考试", date(2023, 4, 15), "党的基本知识统一考试"),
        ("团员教育评议", date(2023, 5, 20), "2022年度团员教育评议"),
    ):
        absent = "、".join(f"{name}（请假）" for name, lack in lacks.items() if lack == kind) or None
        common = {"event_kind": kind, "event_date": day, "event_topic": topic, "organiser": branch.name}
        if kind == "统一考试" and branch.unit_type == "学校":
            for number, member in enumerate(members):
                yield common | {"name": member["name"], "student_id": member["student_id"], "event_score": 82 + 3 * number}
        else:
            yield common | {"name": "全体", "absentees": absent}
    for member, (stage, lack) in zip(members, branch.people, strict=True):
        who = {"name": member["name"], "student_id": member["student_id"]}
        if stage in _TRAINED and lack != "集中培训":
            organiser = "示例钢铁公司团委" if lack == "党组织" else branch.party_body
            training = {"event_topic": "入党积极分子集中培训", "organiser": organiser, "event_hours": 24, "event_result": "已结业"}
            yield who | {"event_kind": "集中培训", "event_date": _TRAINED[stage]} | training
        if stage in _LECTURED and lack != "主题团课":
            said = {"lecture_audience": "本支部团员 21 人", "study_notes": f"{member['name']}学习心得.docx"}
            lecture = {"event_topic": "谈谈我的入党初心", "organiser": branch.name}
            yield who | {"event_kind": "主题团课", "event_date": _LECTURED[stage]} | lecture | said


def _visits() -> Iterator[dict[str, Any]]:
    keys = ("visit_date", "visit_kind", "visit_field", "unit_name", "problem", "cure_due", "cured_on", "good_practice")
    for visit in VISITS:
        row = {key: value for key, value in zip(keys, visit, strict=True) if value}
        yield row | {"visitors": "团市委组织部"} | ({"cure": "已按要求补齐并报团市委"} if row.get("cured_on") else {})


def _compendium() -> Iterator[dict[str, Any]]:
    for title, issuer, day in COMPENDIUM:
        yield {"material_title": title, "material_issuer": issuer, "material_date": day}


def main() -> int:
    """Makes the folder again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "sample_workbooks" / "唐山3+1+1")
    out = parser.parse_args().out
    for old in out.glob("*.xlsx"):
        old.unlink()
    make(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
