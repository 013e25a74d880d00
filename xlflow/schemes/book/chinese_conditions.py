"""Conditions in Chinese terms and back.

months_between(application_date, meeting_date) >= 6 and grade in ['优秀']   is
相隔月数（申请时间，大会时间） ≥ 6 且 等次 在 [“优秀”] 中

Read are both spellings, full-width signs, and words without spaces between them. What is written here is read back as the same text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from xlflow.patterns import pattern
from xlflow.schemes.book.words import Vocabulary
from xlflow.schemes.faults import near

FUNCTIONS = {
    "age_on": "周岁",
    "months_between": "相隔月数",
    "days_between": "相隔天数",
    "workdays_between": "相隔工作日",
    "filled": "已填",
    "any_of": "含有",
    "count": "次数",
    "count_above": "超过的个数",
    "total": "合计",
    "latest": "最近",
}
AS_OF = "今天"
_ENGLISH = {word: key for key, word in FUNCTIONS.items()} | {AS_OF: "as_of"}
_WRITTEN = {"and": "且", "or": "或", "not": "非", "in": "在", "True": "是", "False": "否", "as_of": AS_OF, **FUNCTIONS}
_OPERATORS = {
    "且": "and",
    "并且": "and",
    "或": "or",
    "或者": "or",
    "非": "not",
    "等于": "==",
    "不等于": "!=",
    "大于": ">",
    "超过": ">",
    "小于": "<",
    "少于": "<",
    "低于": "<",
    "不少于": ">=",
    "不小于": ">=",
    "不低于": ">=",
    "大于等于": ">=",
    "不多于": "<=",
    "不大于": "<=",
    "不超过": "<=",
    "小于等于": "<=",
    "在": "in",
    "不在": "not in",
    "中": "",
}
_AFTER_A_VALUE = {"是": "==", "不是": "!="}
_BEFORE_A_VALUE = {"是": "True", "否": "False", "真": "True", "假": "False", "不是": "not"}
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "<>": "!=", "=": "==", "×": "*", "÷": "/", "−": "-", "–": "-"}
_ENGLISH_WORDS = {"and", "or", "not", "in", "True", "False"}
_TOKEN = pattern(
    r"""(?P<text>'[^']*'|"[^"]*"|“[^”]*”|‘[^’]*’|「[^」]*」)
    |(?P<percent>\d+(?:\.\d+)?\s*[%％](?=\s*(?:$|[)）\]，,、><=＞＜＝≥≤≠+*/×÷]|且|或|and\b|or\b)))
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<word>not\s+in\b|[^\W\d]\w*)
    |(?P<sign>==|!=|<>|<=|>=|//|[^\s\w])
    |(?P<space>\s+)""",
    re.VERBOSE,
)
_QUOTED = pattern(r"""('[^']*'|"[^"]*"|“[^”]*”|‘[^’]*’|「[^」]*」)""")
_WIDE_SIGNS = str.maketrans("＞＜＝！（）．％＋－＊／【】", "><=!().%+-*/[]")
_QUOTES = "“”‘’「」\\"


def in_chinese(source: str, vocabulary: Vocabulary) -> str:
    """An expression of the language in terms."""
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(source)]
    closing = [_operand_end(tokens, index + 1) for index, token in enumerate(tokens) if token[1] == "in" or _is_not_in(token[1])]
    said: list[str] = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "word":
            said.append(_word_said(tokens, index, vocabulary))
        elif kind == "text" and not any(mark in text for mark in _QUOTES):
            said.append(f"“{text[1:-1]}”")
        elif text in ("==", "!="):
            beside_text = _beside(tokens, index, 1)[0] == "text" or _beside(tokens, index, 1)[1] in ("True", "False")
            said.append(({"==": "是", "!=": "不是"} if beside_text else {"==": "=", "!=": "≠"})[text])
        elif kind == "space" and index and tokens[index - 1][1] == ",":
            said.append(text[1:])
        elif text == ",":
            said.append("，" if _starts_with_space(tokens, index + 1) else ",")
        else:
            said.append({">=": "≥", "<=": "≤", "(": "（", ")": "）", "*": "×"}.get(text, text))
        said.extend(" 中" for end in closing if end == index)
    return "".join(said)


