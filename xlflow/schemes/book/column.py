"""What a column of the scheme workbook is: the key it stands for, its Chinese header, what its cells hold, and how it is explained."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class Kind(StrEnum):
    """How a cell says the value of a key."""

    TEXT = "text"
    TAGGED = "tagged"
    """A text with {字段} in it."""
    TEXTS = "texts"
    """Words with 、 or ； between them, or one a line."""
    CODE = "code"
    """The English key of the entry itself; the program gives one where it is empty."""
    FINDING = "finding"
    """What is found, in the words of the reports."""
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
    """One of the column's `words`."""
    WORDS = "words"
    TYPE = "type"
    SPAN = "span"
    SHARE = "share"
    RATIO = "ratio"
    """A share of the whole, above 0 and at most 1, or the term of a param."""
    SHARES = "shares"
    VALUE = "value"
    """The value of a param."""
    START = "start"
    """The day from which it holds."""
    WAYS = "ways"


class Column(Struct, frozen=True):
    """A column. `words`: for each value of the key the word that stands in the cell. `width` in half-width characters."""

    key: str
    header: str
    kind: Kind
    note: str = ""
    width: float = 14
    words: Mapping[str, str] = field(default_factory=dict)


class Page(Struct, frozen=True):
    """A sheet of the workbook, for one section (`choices` too); sections of one entry stand below one another on a sheet of facts."""

    title: str
    sections: tuple[str, ...]
    note: str
