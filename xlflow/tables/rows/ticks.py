"""A choice laid out as columns: a tick below 男 or 女 instead of the word, below 入党积极分子 or 发展对象."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from xlflow.schemes.parts import Field, FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.cell_text import NOTHING, half_width, without_invisible
from xlflow.tables.cells.converters import Labels
from xlflow.tables.finding.column_words import ColumnWords
from xlflow.tables.finding.header import Header, HeaderCell
from xlflow.tables.raw import RawValue
from xlflow.tables.rows.row_kinds import is_blank

_TICKS = frozenset("√✓✔☑●○◯■Vv1对是") | {"1.0"}
_NOT_TICKED = NOTHING | frozenset("×✗✘0否□☐") | {"0.0"}
_LEAST = 2


class Ticked(Struct, frozen=True):
    """A field whose labels have a column each."""

    field: Field
    labels: Mapping[int, str]
    """The label of every column (from 0)."""

    def read(self, cells: Mapping[int, RawValue]) -> tuple[str | None, str | None, int | None]:
        """The label that is ticked, else what stands there instead (two ticks, another text), and the column of it."""
        said = {column: without_invisible(str(value)) for column, value in cells.items() if not is_blank(value)}
        filled = {column: text for column, text in said.items() if half_width(text) not in _NOT_TICKED}
        if not filled:
            return None, None, None
        [column, *more] = sorted(filled)
        if not more and (filled[column] in _TICKS or half_width(filled[column]) in {*_TICKS, self.labels[column]}):
            return self.labels[column], None, column
        return None, "，".join(f"{self.labels[c]}：{filled[c]}" for c in sorted(filled)), column


def ticked_choices(scheme: Scheme, header: Header, words: ColumnWords, table: str) -> Iterator[Ticked]:
    """The choices without a column of their own whose labels stand side by side in the header, two or more of them.

    Below a group that names the field; without one only where all labels of the field are there.
    """
    for field in scheme.fields.get(table, ()):
        if field.type is not FieldType.CHOICE or field.key in header.known:
            continue
        labels = Labels.of(scheme.choices.get(field.choices or "", {}))
        named = [(cell, labels.find(cell.texts[-1])) for cell in header.cells if cell.key is None]
        runs = groupby(enumerate(named), key=lambda each: (each[1][1] is not None, each[1][0].column - each[0]))
        for (is_label, _), run in runs:
            columns = {cell.column: label for _, (cell, label) in run if label is not None} if is_label else {}
            cells = [cell for cell, _ in named if cell.column in columns]
            if len(columns) < _LEAST or len(set(columns.values())) < len(columns):
                continue
            if all(_is_below(cell, field, words) for cell in cells) or set(columns.values()) == set(labels.canonical.values()):
                yield Ticked(field, columns)
                break


def _is_below(cell: HeaderCell, field: Field, words: ColumnWords) -> bool:
    return len(cell.texts) > 1 and words.find_path(cell.texts[:-1]) == field.key
