"""推优结果反馈单 as a workbook: the Party branch chooses and types, and `merge` reads it back into the row of each person."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from xlflow.documents.layout.paragraph_markup import Face
from xlflow.files.writing.plain_book import MADE, OPTIONS
from xlflow.roster.feedback import ANSWERS
from xlflow.schemes.scheme import Scheme

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
        base = {"font_name": Face.FANG_SONG, "font_size": 11, "valign": "vcenter"}
        boxed = {**base, "border": 1, "text_wrap": True, "align": "center", "num_format": "@"}
        title = workbook.add_format({"font_name": Face.XIAO_BIAO_SONG, "font_size": 18, "align": "center", "valign": "vcenter"})
        plain, head, shown = (workbook.add_format(each) for each in (base, {**boxed, "font_name": Face.HEI}, boxed))
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
