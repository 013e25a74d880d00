"""Changed header texts of a standard form, put back."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xlflow.files.standard_form.field_cells import header_text, in_lines
from xlflow.files.standard_form.plan import RowsPlan, plan_form
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.cell_text import bare
from xlflow.tables.raw import Position
from xlflow.tables.records import TableReading, WorkbookReading


class ChangedHeader(Struct, frozen=True):
    """A header that does not say what the form says: its sheet, its cell (from 0), what stands there, what belongs there."""

    sheet: str
    position: Position
    found: str
    text: str


def changed_headers(reading: WorkbookReading, scheme: Scheme) -> list[ChangedHeader]:
    """The headers and labels of all tables where a text was changed; one that cannot be recognised counts as a missing column."""
    plans = {plan.table.key: plan for plan in plan_form(scheme).tables}
    found: list[ChangedHeader] = []
    for table in reading.tables:
        plan = plans.get(table.header.table)
        if plan is not None:
            texts = _columns(plan) if isinstance(plan, RowsPlan) else {line.field.key: header_text(line.field) for line in plan.lines}
            found += _changed(table, texts)
    return found


def _columns(plan: RowsPlan) -> dict[str, str]:
    columns = {column.field.key: in_lines(header_text(column.field), column.width) for column in plan.columns}
    return columns | dict(plan.mark_labels)


def _changed(table: TableReading, texts: dict[str, str]) -> Iterator[ChangedHeader]:
    header = table.header
    for key, found in header.labels.items():
        position = _position(table, key)
        if key in texts and position is not None and bare(found) != bare(texts[key]):
            yield ChangedHeader(header.sheet, position, found, texts[key])


def _position(table: TableReading, key: str) -> Position | None:
    """The cell of a header: under the groups, or left of the value."""
    if key in table.header.columns:
        return table.header.rows[1] - 1, table.header.columns[key] - 1
    anchor = table.records[0].anchors.get(key) if table.records else None
    return (anchor[0] - 1, anchor[1] - 2) if anchor is not None else None
