"""TOML values to the values of the model. A converter returns the value, or raises `ValueError` with the Chinese cure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from xlflow.domain.calendar import Calendar
from xlflow.patterns import pattern
from xlflow.schemes.flow import Way
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.parts import DatedValue, FieldType, ParamShare, ParamValue, Span, VoteShare, ratio_of
from xlflow.schemes.scheme_keys import Key, KeyKind

Converter = Callable[[Any], Any]

KEY = pattern(r"[a-z][a-z0-9_]*")
"""Keys are English and lower case: they stand in expressions, templates and files."""

_SPAN = pattern(r"(\d+) ?(年|个月|天|日|个?工作日)")
_SPAN_UNITS: dict[str, Literal["years", "months", "days", "workdays"]] = {
    "年": "years",
    "个月": "months",
    "天": "days",
    "日": "days",
    "工作日": "workdays",
    "个工作日": "workdays",
}
_SHARE = pattern(r"(?P<count>\w+) (?P<sign>>=|>) (?P<ratio>[\w./%]+) of (?P<base>\w+)")
_TYPE = pattern(r"(?P<name>[a-z]+~?)(?:\((?P<argument>\w+(?:\|\w+)*)\))?")


def any_text(value: Any) -> str:
    """A text; an empty one takes back what an entry inherits."""
    if not isinstance(value, str):
        raise ValueError("应是文字，写在引号里")
    return value


def text(value: Any) -> str:
    """A text that is not empty."""
    if not any_text(value).strip():
        raise ValueError("不能为空；请填写，或删去这一行")
    return any_text(value)


def key(value: Any) -> str:
    """A key."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise ValueError("应是小写英文字母开头的名字，只含小写字母、数字和下划线")
    return value


def scheme_id(value: Any) -> str:
    """The id of a scheme: also the name of its folder, and what workbooks carry."""
    if any(character in '/\\:*?"<>|' for character in text(value)) or value.startswith("."):
        raise ValueError('不能含有 / \\ : * ? " < > | 等符号，也不能以点开头；请换一个名字')
    return text(value)


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError('应是文字的列表，如 ["甲", "乙"]')
    return tuple(value)


def key_sets(value: Any) -> tuple[tuple[str, ...], ...]:
    """A list of lists of keys."""
    if not isinstance(value, list):
        raise ValueError('应是列表的列表，如 [["id_number"], ["name", "birth_date"]]')
    return tuple(texts(each) for each in value)


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("应是 true 或 false，不加引号")
    return value


def whole(least: int = 0, most: int | None = None) -> Converter:
    """A whole number within bounds."""

    def convert(value: Any) -> int:
        if type(value) is not int or value < least or (most is not None and value > most):
            raise ValueError(f"应是不小于 {least} 的整数" if most is None else f"应是 {least} 到 {most} 的整数")
        return value

    return convert


def number(value: Any) -> float:
    """A number."""
    if type(value) not in (int, float):
        raise ValueError("应是数字，不加引号")
    return float(value)


def amount(value: Any) -> float | str:
    """A number, or the key of the param that holds it."""
    if isinstance(value, str) and KEY.fullmatch(value):
        return value
    if type(value) not in (int, float) or value < 0:
        raise ValueError("应是不小于 0 的数字，或参数的名字（写在引号里）")
    return float(value)


def day(value: Any) -> date:
    """A day, written without quotes."""
    if type(value) is not date:
        raise ValueError("应是日期，如 2019-08-01，不加引号")
    return value


def days(value: Any) -> tuple[date, ...]:
    """A list of days."""
    if not isinstance(value, list):
        raise ValueError("应是日期的列表，如 [2026-10-01, 2026-10-02]，不加引号")
    return tuple(day(each) for each in value)


def one_of(words: type[StrEnum] | tuple[str, ...]) -> Converter:
    """One of some words; of an enum, its member."""
    allowed = tuple(str(word) for word in words)

    def convert(value: Any) -> Any:
        if value not in allowed:
            raise ValueError(f"应是 {'、'.join(allowed)} 之一")
        return value if isinstance(words, tuple) else words(value)

    return convert


def span(value: Any) -> Span:
    """`1年`, `6个月`, `90天`, `5工作日`."""
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError("应形如 1年、6个月、90天、5工作日")
    return Span(int(match[1]), _SPAN_UNITS[match[2]])


def ratio(value: Any) -> Fraction | str:
    """A share of the whole, exact: `1/5`, `20%`, `0.2`; above 0, at most 1. Or the key of the param that holds it."""
    if isinstance(value, str) and KEY.fullmatch(value):
        return value
    return ratio_of(value if isinstance(value, str) else None)


def share_of(count: str) -> Converter:
    """`present >= 1/2 of eligible`: a share that the count must reach. `present >= quorum_ratio of eligible`: that of a param."""

    def convert(value: Any) -> VoteShare | ParamShare:
        match = _SHARE.fullmatch(value) if isinstance(value, str) else None
        if not match or match["count"] != count:
            raise ValueError(f"应形如 {count} >= 1/2 of eligible，或用 > 表示超过")
        found, is_strict = ratio(match["ratio"]), match["sign"] == ">"
        return ParamShare(match["base"], found, is_strict) if isinstance(found, str) else VoteShare(match["base"], found, is_strict)

    return convert


