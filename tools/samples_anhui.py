"""Sample workbooks of the scheme 安徽非公企业: six units in four pilot cities and outside them, and the accounts of the League committee.

Three units have a Party organisation, two have none and recommend to another one from their talent pool, one has no League organisation
either and is stated by its superior. Who was admitted, and how, is stated in `UNITS`, so that the four ratios can be counted by hand.
Everybody is invented, and so are the cities.

    python tools/samples_anhui.py [--out sample_workbooks/安徽非公企业]
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from branch_model import People
from typed_forms import type_into as type_cells

from xlflow.jobs.new import new
from xlflow.schemes.scheme import Scheme

Row = dict[str, Any]
ROUND = "2026年上半年"
MADE_ON = date(2026, 3, 2)
SHEETS = ("名额台账", "培训班", "培训名册", "督导走访台账")
PROVINCE = "示例省团委"
ROSTER = 15
"""How many stand on the roster of members of a unit that recommends: 20 % of them are three people."""


@dataclass(frozen=True)
class Admitted:
    """Somebody who became a probationary member: born when, on which day, whether a member of the League then, whether recommended."""

    born: int
    day: date
    member: bool
    recommended: bool


@dataclass(frozen=True)
class Unit:
    """An enterprise or social organisation, the pools that its nominees draw on, and who was admitted."""

    branch: str
    city: str
    group: str
    kind: str
    has_party_org: bool
    covered: bool
    pools: tuple[str, ...]
    admitted: tuple[Admitted, ...] = ()
    has_league_org: bool = True
    league_committee: str = ""
    receiving: str = ""


UNITS = (
    Unit(
        "江畔机电公司团支部",
        "甲市",
        "第一组",
        "非公企业",
        True,
        True,
        ("非公单列", "非公单列", "普通"),
        (
            Admitted(2002, date(2026, 1, 15), True, True),
            Admitted(1999, date(2026, 3, 20), True, False),
            Admitted(1995, date(2026, 3, 20), False, False),
        ),
    ),
    Unit(
        "田园食品公司团支部",
        "乙市",
        "第一组",
        "非公企业",
        False,
        True,
        ("非公单列", "非公单列"),
        (Admitted(2001, date(2026, 2, 10), True, True),),
        receiving="乙市开发区党工委",
    ),
    Unit(
        "青松社会工作服务中心团支部",
        "丙市",
        "第二组",
        "社会组织",
        True,
        True,
        ("普通",),
        (
            Admitted(1998, date(2026, 4, 28), True, True),
            Admitted(2000, date(2026, 4, 28), False, False),
            Admitted(1992, date(2026, 5, 12), False, False),
        ),
    ),
    Unit("远航物流公司团支部", "丁市", "第二组", "非公企业", False, False, ("非公单列", "非公单列"), receiving="丁市物流园区党委"),
    Unit("四海仓储公司", "丙市", "第二组", "非公企业", False, False, (), has_league_org=False, receiving="丙市城东街道党工委"),
    Unit(
        "望湖电子公司团支部",
        "",
        "",
        "非公企业",
        True,
        True,
        ("普通",),
        (Admitted(2002, date(2026, 6, 9), True, True),),
        league_committee="共青团戊市委员会",
    ),
)
"""Born in the year, on 1 June: 2002 is 23 or 24 when admitted, 1998 is 27, 1995 is 30, 1992 is 33."""

QUOTA = (
    ("非公单列", "甲市", 2, "甲市委组织部", "甲市组通（示例）1号"),
    ("非公单列", "乙市", 3, "乙市委组织部", "乙市组通（示例）2号"),
    ("非公单列", "丙市", 2, "丙市委组织部", "争取中"),
    ("非公单列", "丁市", 2, "丁市委非公工委", "丁市非公（示例）4号"),
    ("普通", "共青团甲市委员会", 5, None, None),
    ("普通", "共青团乙市委员会", 4, None, None),
    ("普通", "共青团丙市委员会", 4, None, None),
    ("普通", "共青团丁市委员会", 4, None, None),
    ("普通", "共青团戊市委员会", 4, None, None),
)
TALKS = ("出资人和社会组织负责人座谈会", "党团组织负责人座谈会", "党建工作指导员座谈会")
MUTUAL: tuple[Row, ...] = (
    {
        "visit_date": date(2026, 5, 11),
        "unit_name": "江畔机电公司",
        "pilot_city": "甲市",
        "area_group": "第一组",
        "problem": "公示没有写受理人电话",
        "cure_due": date(2026, 5, 31),
        "cure": "已补正公示并重新张贴",
        "cured_on": date(2026, 5, 20),
        "good_practice": "出资人列席推优大会",
        "result": "公示一次合格",
    },
    {
        "visit_date": date(2026, 5, 12),
        "unit_name": "田园食品公司",
        "pilot_city": "乙市",
        "area_group": "第一组",
        "problem": "人才库没有培养计划",
        "cure_due": date(2026, 7, 31),
    },
    {
        "visit_date": date(2026, 5, 13),
        "unit_name": "青松社会工作服务中心",
        "pilot_city": "丙市",
        "area_group": "第二组",
        "good_practice": "项目组里设团小组",
    },
    {
        "visit_date": date(2026, 5, 14),
        "unit_name": "远航物流公司",
        "pilot_city": "丁市",
        "area_group": "第二组",
        "problem": "流动团员没有进花名册",
        "cure_due": date(2026, 6, 15),
        "cure": "已逐人联系并补录",
        "cured_on": date(2026, 6, 10),
        "result": "花名册与系统一致",
    },
)
CLASSES = (
    ("2026-01", "2026年全省基层团组织建设专题培训班", "全省基层团组织建设专题培训班", date(2026, 4, 20), date(2026, 4, 22), 24, 6),
    ("2026-02", "2026年非公企业团建高级研修班", "非公企业团建高级研修班", date(2026, 5, 25), date(2026, 5, 28), 32, 5),
)
"""The last of the six trainees of the first class did not come: 5 and 5 人次."""


def make(out: Path) -> None:
    """Six forms of units and the committee's workbook."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    scheme, people = Scheme.load("anhui"), People(random.Random(0), count=300000)
    for unit in UNITS:
        path = out / f"{ROUND}_{unit.branch}_推优表.xlsx"
        new("anhui", path, unit=unit.branch, round=ROUND, today=MADE_ON)
        type_into(path, scheme, *_of_unit(unit, people))
    path = out / f"{ROUND}_{PROVINCE}_名额培训走访台账.xlsx"
    new("anhui", path, unit=PROVINCE, round=ROUND, sheets=SHEETS, today=MADE_ON)
    type_into(path, scheme, *_of_committee(people))


