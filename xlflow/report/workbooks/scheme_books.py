"""The workbooks of the schemes whose figures come from the engines: training by year, places, coverage, points, shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlflow.documents.context.printed_values import numbered
from xlflow.report.workbooks.list_book import official_list, rows_of
from xlflow.report.workbooks.official_table import ListColumn, OfficialList, official_book
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme

Names = Mapping[str, object]

_SEQ = ListColumn("序号", "number", 5)
_NO_DATA = "没有数据的写“—”，不按0计。"


def training_summary(document: Document, title: str, names: Names, scheme: Scheme) -> bytes:
    """培训情况统计表: the totals of classes year by year and in all, then the classes of the period."""
    totals = rows_of(names, "class_totals")
    years = sorted({year for total in totals for year in _years(total)})
    figures = [
        {
            "number": number,
            "title": total["title"],
            "unit": total["unit"],
            **{year: _years(total).get(year, "—") for year in years},
            "amount": "—" if total["amount"] is None else total["amount"],
        }
        for number, total in enumerate(totals, 1)
        if total["key"] not in _BY_KIND
    ]
    columns = (
        _SEQ,
        ListColumn("统计项", "title", 26, is_left=True),
        ListColumn("单位", "unit", 8),
        *(ListColumn(year, year, 12) for year in years),
        ListColumn("合计", "amount", 12),
    )
    classes = (
        _SEQ,
        ListColumn("班次编号", "class_no", 10),
        ListColumn("班次名称", "class_name", 30, is_left=True),
        ListColumn("班次类别", "class_level", 18),
        ListColumn("组织单位", "organiser", 18),
        ListColumn("开班日期", "class_start", 13),
        ListColumn("结业日期", "class_end", 13),
        ListColumn("学时", "class_hours", 7),
        ListColumn("人次", "headcount", 7),
        ListColumn("经费（元）", "cost", 11),
    )
    by_year = official_list(document, title, names, columns, numbered(figures), sheet="分年度和合计", note=f"各年按开班日期计。{_NO_DATA}")
    listed = official_list(document, f"{title}（班次明细）", names, classes, rows_of(names, "rows"), sheet="班次明细")
    return official_book(title, [by_year, listed])


_BY_KIND = frozenset({"special_trainees"})
"""Totals that are told by the kind of trainee, and add up to another that is told."""


def quota_ledger(document: Document, title: str, names: Names, scheme: Scheme) -> bytes:
    """单列名额使用台账: each pool and city apart, with those who hold its places and by whom it was granted."""
    columns = (
        _SEQ,
        ListColumn("名额类别", "pool", 11),
        ListColumn("市（单位）", "unit", 20),
        ListColumn("名额", "total", 6),
        ListColumn("已用", "used", 6),
        ListColumn("剩余", "left", 6),
        ListColumn("超出", "over", 6),
        ListColumn("占用人选", "holders", 28, is_left=True),
        ListColumn("批准部门", "granted_by", 20, is_left=True),
        ListColumn("依据", "grant_document", 22, is_left=True),
        ListColumn("备注", "note", 14, is_left=True),
    )
    rows = numbered(rows_of(names, "ledger_rows"))
    pools = list(dict.fromkeys(str(row["pool"]) for row in rows))
    sums = [_sum([row for row in rows if row["pool"] == pool and not row["note"]], pool) for pool in pools]
    sheet = official_list(document, title, names, columns, [*rows, *sums], note="各类名额分别计算，互不垫支；尚在争取的不计入合计。")
    return official_book(title, [sheet])


def _sum(rows: Sequence[Names], pool: str) -> dict[str, object]:
    return {"unit": "合计", "pool": pool, **{key: sum(int(str(row[key])) for row in rows) for key in ("total", "used", "left")}}


def coverage_table(document: Document, title: str, names: Names, scheme: Scheme) -> bytes:
    """两个覆盖及四项比例统计表: every share with both numbers, in all and by city; then the units with their attributes."""
    figures = _figures(rows_of(names, "ratios"))
    by_city = [{**row, "unknown": row["unknown"] or ""} for row in rows_of(names, "ratio_groups") if row["by"] == "pilot_city"]
    columns = (_SEQ, ListColumn("统计项", "title", 30, is_left=True), *_SHARES)
    cities = (_SEQ, ListColumn("统计项", "title", 28, is_left=True), ListColumn("试点市", "word", 14), *_SHARES)
    units = (
        _SEQ,
        ListColumn("单位", "branch", 26, is_left=True),
        ListColumn("组织类型", "enterprise_kind", 11),
        ListColumn("试点市", "pilot_city", 9),
        ListColumn("分片小组", "area_group", 11),
        ListColumn("已建\n党组织", "has_party_org", 8),
        ListColumn("党的工\n作覆盖", "party_work_covered", 8),
        ListColumn("已建\n团组织", "has_league_org", 8),
        ListColumn("党建工作指导员", "party_building_instructor", 12),
        ListColumn("接收推荐的党组织", "receiving_party_org", 24, is_left=True),
    )
    lists: list[OfficialList] = [
        official_list(document, title, names, columns, figures, sheet="两个覆盖和四项比例", note=f"比例写作分子除以分母。{_NO_DATA}"),
        official_list(document, f"{title}（按试点市）", names, cities, numbered(by_city), sheet="按试点市"),
        official_list(document, f"{title}（单位明细）", names, units, rows_of(names, "rows"), sheet="单位明细"),
    ]
    return official_book(title, lists)


_SHARES = (
    ListColumn("分子", "part", 8),
    ListColumn("分母", "whole", 8),
    ListColumn("比例", "percent", 9),
    ListColumn("资料不全", "unknown", 9),
)


def _figures(ratios: Sequence[Names]) -> list[dict[str, object]]:
    return numbered([{**row, "unknown": row["unknown"] or ""} for row in ratios])


def village_recommendation(document: Document, title: str, names: Names, scheme: Scheme) -> bytes:
    """年度优秀团员和青年推荐人选名单: by the points on which the village recommends; without points of his a person stands at the end."""
    points = rows_of(names, "point_rows")
    told = {(row["name"], row["birth_date"]) for row in points}
    others = [row for row in rows_of(names, "rows") if (row["name"], row["birth_date"]) not in told]
    columns = (
        _SEQ,
        ListColumn("姓名", "name", 10),
        ListColumn("性别", "gender", 6),
        ListColumn("出生年月", "birth_date", 12),
        ListColumn("政治面貌", "political_status", 12),
        ListColumn("人选类别", "candidate_kind", 9),
        ListColumn("村（社区）", "village", 12),
        ListColumn("积分", "year", 8),
        ListColumn("名次", "place", 7),
        ListColumn("备注", "note", 14),
    )
    note = f"积分为“{names['ledger']}”{names['ledger_year']}年度积分，积分相同的名次相同；没有积分记录的不按0分计，排在最后。"
    rows = [*points, *({**row, "year": "—", "place": "—"} for row in others)]
    sheet = official_list(document, title, names, columns, numbered(rows), note=note)
    return official_book(title, [sheet])


def year_list(document: Document, title: str, names: Names, scheme: Scheme) -> bytes:
    """年度推优名单: who was 优秀 in the year's assessment, and what became of each."""
    columns = (
        _SEQ,
        ListColumn("姓名", "name", 10),
        ListColumn("人选\n类别", "candidate_kind", 7),
        ListColumn("乡镇（街道）", "township", 13),
        ListColumn("村（社区）", "village", 13),
        ListColumn("年度\n积分", "year", 7),
        ListColumn("名次", "rank", 6),
        ListColumn("考核\n档次", "band", 7),
        ListColumn("推优类型", "recommendation_type", 13),
        ListColumn("大会结果", "meeting_result", 10),
        ListColumn("推荐时间", "letter_date", 14),
        ListColumn("党组织研究结果", "party_result", 16),
        ListColumn("接收为预备\n党员时间", "probationary_date", 14),
    )
    sheet = official_list(document, title, names, columns, rows_of(names, "listed"), note="空白的环节尚未办理。")
    return official_book(title, [sheet])


