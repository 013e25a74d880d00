"""Which cell styles of an .xlsx show a date without its day, such as yyyy"年"m"月"."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from xlflow.files.reading.workbook_package import Element, elements
from xlflow.patterns import pattern

BUILT_IN_MONTHS = frozenset({"17", "27", "36", "50", "52", "57"})
"""mmm-yy, and the numbers that a Chinese Excel or WPS writes for yyyy"年"m"月" without spelling the format out."""
_AFTER_FORMATS = ("cellStyles", "dxfs", "tableStyles")
_ELEMENTS = frozenset({"numFmt", "cellXfs", "xf", *_AFTER_FORMATS})
_CODE = pattern(rb"""formatCode=(?:"([^"]*)"|'([^']*)')""")
_BUILT_IN_USED = pattern(rb"numFmtId=.(?:17|27|36|50|52|57)\b")
_NOT_TOKENS = pattern(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def shows_month_only(code: str) -> bool:
    """Whether a number format shows a date, but not its day.

    >>> shows_month_only('yyyy"年"m"月"'), shows_month_only("yyyy.mm;@"), shows_month_only("yyyy-mm-dd"), shows_month_only("mm:ss")
    (True, True, False, False)
    """
    tokens = _NOT_TOKENS.sub("", code.partition(";")[0]).lower()
    return bool(re.search("[ym]", tokens)) and not re.search("[dhs]|general", tokens)


@lru_cache(maxsize=32)
def month_styles(styles: bytes) -> frozenset[str]:
    """The indexes (attribute s of a cell) of the styles that show a month; `styles` is the part styles.xml.

    Kept for the last parts seen, since workbooks made from one form have the same styles.
    """
    if not _may_show_months(styles):
        return frozenset()
    parts = elements(styles, _ELEMENTS)
    spelled = {_attribute(part, "numFmtId"): _attribute(part, "formatCode") for part in parts if part.name == "numFmt"}
    months = {number for number, code in spelled.items() if shows_month_only(code)} | (BUILT_IN_MONTHS - spelled.keys())
    formats: list[str] = []
    inside = False
    for part in parts:
        if part.name == "cellXfs":
            inside = True
        elif inside and part.name in _AFTER_FORMATS:
            break
        elif inside and part.name == "xf":
            formats.append(_attribute(part, "numFmtId"))
    return frozenset(str(index) for index, number in enumerate(formats) if number in months)


def _may_show_months(styles: bytes) -> bool:
    """A look at the bytes, which spares most workbooks the parser."""
    codes = (unescape((code[1] or code[2] or b"").decode("utf-8", "replace")) for code in _CODE.finditer(styles))
    return bool(_BUILT_IN_USED.search(styles)) or any(shows_month_only(code) for code in codes)


def _attribute(part: Element, name: str) -> str:
    return part.attributes.get(name, "")
