"""统计表 as a workbook: 总览 with both numbers of every ratio, a sheet with the two lists of each, 考核排名, 名额.

For use inside the committee: people by name and unit, no ID number, no telephone.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from xlflow.domain.quota import named
from xlflow.figures.period_statistics import AccountPlaces, Points, Ranking, Statistics, percent, plain_number
from xlflow.figures.ratios_and_totals import Counted, RatioFigure, RatioShare, Sum, TotalFigure
from xlflow.files.writing.plain_book import MADE, OPTIONS
from xlflow.report.workbooks.table_sheet import LINES_OF_A_SHEET, Cell, Column, Styles, sheet_name, write_table
from xlflow.schemes.scheme import Scheme

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

NO_DATA = "无数据"
_FIGURES = (
    Column("统计项", 36),
    Column("分组", 14),
    Column("组别", 26),
    Column("分子 / 合计", 14),
    Column("分母", 10),
    Column("比例", 10),
    Column("说明", 44),
)
_LISTS = (Column("序号", 6), Column("计入", 12), Column("名称", 16), Column("单位", 34), Column("文件", 40), Column("位置", 26))
_RANKING = (Column("名次", 7), Column("单位", 34), Column("得分", 10), Column("比上年", 10), Column("说明", 60))
_LINES = (Column("单位", 30), Column("指标", 30), Column("权重", 8), Column("自评分", 9), Column("核查分", 9), Column("计分", 9))
_PLACES = (
    Column("年度", 8),
    Column("名额类别", 16),
    Column("单位", 30),
    Column("名额", 8),
    Column("已用", 8),
    Column("剩余", 8),
    Column("说明", 60),
)
_POINTS = (
    Column("名次", 7),
    Column("姓名", 12),
    Column("单位", 34),
    Column("季度积分", 10),
    Column("年度积分", 10),
    Column("档次", 12),
    Column("列入年度名单", 14),
)
_HOLDERS = 20


def statistics_book(found: Statistics, source: str) -> bytes:
    """The workbook; `source` is the name of what was counted. The same statistics give the same bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        title = f"{found.period.words if found.period else ''}推优统计"
        workbook.set_properties({"title": title, "subject": source, "created": MADE})
        styles = Styles(workbook)
        _sheet(workbook, styles, "总览", _FIGURES, _overview(found))
        if found.ranking:
            _sheet(workbook, styles, "考核排名", _RANKING, _standing_lines(found.ranking))
            _sheet(workbook, styles, "考核明细", _LINES, _indicator_lines(found.ranking))
        if found.points:
            _sheet(workbook, styles, "积分排名", _POINTS, map(_point_line, found.points))
        for ledger, points in found.other_points.items():
            _sheet(workbook, styles, sheet_name(f"积分排名_{ledger}"), _POINTS, map(_point_line, points))
        if found.places:
            _sheet(workbook, styles, "名额", _PLACES, map(_place_line, found.places))
        for number, figure in enumerate(found.ratios, 1):
            _sheet(workbook, styles, sheet_name(f"{number}.{figure.ratio.title}"), _LISTS, _list_lines(figure))
    return stream.getvalue()


def _sheet(workbook: Workbook, styles: Styles, name: str, columns: Sequence[Column], lines: Iterable[Sequence[Cell]]) -> None:
    write_table(workbook.add_worksheet(name), styles, columns, islice(lines, LINES_OF_A_SHEET))


def _overview(found: Statistics) -> Iterator[list[Cell]]:
    for figure in found.ratios:
        yield from _ratio_lines(figure, found)
    for total in found.totals:
        yield from _total_lines(total, found)
    if not found.ratios and not found.totals:
        yield [f"方案“{found.scheme.title}”没有规定统计项", "", "", "", "", "", ""]


