"""Thirty rules a row judged by xlflow beside the same rules written by hand in one Python loop, with the same findings.

python benchmarks/rules.py [--rows N] [--rounds N]

Every row has thirty rules: dates, numbers, choices and working days, parameters of the scheme among them. One row in ten breaks one of
them. Both sides start from the same records and must come to the same findings, each with address, sentence and masked value.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from measure import Measure, measured
from msgspec.structs import asdict
from rounds import medians

from xlflow.checks.scheme_rules import broken_rules, judged
from xlflow.domain.dates import full_months, full_years
from xlflow.findings import Finding, Place, Severity, mask
from xlflow.rules.case import Case, Judging
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.parts import Rule
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import Record, TableHeader, TableReading, Value, WorkbookReading

AS_OF = date(2026, 6, 30)
LEAST = 0.7
FILE, SHEET, FIX = "名单.xlsx", "推优对象清单", "请核对改正"
COLUMNS = {
    key: column
    for column, key in enumerate(
        (
            *("seq", "name", "gender", "id_number", "political_status", "recommendation_type", "branch", "birth_date", "league_join_date"),
            *("application_date", "activist_date", "meeting_date", "eligible", "present", "in_favour", "against", "abstained"),
            *("meeting_result", "volunteer_hours", "study_points", "appraisal_grade", "punishment", "notice_start", "notice_end"),
            *("inspection_date", "inspection_result", "branch_rank"),
        ),
        1,
    )
}
RULES = (
    ("application_date", "", "age_on(birth_date, application_date) >= age_minimum", "申请入党时未满 {age_minimum} 周岁"),
    ("birth_date", "recommendation_type != '听取意见'", "age_on(birth_date, meeting_date) < age_maximum", "大会时已满 {age_maximum} 周岁"),
    ("league_join_date", "", "months_between(league_join_date, meeting_date) >= league_age_months", "团龄不足 {league_age_months} 个月"),
    ("league_join_date", "", "age_on(birth_date, league_join_date) >= 13", "入团时不满 13 周岁"),
    ("league_join_date", "", "league_join_date <= application_date", "入团晚于申请入党（{application_date}）"),
    ("political_status", "", "political_status not in ['中共党员', '中共预备党员']", "政治面貌为“{political_status}”，已入党"),
    ("political_status", "political_status == '群众'", "recommendation_type == '听取意见'", "群众不能推荐为“{recommendation_type}”"),
    ("appraisal_grade", "recommendation_type != '听取意见'", "appraisal_grade in ['优秀', '合格']", "评议等次为“{appraisal_grade}”"),
    ("volunteer_hours", "", "volunteer_hours >= 10", "志愿服务 {volunteer_hours} 小时，不足 10 小时"),
    ("volunteer_hours", "", "volunteer_hours <= 2000", "志愿服务 {volunteer_hours} 小时，多得不合情理"),
    ("study_points", "", "study_points >= 0 and study_points <= 1000", "学习积分 {study_points} 不在 0 到 1000 之间"),
    ("punishment", "", "punishment != '处分期内'", "处分期内的不能推荐"),
    ("meeting_date", "filled(in_favour)", "meeting_date <= as_of", "已有票数，大会时间 {meeting_date} 却晚于今天"),
    ("present", "", "present <= eligible", "实到 {present} 人多于应到 {eligible} 人"),
    ("present", "", "present * 2 >= eligible", "实到 {present} 人不足应到 {eligible} 人的一半"),
    ("in_favour", "", "in_favour + against + abstained == present", "票数之和不等于实到 {present} 人"),
    ("in_favour", "", "in_favour <= present", "赞成 {in_favour} 票多于实到 {present} 人"),
    ("in_favour", "meeting_result == '通过'", "in_favour * 2 > eligible", "赞成 {in_favour} 票，未过应到 {eligible} 人的半数"),
    ("meeting_result", "in_favour * 2 <= eligible", "meeting_result != '通过'", "赞成 {in_favour} 票，不应写“{meeting_result}”"),
    ("activist_date", "recommendation_type == '发展对象'", "months_between(activist_date, meeting_date) >= 12", "培养不满 12 个月"),
    ("activist_date", "", "activist_date > application_date", "列为积极分子早于申请入党（{application_date}）"),
    ("meeting_date", "", "meeting_date > application_date", "大会早于申请入党（{application_date}）"),
    ("notice_start", "", "notice_start > meeting_date", "公示开始早于大会（{meeting_date}）"),
    ("notice_end", "", "notice_end >= notice_start", "公示结束早于开始（{notice_start}）"),
    (
        "notice_end",
        "",
        "workdays_between(notice_start, notice_end, notice_first_day_counts) >= notice_workdays",
        "公示不足 {notice_workdays} 个工作日",
    ),
    ("inspection_date", "", "inspection_date >= meeting_date", "考察早于大会（{meeting_date}）"),
    ("inspection_date", "", "inspection_date <= notice_start", "考察晚于公示开始（{notice_start}）"),
    ("inspection_result", "inspection_result != '同意推荐'", "not filled(notice_end)", "考察未同意，却已公示"),
    ("branch_rank", "", "branch_rank >= 1", "排序 {branch_rank} 应从 1 起"),
    ("id_number", "filled(birth_date)", "filled(id_number)", "没有身份证号"),
)
"""Where, when, what must hold, and the sentence where it does not."""


def scheme() -> Scheme:
    """The base scheme with these rules for its own."""
    base = Scheme.load("national")
    made = tuple(
        Rule(
            "value-out-of-range",
            "nominees",
            at,
            Expression(require, base.calendar),
            Expression(when, base.calendar) if when else None,
            message=message,
            fix=FIX,
        )
        for at, when, require, message in RULES
    )
    return Scheme(**{**asdict(base), "id": "thirty", "rules": made, "intervals": ()})


def readings(rows: int) -> WorkbookReading:
    """A list of people who satisfy all rules, but for one in ten."""
    rng = random.Random(1)
    header = TableHeader("nominees", SHEET, 0, (1, 1), COLUMNS, {})
    records = [Record(header, row, person(rng, row) | (fault(rng) if rng.random() < 0.1 else {})) for row in range(2, rows + 2)]
    return WorkbookReading(FILE, "", "thirty", None, [TableReading(header, records)], [])


def person(rng: random.Random, row: int) -> dict[str, Value]:
    """A person without fault."""
    born = date(rng.randint(2002, 2005), rng.randint(1, 12), rng.randint(1, 28))
    meeting = date(2026, rng.randint(3, 5), rng.randint(1, 28))
    eligible = rng.randint(30, 50)
    present = eligible - rng.randint(0, 5)
    against = rng.randint(0, 3)
    values: dict[str, Value] = {
        "seq": row - 1,
        "name": f"张{row:04d}",
        "gender": rng.choice("男女"),
        "id_number": f"110101{born:%Y%m%d}9{row % 1000:03d}",
        "political_status": "共青团员",
        "recommendation_type": rng.choice(("入党积极分子", "发展对象")),
        "branch": "2023级软件1班团支部",
        "birth_date": born,
        "league_join_date": date(born.year + 14, 5, 4),
        "application_date": date(2023, 10, rng.randint(1, 28)),
        "activist_date": date(2024, 4, rng.randint(1, 28)),
        "meeting_date": meeting,
        "eligible": eligible,
        "present": present,
        "in_favour": present - against,
        "against": against,
        "abstained": 0,
        "meeting_result": "通过",
        "volunteer_hours": rng.randint(20, 200),
        "study_points": rng.randint(10, 900),
        "appraisal_grade": rng.choice(("优秀", "合格")),
        "punishment": "无",
        "notice_start": meeting + timedelta(3),
        "notice_end": meeting + timedelta(13),
        "inspection_date": meeting + timedelta(1),
        "inspection_result": "同意推荐",
        "branch_rank": row % 9 + 1,
    }
    return values


def fault(rng: random.Random) -> dict[str, Value]:
    """What breaks one rule or two."""
    faults: tuple[dict[str, Value], ...] = (
        {"birth_date": date(1995, 1, 1)},
        {"appraisal_grade": "不合格"},
        {"volunteer_hours": 4},
        {"against": 9},
        {"political_status": "中共预备党员"},
        {"punishment": "处分期内"},
        {"inspection_date": date(2026, 1, 5)},
        {"branch_rank": 0},
    )
    return rng.choice(faults)


def by_xlflow(reading: WorkbookReading, known: Scheme) -> list[Finding]:
    """The findings of the scheme's rules."""
    judging, records = Judging(reading, known, AS_OF), reading.records("nominees")
    standings = judging.standings(records)
    return [
        found
        for record, standing, broken in zip(records, standings, judged(records, standings), strict=True)
        if broken
        for found in broken_rules(Case(judging, record, *standing), broken, set(), set())
    ]