def in_english(text: str, vocabulary: Vocabulary) -> str:
    """The expression that a text in terms says; `ValueError` names the word that leads nowhere."""
    words = _known(vocabulary)
    said = _Said()
    tokens = _tokens(text, words)
    for index, (kind, token) in enumerate(tokens):
        if kind == "text":
            said.value(_quoted(token[1:-1]))
        elif kind == "percent":
            said.value(f"{float(unicodedata.normalize('NFKC', token).rstrip('% ')) / 100:g}")
        elif kind == "number":
            said.value(token)
        elif kind == "space":
            said.space(token)
        elif kind == "sign":
            said.sign(_sign(token))
        elif _is_table(tokens, index):
            said.value(vocabulary.tables.key(token) or token)
        else:
            said.word(token, vocabulary)
    return said.text


class _Said:
    """The English text so far. Whether a value has just ended tells 是 the operator from 是 the value."""

    def __init__(self) -> None:
        self.text = ""
        self._value_ended = False

    def value(self, text: str) -> None:
        self._add(text)
        self._value_ended = True

    def space(self, text: str) -> None:
        self.text += "" if self.text.endswith(", ") else text

    def sign(self, text: str) -> None:
        self.text += text
        self._value_ended = text in (")", "]")

    def word(self, word: str, vocabulary: Vocabulary) -> None:
        known = _AFTER_A_VALUE if self._value_ended else _BEFORE_A_VALUE
        operator = known.get(word, _OPERATORS.get(word)) if vocabulary.names.key(word) is None else None
        if word in _ENGLISH_WORDS:
            operator = word
        if operator == "":
            self.text = self.text.rstrip(" ")
        elif operator in ("True", "False"):
            self.value(operator)
        elif operator is not None:
            self._add(operator)
            self._value_ended = False
        else:
            self.value(_ENGLISH.get(word) or vocabulary.names.key(word) or word)

    def _add(self, text: str) -> None:
        beside = self.text[-1:].isalnum() or self.text[-1:] in ("_", "'", '"', "]", ")")
        self.text += f" {text}" if beside and (text[0].isalnum() or text[0] in "_'\"") else text


def _tokens(text: str, words: frozenset[str]) -> list[tuple[str, str]]:
    """The tokens of a text in terms, words that run together taken apart."""
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(_folded(text)):
        if _is_not_in(match[0]):
            tokens.append(("word", "不在"))
        elif match.lastgroup == "word":
            tokens.extend(("number" if part[0].isdecimal() else "word", part) for part in _parts(match[0], words))
        else:
            tokens.append((match.lastgroup or "sign", match[0]))
    return tokens


def _folded(text: str) -> str:
    """The text with signs of full width outside quotation marks as the plain ones, so that ＞＝ is one sign."""
    parts = _QUOTED.split(text)
    return "".join(part if number % 2 else part.translate(_WIDE_SIGNS) for number, part in enumerate(parts))


def _parts(run: str, words: frozenset[str]) -> Sequence[str]:
    """A run of letters as the fewest known words and numbers; `ValueError` where it is none."""
    run = unicodedata.normalize("NFKC", run)

    @cache
    def fewest(start: int) -> tuple[str, ...] | None:
        if start == len(run):
            return ()
        found = []
        for end in range(len(run), start, -1):
            part = run[start:end]
            is_number = part.isdecimal() and not run[end : end + 1].isdecimal()
            if (part in words or is_number) and (rest := fewest(end)) is not None:
                found.append((part, *rest))
        return min(found, key=len, default=None)

    parts = fewest(0)
    if parts is None:
        raise ValueError(f"“{run}”不是字段或参数的术语，也不是规定的词{near(run, words)}；请改正")
    return parts


