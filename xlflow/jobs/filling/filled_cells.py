"""Values of the forms as cells hold them, and as people read them in a list of changes."""

from __future__ import annotations

from datetime import date

from xlflow.domain.dates import Month
from xlflow.files.editing.edits import CellEdit
from xlflow.schemes.parts import Field, FieldType
from xlflow.tables.records import Value, plain

_DAY, _SHARE = "yyyy-mm-dd", "0.0%"


def cell_edit(field: Field, value: Value | None, *, is_form: bool) -> CellEdit:
    """The cell of a value: codes and texts as text, days as days, shares as shares, yes and no in words; None empties the cell.

    In a standard form a field that may lack the day is a text, as its column is.
    """
    if isinstance(value, bool):
        return CellEdit(_yes_no(value))
    if isinstance(value, Month) or (isinstance(value, date) and is_form and field.type is FieldType.DATE_OR_MONTH):
        return CellEdit(value.isoformat())
    if isinstance(value, date):
        return CellEdit(value, number_format=_DAY)
    if isinstance(value, int | float) and field.type is FieldType.PCT:
        return CellEdit(round(value / 100, 6), number_format=_SHARE)
    return CellEdit(value)


def in_words(field: Field, value: Value | None) -> str:
    """A value in a list of changes; an empty text for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, int | float) and field.type is FieldType.PCT:
        return f"{value:.1f}%"
    return str(plain(value))


def _yes_no(value: bool) -> str:
    return "是" if value else "否"
