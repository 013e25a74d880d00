"""唐山“3+1+1”: each mechanism of the briefing as a promise, with the case in which it fails; then the sample branches on the public way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clean_list import CLEAN, sheet
from own_scheme import findings, read, table

from xlflow.checks.judge import judge
from xlflow.figures.ratios_and_totals import RatioFigure, TotalFigure, ratio_figure, total_figure
from xlflow.filling.suggest import suggest
from xlflow.findings import Finding
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.jobs.screen import screen
from xlflow.jobs.statistics import report
from xlflow.rules.case import Judging
from xlflow.schemes.loading.lint import lint, undecided
from xlflow.schemes.scheme import Scheme

AS_OF = date(2026, 6, 30)
SAMPLES = "唐山3+1+1"
EXPECTED = Path(__file__).parent / "expected" / "tangshan.json"
LIST, MEMBERS, EVENTS, VISITS = "推优对象清单", "团员花名册", "培养教育记录", "督导走访台账"

EDUCATION = {"姓名": "全体", "活动类别": "理想信念教育", "时间": "2025-01-10", "主题或内容": "学习党章", "组织单位": "软件1班团支部"}
EXAM = EDUCATION | {"活动类别": "统一考试", "时间": "2025-02-10", "主题或内容": "党的基本知识"}
APPRAISAL = EDUCATION | {"活动类别": "团员教育评议", "时间": "2025-02-20", "主题或内容": "2024年度评议"}
THREE = (EDUCATION, EXAM, APPRAISAL)
LATER = {"推优类型": "发展对象", "确定为入党积极分子时间": "2025-04-20", "确定为发展对象时间": "2026-05-20"}
PROBATIONARY = LATER | {"接收为预备党员时间": "2026-06-20"}
TRAINING = {"姓名": "张三", "活动类别": "集中培训", "时间": "2026-01-10", "主题或内容": "积极分子培训", "组织单位": "软件学院党委党校"}
LECTURE = {
    "姓名": "张三", "活动类别": "主题团课", "时间": "2026-06-02", "主题或内容": "入党初心", "组织单位": "软件1班团支部",
    "团课听众及人数": "本支部团员 21 人", "学习心得": "张三学习心得.docx",
}  # fmt: skip


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.load("tangshan")


def varied(folder: Path, lines: str) -> Scheme:
    """A scheme of a committee that takes over this one and decides something else."""
    head = '[scheme]\nid = "own"\ntitle = "本市方案"\nversion = "1"\nextends = "tangshan"\n'
    (folder / "scheme.toml").write_text(head + lines, encoding="utf-8")
    return Scheme.load(folder)


def param(key: str, value: str) -> str:
    return f"\n[params.{key}]\nvalue = {value}\n"


def told(scheme: Scheme, person: Mapping[str, str], *events: Mapping[str, str]) -> list[Finding]:
    """What is wrong with one nominee and these events."""
    return findings(scheme, {LIST: sheet(dict(person)), EVENTS: table(*events)})


def words(found: list[Finding]) -> list[tuple[str, str | None, str]]:
    return [(each.code, each.place.field, each.message.removeprefix("缺少规定的环节：")) for each in found]


def missing(scheme: Scheme, person: Mapping[str, str], *events: Mapping[str, str]) -> str | None:
    """The one sentence about what is missing; None where nothing is."""
    found = words(told(scheme, person, *events))
    assert len(found) < 2, found
    return found[0][2] if found else None


# --- “3”: before the application ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", [EDUCATION, EXAM, APPRAISAL], ids=["理想信念教育", "统一考试", "团员教育评议"])
def test_each_of_the_three_comes_once_before_the_application(scheme: Scheme, item: dict[str, str]) -> None:
    kind, others = item["活动类别"], [each for each in THREE if each is not item]
    assert told(scheme, {}, *others, item) == []
    [found] = told(scheme, {}, *others)
    assert words([found]) == [("event-missing", "application_date", f"{kind}还缺 1 次")]
    assert (found.severity, found.waivable) == ("error", True)
    assert found.basis.startswith("唐山“3+1+1”：团员提出入党申请前，")
    after = item | {"时间": "2025-03-06"}
    assert missing(scheme, {}, *others, after) == f"{kind}在递交入党申请书时间之后（2025-03-06），应在之前"


def test_who_was_absent_has_to_make_up_for_it(scheme: Scheme) -> None:
    absent = EXAM | {"缺席人员及原因": "张三（病假）"}
    assert missing(scheme, {}, EDUCATION, absent, APPRAISAL) == "统一考试还缺 1 次"
    assert told(scheme, {}, EDUCATION, absent, APPRAISAL, EXAM | {"姓名": "张三", "时间": "2025-02-25"}) == []


def test_an_exam_without_a_mark_is_complete_unless_the_committee_sets_a_pass_mark(scheme: Scheme, tmp_path: Path) -> None:
    assert told(scheme, {}, *THREE) == []
    strict = varied(tmp_path, param("exam_pass_mark", "60"))
    assert missing(strict, {}, *THREE) == "统一考试缺成绩"
    assert missing(strict, {}, EDUCATION, APPRAISAL, EXAM | {"成绩/积分": "#59"}) == "统一考试成绩 59，应不低于 60"
    assert told(strict, {}, EDUCATION, APPRAISAL, EXAM | {"成绩/积分": "#60"}) == []


def test_who_applied_before_the_rules_and_who_is_no_member_owes_none_of_the_three(scheme: Scheme, tmp_path: Path) -> None:
    none = TRAINING | {"活动类别": "其他"}
    assert [code for code, *_ in words(told(scheme, {}, none))] == ["event-missing"] * 3
    later = varied(tmp_path, param("items_from", "2025-03-06"))
    assert told(later, {}, none) == []
    youth = {"推优类型": "听取意见", "政治面貌": "群众"}
    assert [each for each in told(scheme, youth, none) if each.code == "event-missing"] == []


# --- the first “1”: from activist to candidate ----------------------------------------------------------------------------------


def test_training_comes_between_activist_and_candidate(scheme: Scheme) -> None:
    assert told(scheme, LATER, *THREE, TRAINING) == []
    assert words(told(scheme, LATER, *THREE)) == [("event-missing", "development_candidate_date", "集中培训还缺 1 次")]
    early, late = TRAINING | {"时间": "2025-04-19"}, TRAINING | {"时间": "2026-05-21"}
    assert missing(scheme, LATER, *THREE, early) == "集中培训在确定为入党积极分子时间之前（2025-04-19），应在之后"
    assert missing(scheme, LATER, *THREE, late) == "集中培训在确定为发展对象时间之后（2026-05-21），应在之前"


def test_training_is_not_asked_of_an_activist_who_is_no_candidate_yet(scheme: Scheme) -> None:
    assert told(scheme, LATER | {"确定为发展对象时间": ""}, *THREE) == []


def test_training_is_held_by_a_body_of_the_party_which_the_branch_assists(scheme: Scheme) -> None:
    for body in ("中共示例区委组织部", "静和街道党工委", "软件学院党总支、软件1班团支部"):
        assert told(scheme, LATER, *THREE, TRAINING | {"组织单位": body}) == []
    assert missing(scheme, LATER, *THREE, TRAINING | {"组织单位": "软件学院团委"}) == "集中培训不是党组织举办的"


def test_hours_and_certificate_of_training_are_asked_only_where_the_committee_does(scheme: Scheme, tmp_path: Path) -> None:
    strict = varied(tmp_path, param("training_hours_minimum", "24") + param("course_certificate_required", "true"))
    good = TRAINING | {"学时/时长": "#24", "证书编号": "999901"}
    assert told(scheme, LATER, *THREE, TRAINING) == []
    assert told(strict, LATER, *THREE, good) == []
    assert missing(strict, LATER, *THREE, good | {"学时/时长": "#16"}) == "集中培训学时（时长）累计 16，还差 8"
    sheets = {LIST: sheet(LATER), EVENTS: table(*THREE, TRAINING | {"学时/时长": "#24", "证书编号": ""})}
    form = Judging(read(strict, sheets, is_form=True), strict, AS_OF)
    required = strict.field("events", "certificate_number").required
    assert [required.judge(case.known).value for case in form.cases("events")] == ["false"] * 3 + ["true"]  # type: ignore[union-attr]


# --- the second “1”: from candidate to probationary member ----------------------------------------------------------------------


def test_the_person_gives_one_lecture_between_candidate_and_probationary_member(scheme: Scheme) -> None:
    assert told(scheme, PROBATIONARY, *THREE, TRAINING, LECTURE) == []
    assert words(told(scheme, PROBATIONARY, *THREE, TRAINING)) == [("event-missing", "probationary_date", "主题团课还缺 1 次")]
    for day, said in (
        ("2026-05-19", "确定为发展对象时间之前（2026-05-19），应在之后"),
        ("2026-06-21", "接收为预备党员时间之后（2026-06-21），应在之前"),
    ):
        assert missing(scheme, PROBATIONARY, *THREE, TRAINING, LECTURE | {"时间": day}) == f"主题团课在{said}"
    assert told(scheme, LATER, *THREE, TRAINING) == []


def test_a_lecture_that_everybody_heard_is_not_one_that_the_person_gave(scheme: Scheme) -> None:
    found = words(told(scheme, PROBATIONARY, *THREE, TRAINING, LECTURE | {"姓名": "全体"}))
    assert ("event-missing", "probationary_date", "主题团课还缺 1 次") in found
    assert ("value-out-of-range", "name", "主题团课的姓名填了“全体”；应填讲课人本人，听课的人写在“团课听众及人数”") in found


@pytest.mark.parametrize("cell", ["学习心得", "团课听众及人数"])
def test_a_lecture_goes_with_what_he_learned_and_who_heard_it(scheme: Scheme, cell: str) -> None:
    assert missing(scheme, PROBATIONARY, *THREE, TRAINING, LECTURE | {cell: ""}) == f"主题团课缺：{cell}"


def test_the_last_item_is_closed_in_the_roster_of_members_too(scheme: Scheme) -> None:
    member = {"姓名": "张三", "政治面貌": "中共预备党员", "团籍状态": "正常", "接收为预备党员时间": "2026-06-20"}

    def found(*events: Mapping[str, str]) -> list[tuple[str, str | None, str]]:
        return words(findings(scheme, {MEMBERS: table(member), EVENTS: table(*events)}))

    assert found(LECTURE) == []
    assert found(TRAINING) == [("event-missing", "probationary_date", "本人讲主题团课还缺 1 次")]
    both = {MEMBERS: table(member), LIST: sheet(PROBATIONARY), EVENTS: table(*THREE, TRAINING)}
    told_once = [each for each in findings(scheme, both) if each.code == "event-missing"]
    assert [each.place.sheet for each in told_once] == [LIST]


# --- what is missing: named, and blocking or not --------------------------------------------------------------------------------


def test_missing_items_are_named_as_far_as_their_stage_has_come(scheme: Scheme) -> None:
    def items(person: Mapping[str, str], *events: Mapping[str, str]) -> object:
        sheets = {LIST: sheet(CLEAN | {"3+1+1 缺项": ""} | dict(person)), EVENTS: table(*events)}
        changes = suggest(read(scheme, sheets, is_form=True), scheme, AS_OF)
        return next((change.new for change in changes if change.key == "missing_items"), None)

    assert items({}, EDUCATION) == "统一考试、团员教育评议"
    assert items({"确定为入党积极分子时间": "2025-04-20"}, *THREE) == "集中培训"
    assert items(LATER, *THREE, TRAINING) == "主题团课"
    assert items(LATER, *THREE, TRAINING, LECTURE) is None


def test_a_missing_item_blocks_or_only_reminds_as_the_committee_decides(scheme: Scheme, tmp_path: Path) -> None:
    assert [each.severity for each in told(scheme, {}, EDUCATION, EXAM)] == ["error"]
    mild = varied(tmp_path, param("missing_items_block", "false"))
    assert [each.severity for each in told(mild, {}, EDUCATION, EXAM)] == ["warning"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('[[event]]\nkey = "unified_exam"\nblocks = "exam_pass_mark"\n', "应是 true 或 false"),
        ('[[event]]\nkey = "unified_exam"\nblocks = "exam_blocks"\n', "没有参数 exam_blocks"),
        ('[[ratio]]\nkey = "cured_rate"\nevent = "exam"\n', "没有要求 exam"),
        ('[[ratio]]\nkey = "unified_exam_rate"\npart = "filled(name)"\nevent = "unified_exam"\n', "只写其中一个"),
    ],
)
def test_a_scheme_that_decides_wrongly_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    head = '[scheme]\nid = "own"\ntitle = "本市方案"\nversion = "1"\nextends = "tangshan"\n'
    (tmp_path / "scheme.toml").write_text(head + lines, encoding="utf-8")
    assert any(said in str(fault) for fault in lint(tmp_path))


# --- figures --------------------------------------------------------------------------------------------------------------------


def test_a_rate_counts_those_who_did_it_in_time_among_all_who_applied(scheme: Scheme) -> None:
    person = {"政治面貌": "共青团员", "团籍状态": "正常", "递交入党申请书时间": "2025-03-05"}
    members = [person | {"姓名": name} for name in ("张三", "李红", "王强")] + [person | {"姓名": "赵敏", "递交入党申请书时间": ""}]
    late = EXAM | {"姓名": "李红", "时间": "2025-03-06"}
    rate = ratio(scheme, "unified_exam_rate", {MEMBERS: table(*members), EVENTS: table(EXAM | {"姓名": "张三"}, late)})
    assert [row.who for row in rate.share.part] == ["张三"]
    assert [row.who for row in rate.share.whole] == ["张三", "李红", "王强"]


def test_a_rate_without_a_sheet_of_events_is_unknown_and_without_people_none(scheme: Scheme) -> None:
    member = {"姓名": "张三", "政治面貌": "共青团员", "团籍状态": "正常", "递交入党申请书时间": "2025-03-05"}
    rate = ratio(scheme, "belief_education_rate", {MEMBERS: table(member)})
    assert (len(rate.share.part), len(rate.share.whole), rate.share.unknown) == (0, 1, 1)
    assert ratio(scheme, "theme_lecture_rate", {MEMBERS: table(member), EVENTS: table(LECTURE)}).share.value is None


def ratio(scheme: Scheme, key: str, sheets: Mapping[str, str]) -> RatioFigure:
    return ratio_figure(Judging(read(scheme, sheets), scheme, AS_OF), next(each for each in scheme.ratios if each.key == key))


def total(scheme: Scheme, key: str, sheets: Mapping[str, str]) -> TotalFigure:
    return total_figure(Judging(read(scheme, sheets), scheme, AS_OF), next(each for each in scheme.totals if each.key == key))


VISIT = {"日期": "2026-03-05", "方式": "集中攻坚月", "领域": "社区", "单位": "静和里社区团支部", "参加人员": "团市委"}
PROBLEM = {"发现问题": "集中培训没有排进计划", "整改期限": "2026-05-31", "整改情况": "", "整改完成日期": ""}


def test_visits_are_counted_by_kind_and_by_field(scheme: Scheme) -> None:
    kinds = ("集中攻坚月", "改革再出发集中调研", "基层建设调研", "日常督导")
    fields = ("乡街", "社区", "村", "企业", "学校")
    visits = [VISIT | PROBLEM | {"方式": kinds[n % 4], "领域": field} for n, field in enumerate(fields)]
    assert [each.code for each in findings(scheme, {VISITS: table(*visits)}) if each.code == "choice-unknown"] == []
    assert [each.code for each in findings(scheme, {VISITS: table(VISIT | PROBLEM | {"方式": "游览"})}) if "unknown" in each.code] == [
        "choice-unknown"
    ]
    groups = total(scheme, "visit_count", {VISITS: table(*visits)}).groups
    assert {kind: each.amount for kind, each in groups["visit_kind"].items()} == dict(zip(kinds, (2, 1, 1, 1), strict=True))
    assert {field: each.amount for field, each in groups["visit_field"].items()} == dict.fromkeys(fields, 1)


def test_cures_that_are_overdue_are_listed_by_field(scheme: Scheme) -> None:
    open_one, cured = VISIT | PROBLEM, VISIT | PROBLEM | {"领域": "企业", "整改情况": "已补齐", "整改完成日期": "2026-05-20"}
    waiting, fine = VISIT | PROBLEM | {"领域": "村", "整改期限": "2026-07-31"}, VISIT | dict.fromkeys(PROBLEM, "")
    sheets = {VISITS: table(open_one, cured, waiting, fine)}
    overdue = ratio(scheme, "overdue_rate", sheets)
    assert (len(overdue.share.part), len(overdue.share.whole)) == (1, 3)
    assert {word: len(share.part) for word, share in overdue.groups["visit_field"].items()} == {"社区": 1, "村": 0, "企业": 0}
    assert len(ratio(scheme, "cured_rate", sheets).share.part) == 1


def test_the_compendium_is_a_list_of_files_by_issuer(scheme: Scheme) -> None:
    file = {
        "资料名称": "关于推优工作的意见",
        "制发单位": "市委组织部、团市委",
        "制发日期": "2019-11-20",
        "文号": "",
        "存放处或文件名": "意见.pdf",
    }
    sheets = {"资料汇编目录": table(file, file | {"资料名称": "实施意见", "制发单位": "团市委"})}
    groups = total(scheme, "compendium_count", sheets).groups["material_issuer"]
    assert {issuer: each.amount for issuer, each in groups.items()} == {"市委组织部、团市委": 1, "团市委": 1}
    nobody = {"资料汇编目录": table(file | {"制发单位": ""})}
    found = [each for each in judge(read(scheme, nobody, is_form=True), scheme, AS_OF) if each.place.sheet == "资料汇编目录"]
    assert [(each.code, each.place.field) for each in found] == [("required-missing", "material_issuer")]


def test_the_scheme_has_no_fault_and_names_what_the_source_leaves_open(scheme: Scheme) -> None:
    assert lint(scheme.folder) == ()
    said = "\n".join(undecided(scheme))
    for label in ("五项缺项是否拦住上报", "统一考试及格分数", "集中培训最少学时", "集中培训是否须填结业证书编号"):
        assert label in said
    for stated in (scheme.requirements, scheme.ratios, scheme.totals, scheme.flow):
        assert all(each.basis for each in stated)


# --- the sample branches, on the public way -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_samples_come_to_what_is_expected(repository: Path, tmp_path: Path) -> None:
    assert done(repository / "sample_workbooks" / SAMPLES, tmp_path) == json.loads(EXPECTED.read_text(encoding="utf-8"))


def done(samples: Path, work: Path) -> dict[str, Any]:
    """A round with the samples: new, check, fill, merge, report, screen."""
    [form] = new("tangshan", work / "新表.xlsx", sheets=(VISITS, "资料汇编目录"), today=date(2026, 3, 2))
    inbox = work / "报送"
    shutil.copytree(samples, inbox)
    checked = check([inbox], as_of=AS_OF, jobs=1)
    items: dict[str, str] = {}
    for file in sorted(path for path in inbox.iterdir() if "社区" in path.name or "柳树庄" in path.name):
        filled = fill(file, in_place=True, as_of=AS_OF)
        items |= {f"{file.stem} {one.cell}": one.new for one in filled.changes if one.label == "3+1+1 缺项"}
    shutil.rmtree(inbox / "备份", ignore_errors=True)
    merged = merge([inbox], roster=work / "清单库.xlsx", as_of=AS_OF, jobs=1)
    report(work / "清单库.xlsx", output=work / "统计.json", as_of=AS_OF)
    told: dict[str, Any] = json.loads((work / "统计.json").read_text(encoding="utf-8"))
    screened = screen([work / "清单库.xlsx"], output=work / "甄别结果.xlsx", as_of=AS_OF)
    return {
        "new": sorted({finding.code for finding in check([form], as_of=AS_OF).findings}),
        "check": [f"{each.severity} {each.code} {each.place.sheet} {each.place.cell}" for each in checked.findings],
        "missing_items": items,
        "merge": {key: merged.as_dict()[key] for key in ("rows", "tables", "people")},
        "rates": {one["title"]: _share(one) for one in told["ratios"]},
        "totals": {one["title"]: _amounts(one) for one in told["totals"]},
        "screen": screened.as_dict()["counts"],
    }


def _share(one: dict[str, Any]) -> dict[str, Any]:
    groups = {key: {word: f"{share['part']}/{share['whole']}" for word, share in shares.items()} for key, shares in one["groups"].items()}
    return {"全部": f"{one['part']}/{one['whole']}", **groups}


def _amounts(one: dict[str, Any]) -> dict[str, Any]:
    groups = {key: {word: each["amount"] for word, each in sums.items()} for key, sums in one["groups"].items()}
    return {"全部": one["amount"], **groups}
