"""The workbooks of a committee: 名额分配表, 候选人名单, 互查问题清单, 年度统计表; each from the names of its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlflow.documents.context.stage_counts import STAGES
from xlflow.report.workbooks.list_book import rows_of, word
from xlflow.report.workbooks.official_table import ListColumn, OfficialList, official_book

Names = Mapping[str, object]

SEALED = "团委（盖章）：　　　　　　　　　　　　　　　　　　　　年　　月　　日"
BRANCH_SIGNS = (
    "团支部书记（签字）：　　　　　　　　辅导员/联系人（签字）：　　　　　　　　上级团组织意见（盖章）：　　　　　　　　　　年　　月　　日"
)
"""Opinions, signatures and dates are written by hand."""
_SEQ = ListColumn("序号", "number", 1)


def quota_table(title: str, names: Names) -> bytes:
    """推优名额分配表, the first attachment of the circular: the places of every branch, and their sum."""
    rows = [*rows_of(names, "places")]
    columns = (
        _SEQ,
        ListColumn("名额类别", "pool", 1.8),
        ListColumn("团支部（单位）", "branch", 5.6),
        ListColumn("团员\n总数", "member_count", 1.4),
        ListColumn("保留团籍\n的党员", "party_member_count", 1.7),
        ListColumn("分配\n名额", "quota", 1.4),
        ListColumn("备注", "note", 2.6),
    )
    note = f"按比例分配的，以团员人数的{names['quota_ratio']}为上限；宁缺毋滥，名额不得在单位之间、类别之间调剂。"
    sheet = OfficialList("名额分配表", title, word(names, "issuer"), columns, [*rows, *_sums(rows)], note=note, signatures=SEALED)
    return official_book(title, [sheet])


def _sums(rows: Sequence[Names]) -> list[dict[str, object]]:
    """The sum of the places of each kind; none where a place is not known yet."""
    sums: dict[str, int] = {}
    for row in rows:
        if not str(row["quota"]).isdecimal():
            return []
        sums[str(row["pool"])] = sums.get(str(row["pool"]), 0) + int(str(row["quota"]))
    return [{"branch": "合计", "pool": pool, "quota": total} for pool, total in sums.items()]


def candidate_list(title: str, names: Names) -> bytes:
    """推优候选人名单 before the meeting: basics, League and conditions of every candidate; neither ID nor phone."""
    columns = (
        _SEQ,
        ListColumn("姓名", "name", 2),
        ListColumn("性别", "gender", 1),
        ListColumn("民族", "ethnicity", 1.4),
        ListColumn("出生年月", "birth_date", 2.2),
        ListColumn("学历", "education", 2.2),
        ListColumn("入团时间", "league_join_date", 2.4),
        ListColumn("团内职务", "league_post", 1.9),
        ListColumn("推优类型", "recommendation_type", 2.2),
        ListColumn("递交入党\n申请书时间", "application_date", 2.4),
        ListColumn("教育评议\n等次", "appraisal_grade", 1.7),
        ListColumn("志愿服务\n时长", "volunteer_hours", 1.7),
        ListColumn("学习\n积分", "study_points", 1.3),
        ListColumn("学业/业绩", "study_result", 1.8),
        ListColumn("处分情况", "punishment", 1.7),
        ListColumn("特殊情况说明", "special_note", 3, is_left=True),
    )
    heading = f"{word(names, 'round')}{title}"
    sheet = OfficialList(
        "候选人名单",
        heading,
        word(names, "branch"),
        columns,
        rows_of(names, "nominees"),
        day=word(names, "filled_on"),
        signatures=BRANCH_SIGNS,
        is_landscape=True,
        otherwise="本批次没有候选人",
    )
    return official_book(heading, [sheet])


def mutual_check_list(title: str, names: Names) -> bytes:
    """互查问题清单: every visit of the period that found something, its day of cure, what was done."""
    columns = (
        _SEQ,
        ListColumn("日期", "visit_date", 2.4),
        ListColumn("方式", "visit_kind", 2.2),
        ListColumn("单位", "unit", 3.6),
        ListColumn("发现问题", "problem", 6, is_left=True),
        ListColumn("整改期限", "cure_due", 2.4),
        ListColumn("整改情况", "cure", 5, is_left=True),
        ListColumn("完成日期", "cured_on", 2.4),
        ListColumn("状态", "state", 1.5),
    )
    found = [row for row in rows_of(names, "visit_rows") if row["problem"]]
    rows = [{**row, "number": number} for number, row in enumerate(found, 1)]
    none = "本时期没有督导走访记录" if not names["visit_count"] else "本时期督导走访没有发现问题"
    sheet = OfficialList(
        "互查问题清单", title, word(names, "issuer"), columns, rows, day=word(names, "as_of"), is_landscape=True, otherwise=none
    )
    return official_book(title, [sheet])


def annual_statistics(title: str, names: Names) -> bytes:
    """年度推优统计表: the ratios of the scheme with both numbers, its totals, the steps of every branch, places, ranking."""
    unit, day = word(names, "issuer"), word(names, "as_of")

    def sheet(name: str, columns: tuple[ListColumn, ...], rows: Sequence[Names], note: str = "") -> OfficialList:
        return OfficialList(
            name, f"{title}（{name}）", unit, columns, rows, day=day, signatures=SEALED, note=note, otherwise="本年度没有数据"
        )

    figures = _figures(names)
    lists = [sheet("统计指标", _FIGURES, figures, "比例的分子、分母都是人数（件数）；没有数据的写“—”，不按0计。")] if figures else []
    lists += [
        sheet("工作环节", _STEPS, [*rows_of(names, "branches"), *_step_sums(names)], "各环节按办理日期计入本年度。"),
    ]
    if pools := rows_of(names, "pools"):
        lists.append(sheet("名额使用", _POOLS, pools, "各类名额分别计算，互不垫支。"))
    if ranking := rows_of(names, "ranking"):
        lists.append(sheet("考核排名", _RANKING, ranking, "缺项未计分。"))
    return official_book(title, lists)


_FIGURES = (
    _SEQ,
    ListColumn("统计项", "title", 6, is_left=True),
    ListColumn("分子（合计）", "part", 2.2),
    ListColumn("分母", "whole", 1.6),
    ListColumn("比例", "percent", 1.8),
    ListColumn("单位", "unit", 1.4),
    ListColumn("说明", "note", 3.4, is_left=True),
)
_STEPS = (
    _SEQ,
    ListColumn("团支部", "branch", 5),
    ListColumn("大会\n（场）", "meetings", 1.3),
    *(ListColumn(stage.title[:2] + "\n" + stage.title[2:], stage.key, 1.5) for stage in STAGES),
)
_POOLS = (
    _SEQ,
    ListColumn("名额类别", "pool", 3),
    ListColumn("单位", "unit", 5),
    ListColumn("名额", "total", 1.5),
    ListColumn("已用", "used", 1.5),
    ListColumn("剩余", "left", 1.5),
    ListColumn("超出", "over", 1.5),
)
_RANKING = (
    ListColumn("名次", "rank", 1.2),
    ListColumn("单位", "unit", 6),
    ListColumn("得分", "total", 2),
    ListColumn("比上年", "change", 2),
    ListColumn("缺项", "missing", 4, is_left=True),
)


def _figures(names: Names) -> list[dict[str, object]]:
    """Ratios, then totals."""
    ratios = [{**row, "note": f"{row['unknown']}个资料不全，未计入分子" if row["unknown"] else ""} for row in rows_of(names, "ratios")]
    empty = {"whole": "—", "percent": "—"}
    totals = [{**empty, "title": row["title"], "part": str(row["amount"]), "unit": row["unit"]} for row in rows_of(names, "totals")]
    return [{**row, "number": number} for number, row in enumerate((*ratios, *totals), 1)]


def _step_sums(names: Names) -> list[dict[str, object]]:
    if not names["branches"]:
        return []
    return [{"branch": "合计", **{key: names[f"count_{key}"] for key in ("meetings", *(stage.key for stage in STAGES))}}]
