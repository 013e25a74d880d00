"""The text of finished files, and what it is compared with."""

from __future__ import annotations

import io

import xlsxwriter

from xlflow.documents.proof import Expected, mismatch, workbook_text

PEOPLE = frozenset({"甲一", "乙二"})


def workbook(*texts: str, constant_memory: bool = False) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": constant_memory}) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(texts):
            sheet.write_string(row, 0, text)
    return stream.getvalue()


def test_every_text_of_a_workbook_is_read_however_it_is_stored() -> None:
    for streamed in (False, True):
        assert workbook_text(workbook("甲一", "a<b & c", constant_memory=streamed)).splitlines() == ["甲一", "a<b & c"]


def test_fingerprints_of_rows_are_no_text() -> None:
    assert workbook_text(workbook("9f8273705475abc1")) == ""
    assert workbook_text(workbook("44030319990101123x")) == "44030319990101123x"


def test_a_workbook_with_somebody_elses_name_or_without_its_own_is_refused() -> None:
    mine = Expected((("姓名", "甲一"),), ("甲一", "440303**********1234"))
    assert mismatch(workbook_text(workbook("甲一", "440303**********1234")), mine, "", PEOPLE) == ""
    assert "乙二" in mismatch(workbook_text(workbook("甲一", "乙二")), mine, "", PEOPLE)
    assert "文中没有" in mismatch(workbook_text(workbook("姓名")), mine, "", PEOPLE)
    assert "不在这份材料的数据里" in mismatch(workbook_text(workbook("甲一", "999900000002")), mine, "", PEOPLE)