def _ratio_lines(figure: RatioFigure, found: Statistics) -> Iterator[list[Cell]]:
    ratio = figure.ratio
    about = _about(ratio.basis, ratio.day, found)
    yield [ratio.title, "全部", "", *_numbers(figure.share), "；".join(filter(None, (_unknown(figure.share), about)))]
    for key, shares in figure.groups.items():
        for word, share in shares.items():
            yield [ratio.title, term_of(found.scheme, ratio.table, key), word, *_numbers(share), _unknown(share)]


def _numbers(share: RatioShare) -> tuple[Cell, Cell, Cell]:
    value = percent(share.value)
    return len(share.part), len(share.whole), NO_DATA if value is None else f"{value:g}%"


def _unknown(share: RatioShare) -> str:
    return f"其中 {share.unknown} 个资料不全，未计入分子" if share.unknown else ""


def _total_lines(figure: TotalFigure, found: Statistics) -> Iterator[list[Cell]]:
    total = figure.total
    title = f"{total.title}（{total.unit}）" if total.unit else total.title
    yield [title, "全部", "", _amount(figure.sum), "", "", _about(total.basis, total.day, found)]
    for key, sums in figure.groups.items():
        for word, each in sums.items():
            yield [title, term_of(found.scheme, total.table, key), word, _amount(each), "", "", ""]


def _amount(each: Sum) -> Cell:
    amount = plain_number(each.amount)
    return NO_DATA if amount is None else amount if isinstance(amount, int) else f"{amount:g}"


def _about(basis: str, day: str | None, found: Statistics) -> str:
    """The clause, and that a figure which belongs to no day stands as it is now."""
    return "；".join(filter(None, ("不分时期" if found.period and day is None else "", f"依据：{basis}" if basis else "")))


def term_of(scheme: Scheme, table: str, key: str) -> str:
    """How people call what a figure is grouped by."""
    owner = scheme.owner(table, key)
    return scheme.field(owner, key).label if owner else key


def _list_lines(figure: RatioFigure) -> Iterator[list[Cell]]:
    part = set(figure.share.part)
    for number, row in enumerate(figure.share.whole, 1):
        yield [number, "分子、分母" if row in part else "仅分母", *_row(row)]


def _row(row: Counted) -> tuple[str, str, str, str]:
    return row.who, row.unit, row.file, row.address


def _standing_lines(ranking: Ranking) -> Iterator[list[Cell]]:
    for one in ranking.standings:
        assessment = ranking.lines[one.unit]
        said = [f"缺 {len(one.missing)} 项：{'、'.join(one.missing)}，缺项未按 0 分计"] if one.missing else []
        said += [] if assessment.is_balanced else [f"权重之和为 {assessment.weights:g}，应为 100"]
        total = NO_DATA if one.total is None else f"{one.total:g}"
        yield [one.rank or "—", one.unit, total, f"{one.change:+g}" if one.change is not None else "—", "；".join(said)]


def _indicator_lines(ranking: Ranking) -> Iterator[list[Cell]]:
    for one in ranking.standings:
        for line in ranking.lines[one.unit].lines:
            scores = [f"{score:g}" if score is not None else "" for score in (line.self_score, line.check_score)]
            yield [one.unit, line.name or line.code, f"{line.weight:g}", *scores, "缺" if line.score is None else f"{line.score:g}"]


def _point_line(one: Points) -> list[Cell]:
    score = one.standing.score
    band = f"{one.standing.band or '—'}{'（一票否决）' if score.is_vetoed else ''}"
    listed = "是" if one.is_listed else ""
    return [one.standing.rank, one.person.who, one.person.unit, f"{score.quarter:g}", f"{score.year:g}", band, listed]


def _place_line(each: AccountPlaces) -> list[Cell]:
    account = each.account
    said = ["争取中，不能使用"] if each.is_pending else []
    said += [f"超出 {account.over} 个"] if account.over else []
    said += [f"占用：{named(account.holders, _HOLDERS)}"] if account.holders else []
    return [each.key.year, each.key.pool, each.unit, account.total, account.used, account.left, "；".join(said)]