def shares_of(count: str) -> Converter:
    """A list of shares, at least one."""
    convert_share = share_of(count)

    def convert(value: Any) -> tuple[VoteShare | ParamShare, ...]:
        if not isinstance(value, list) or not value:
            raise ValueError(f'应是列表，如 ["{count} > 1/2 of eligible"]')
        return tuple(convert_share(each) for each in value)

    return convert


def field_type(value: Any) -> tuple[FieldType, int | None, str | None]:
    """`text(20)`, `ref(meetings)`, `date~`: the type, the length of a text, the table of a reference."""
    match = _TYPE.fullmatch(value) if isinstance(value, str) else None
    if not match or match["name"] not in list(FieldType):
        raise ValueError(f"应是 {'、'.join(FieldType)} 之一，文字可写长度如 text(20)，引用写作 ref(meetings)")
    kind, argument = FieldType(match["name"]), match["argument"]
    if kind is FieldType.REF:
        if argument is None:
            raise ValueError("引用应写明表，如 ref(meetings)")
        return kind, None, argument
    if argument is None:
        return kind, None, None
    if not argument.isdecimal() or kind not in (FieldType.TEXT, FieldType.LONG, FieldType.CODE) or int(argument) == 0:
        raise ValueError("只有 text、long、code 可写长度，长度是正整数，如 text(20)")
    return kind, int(argument), None


def param_value(value: Any) -> ParamValue:
    """A number, text, true, false, a date, or a list of such."""
    if isinstance(value, list):
        return tuple(_scalar(each) for each in value)
    return _scalar(value)


def dated_values(value: Any) -> tuple[DatedValue, ...]:
    """`[{from = 2019-08-01, value = 5}, …]`, days ascending."""
    if not isinstance(value, list) or not value or not all(isinstance(each, Mapping) and set(each) == {"from", "value"} for each in value):
        raise ValueError("应形如 [{from = 2019-08-01, value = 5}]")
    dated = tuple(DatedValue(day(each["from"]), param_value(each["value"])) for each in value)
    if any(later.start <= earlier.start for earlier, later in pairwise(dated)):
        raise ValueError("各值应按 from 的日期从早到晚排列，日期不能重复")
    return dated


def _scalar(value: Any) -> str | int | float | bool | date:
    if type(value) not in (str, int, float, bool, date):
        raise ValueError("应是数字、文字、true/false、日期，或它们的列表")
    return value  # type: ignore[no-any-return]


def ways(value: Any) -> tuple[Way, ...]:
    """`["review", {to = "end", when = "未通过"}]`: the boxes that follow, each with the condition under which it does."""
    wrong = ValueError('应形如 ["下一步的 key", {to = "另一步的 key", when = "未通过"}]')
    if not isinstance(value, list):
        raise wrong
    found = []
    for each in value:
        written = {"to": each} if isinstance(each, str) else each
        if not isinstance(written, Mapping) or not set(written) <= {"to", "when"} or "to" not in written:
            raise wrong
        found.append(Way(key(written["to"]), any_text(written.get("when", ""))))
    return tuple(found)


_CONVERTERS: Mapping[KeyKind, Converter] = {
    KeyKind.TEXT: text,
    KeyKind.TAGGED: text,
    KeyKind.TEXTS: texts,
    KeyKind.CODE: key,
    KeyKind.SCHEME_ID: scheme_id,
    KeyKind.FINDING: text,
    KeyKind.TABLE: key,
    KeyKind.FIELD: key,
    KeyKind.FIELDS: texts,
    KeyKind.FIELD_SETS: key_sets,
    KeyKind.CHOICES: key,
    KeyKind.RATIO_KEY: key,
    KeyKind.EVENT_KEY: key,
    KeyKind.FLAG: flag,
    KeyKind.NUMBER: number,
    KeyKind.AMOUNT: amount,
    KeyKind.DAY: day,
    KeyKind.WORDS: texts,
    KeyKind.TYPE: field_type,
    KeyKind.SPAN: span,
    KeyKind.RATIO: ratio,
    KeyKind.VALUE: param_value,
    KeyKind.VALUES: dated_values,
    KeyKind.WAYS: ways,
}


def converter(of: Key, calendar: Calendar) -> Converter:
    """What converts the values of a key; working days in expressions are those of the calendar."""

    def expression(value: Any) -> Expression:
        return Expression(text(value), calendar)

    match of.kind:
        case KeyKind.EXPRESSION:
            return expression
        case KeyKind.CONDITION:
            return lambda value: value if isinstance(value, bool) else expression(value)
        case KeyKind.WORD:
            return one_of(of.enum or tuple(of.words))
        case KeyKind.SHARE:
            return share_of(of.of)
        case KeyKind.SHARES:
            return shares_of(of.of)
        case KeyKind.NUMBER if of.least is not None:
            return whole(of.least, of.most)
        case KeyKind.TEXT | KeyKind.TAGGED if of.clears:
            return any_text
    return _CONVERTERS[of.kind]
