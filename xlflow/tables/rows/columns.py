"""A column of a found table."""

from __future__ import annotations

from msgspec import Struct

from xlflow.schemes.parts import Field, FilledBy
from xlflow.tables.cells.converters import Converter


class Column(Struct, frozen=True):
    """A column of a found table: its position, its field, its converter."""

    index: int
    field: Field
    convert: Converter
    is_odd: bool
    """Whether something in it is merged, an error, a formula or a month."""

    @property
    def is_person_made(self) -> bool:
        """Whether a person fills the column: a row with only computed cells is an empty one."""
        return self.field.key != "seq" and self.field.filled_by is not FilledBy.DERIVED