def by_hand(reading: WorkbookReading, known: Scheme) -> list[Finding]:
    """The same, as somebody writes it who has only these rules and this list: one loop, no months, no scheme but for its parameters."""
    params: dict[str, Any] = {key: param.at(AS_OF) for key, param in known.params.items()}
    age_minimum, age_maximum, league_age = params["age_minimum"], params["age_maximum"], params["league_age_months"]
    notice, first_day_counts = params["notice_workdays"], params["notice_first_day_counts"]
    workdays = known.calendar.workdays_between
    found: list[Finding] = []
    for record in reading.records("nominees"):
        v: Callable[[str], Any] = record.values.get
        born, joined, applied, activist, met = (
            v("birth_date"),
            v("league_join_date"),
            v("application_date"),
            v("activist_date"),
            v("meeting_date"),
        )
        kind, status, grade, result = v("recommendation_type"), v("political_status"), v("appraisal_grade"), v("meeting_result")
        eligible, present, in_favour, against, abstained = v("eligible"), v("present"), v("in_favour"), v("against"), v("abstained")
        hours, points, rank, punishment = v("volunteer_hours"), v("study_points"), v("branch_rank"), v("punishment")
        start, end, inspected, inspection = v("notice_start"), v("notice_end"), v("inspection_date"), v("inspection_result")

        def fault(key: str, message: str, record: Record = record) -> None:
            found.append(hand_finding(record, key, message, known))

        if born is not None and applied is not None and full_years(born, applied) < age_minimum:
            fault("application_date", f"申请入党时未满 {age_minimum} 周岁")
        if kind is not None and kind != "听取意见" and born is not None and met is not None and full_years(born, met) >= age_maximum:
            fault("birth_date", f"大会时已满 {age_maximum} 周岁")
        if joined is not None and met is not None and full_months(joined, met) < league_age:
            fault("league_join_date", f"团龄不足 {league_age} 个月")
        if born is not None and joined is not None and full_years(born, joined) < 13:
            fault("league_join_date", "入团时不满 13 周岁")
        if joined is not None and applied is not None and joined > applied:
            fault("league_join_date", f"入团晚于申请入党（{applied}）")
        if status in ("中共党员", "中共预备党员"):
            fault("political_status", f"政治面貌为“{status}”，已入党")
        if status == "群众" and kind is not None and kind != "听取意见":
            fault("political_status", f"群众不能推荐为“{kind}”")
        if kind is not None and kind != "听取意见" and grade is not None and grade not in ("优秀", "合格"):
            fault("appraisal_grade", f"评议等次为“{grade}”")
        if hours is not None and hours < 10:
            fault("volunteer_hours", f"志愿服务 {hours} 小时，不足 10 小时")
        if hours is not None and hours > 2000:
            fault("volunteer_hours", f"志愿服务 {hours} 小时，多得不合情理")
        if points is not None and not 0 <= points <= 1000:
            fault("study_points", f"学习积分 {points} 不在 0 到 1000 之间")
        if punishment == "处分期内":
            fault("punishment", "处分期内的不能推荐")
        if in_favour is not None and met is not None and met > AS_OF:
            fault("meeting_date", f"已有票数，大会时间 {met} 却晚于今天")
        if present is not None and eligible is not None:
            if present > eligible:
                fault("present", f"实到 {present} 人多于应到 {eligible} 人")
            if present * 2 < eligible:
                fault("present", f"实到 {present} 人不足应到 {eligible} 人的一半")
        if in_favour is not None and present is not None:
            if against is not None and abstained is not None and in_favour + against + abstained != present:
                fault("in_favour", f"票数之和不等于实到 {present} 人")
            if in_favour > present:
                fault("in_favour", f"赞成 {in_favour} 票多于实到 {present} 人")
        if in_favour is not None and eligible is not None and result == "通过" and in_favour * 2 <= eligible:
            fault("in_favour", f"赞成 {in_favour} 票，未过应到 {eligible} 人的半数")
            fault("meeting_result", f"赞成 {in_favour} 票，不应写“{result}”")
        if kind == "发展对象" and activist is not None and met is not None and full_months(activist, met) < 12:
            fault("activist_date", "培养不满 12 个月")
        if activist is not None and applied is not None and activist <= applied:
            fault("activist_date", f"列为积极分子早于申请入党（{applied}）")
        if met is not None and applied is not None and met <= applied:
            fault("meeting_date", f"大会早于申请入党（{applied}）")
        if start is not None and met is not None and start <= met:
            fault("notice_start", f"公示开始早于大会（{met}）")
        if start is not None and end is not None:
            if end < start:
                fault("notice_end", f"公示结束早于开始（{start}）")
            if workdays(start, end, first_day_counts) < notice:
                fault("notice_end", f"公示不足 {notice} 个工作日")
        if inspected is not None and met is not None and inspected < met:
            fault("inspection_date", f"考察早于大会（{met}）")
        if inspected is not None and start is not None and inspected > start:
            fault("inspection_date", f"考察晚于公示开始（{start}）")
        if inspection is not None and inspection != "同意推荐" and end is not None:
            fault("inspection_result", "考察未同意，却已公示")
        if rank is not None and rank < 1:
            fault("branch_rank", f"排序 {rank} 应从 1 起")
        if born is not None and v("id_number") is None:
            fault("id_number", "没有身份证号")
    return found


