"""A list of rows as a workbook, its columns named by the scheme: a roll of a class, a register, a library of people."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

from xlflow.documents.context.printed_values import RULED
from xlflow.documents.layout.paragraph_markup import Typeface
from xlflow.files.writing.plain_book import MADE, OPTIONS
from xlflow.report.workbooks.official_table import ListColumn, OfficialList, official_book
from xlflow.roster.feedback import ANSWERS
from xlflow.schemes.parts import Document, Field, FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEETINGS, UNIT

SHOWN = ("name", "student_id", "branch", "recommendation_type")
KNOWN = (*SHOWN, "mentors")
"""What the slip says already: mentors that are known need only be confirmed."""
_KEY = "行标识"
_WIDTHS: Mapping[str, float] = {"name": 12, "student_id": 15, "branch": 26, "recommendation_type": 14}
_HEADER = 3
_STAMP = "_xlflow"


def feedback_book(
    scheme: Scheme, heading: Mapping[str, str], rows: Sequence[Mapping[str, str]], keys: Sequence[str], stamp: Sequence[tuple[str, str]]
) -> bytes:
    """One line a person. `heading`: `title`, `to` and `of`; `keys`: of the roster's rows, else ""; `stamp`: its own sheet."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"title": heading["title"], "created": MADE})
        base = {"font_name": Typeface.FANG_SONG, "font_size": 11, "valign": "vcenter"}
        boxed = {**base, "border": 1, "text_wrap": True, "align": "center", "num_format": "@"}
        title = workbook.add_format({"font_name": Typeface.XIAO_BIAO_SONG, "font_size": 18, "align": "center", "valign": "vcenter"})
        plain, head, shown = (workbook.add_format(each) for each in (base, {**boxed, "font_name": Typeface.HEI}, boxed))
        open_, day = (workbook.add_format({**boxed, "locked": False, **more}) for more in ({}, {"num_format": "yyyy-mm-dd"}))
        sheet = workbook.add_worksheet(scheme.tables["nominees"].sheet)
        columns = [scheme.field("nominees", key) for key in (*SHOWN, *ANSWERS)]
        last = len(columns)
        sheet.merge_range(0, 0, 0, last - 1, heading["title"], title)
        sheet.set_row(0, 36)
        sheet.write_string(1, 0, f"{heading['to']}：请在各人的右边四栏填写研究结果，存盘后发回。", plain)
        sheet.write_string(2, 0, f"反馈党支部：{heading['of']}", plain)
        for column, field in enumerate(columns):
            sheet.set_column(column, column, _WIDTHS.get(field.key, field.width or 16))
            sheet.write_string(_HEADER, column, field.label, head)
        sheet.write_string(_HEADER, last, _KEY, head)
        sheet.set_column(last, last, 12, None, {"hidden": True})
        for line, (row, key) in enumerate(zip(rows, keys, strict=True), _HEADER + 1):
            sheet.set_row(line, 34)
            for column, field in enumerate(columns):
                if field.key in SHOWN:
                    sheet.write_string(line, column, row.get(field.key, ""), shown)
                elif known := row.get(field.key, ""):
                    sheet.write_string(line, column, known, open_)
                else:
                    sheet.write_blank(line, column, None, day if field.key == "party_decision_date" else open_)
            sheet.write_string(line, last, key, shown)
        end = _HEADER + max(1, len(rows))
        sheet.data_validation(
            _HEADER + 1,
            len(SHOWN),
            end,
            len(SHOWN),
            {"validate": "list", "source": list(scheme.choices["party_result"]), "ignore_blank": True},
        )
        sheet.write_string(end + 2, 0, "党支部书记（签字）：　　　　　　　　　　党支部（盖章）　　　　　　　　　　年　　月　　日", plain)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER)
        sheet.freeze_panes(_HEADER + 1, 1)
        hidden = workbook.add_worksheet(_STAMP)
        for line, (name, value) in enumerate(stamp):
            hidden.write_string(line, 0, name)
            hidden.write_string(line, 1, value)
        hidden.very_hidden()
    return stream.getvalue()


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