def type_into(path: Path, scheme: Scheme, unit: Row, tables: Mapping[str, list[Row]]) -> None:
    """Types everything into the form, and packs it as small as it gets."""
    type_cells(path, scheme, unit, tables)
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for part in source.namelist():
            target.writestr(zipfile.ZipInfo(part), source.read(part), zipfile.ZIP_DEFLATED, 9)
    path.write_bytes(packed.getvalue())


def _of_unit(unit: Unit, people: People) -> tuple[Row, Mapping[str, list[Row]]]:
    candidates = [_candidate(people) for _ in unit.pools]
    others = [_other(people) for _ in range(ROSTER - len(unit.pools) - len(unit.admitted))] if unit.pools else []
    admitted = [_admitted(one, people) for one in unit.admitted]
    nominees = [_nominee(person, pool, unit, people) for person, pool in zip(candidates, unit.pools, strict=True)]
    tables = {"members": [*candidates, *others, *admitted], "nominees": nominees}
    if unit.pools:
        tables |= {"meetings": [_meeting(people)], "events": list(_events(unit))}
    own = {
        "enterprise_kind": unit.kind,
        "has_party_org": unit.has_party_org,
        "has_league_org": unit.has_league_org,
        "party_work_covered": unit.covered,
        "pilot_city": unit.city,
        "area_group": unit.group,
        "investor": people.name(),
    }
    if unit.has_party_org:
        own["party_branch"] = f"{unit.branch.removesuffix('团支部')}党支部"
    else:
        own |= {"party_building_instructor": people.name(), "receiving_party_org": unit.receiving}
    kind = "社会组织" if unit.kind == "社会组织" else "企业"
    committee = unit.league_committee or f"共青团{unit.city}委员会"
    kept = sum(one.member for one in unit.admitted)
    common = _facts(people, kind, committee, ROSTER if unit.pools else 4) | {"party_member_count": kept}
    return {key: value for key, value in (common | own).items() if value != ""}, tables


