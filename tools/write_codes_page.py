"""Writes docs/codes.md from the catalogue of findings and the rules of the base scheme; `--check` only says whether it is up to date.

python tools/write_codes_page.py [--check]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from code_meanings import GROUPS, MEANINGS, SHEET
from written_page import write_or_compare

from xlflow.findings import Place, Severity
from xlflow.messages import CATALOGUE, Kind, finding, place_text
from xlflow.report.rule_names import TITLES
from xlflow.report.text.grouping import MARKS, WORDS
from xlflow.schemes.parts import Interval, Rule
from xlflow.schemes.scheme import Scheme

PAGE = Path(__file__).resolve().parents[1] / "docs" / "codes.md"
HEAD = """# 问题编号

本页由 `tools/write_codes_page.py` 从程序和 `national` 方案生成。编号是固定的，供程序使用；给人看的是句子。

- ● 错误：须改正，否则结果码为 1。▲ 提醒：请核对，确实无误的不必改。○ 说明：不影响上报，报告中合为一行。
- 可核实：在该行“核实说明”栏写明理由即可，不算错误，随表上报。提醒都可核实。
- 一个原因只报一次：读不出的单元格只报读取的问题；规则用到的内容缺少或读不出时，不判断这条规则。
- 方案可以改写程度、句子和依据，见各条“方案规定”；〔…〕处填入当时的值。
"""
_FILE = "三班.xlsx"
COMMON_WORDS = {
    "label": "栏目",
    "got": "所填",
    "expected": "应为",
    "other": "另一处",
    "reason": "原因",
    "count": "个数",
    "limit": "上限",
    "differ": "不同的栏目",
    "who": "姓名",
    "least": "下限",
    "most": "上限",
    "earliest": "最早日期",
    "latest": "最晚日期",
    "what": "所数的票",
    "base": "基数名称",
    "size": "基数",
    "share": "比例",
    "day": "日期",
    "days": "天数",
    "used": "已用",
    "total": "总数",
}
"""What the words of the catalogue's sentences stand for, where they are no field and no param."""


def page() -> str:
    """The whole page."""
    scheme = Scheme.load("national")
    parts = [HEAD, *_contents()]
    for group, codes in GROUPS.items():
        parts.append(f"## {group}\n")
        parts += (_code(CATALOGUE[code], scheme) for code in codes.split())
    return "\n".join(parts)


def _contents() -> Iterator[str]:
    for group, codes in GROUPS.items():
        kinds = [CATALOGUE[code] for code in codes.split()]
        yield f"{group}：{'、'.join(f'[{MARKS[kind.severity]} {TITLES[kind.code]}](#{kind.code})' for kind in kinds)}\n"


def _code(kind: Kind, scheme: Scheme) -> str:
    waivable = "，可核实" if kind.waivable or kind.severity is Severity.WARNING else ""
    meaning = MEANINGS[kind.code]
    lines = [
        f'<a id="{kind.code}"></a>',
        f"### `{kind.code}` {TITLES[kind.code]}",
        "",
        f"{MARKS[kind.severity]} {WORDS[kind.severity]}{waivable}。{meaning.when}",
        "",
        f"- 句子：{_sentence(kind.message, scheme)}",
        f"- 怎样改：{_sentence(kind.fix, scheme)}",
        *(f"- 方案规定：{text}" for text in dict.fromkeys(_of_scheme(kind, scheme))),
        f"- 例：{_example(kind)}",
        "",
    ]
    return "\n".join(lines)


def _example(kind: Kind) -> str:
    meaning = MEANINGS[kind.code]
    place = Place(_FILE)
    address = re.fullmatch(r"([A-Z]+)(\d+)", meaning.cell)
    if address:
        column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(address[1])))
        place = Place(_FILE, SHEET, int(address[2]), column, None, meaning.label)
    elif meaning.label:
        place = Place(_FILE, SHEET, None, None, None, meaning.label)
    words = dict(meaning.words)
    example = finding(kind.code, place, got=words.pop("got", ""), words=words)
    where = place_text(Place(_FILE, None, place.row, place.column))
    return _plain(f"{where}　{example.message}；{example.fix}。")


def _of_scheme(kind: Kind, scheme: Scheme) -> Iterator[str]:
    for rule in scheme.rules:
        if rule.code == kind.code:
            yield _rule(rule, kind, scheme)
    bounds = {"date-order": None, "interval-too-short": "minimum", "interval-too-long": "maximum"}
    if kind.code in bounds:
        for interval in scheme.intervals:
            bound = bounds[kind.code]
            if bound is None or getattr(interval, bound):
                yield _interval(interval, bound, scheme)
    basis = {"quorum-not-met": scheme.meeting.basis, "pass-line-not-met": scheme.meeting.basis, "quota-exceeded": scheme.quota.basis}
    if basis.get(kind.code):
        yield _plain(f"依据{basis[kind.code]}")


def _rule(rule: Rule, kind: Kind, scheme: Scheme) -> str:
    words = [_place(scheme, rule.table, rule.at)]
    severity = rule.severity or kind.severity
    if severity is not kind.severity:
        words.append(f"{MARKS[severity]} {WORDS[severity]}")
    if rule.waivable and not kind.waivable:
        words.append("可核实")
    said = " → ".join(_sentence(text, scheme, rule.table) for text in (rule.message, rule.fix) if text)
    return "，".join(words) + (f"：{said}" if said else "") + _basis(rule.basis)


def _interval(interval: Interval, bound: str | None, scheme: Scheme) -> str:
    least = interval.minimum if bound == "minimum" else interval.maximum if bound else None
    length = f"，{'至少' if bound == 'minimum' else '至多'} {least}" if least else ""
    names = [_label(scheme, interval.table, key) for key in (interval.start, interval.end)]
    return f"{names[0]} → {names[1]}{length}{_basis(interval.basis)}"


def _place(scheme: Scheme, table: str, key: str) -> str:
    return f"“{scheme.tables[table].sheet}”的{_label(scheme, table, key)}"


def _label(scheme: Scheme, table: str, key: str) -> str:
    """The label of a date, which may stand on another sheet (推优大会时间 of a nominee)."""
    for where in (table, *scheme.tables) if table else scheme.tables:
        if scheme.has_field(where, key):
            return scheme.field(where, key).label
    return key


def _basis(text: str) -> str:
    return f"（依据：{_plain(text)}）" if text else ""


def _sentence(text: str, scheme: Scheme, table: str = "") -> str:
    """A sentence of the catalogue or of a rule, its words in braces by their Chinese names."""

    def named(match: re.Match[str]) -> str:
        word = match[1]
        param = scheme.params.get(word)
        return f"〔{COMMON_WORDS.get(word) or (param.label if param else '') or _label(scheme, table, word)}〕"

    return _plain(re.sub(r"\{(\w+)\}", named, text))


def _plain(text: str) -> str:
    """A text that Markdown leaves alone."""
    return re.sub(r"([*_#|<>\[\]\\])", r"\\\1", text)


if __name__ == "__main__":
    sys.exit(write_or_compare(PAGE, page()))
