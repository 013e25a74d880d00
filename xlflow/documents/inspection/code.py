"""The code of one tag, read by itself: a faulty tag hides none of the others."""

from __future__ import annotations

import re

from jinja2 import Environment, TemplateSyntaxError, nodes
from msgspec import Struct

from xlflow.documents.inspection.vocabulary import near
from xlflow.documents.template import marks
from xlflow.documents.template.tags import OPENERS, Kind, Tag

_CLOSERS = frozenset({"else", "raw", "endraw", *(f"end{word}" for word in OPENERS)})
_ALONE = frozenset({"elif", "do", *_CLOSERS})
_OTHER_FILES = frozenset({"include", "import", "from", "extends"})
WORDS = OPENERS | _ALONE


class Mistake(Struct, frozen=True):
    """Why a tag cannot be read."""

    message: str


def parsed(tag: Tag, environment: Environment) -> nodes.Template | Mistake | None:
    """The tree of the code; None for a tag that holds none, such as `{% endfor %}`."""
    source = _source(tag)
    if isinstance(source, Mistake | None):
        return source
    try:
        return environment.parse(source)
    except TemplateSyntaxError as error:
        return Mistake(_in_chinese(error.message or ""))
    except RecursionError:
        return Mistake("括号或运算嵌套得太深；请改简单些")


def _source(tag: Tag) -> str | Mistake | None:
    if tag.kind is Kind.VARIABLE:
        if not tag.code:
            return Mistake("标签里没有写名称")
        return f"{marks.VARIABLE_START}{tag.code}{marks.VARIABLE_END}"
    word = tag.word
    if word in _OTHER_FILES:
        return Mistake("模板里不能引用别的文件")
    if word not in WORDS:
        return Mistake(f"没有“{word}”这种标签{near(word, WORDS)}；要印一个值请写成 {{{{ 名称 }}}}")
    if word in _CLOSERS:
        return None
    if word == "elif":
        return _block(f"if{tag.code.removeprefix('elif')}") + _block("endif")
    return _block(tag.code) + (_block(f"end{word}") if tag.opens else "")


def _block(code: str) -> str:
    return f"{marks.BLOCK_START}{code}{marks.BLOCK_END}"


_UNEXPECTED_CHARACTER = re.compile(r"unexpected char '(.)'")
_GOT = re.compile(r"(?:got|unexpected) '([^']+)'")


def _in_chinese(message: str) -> str:
    """The sentence of jinja2 in words of ours."""
    if match := _UNEXPECTED_CHARACTER.search(message):
        if ord(match[1]) > 0x7F:
            return f"写了“{match[1]}”；标签里的标点和运算符号须用半角的"
        return f"写了多余的“{match[1]}”"
    match = _GOT.search(message)
    if match and match[1].startswith("end of"):
        return "没有写完；请核对括号、引号和用词"
    if match and match[1].isidentifier():
        return f"写法有误，“{match[1]}”不应在此处；名称中间不能有空格，条件用 ==、and、or 连接"
    if match:
        return f"写法有误，“{match[1]}”不应在此处；请核对括号、引号、逗号"
    return "写法有误；请核对括号、引号、逗号和用词"
