"""One value spread over several cells below one header: an ID number digit by digit, a day as year, month and day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlflow.patterns import pattern
from xlflow.schemes.parts import Field, FieldType
from xlflow.tables.cells.text import half_width, without_invisible
from xlflow.tables.finding.header import DAY_PARTS, Grid, Header
from xlflow.tables.raw import RawValue

_ID_PIECE = pattern(r"\d{1,17}[Xx]?|[Xx]", re.ASCII)
_DAY_PIECES = pattern(r"\d{4}(?:\.\d{1,2}){1,2}", re.ASCII)
_DAY_UNITS = pattern(r"(?<=\d)[年月日号]$")
_LEFT_OUT = "？"
_WHOLE_ID = 15
_DIGIT_BY_DIGIT = 17
_SPREAD = (FieldType.IDNO, FieldType.DATE, FieldType.DATE_OR_MONTH)


def piece_columns(grid: Grid, header: Header, index: int, field: Field) -> tuple[int, ...]:
    """The columns right of a field's own over which its value is spread; () where there are none.

    Its header is merged over them, or they say 月 and 日, or they have no header and hold a number digit by digit.
    """
    if field.type not in _SPREAD:
        return ()
    later = [cell.column for cell in header.cells if cell.column > index]
    gap = tuple(range(index + 1, min(later, default=grid.right)))
    anchors = {grid.anchors.get((row, index)) for row in range(header.first, header.last + 1)} - {None}
    rows = range(header.first, header.last + 1)
    joined = tuple(
        column
        for column in gap
        if grid.text(header.last, column) in DAY_PARTS or any(grid.anchors.get((row, column)) in anchors for row in rows)
    )
    return joined or (gap if field.type is FieldType.IDNO and len(gap) >= _DIGIT_BY_DIGIT else ())


def joined(field: Field, values: Sequence[RawValue]) -> RawValue:
    """The value that the cells of one row make up; the first of them where they do not belong together.

    A day of which a part is left out, a year and a day without the month between them, is all that stands there and so no day.
    """
    texts = [_DAY_UNITS.sub("", half_width(without_invisible(_text(value)))) for value in values]
    filled = [text for text in texts if text]
    if len(filled) < 2:
        return next((value for value, text in zip(values, texts, strict=True) if text), None)
    if field.type is FieldType.IDNO:
        fits = all(_ID_PIECE.fullmatch(text) for text in filled) and len(filled[0]) < _WHOLE_ID
        return "".join(filled) if fits else values[0]
    if texts[: len(filled)] != filled:
        return " ".join(text or _LEFT_OUT for text in texts)
    day = ".".join(filled)
    return day if _DAY_PIECES.fullmatch(day) else values[0]


def _text(value: RawValue) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