def share_sheet(document: Document, title: str, names: Names, scheme: Scheme) -> bytes:
    """经推优入党比例统计表: the share in all and by branch, and both lists: of those who joined the Party, and of those recommended."""
    key = next((ratio.key for ratio in scheme.ratios if ratio.table == document.rows and ratio.day == document.day), "")
    figures = [row for row in rows_of(names, "ratio_groups") if row["key"] == key]
    whole = [{**row, "by_label": "总计", "word": "全部"} for row in rows_of(names, "ratios") if row["key"] == key]
    columns = (_SEQ, ListColumn("统计口径", "by_label", 16), ListColumn("单位", "word", 34, is_left=True), *_SHARES)
    people = (
        _SEQ,
        ListColumn("姓名", "name", 10),
        ListColumn("单位", "branch", 30, is_left=True),
        ListColumn("接收为预备党员时间", "probationary_date", 16),
        ListColumn("推优时间", "last_recommendation_date", 16),
        ListColumn("经推优", "via_recommendation", 8),
    )
    rows = rows_of(names, "rows")
    part = [row for row in rows if row["via_recommendation"] == "是"]
    share = numbered([{**row, "unknown": row["unknown"] or ""} for row in (*whole, *figures)])
    lists = [
        official_list(
            document, title, names, columns, share, sheet="比例", note=f"分母为本期接收的预备党员，分子为其中经推优的。{_NO_DATA}"
        ),
        official_list(document, f"{title}（分子名单）", names, people, numbered(part), sheet="分子名单"),
        official_list(document, f"{title}（分母名单）", names, people, rows, sheet="分母名单"),
    ]
    return official_book(title, lists)


def _years(total: Names) -> Mapping[str, object]:
    years = total["years"]
    assert isinstance(years, Mapping)
    return years
