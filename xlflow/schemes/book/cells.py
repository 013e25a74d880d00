"""The value of a key as a cell says it, and back. What a cell cannot mean is a `ValueError` with the Chinese cure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from xlflow.patterns import pattern
from xlflow.schemes.book.chinese_conditions import in_chinese, in_english, spoken
from xlflow.schemes.book.columns import TYPES
from xlflow.schemes.book.words import Vocabulary, Words, from_tags, in_tags, plain
from xlflow.schemes.faults import near
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.language.grammar import ExpressionError
from xlflow.schemes.loading import toml_values as v
from xlflow.schemes.scheme_keys import Key, KeyKind

Cell = str | int | float | date | None
_YES, _NO = {"是", "√", "对", "true"}, {"否", "×", "不", "false"}
_NUMBER = pattern(r"-?\d+(\.\d+)?", re.ASCII)
_TYPE = pattern(r"([^(]+)(?:\((.+)\))?")
_SHARE = pattern(r"(\w+) (>=|>) ([\w./%]+) of (\w+)")
_SHARE_SAID = pattern(r"(?:应)?(.+?)(>=|>|≥|不少于|不低于|达到|超过)(.+?)(?:的|\*|×)([\d./%]+|\w+?)(?:以上)?")
_AT_LEAST = {">=", "≥", "不少于", "不低于", "达到"}
_WAY = pattern(r"(.*?)(?:[（(]若(.*)[）)])?")


def shown(column: Key, value: Any, vocabulary: Vocabulary) -> Cell:
    """What a cell of the column holds for a value of the key, as TOML has it."""
    return _SHOWN[column.kind](column, value, vocabulary)


def read(column: Key, cell: Cell, vocabulary: Vocabulary) -> Any:
    """The value that a cell of the column means, as TOML has it."""
    return _READ[column.kind](column, cell, vocabulary)


def said(cell: object) -> str:
    """A cell as text: whole numbers without a point, days as 2026-09-01, without space around."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()


def joined(words: Iterable[str]) -> str:
    """Words as one text that `parted` takes apart again."""
    listed = list(words)
    if any(re.search("[\n；;]", word) for word in listed):
        return "\n".join(listed) + ("\n" if len(listed) == 1 else "")
    if any(re.search("[、，,]", word) for word in listed):
        return "；".join(listed) + ("；" if len(listed) == 1 else "")
    return "、".join(listed)


def parted(text: str) -> list[str]:
    """The words of a list: one a line, or with ； between them, else with 、 or ，."""
    mark = "\n" if "\n" in text else "[；;]" if re.search("[；;]", text) else "[、，,]"
    return [word.strip() for word in re.split(mark, text) if word.strip()]


def _texts_shown(_: Key, value: Any, __: Vocabulary) -> str:
    return joined(value)


def _value_shown(_: Key, value: Any, vocabulary: Vocabulary) -> Cell:
    if isinstance(value, list):
        return joined(said(each) for each in value)
    if isinstance(value, str):
        return vocabulary.names.word(value)
    return said(value) if isinstance(value, bool) else value


def _amount_shown(_: Key, value: Any, vocabulary: Vocabulary) -> Cell:
    return vocabulary.names.word(value) if isinstance(value, str) else value


def _condition_shown(column: Key, value: Any, vocabulary: Vocabulary) -> Cell:
    return said(value) if isinstance(value, bool) else in_chinese(value, vocabulary)


def _tagged_shown(_: Key, value: Any, vocabulary: Vocabulary) -> str:
    return in_tags(str(value), vocabulary.names)


def _field_sets_shown(_: Key, value: Any, vocabulary: Vocabulary) -> str:
    return "；".join("+".join(vocabulary.names.word(key) for key in keys) for keys in value)


def _type_shown(_: Key, value: str, vocabulary: Vocabulary) -> str:
    name, bracket, argument = value.rstrip(")").partition("(")
    if name == "ref":
        argument = "、".join(vocabulary.tables.word(table) for table in argument.split("|"))
    return TYPES.get(name, name) + (f"（{argument}）" if bracket else "")


def _share_shown(_: Key, value: Any, vocabulary: Vocabulary) -> str:
    match = _SHARE.fullmatch(value)
    if match is None:
        return str(value)
    count, sign, ratio, base = match.groups()
    return f"{vocabulary.names.word(count)} {'≥' if sign == '>=' else '>'} {vocabulary.names.word(base)} 的 {vocabulary.names.word(ratio)}"


def _ways_shown(_: Key, value: Any, vocabulary: Vocabulary) -> str:
    ways = [(way, "") if isinstance(way, str) else (way["to"], way.get("when", "")) for way in value]
    return "；".join(vocabulary.boxes.word(to) + (f"（若{when}）" if when else "") for to, when in ways)


