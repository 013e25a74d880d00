"""Values in the words of a document, as far as the document's class may show them.

public: fields of class 0 and 1; internal: 0 to 2, ID and phone masked; full: all. What a class may not show is not among the names at
all, so no template can print it. An empty optional value is "". One that is required and due stops the document where it would be
printed. A fact that nobody was asked for (the unit of a foreign list, the committee of a branch) is a line to write on: a document
with a blank is what an office would type, an invented name is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from xlflow.documents.context.material import SourceRow
from xlflow.documents.numerals import document_day, document_month
from xlflow.documents.template import Unfilled
from xlflow.domain.dates import Month
from xlflow.findings import mask
from xlflow.schemes.parts import Field, FieldType
from xlflow.schemes.scheme import Scheme

RULED = "＿＿＿＿＿＿"
"""A blank to write on."""
LEVELS = {"public": 1, "internal": 2, "full": 3}
"""The highest class of personal data that a document may show."""
_MASKED_AT = {"internal": 3}
_DATES = (FieldType.DATE, FieldType.DATE_OR_MONTH)


class Printer:
    """Prints the fields of rows for documents of one class; a row that stands in many documents is put into words once."""

    def __init__(self, scheme: Scheme, audience: str) -> None:
        self.scheme = scheme
        self.audience = audience
        self._level = max(LEVELS[audience], _MASKED_AT.get(audience, 0))
        self._printed: dict[tuple[str, int], tuple[SourceRow, dict[str, object]]] = {}

    def shows(self, field: Field) -> bool:
        """Whether documents of this class may show the field."""
        return field.pii <= self._level

    def row(self, table: str, row: SourceRow | None) -> dict[str, object]:
        """All fields of the table that may be shown, by key and by term; "" each where there is no row. Not to be changed."""
        known = self._printed.get((table, id(row)))
        if known is None:
            source = row or SourceRow({})
            known = self._printed[table, id(row)] = (source, self._words(table, source))
        return known[1]

    def _words(self, table: str, row: SourceRow) -> dict[str, object]:
        names: dict[str, object] = {}
        for field in self.scheme.fields.get(table, ()):
            if self.shows(field):
                names[field.key] = names[field.term] = self.field(field, row)
        return names

    def field(self, field: Field, row: SourceRow) -> object:
        """One value in words."""
        value = row.values.get(field.key)
        if value not in (None, ""):
            text = printed(field, value)
            return mask(str(text)) if field.pii > LEVELS[self.audience] else text
        if field.key in row.faults:
            return Unfilled(field.label, row.faults[field.key])
        if row.by_hand and field.required is not False and field.type not in _DATES:
            return RULED
        return ""


def numbered(rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """The rows with their number, from 1."""
    return [{**row, "number": number} for number, row in enumerate(rows, 1)]


def printed(field: Field, value: object) -> object:
    """A value as documents write it: dates 2026年3月5日, the birth date by its month, shares 85.7%, numbers without a needless point."""
    if isinstance(value, date | Month):
        return document_month(value) if field.key == "birth_date" else document_day(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return percent(value)
    if isinstance(value, float):
        return percent(Fraction(value)) if field.type is FieldType.PCT else f"{value:.10g}"
    return value


def percent(share: Fraction) -> str:
    """A share with one place, half up: 85.7%, 100%."""
    tenths = int(share * 1000 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def hidden_names(scheme: Scheme, audience: str) -> dict[str, str]:
    """The names (keys and terms) of fields that documents of a class may not show in any table, with their labels."""
    printer = Printer(scheme, audience)
    fields = [field for table in scheme.fields.values() for field in table]
    shown = {name for field in fields if printer.shows(field) for name in (field.key, field.term)}
    return {name: field.label for field in fields for name in (field.key, field.term) if name not in shown}


def common(values: Iterable[object]) -> object:
    """The one value that all agree on, "" where they do not."""
    found = list(dict.fromkeys(values))
    return found[0] if len(found) == 1 else ""
