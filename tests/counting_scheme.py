"""A scheme that counts: places of three pools, points with bands, indicators, ratios and totals, on the shared tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sheet_text import raw_sheet

from xlflow.checks.judge import judge
from xlflow.filling.suggest import suggest
from xlflow.findings import Finding
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

AS_OF = date(2026, 6, 30)
TEXT = """
[scheme]
id = "counting"
title = "计数方案"
version = "1"
effective_from = 2026-01-01
basis = "试行方案"
extends = "national"
uses = ["quota", "training", "points", "indicators"]

[[table]]
key = "quota"
shown = true

[[table]]
key = "points_items"
shown = true

[[field]]
table = "nominees"
key = "pool"
like = "quota"
required = false

[[field]]
table = "nominees"
key = "quarter_points"
label = "季度积分"
type = "dec"
filled_by = "derived"
minimum = -1000

[[field]]
table = "nominees"
key = "year_points"
label = "年度积分"
type = "dec"
filled_by = "derived"
minimum = -1000

[[field]]
table = "nominees"
key = "points_rank"
label = "积分排名"
type = "int"
filled_by = "derived"

[[field]]
table = "nominees"
key = "band"
label = "考核档次"
type = "choice"
filled_by = "derived"

[[field]]
table = "unit"
key = "district"
label = "县（市、区）"
term = "县区"
type = "text(20)"

[choices.band]
"优秀" = []
"合格" = []
"不合格" = []

[choices.pool]
"普通" = ["普通名额"]
"单列" = ["单列名额"]
"全县" = []

[choices.item_ledger]
"红领新青年" = []
"三亮三比" = []

[params.county_places]
label = "全县名额"
value = 10
source = "默认值，待填"

[params.points_ledger_for_band]
label = "考核档次所用积分体系"
value = "红领新青年"
source = "默认值，待填"

[[pool]]
key = "普通"
used = "meeting_result == '通过'"
basis = "试行方案第三条"

[[pool]]
key = "单列"
used = "meeting_result == '通过'"
earmarked = true
basis = "试行方案第四条"

[[pool]]
key = "全县"
used = "meeting_result == '通过'"
undivided = true
total = "county_places"
basis = "试行方案第五条"

[[points.ledger]]
key = "红领新青年"
start = 10

[[points.ledger]]
key = "三亮三比"

[[points.item]]
code = "A1"
ledger = "红领新青年"
name = "参加培训"
kind = "加分"
points = "2"
cap = 3
period = "季度"

[[points.item]]
code = "A2"
ledger = "红领新青年"
name = "承诺完成"
kind = "等次"
points = "优秀=5;合格=3"

[[points.item]]
code = "A3"
ledger = "红领新青年"
name = "无故缺席"
kind = "扣分"
points = "1"

[[points.item]]
code = "A4"
ledger = "红领新青年"
name = "违纪"
kind = "一票否决"
points = "0"

[[points.item]]
code = "B1"
ledger = "三亮三比"
name = "亮身份"
kind = "加分"
points = "50"

[[band]]
key = "优秀"
ledger = "红领新青年"
least = 15
listed = true

[[band]]
key = "合格"
ledger = "红领新青年"
least = 10

[[band]]
key = "不合格"
ledger = "红领新青年"
least = 0

[[indicator]]
code = "I1"
name = "推优通过率"
weight = 60
ratio = "passed"

[[indicator]]
code = "I2"
name = "材料质量"
weight = 40

[[ratio]]
key = "passed"
title = "推优通过率"
table = "nominees"
of = "filled(in_favour)"
part = "meeting_result == '通过'"
by = ["branch", "district"]
day = "meeting_date"

[[total]]
key = "headcount"
title = "参训人次"
table = "trainees"
when = "attended_hours > 0"
unit = "人次"

[[total]]
key = "cost"
title = "培训经费"
table = "training"
value = "cost"
by = ["class_level"]
day = "class_end"
unit = "元"
"""


def write_scheme(folder: Path, more: str = "") -> Path:
    """The scheme as a folder, with further text behind it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scheme.toml").write_text(TEXT + more, encoding="utf-8")
    return folder


def reading(scheme: Scheme, sheets: Sequence[tuple[str, str]], *, form: bool = True) -> WorkbookReading:
    """Sheets in the notation of `sheet_text`, by their names, as one workbook."""
    drawn = tuple(raw_sheet(text, name, number) for number, (name, text) in enumerate(sheets))
    stamp = FormStamp("form", scheme.id, scheme.version, "1") if form else None
    return understand(RawWorkbook("三班.xlsx", "0" * 64, drawn, stamp), scheme)


def found(scheme: Scheme, *sheets: tuple[str, str], codes: Sequence[str], form: bool = True) -> list[Finding]:
    """The findings of some codes."""
    return [wrong for wrong in judge(reading(scheme, sheets, form=form), scheme, AS_OF) if wrong.code in codes]


def filled(scheme: Scheme, *sheets: tuple[str, str], table: str, form: bool = True, as_of: date = AS_OF) -> list[dict[str, object]]:
    """What 自动填充 changes in each row of a table."""
    rows: dict[int, dict[str, object]] = {}
    for change in suggest(reading(scheme, sheets, form=form), scheme, as_of):
        if change.record.table == table:
            rows.setdefault(change.record.row, {})[change.key] = change.new
    return [rows[row] for row in sorted(rows)]