_SHOWN: Mapping[KeyKind, Callable[[Key, Any, Vocabulary], Cell]] = {
    KeyKind.TEXT: lambda _, value, __: value,
    KeyKind.TAGGED: _tagged_shown,
    KeyKind.SCHEME_ID: lambda _, value, __: value,
    KeyKind.TEXTS: _texts_shown,
    KeyKind.CODE: lambda _, value, __: value,
    KeyKind.FINDING: lambda _, value, vocabulary: vocabulary.findings.word(value),
    KeyKind.TABLE: lambda _, value, vocabulary: vocabulary.tables.word(value),
    KeyKind.FIELD: lambda _, value, vocabulary: vocabulary.names.word(value),
    KeyKind.FIELDS: lambda _, value, vocabulary: "、".join(vocabulary.names.word(key) for key in value),
    KeyKind.FIELD_SETS: _field_sets_shown,
    KeyKind.CHOICES: lambda _, value, vocabulary: vocabulary.choices.word(value),
    KeyKind.RATIO_KEY: lambda _, value, vocabulary: vocabulary.ratios.word(value),
    KeyKind.EVENT_KEY: lambda _, value, vocabulary: vocabulary.events.word(value),
    KeyKind.FLAG: lambda _, value, __: said(value),
    KeyKind.NUMBER: lambda _, value, __: value,
    KeyKind.AMOUNT: _amount_shown,
    KeyKind.DAY: lambda _, value, __: value,
    KeyKind.EXPRESSION: lambda _, value, vocabulary: in_chinese(value, vocabulary),
    KeyKind.CONDITION: _condition_shown,
    KeyKind.WORD: lambda column, value, _: column.words.get(value, value),
    KeyKind.WORDS: lambda column, value, _: "、".join(column.words.get(each, each) for each in value),
    KeyKind.TYPE: _type_shown,
    KeyKind.SPAN: lambda _, value, __: value,
    KeyKind.SHARE: _share_shown,
    KeyKind.RATIO: _amount_shown,
    KeyKind.SHARES: lambda column, value, vocabulary: "；".join(_share_shown(column, each, vocabulary) for each in value),
    KeyKind.VALUE: _value_shown,
    KeyKind.START: lambda _, value, __: value,
    KeyKind.WAYS: _ways_shown,
}


def _text_read(_: Key, cell: Cell, __: Vocabulary) -> str:
    return said(cell)


def _code_read(_: Key, cell: Cell, __: Vocabulary) -> str:
    return unicodedata.normalize("NFKC", said(cell))


def _number_read(_: Key, cell: Cell, __: Vocabulary) -> int | float:
    text = plain(said(cell))
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"“{said(cell)}”不是数字；请只写数字")
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 10**15 else number


def _amount_read(column: Key, cell: Cell, vocabulary: Vocabulary) -> int | float | str:
    try:
        return _number_read(column, cell, vocabulary)
    except ValueError:
        return _key_of(vocabulary.names, said(cell), "数字，也不是参数的术语")


def _flag_read(_: Key, cell: Cell, __: Vocabulary) -> bool:
    word = plain(said(cell)).lower()
    if word not in _YES | _NO:
        raise ValueError(f"“{said(cell)}”看不出是“是”还是“否”；请写是或否")
    return word in _YES


def _day_read(_: Key, cell: Cell, __: Vocabulary) -> date:
    text = plain(said(cell))
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", text)
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{said(cell)}”不是日期；请写成 2026-09-01") from None


def _expression_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> str:
    source = in_english(said(cell), vocabulary)
    try:
        return Expression(source).source
    except ExpressionError as error:
        raise ValueError(f"条件写得不对：{spoken(error.reason)}") from None


def _condition_read(column: Key, cell: Cell, vocabulary: Vocabulary) -> bool | str:
    try:
        return _flag_read(column, cell, vocabulary)
    except ValueError:
        return _expression_read(column, cell, vocabulary)


def _word_read(column: Key, cell: Cell, _: Vocabulary) -> str:
    return _of_words(column, said(cell))


def _of_words(column: Key, word: str) -> str:
    for value, known in column.words.items():
        if plain(word) in (plain(known), value):
            return value
    raise ValueError(f"没有“{word}”；应是 {'、'.join(column.words.values())} 之一")


def _tagged_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> str:
    return from_tags(said(cell), vocabulary.names)


def _key_of(words: Words, word: str, what: str) -> str:
    key = words.key(word)
    if key is None:
        raise ValueError(f"“{word}”不是{what}{near(word, words)}；请改正")
    return key


def _table_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> str:
    return _key_of(vocabulary.tables, said(cell), "表名")


def _field_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> str:
    return _key_of(vocabulary.names, said(cell), "字段的术语")


def _fields_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> list[str]:
    return [_key_of(vocabulary.names, word, "字段的术语") for word in parted(said(cell))]


def _field_sets_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> list[list[str]]:
    sets = re.split(r"[；;\n]", said(cell))
    return [[_key_of(vocabulary.names, word.strip(), "字段的术语") for word in re.split(r"[+＋]", each)] for each in sets if each.strip()]


def _choices_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> str:
    return _key_of(vocabulary.choices, said(cell), "《选项》里的选项表") if not v.KEY.fullmatch(said(cell)) else said(cell)