def _known(vocabulary: Vocabulary) -> frozenset[str]:
    fixed = {*_ENGLISH, *_ENGLISH.values(), *_OPERATORS, *_AFTER_A_VALUE, *_BEFORE_A_VALUE, *_ENGLISH_WORDS}
    keys = {key for words in (vocabulary.names, vocabulary.tables) for key, _ in words.items()}
    return frozenset(fixed | keys) | vocabulary.names.known() | vocabulary.tables.known()


def _sign(token: str) -> str:
    if token in _SIGNS:
        return _SIGNS[token]
    if token in ("，", "、"):
        return ", "
    folded = unicodedata.normalize("NFKC", token)
    return _SIGNS.get(folded, folded)


def _word_said(tokens: Sequence[tuple[str, str]], index: int, vocabulary: Vocabulary) -> str:
    text = tokens[index][1]
    if _is_not_in(text):
        return "不在"
    if _is_table(tokens, index):
        return vocabulary.tables.word(text)
    return _WRITTEN.get(text) or vocabulary.names.word(text)


def _is_table(tokens: Sequence[tuple[str, str]], index: int) -> bool:
    """Whether a word is followed by a dot: 教育培养记录.志愿时长."""
    return index + 1 < len(tokens) and tokens[index + 1][1] in (".", "．")


def _operand_end(tokens: Sequence[tuple[str, str]], index: int) -> int:
    """The position of the last token of the value that begins at a position."""
    while tokens[index][0] == "space":
        index += 1
    if tokens[index][0] == "word" and index + 1 < len(tokens) and tokens[index + 1][1] in ("(", "."):
        return _operand_end(tokens, index + 1 + (tokens[index + 1][1] == "."))
    if tokens[index][1] not in ("(", "["):
        return index
    depth = 0
    for end in range(index, len(tokens)):
        depth += (tokens[end][1] in ("(", "[")) - (tokens[end][1] in (")", "]"))
        if depth == 0:
            return end
    return len(tokens) - 1


def _beside(tokens: Sequence[tuple[str, str]], index: int, step: int) -> tuple[str, str]:
    """The next token that is no space."""
    index += step
    while 0 <= index < len(tokens):
        if tokens[index][0] != "space":
            return tokens[index]
        index += step
    return "", ""


def _starts_with_space(tokens: Sequence[tuple[str, str]], index: int) -> bool:
    return index < len(tokens) and tokens[index][1].startswith(" ")


def _is_not_in(text: str) -> bool:
    return text.split() == ["not", "in"]


def _quoted(content: str) -> str:
    return f'"{content}"' if "'" in content else f"'{content}'"


def spoken(text: str) -> str:
    """A sentence with the Chinese names of the functions."""
    return re.sub("|".join(rf"\b{name}\b" for name in FUNCTIONS), lambda match: FUNCTIONS[match[0]], text)


def words_explained() -> Mapping[str, str]:
    """The functions with what they give, for the sheet that explains them."""
    return {
        "周岁（出生日期，某天）": "到某天满几周岁",
        "相隔月数（甲，乙）": "从甲到乙满几个月",
        "相隔天数（甲，乙）": "从甲到乙几天",
        "相隔工作日（甲，乙，是）": "从甲到乙几个工作日，含乙；第三项为“是”时也含甲",
        "已填（栏）": "这一栏是否填了",
        "含有（栏，“词”）": "可填几个的栏里是否有这个词",
        "次数（表.栏，“词”）": "与这个人有关的行里，这一栏是这个词的有几行；不写词就数填了的行",
        "超过的个数（表.栏，数）": "与这个人有关的行里，这一栏超过这个数的有几行",
        "合计（表.栏）": "与这个人有关的行里，这一栏加起来是多少",
        "最近（甲，乙）": "几个日期里最晚的一个",
        AS_OF: "判断日",
    }