def _of_committee(people: People) -> tuple[Row, Mapping[str, list[Row]]]:
    quota = [
        {"quota_year": 2026, "pool": pool, "unit_name": unit, "quota_total": total, "granted_by": granted, "grant_document": document}
        for pool, unit, total, granted, document in QUOTA
    ]
    keys = ("class_no", "class_name", "class_level", "class_start", "class_end", "class_hours")
    training = [dict(zip(keys, each[:6], strict=True)) | {"organiser": PROVINCE} for each in CLASSES]
    trainees = [_trainee(each[0], each[5], number, each[6], people) for each in CLASSES for number in range(each[6])]
    unit = _facts(people, "机关事业单位", PROVINCE, 12) | {"party_branch": f"{PROVINCE}机关党支部"}
    return unit, {"quota": quota, "training": training, "trainees": trainees, "visits": list(_visits())}


def _facts(people: People, unit_type: str, committee: str, members: int) -> Row:
    secretary = people.name()
    return {
        "report_phase": "公示后上报",
        "unit_type": unit_type,
        "parent_committee": committee,
        "league_committee": committee,
        "member_count": members,
        "party_member_count": 0,
        "voting_member_count": members,
        "secretary": secretary,
        "secretary_phone": f"1990{people.next():07d}",
        "filled_by": secretary,
        "filled_on": date(2026, 6, 27),
        "notice_place": "公司公告栏、团支部微信群",
        "notice_contact": "团支部办公室 0000-0000000",
    }


def _person(people: People, birth: date, joined: date) -> Row:
    gender, number = people.rng.choice("男女"), people.next()
    return {
        "name": people.name(),
        "gender": gender,
        "ethnicity": "汉族",
        "birth_date": birth,
        "id_number": people.id_number(birth, gender),
        "student_id": f"9999{number:08d}",
        "political_status": "共青团员",
        "league_join_date": joined,
        "league_number": f"{joined.year}34{number:06d}",
        "league_post": "无",
        "member_state": "正常",
        "appraisal_grade": "优秀",
        "dues_arrears_months": 0,
    }


def _candidate(people: People) -> Row:
    """A member who has applied and is recommended this time."""
    birth = date(people.rng.randint(2001, 2003), people.rng.randint(1, 12), people.rng.randint(1, 28))
    return _person(people, birth, date(2018, 5, 4)) | {"application_date": date(2024, 11, 1)}


def _other(people: People) -> Row:
    """A member who has not applied."""
    return _person(people, date(people.rng.randint(2002, 2005), people.rng.randint(1, 12), 8), date(2021, 5, 4))


def _admitted(one: Admitted, people: People) -> Row:
    """Somebody who became a probationary member this year."""
    row = _person(people, date(one.born, 6, 1), date(2017, 5, 4)) | {"political_status": "中共预备党员"}
    row |= {"application_date": date(2022, 10, 8), "activist_date": date(2023, 6, 30), "development_candidate_date": date(2025, 6, 30)}
    row |= {"probationary_date": one.day, "member_at_admission": one.member}
    if not one.member:
        row |= {"league_join_date": None, "league_number": None}
    if one.recommended:
        row |= {"last_recommendation_type": "发展对象", "last_recommendation_date": date(2025, 5, 20)}
    return row