def _type_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> str:
    match = _TYPE.fullmatch(plain(said(cell)))
    name = next((key for key, word in TYPES.items() if match and match[1] in (word, key)), None)
    if match is None or name is None:
        raise ValueError(f"没有类型“{said(cell)}”；应是 {'、'.join(TYPES.values())} 之一")
    if match[2] is None:
        return name
    argument = match[2]
    if name == "ref":
        argument = "|".join(_key_of(vocabulary.tables, table, "表名") for table in re.split(r"[、,|]", argument))
    return f"{name}({argument})"


def _span_read(_: Key, cell: Cell, __: Vocabulary) -> str:
    return plain(said(cell)).replace("个工作日", "工作日")


def _ratio_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> str:
    text = plain(said(cell))
    if match := re.fullmatch(r"([二三四五六七八九十])分之([一二三四五六七八九])", text):
        return f"{_NUMERALS.index(match[2])}/{_NUMERALS.index(match[1])}"
    if (key := vocabulary.names.key(text)) is not None:
        return key
    try:
        v.ratio(text)
    except ValueError:
        raise ValueError(f"“{said(cell)}”不是比例，也不是参数的术语；应形如 2/3、15%") from None
    return text


_NUMERALS = "零一二三四五六七八九十"


def _share_read(column: Key, cell: Cell, vocabulary: Vocabulary) -> str:
    match = _SHARE_SAID.fullmatch(plain(said(cell)))
    if match is None:
        raise ValueError(f"“{said(cell)}”看不懂；应形如：{column.note.partition('如：')[2].partition('；')[0]}")
    count, base = (_key_of(vocabulary.names, word, "人数的术语") for word in (match[1], match[3]))
    ratio = _ratio_read(column, match[4], vocabulary)
    return f"{count} {'>=' if match[2] in _AT_LEAST else '>'} {ratio} of {base}"


def _shares_read(column: Key, cell: Cell, vocabulary: Vocabulary) -> list[str]:
    return [_share_read(column, part, vocabulary) for part in re.split(r"[；;\n]", said(cell)) if part.strip()]


def _value_read(column: Key, cell: Cell, vocabulary: Vocabulary) -> Any:
    text = said(cell)
    if isinstance(cell, datetime | date):
        return cell.date() if isinstance(cell, datetime) else cell
    if text in ("是", "否"):
        return text == "是"
    folded = plain(text)
    if _NUMBER.fullmatch(folded):
        return float(folded) if "." in folded else int(folded)
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", folded):
        return _day_read(column, cell, vocabulary)
    words = parted(text)
    return words if len(words) > 1 or text.endswith("；") else text


def _ways_read(_: Key, cell: Cell, vocabulary: Vocabulary) -> list[Any]:
    ways: list[Any] = []
    for part in re.split(r"[；;\n]", said(cell)):
        match = _WAY.fullmatch(part.strip())
        if match and match[1]:
            to = _key_of(vocabulary.boxes, match[1], "流程图上的一框")
            ways.append({"to": to, "when": match[2]} if match[2] else to)
    return ways


_READ: Mapping[KeyKind, Callable[[Key, Cell, Vocabulary], Any]] = {
    KeyKind.TEXT: _text_read,
    KeyKind.TAGGED: _tagged_read,
    KeyKind.SCHEME_ID: _text_read,
    KeyKind.TEXTS: lambda _, cell, __: parted(said(cell)),
    KeyKind.CODE: _code_read,
    KeyKind.FINDING: lambda _, cell, vocabulary: _key_of(vocabulary.findings, said(cell), "已有的问题"),
    KeyKind.TABLE: _table_read,
    KeyKind.FIELD: _field_read,
    KeyKind.FIELDS: _fields_read,
    KeyKind.FIELD_SETS: _field_sets_read,
    KeyKind.CHOICES: _choices_read,
    KeyKind.RATIO_KEY: lambda _, cell, vocabulary: _key_of(vocabulary.ratios, said(cell), "《比例》里的名称"),
    KeyKind.EVENT_KEY: lambda _, cell, vocabulary: _key_of(vocabulary.events, said(cell), "《培养要求》里的名称"),
    KeyKind.FLAG: _flag_read,
    KeyKind.NUMBER: _number_read,
    KeyKind.AMOUNT: _amount_read,
    KeyKind.DAY: _day_read,
    KeyKind.EXPRESSION: _expression_read,
    KeyKind.CONDITION: _condition_read,
    KeyKind.WORD: _word_read,
    KeyKind.WORDS: lambda column, cell, _: [_of_words(column, word) for word in parted(said(cell))],
    KeyKind.TYPE: _type_read,
    KeyKind.SPAN: _span_read,
    KeyKind.SHARE: _share_read,
    KeyKind.RATIO: _ratio_read,
    KeyKind.SHARES: _shares_read,
    KeyKind.VALUE: _value_read,
    KeyKind.START: _day_read,
    KeyKind.WAYS: _ways_read,
}