def hand_finding(record: Record, key: str, message: str, known: Scheme) -> Finding:
    """A finding at one cell, made without the catalogue."""
    header, value = record.header, record.values.get(key, "")
    place = Place(FILE, header.sheet, record.row, header.columns[key], key, known.field("nominees", key).label, header.sheet_index)
    return Finding("value-out-of-range", Severity.ERROR, place, mask(str(value)), mask(message), FIX)


def measures(rows: int = 5000, rounds: int = 9) -> list[Measure]:
    """The speed beside that of the loop."""
    reading, known = readings(rows), scheme()
    ours, theirs = (sorted(work(reading, known), key=repr) for work in (by_xlflow, by_hand))
    if ours != theirs or not ours:
        sys.exit(f"findings differ: {[found for found in (*ours, *theirs) if (found in ours) != (found in theirs)][:4]}")
    seconds, by_loop = medians(rounds, lambda: by_xlflow(reading, known), lambda: by_hand(reading, known))
    figure = f"{by_loop / seconds:.2f}x ({rows / seconds:,.0f} rows/s beside {rows / by_loop:,.0f}, {len(ours)} findings in {rows:,} rows)"
    return [Measure("30 rules a row", figure, f"≥ {LEAST}x the rules by hand in one loop", by_loop >= LEAST * seconds)]


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