def _nominee(person: Row, pool: str, unit: Unit, people: People) -> Row:
    own = {key: value for key, value in person.items() if key not in ("member_state", "dues_arrears_months")}
    return own | {
        "native_place": "示例省",
        "education": "大学专科",
        "phone": f"1990{people.next():07d}",
        "recommendation_type": "入党积极分子",
        "talent_pool_date": None if unit.has_party_org else date(2025, 9, 10),
        "pool": pool,
        "appraisal_year": "2025",
        "study_result": "不适用",
        "punishment": "无",
        "meeting_date": date(2026, 4, 10),
        "eligible": ROSTER,
        "present": 13,
        "in_favour": 12,
        "against": 1,
        "abstained": 0,
        "meeting_result": "通过",
        "inspection_date": date(2026, 4, 10),
        "inspection_result": "同意推荐",
        "notice_start": date(2026, 4, 13),
        "notice_end": date(2026, 4, 17),
        "objections": "无异议",
    }


def _meeting(people: People) -> Row:
    return {
        "meeting_no": 1,
        "meeting_date": date(2026, 4, 10),
        "meeting_time": "18:30—19:20",
        "meeting_place": "公司职工之家",
        "meeting_form": "现场",
        "approved_on": date(2026, 4, 7),
        "host": people.name(),
        "recorder": people.name(),
        "eligible": ROSTER,
        "present": 13,
        "absentees": f"{people.name()}（出差）、{people.name()}（病假）",
        "scrutineer": people.name(),
        "counter": people.name(),
        "ballots_issued": 13,
        "ballots_returned": 13,
        "ballots_valid": 13,
    }


def _events(unit: Unit) -> Iterator[Row]:
    """What the branch did with all its members; in the talent pool that is the cultivation."""
    common = {"name": "全体", "organiser": unit.receiving or unit.branch}
    yield common | {"event_kind": "理想信念教育", "event_date": date(2025, 11, 18), "event_topic": "学习党章"}
    yield common | {"event_kind": "集中培训", "event_date": date(2026, 3, 6), "event_topic": "入党知识培训", "event_hours": 8}


def _trainee(class_no: str, hours: int, number: int, size: int, people: People) -> Row:
    came = not (class_no == CLASSES[0][0] and number == size - 1)
    return {
        "class_no": class_no,
        "name": people.name(),
        "unit_name": f"{'甲乙丙丁'[number % 4]}市团委",
        "trainee_kind": ("团干部", "推优工作人员", "党建工作指导员")[number % 3],
        "attended_hours": hours if came else 0,
        "completed": came,
    }


def _visits() -> Iterator[Row]:
    hosts = {"visit_field": "企业", "visitors": "团省委、非公工委"}
    yield hosts | {"visit_date": date(2026, 3, 3), "visit_kind": "试点推进会", "unit_name": PROVINCE}
    yield hosts | {"visit_date": date(2026, 3, 12), "visit_kind": "专题部署会", "unit_name": "全省基层团组织规范化建设工作推进会"}
    yield hosts | {"visit_date": date(2026, 3, 24), "visit_kind": "专题部署会", "unit_name": "全省团的基层建设重点工作推进会"}
    for number, city in enumerate("甲乙丙丁"):
        place = {"unit_name": f"{city}市团委", "pilot_city": f"{city}市"}
        yield hosts | place | {"visit_date": date(2026, 4, 1 + number), "visit_kind": "工作调研"}
    for number, talk in enumerate(TALKS):
        yield hosts | {"visit_date": date(2026, 4, 14 + number), "visit_kind": talk, "unit_name": PROVINCE}
    yield hosts | {"visit_date": date(2026, 4, 23), "visit_kind": "实地指导", "unit_name": "远航物流公司", "pilot_city": "丁市"}
    for visit in MUTUAL:
        field = "社会组织" if "社会" in visit["unit_name"] else "企业"
        yield hosts | {"visit_kind": "分片交流互查"} | visit | {"visit_field": field}


def main() -> int:
    """Makes the folder again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "sample_workbooks" / "安徽非公企业")
    make(parser.parse_args().out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
