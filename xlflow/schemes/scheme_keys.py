"""What a key of a scheme means, said once: beside the attribute of the struct that holds its value.

    listed: Annotated[bool, Key("列入名单", KeyKind.FLAG, "是：列入当年名单", 10)] = False

From this line follow the key of the scheme file and its conversion (`values.py`), the column of the scheme workbook and what its cells say
(`book/`), and the check of what the value refers to (`key_references.py`). The structs themselves do without this module: only what reads
schemes (`sections.py`) evaluates the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Struct, field

from xlflow.findings import Severity
from xlflow.schemes.language.expressions import Expression

SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
ANYWHERE = "*"
"""Of a key that names a field: a field of any table."""
CHECKED_APART = "-"
"""Of a key that names a field: what it refers to is checked with other keys, by a function of its section."""


class KeyKind(StrEnum):
    """What the value of a key is."""

    TEXT = "text"
    TAGGED = "tagged"
    """A text with {字段} in it."""
    TEXTS = "texts"
    """Words with 、 or ； between them, or one a line."""
    CODE = "code"
    """The English key of the entry itself; the program gives one where the cell is empty."""
    SCHEME_ID = "scheme_id"
    FINDING = "finding"
    """The code of a finding; in the workbook the words of the reports."""
    TABLE = "table"
    FIELD = "field"
    FIELDS = "fields"
    FIELD_SETS = "field_sets"
    CHOICES = "choices"
    RATIO_KEY = "ratio_key"
    EVENT_KEY = "event_key"
    FLAG = "flag"
    NUMBER = "number"
    AMOUNT = "amount"
    """A number, or the term of a param."""
    DAY = "day"
    EXPRESSION = "expression"
    CONDITION = "condition"
    """是, 否 or an expression."""
    WORD = "word"
    """One of the key's `words`."""
    WORDS = "words"
    TYPE = "type"
    SPAN = "span"
    SHARE = "share"
    RATIO = "ratio"
    """A share of the whole, above 0 and at most 1, or the term of a param."""
    SHARES = "shares"
    VALUE = "value"
    """The value of a param."""
    VALUES = "values"
    """The values of a param by date; in the workbook several rows."""
    START = "start"
    """The day from which a value of a param holds: a column of the workbook, no key of the file."""
    WAYS = "ways"


class Key(Struct, frozen=True):
    """A key: its Chinese header, what its value is, and how it is explained to people. No column where the header is empty."""

    header: str
    kind: KeyKind
    note: str = ""
    width: float = 14
    """Of the column, in half-width characters."""
    words: Mapping[str, str] = field(default_factory=dict)
    """For each value of a WORD the word that stands in the cell; by default the members of the type."""
    key: str = ""
    """As the file writes it; by default the attribute's name."""
    before: str = ""
    """The key whose column follows, if the section has it; else columns stand in the order of the attributes, a CODE last."""
    of: str = ""
    """Where a name is looked up: a table, or the attribute that names one; by default `table`, else the rows of the section. With a field,
    `events.event_kind`: texts are labels of it. Of a share: the count. Of a tagged text: ANYWHERE, a table whose rows fill the tags, `file`
    or `params`."""
    reach: Literal["own", "seen", "joined"] = "own"
    """Which fields: those of the table, all that its rows see, or also those of the tables it refers to."""
    is_day: bool = False
    """Whether the field named is a date."""
    entry: str = ""
    """The section of which the value is the key of an entry."""
    cure: str = ""
    """What to do where a field is not there, if that is not just to correct it."""
    least: int | None = None
    """Of a whole number."""
    most: int | None = None
    clears: bool = False
    """Whether the text may be empty, which takes back what an entry inherits."""
    attribute: str = ""
    """The attribute that holds the value; empty where another is made of it."""
    enum: type[StrEnum] | None = None
    """The type of a WORD, if its values are members."""


CODE_NOTE = "程序用的英文名字，不要改已有的；新加的行可以留空，自动编号"
CodeKey = Annotated[str, Key("代号", KeyKind.CODE, CODE_NOTE, 18)]
BasisKey = Annotated[str, Key("依据", KeyKind.TEXT, "文件和条款，如：《办法》第五条", 24)]
SourceKey = Annotated[str, Key("来源", KeyKind.TEXT, "数字从哪里来；还没有定的写“默认值，待填”", 14)]
WhenKey = Annotated[
    Expression | None, Key("条件", KeyKind.EXPRESSION, "满足这个条件的行才判断；空着就是都判断。写法见《写法》", 34, before="require")
]
LevelKey = Annotated[Severity | None, Key("级别", KeyKind.WORD, "错误：须改正；提醒：请核对；空着按该问题的通常级别", 8, SEVERITIES)]
WaivableKey = Annotated[bool | None, Key("可核实", KeyKind.FLAG, "是：在“核实说明”中写明原因后不再提示", 8)]
MessageKey = Annotated[str, Key("提示", KeyKind.TAGGED, "告诉填表人哪里不对；{ } 里写术语，会换成表中的内容", 36)]
FixKey = Annotated[str, Key("改法", KeyKind.TAGGED, "告诉填表人怎么办", 30)]
