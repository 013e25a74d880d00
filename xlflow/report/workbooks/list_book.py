"""A list of rows as a workbook, its columns named by the scheme: a roll of a class, a register, a library of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlflow.documents.context.printing import RULED
from xlflow.report.workbooks.official_table import ListColumn, OfficialList, official_book
from xlflow.schemes.parts import Document, Field, FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEETINGS, UNIT

Names = Mapping[str, object]

_SIGNATURES = {
    "S1": "团支部书记（签字）：　　　　　　　　　　　　　　　　　　　　年　　月　　日",
    "S2": "团支部书记（签字）：　　　　　　　　　上级团组织意见（盖章）：　　　　　　　　　　　年　　月　　日",
    "S4": "团委（盖章）：　　　　　　　　　　　　　　　　　　　　　　　年　　月　　日",
    "S5": "填表人（签字）：　　　　　　　　　　　　负责人（签字）：　　　　　　　　　　　　　　年　　月　　日",
}
_ROOM = 10.0
"""The width of a column of which the scheme says nothing."""
_EMPTY = "="
_PORTRAIT_HOLDS = 78.0
"""Widths, in characters of the form, that an upright page holds; a wider list lies across."""
_LONG = 20
"""Texts that may be longer stand left."""


def list_book(document: Document, title: str, names: Names, scheme: Scheme) -> bytes:
    """The workbook of a document with `columns`; the rows are in its names."""
    columns = (ListColumn("序号", "number", 5), *_columns(document, scheme))
    sheet = official_list(document, title, names, columns, rows_of(names, "rows"))
    return official_book(title, [sheet])


def official_list(
    document: Document, title: str, names: Names, columns: tuple[ListColumn, ...], rows: Sequence[Names], *, sheet: str = "", note: str = ""
) -> OfficialList:
    """A sheet that is signed as the document says; it lies across where its columns need the room."""
    title = f"{word(names, 'period')}{title}" if document.scope == "period" and "{" not in document.title else title
    facts = names.get("facts")
    shown = "　".join(f"{label}：{value}" for label, value in facts) if isinstance(facts, list) else ""
    return OfficialList(
        sheet or document.title.format_map(_Blank()),
        title,
        word(names, "issuer") or word(names, "branch"),
        columns,
        rows,
        day=word(names, "as_of") or word(names, "filled_on"),
        signatures=_SIGNATURES.get(document.sign, ""),
        note="　　".join(filter(None, (shown, note))),
        is_landscape=sum(column.share for column in columns) > _PORTRAIT_HOLDS,
        otherwise="没有应列的内容",
    )


class _Blank(dict[str, str]):
    """The title of a sheet is that of the document without what changes."""

    def __missing__(self, key: str) -> str:
        return ""


def _columns(document: Document, scheme: Scheme) -> Iterator[ListColumn]:
    for key in document.columns:
        if key.startswith(_EMPTY):
            yield ListColumn(key.removeprefix(_EMPTY), key, _ROOM)
            continue
        field = _field(document.rows, key, scheme)
        if field is not None:
            yield ListColumn(field.label, key, field.width or _ROOM, field.type is FieldType.LONG or (field.length or 0) > _LONG)


def _field(table: str, key: str, scheme: Scheme) -> Field | None:
    """The field of the table, else of the unit or the meeting, whose label heads the column."""
    owner = next((owner for owner in (table, UNIT, MEETINGS) if scheme.has_field(owner, key)), None)
    return scheme.field(owner, key) if owner else None


def rows_of(names: Names, key: str) -> list[dict[str, object]]:
    """The rows of a list among the names."""
    rows = names[key]
    assert isinstance(rows, list)
    return rows


def word(names: Names, key: str) -> str:
    """A name as text; nothing where it is a line to write on."""
    value = names.get(key)
    return value if isinstance(value, str) and value != RULED else ""
