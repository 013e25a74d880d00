"""Lines above a table: 填报单位：…, 填报日期：…, 填报批次：….

Several may stand in one line or one cell, the value after the colon or in the next cell to the right.
"""

from __future__ import annotations

from datetime import date

from xlflow.patterns import pattern
from xlflow.tables.cells.cell_text import bare, without_invisible
from xlflow.tables.cells.date_cells import parse_date_number, parse_date_text
from xlflow.tables.finding.header import Grid
from xlflow.tables.raw import Position, RawValue
from xlflow.tables.records import Value

_LABELS = {
    "branch": (
        "填报单位",
        "填表单位",
        "报送单位",
        "上报单位",
        "推荐单位",
        "团支部名称",
        "支部名称",
        "所在团支部",
        "团支部",
        "单位名称",
        "单位",
    ),
    "filled_on": (
        "填报日期",
        "填报时间",
        "填表日期",
        "填表时间",
        "报送日期",
        "报送时间",
        "上报日期",
        "上报时间",
        "制表日期",
        "制表时间",
        "日期",
    ),
    "round": ("填报批次", "推优批次", "批次"),
}
_KEYS = {label: key for key, labels in _LABELS.items() for label in labels}
_LABEL = pattern(r"(?:^|(?<=[\s　）)；;，,]))(" + "|".join(sorted(_KEYS, key=len, reverse=True)) + r")\s*(?:[(（][^)）]*[)）])?\s*[:：]")
_SEAL = pattern(r"\s*[(（](?:盖章|公章|签章|章)[)）]\s*")
_TITLE = pattern(r"([^:：，。；]*?(?:团支部|团总支))[^:：，。；]*(?:表|名单|清单|名册)(?:[(（][^()（）]*[)）])?")
_PERIOD = pattern(
    r"^(?:19|20)\d\d(?:[-—~至](?:(?:19|20)?\d\d))?(?:学年|年度|年(?!级))(?:[上下]半年|[春秋]季|\d{1,2}月|第\S(?:季度|学期|批))?"
)
_BRANCH = pattern(r"[^:：，。；、]{2,30}(?:团支部|团总支|\d班)")
_PART_NUMBER = pattern(r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．])")
_NUMERALS, _DIGITS = pattern("[一二三四五六七八九十]+"), pattern(r"\d+")
_SEVERAL = pattern("各|所属|下属|下辖|全体|所有|基层|关于|本团|[（(]")
"""Words of titles that speak of several branches, or of none by name."""
_SHORTEST = len("团支部")
_ROWS = 15


def read_headings(grid: Grid, above: int) -> dict[str, Value]:
    """The heading lines above a row (from 0) by key: branch, filled_on (a day), round. What cannot be read is left out."""
    found: dict[str, Value] = {}
    for row in range(max(grid.sheet.top, above - _ROWS), above):
        for column in range(grid.sheet.left, grid.right):
            value = grid.value(row, column)
            if isinstance(value, str):
                for key, text in _labelled(value) or _bare_label(value):
                    kept = _value(key, text or _next_value(grid, row, column, above))
                    if kept is not None:
                        found.setdefault(key, kept)
    return found


def branch_in_title(grid: Grid, above: int) -> str:
    """The branch that a title above a row (from 0) names: 机械学院2023级1班团支部推优汇总表; "" where none names just one."""
    for row in range(max(grid.sheet.top, above - _ROWS), above):
        for column in range(grid.sheet.left, grid.right):
            value = grid.value(row, column)
            if isinstance(value, str) and (branch := _titled(value)):
                return branch
    return ""


def branch_above(grid: Grid, above: int, after: int) -> tuple[str, Position] | None:
    """The branch that the nearest line above a list names, as its unit or in its title, and where; lines begin at row `after`."""
    for row in reversed(range(max(grid.sheet.top, after, above - _ROWS), above)):
        for column in range(grid.sheet.left, grid.right):
            value = grid.value(row, column)
            if not isinstance(value, str):
                continue
            stated = (text for key, text in _labelled(value) or _bare_label(value) if key == "branch")
            kept = [_value("branch", text or _next_value(grid, row, column, above)) for text in stated] or [_titled(value)]
            if isinstance(kept[0], str) and kept[0]:
                return kept[0], (row, column)
    return None


def branch_of_part(text: str) -> str:
    """The branch whose people follow below a lone text in a list: 一、软件1班团支部, 软件1班团支部推优名单（2人）; "" for another text."""
    plain = _PART_NUMBER.sub("", "".join(without_invisible(text).split()))
    return plain if _BRANCH.fullmatch(plain) and not _SEVERAL.search(plain) else _titled(plain)


def level_of_part(text: str) -> str:
    """How the title of a part is numbered, whatever its number: 一、 for 三、软件1班, （一） for （二）研究生; "" where it has none."""
    number = _PART_NUMBER.match("".join(without_invisible(text).split()))
    return _DIGITS.sub("1", _NUMERALS.sub("一", number[0])) if number else ""


def _titled(text: str) -> str:
    named = None if _labelled(text) else _TITLE.fullmatch("".join(without_invisible(text).split()))
    branch = _PERIOD.sub("", named[1]) if named else ""
    return branch if len(branch) > _SHORTEST and not _SEVERAL.search(branch) else ""


def _labelled(text: str) -> list[tuple[str, str]]:
    """The labels in a text and what follows each of them."""
    if ":" not in text and "：" not in text:
        return []
    matches = list(_LABEL.finditer(text))
    ends = [*(match.start() for match in matches[1:]), len(text)][: len(matches)]
    return [(_KEYS[match[1]], text[match.end() : end]) for match, end in zip(matches, ends, strict=True)]


def _bare_label(text: str) -> list[tuple[str, str]]:
    """A cell that holds a label alone, without a colon: its value stands in the next cell."""
    key = _KEYS.get(bare(_SEAL.sub("", text)))
    return [(key, "")] if key else []


def _next_value(grid: Grid, row: int, column: int, above: int) -> RawValue:
    """The first filled cell to the right, at most three cells beyond the label's merged range, where it is no label itself.

    Else the cell below: labels may stand in one line and their values in the next, above the header (`above`).
    """
    step = column + 1
    while grid.anchors.get((row, step)) == (row, column):
        step += 1
    for place in range(step, step + 3):
        value = grid.value(row, place)
        if value is not None and value != "":
            if not (isinstance(value, str) and (_bare_label(value) or _LABEL.match(value))):
                return value
            break
    below = grid.value(row + 1, column) if row + 1 < above else None
    return None if isinstance(below, str) and (_bare_label(below) or _LABEL.search(below)) else below


def _value(key: str, raw: RawValue) -> Value | None:
    if key == "filled_on":
        if isinstance(raw, date):
            return raw if type(raw) is date else date(raw.year, raw.month, raw.day)
        parsed = parse_date_number(float(raw)) if isinstance(raw, int | float) else parse_date_text(str(raw or ""))
        return parsed if isinstance(parsed, date) else None
    text = _SEAL.sub("", without_invisible(str(raw or ""))).strip(" 　_＿；;，,")
    if not text or _LABEL.match(text):
        return None
    return text
