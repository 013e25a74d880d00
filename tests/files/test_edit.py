"""Edits inside a finished workbook: the cells that were asked for, and nothing else."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from small_package import MAIN, write_package

from xlflow.errors import OutputError, WorkbookError
from xlflow.files.editing.cell_edits import AddedPage, CellEdit, Look, PageCell, PageRow, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package, verify_package, write_page
from xlflow.tables.raw import Position

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
"""What the second reader says about styles and extensions that it does not keep."""

SHEET = "名单"
Cells = Mapping[Position, CellEdit]


def edited(data: bytes, cells: Cells, sheet: str = SHEET) -> bytes:
    content = edit_package(data, [SheetEdits(sheet, cells)])
    verify_package(content, data)
    return content


def small(tmp_path: Path, rows: str, **more: Any) -> bytes:
    return write_package(tmp_path / "small.xlsx", rows, **more).read_bytes()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {member.filename: package.read(member) for member in package.infolist()}


def sheet_part(data: bytes) -> str:
    return parts(data)["xl/worksheets/sheet1.xml"].decode()


def changed(before: bytes, after: bytes) -> set[str]:
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def values(data: bytes, sheet: str = SHEET) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def book_of(fill: Callable[[Any, Any], None], **options: Any) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        fill(book, book.add_worksheet(SHEET))
    return stream.getvalue()


def pixel() -> io.BytesIO:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xc8\0\0")) + chunk(b"IEND", b""))


def rich(book: Any, sheet: Any) -> None:
    """What openpyxl loses or rewrites: text box, header picture, sparkline, rich text, comments, table, dynamic array."""
    sheet.write_row(0, 0, ["姓名", "票数", "合计"])
    for row in range(1, 30):
        sheet.write_row(row, 0, [f"某{row}", row])
    sheet.write_rich_string(40, 0, book.add_format({"bold": True}), "粗", "细")
    sheet.insert_image(2, 5, "p.png", {"image_data": pixel()})
    sheet.set_header("&C&G", {"image_center": "h.png", "image_data_center": pixel()})
    sheet.insert_textbox(6, 5, "请在周五前报")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$B$2:$B$30"})
    sheet.insert_chart(10, 5, chart)
    sheet.add_sparkline(3, 3, {"range": f"'{SHEET}'!B2:B30"})
    sheet.write_comment(1, 1, "批注")
    sheet.conditional_format(1, 1, 29, 1, {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation(1, 0, 29, 0, {"validate": "length", "criteria": "<", "value": 9})
    sheet.insert_button(1, 8, {"caption": "校验"})
    sheet.add_table(50, 0, 53, 1, {"columns": [{"header": "甲"}, {"header": "乙"}]})
    other = book.add_worksheet("另一张")
    other.write_formula("A1", "=SUM(名单!B2:B30)", None, 435)


def test_a_rich_workbook_keeps_every_other_part_byte_for_byte() -> None:
    before = book_of(rich)
    after = edited(before, {(1, 1): CellEdit(99, fill="FFC7CE"), (60, 0): CellEdit("● 错误")})
    assert changed(before, after) == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    old, new = (zipfile.ZipFile(io.BytesIO(data)).infolist() for data in (before, after))
    assert [(m.filename, m.date_time, m.external_attr) for m in old] == [(m.filename, m.date_time, m.external_attr) for m in new]
    assert values(after)[1][1] == 99
    assert values(after)[60][0] == "● 错误"


def test_the_bytes_of_a_sheet_outside_the_edited_cells_stay() -> None:
    before = book_of(rich)
    old, new = sheet_part(before), sheet_part(edited(before, {(1, 1): CellEdit(99)}))
    assert new == old.replace('<c r="B2"><v>1</v></c>', '<c r="B2"><v>99</v></c>')


def test_the_same_edits_once_more_give_the_same_bytes() -> None:
    cells = {(1, 1): CellEdit("甲", fill="FFC7CE", number_format="@"), (90, 3): CellEdit(date(2026, 3, 5), number_format="yyyy-mm-dd")}
    once = edited(book_of(rich), cells)
    assert edit_package(once, [SheetEdits(SHEET, cells)]) is once


def test_every_kind_of_value_is_read_back_as_it_was_given() -> None:
    texts = ["110105200603079010", "=1+1", " 两边 ", "a\nb", "<&>\"'", "_x0041_", "\x01", "𠮷䶮", "2024-09-10"]
    given_values = [*texts, 7, 0.5, 1e300, True, False]
    data = edited(
        book_of(lambda book, sheet: sheet.write(0, 0, "头")), {(1, column): CellEdit(value) for column, value in enumerate(given_values)}
    )
    assert values(data)[1][len(texts) :] == [7.0, 0.5, 1e300, True, False]
    assert values(data)[1][: len(texts)] == texts


def test_days_count_from_the_epoch_of_the_workbook() -> None:
    edit = {
        (0, 0): CellEdit(date(2026, 3, 5), number_format="yyyy-mm-dd"),
        (1, 0): CellEdit(datetime(2026, 3, 5, 12), number_format="m/d h:mm"),
    }
    for options in ({}, {"date_1904": True}):
        data = edited(book_of(lambda book, sheet: sheet.write(3, 3, 1), **options), edit)
        assert [row[0] for row in values(data)[:2]] == [date(2026, 3, 5), datetime(2026, 3, 5, 12)]


def test_a_fill_keeps_everything_else_of_the_format() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, 0.25, book.add_format({"bold": True, "num_format": "0.0%", "border": 1, "bg_color": "#00FF00"}))

    cell = load_workbook(io.BytesIO(edited(book_of(fill), {(0, 0): CellEdit(fill="FFE699")})))[SHEET]["A1"]
    assert (cell.value, cell.font.b, cell.number_format, cell.border.left.style) == (0.25, True, "0.0%", "thin")
    assert cell.fill.fgColor.rgb == "FFFFE699"


def test_a_format_is_added_once_however_many_cells_have_it() -> None:
    data = edited(book_of(rich), {(row, 0): CellEdit(fill="FFC7CE") for row in range(1, 20)})
    root = ElementTree.fromstring(parts(data)["xl/styles.xml"])
    fills = [fill for fill in root.iter(f"{{{MAIN}}}fgColor") if fill.get("rgb") == "FFFFC7CE"]
    assert len(fills) == 1


def test_a_new_cell_takes_the_style_of_its_row_else_of_its_column() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.set_column(2, 3, 10, book.add_format({"num_format": "@"}))
        sheet.set_row(5, 20, book.add_format({"bold": True}))
        sheet.write(0, 0, "头")

    sheet = load_workbook(io.BytesIO(edited(book_of(fill), {(3, 2): CellEdit("1"), (5, 2): CellEdit("2"), (3, 7): CellEdit("3")})))[SHEET]
    assert (sheet["C4"].number_format, sheet["C6"].font.b, sheet["H4"].number_format) == ("@", True, "General")


def test_rows_and_cells_that_are_missing_are_put_in_order(tmp_path: Path) -> None:
    rows = '<row r="2" spans="2:4"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="7" ht="30" customHeight="1"/>'
    places = [(0, 0), (1, 0), (1, 2), (1, 5), (4, 1), (6, 3), (9, 0)]
    data = edited(small(tmp_path, rows), {place: CellEdit(f"{place}") for place in places})
    root = ElementTree.fromstring(sheet_part(data))
    found = [(row.get("r"), [cell.get("r") for cell in row]) for row in root.iter(f"{{{MAIN}}}row")]
    assert found == [
        ("1", ["A1"]),
        ("2", ["A2", "B2", "C2", "D2", "F2"]),
        ("5", ["B5"]),
        ("7", ["D7"]),
        ("10", ["A10"]),
    ]
    assert "spans" not in sheet_part(data)


def test_the_used_range_grows_with_the_cells() -> None:
    assert '<dimension ref="A1:K99"/>' in sheet_part(edited(book_of(lambda b, s: s.write(0, 0, 1)), {(98, 10): CellEdit("尾")}))


def test_emptying_keeps_the_style_and_never_makes_a_cell() -> None:
    before = book_of(lambda book, sheet: sheet.write(0, 0, "甲", book.add_format({"bold": True})))
    after = edited(before, {(0, 0): CellEdit(None), (5, 5): CellEdit(None)})
    assert '<c r="A1" s="1"/>' in sheet_part(after)
    assert "F6" not in sheet_part(after)
    assert edit_package(after, [SheetEdits(SHEET, {(0, 0): CellEdit(None)})]) is after


SPELLINGS = {
    "prefix": f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1:B2"/><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
    '<x:row r="2"><x:c r="B2"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    "single quotes": f"<worksheet xmlns='{MAIN}'><sheetData><row r='1'><c r='A1'><v>1</v></c></row>"
    "<row r='2'><c r='B2'><v>2</v></c></row></sheetData></worksheet>",
    "no references": f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c></row>'
    "<row><c/><c><v>2</v></c></row></sheetData></worksheet>",
    "style first": f'<worksheet xmlns="{MAIN}"><sheetData><row spans="1:2" r="1"><c s="0" r="A1"><v>1</v></c></row>'
    '<row r="2"><c s="0" r="B2"><v>2</v></c></row></sheetData></worksheet>',
    "comment": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><!-- <c r="A2"/> --><c r="A1"><v>1</v></c></row>'
    '<row r="2"><c r="B2"><v>2</v></c></row></sheetData></worksheet>',
    "line breaks": f'<worksheet xmlns="{MAIN}">\n<sheetData>\n <row r="1">\n  <c r="A1">\n<v>1</v></c>\n </row>\n'
    ' <row r="2">\n  <c r="B2"><v>2</v>\n</c> </row>\n</sheetData>\n</worksheet>',
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_however_a_part_is_spelled_the_edit_is_the_same(tmp_path: Path, spelling: str) -> None:
    cells = {(0, 0): CellEdit("甲"), (0, 1): CellEdit("乙"), (1, 0): CellEdit("丙"), (2, 2): CellEdit(3)}
    data = edited(small(tmp_path, "", sheet=SPELLINGS[spelling]), cells)
    sheet = load_workbook(io.BytesIO(data))[SHEET]
    assert [[cell.value for cell in row] for row in sheet["A1:C3"]] == [["甲", "乙", None], ["丙", 2, None], [None, None, 3]]


def test_a_part_in_utf_16_becomes_utf_8(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    part = f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    data = edited(small(tmp_path, "", sheet=part.encode("utf-16")), {(0, 1): CellEdit("乙")})
    assert [cell.value for cell in load_workbook(io.BytesIO(data))[SHEET][1]] == [1, "乙"]


def test_a_sheet_without_data_takes_cells(tmp_path: Path) -> None:
    for part in (f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>', f'<worksheet xmlns="{MAIN}"><sheetData></sheetData></worksheet>'):
        assert values(edited(small(tmp_path, "", sheet=part), {(0, 0): CellEdit("甲"), (1, 0): CellEdit("乙")})) == [["甲"], ["乙"]]


@pytest.mark.parametrize("kind", ["array", "shared"])
def test_one_cell_of_a_formula_of_many_is_refused(tmp_path: Path, kind: str) -> None:
    rows = f'<row r="1"><c r="A1"><f t="{kind}" ref="A1:A2" si="0">B1:B2*2</f><v>2</v></c></row><row r="2"><c r="A2"><v>4</v></c></row>'
    data = small(tmp_path, rows)
    for position in [(0, 0), *([(1, 0)] if kind == "array" else [])]:
        with pytest.raises(OutputError, match="公式"):
            edit_package(data, [SheetEdits(SHEET, {position: CellEdit(1)})])
    edited(data, {(0, 0): CellEdit(fill="FFC7CE")})


CHAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"


def with_chain(tmp_path: Path) -> bytes:
    """A workbook as Excel saves it: formulas, and the chain in which they are calculated."""
    package = parts(small(tmp_path, '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f><v>2</v></c></row>'))
    relations, types = package["xl/_rels/workbook.xml.rels"].decode(), package["[Content_Types].xml"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    package["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Rel", f'<Relationship Id="rId9" Type="{kind}" Target="calcChain.xml"/></Rel'
    ).encode()
    package["[Content_Types].xml"] = types.replace(
        "</Types", f'<Override PartName="/xl/calcChain.xml" ContentType="{CHAIN_TYPE}"/></Types'
    ).encode()
    package["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="A1" i="1"/><c r="B1"/></calcChain>'.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in package.items():
            target.writestr(name, content)
    return stream.getvalue()


def test_a_value_over_a_formula_takes_the_chain_of_calculation_out(tmp_path: Path) -> None:
    after = parts(edited(with_chain(tmp_path), {(0, 0): CellEdit(5)}))
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_formulas_elsewhere_are_calculated_anew_and_the_chain_stays(tmp_path: Path) -> None:
    after = parts(edited(with_chain(tmp_path), {(5, 0): CellEdit(5)}))
    assert "xl/calcChain.xml" in after
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_a_fill_asks_for_no_calculation(tmp_path: Path) -> None:
    before = with_chain(tmp_path)
    assert "xl/workbook.xml" not in changed(before, edited(before, {(0, 0): CellEdit(fill="FFC7CE")}))


def streamed(data: bytes) -> bytes:
    """The package as a program writes it that cannot seek: sizes behind the data."""

    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.pieces: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, piece: Any) -> int:
            self.pieces.append(bytes(piece))
            return len(piece)

    target = OneWay()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts(data).items():
            with package.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
        package.comment = b"remark"
    return b"".join(target.pieces)


def test_packages_with_long_sizes_behind_the_data_are_edited(tmp_path: Path) -> None:
    before = streamed(book_of(rich))
    after = edited(before, {(0, 0): CellEdit("甲")})
    assert changed(before, after) == {"xl/worksheets/sheet1.xml"}
    with zipfile.ZipFile(io.BytesIO(after)) as package:
        assert package.testzip() is None
        assert package.comment == b"remark"


def test_what_is_no_such_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError):
        edit_package(b"not a zip", [SheetEdits(SHEET, {(0, 0): CellEdit(1)})])
    with pytest.raises(OutputError, match="没有“别的”工作表"):
        edit_package(book_of(rich), [SheetEdits("别的", {(0, 0): CellEdit(1)})])


def test_a_text_longer_than_a_cell_holds_is_refused() -> None:
    with pytest.raises(OutputError, match="32,767"):
        edit_package(book_of(rich), [SheetEdits(SHEET, {(0, 0): CellEdit("长" * 32_768)})])


PAGE = AddedPage(
    "校验结果",
    (6, 40),
    (
        PageRow((PageCell("2 处错误", Look(size_pt=16, bold=True)),), 30, is_line=True),
        PageRow((PageCell(1, Look(line="A6A6A6")), PageCell("名单 B2", Look(colour="1F4E79", underline=True), f"'{SHEET}'!B2"))),
    ),
)


def test_a_page_is_appended_with_its_links() -> None:
    before = book_of(rich)
    after = write_page(before, PAGE)
    verify_package(after, before)
    added = {"xl/worksheets/sheet3.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"}
    assert changed(before, after) == added
    book = load_workbook(io.BytesIO(after))
    assert book.sheetnames == [SHEET, "另一张", "校验结果"]
    sheet = book["校验结果"]
    assert [[cell.value for cell in row] for row in sheet] == [["2 处错误", None], [1, "名单 B2"]]
    assert sheet["B2"].hyperlink.location == f"'{SHEET}'!B2"
    assert [str(range_) for range_ in sheet.merged_cells.ranges] == ["A1:B1"]
    assert write_page(after, PAGE) is after


def test_a_page_takes_the_place_of_its_sheet_and_leaves_the_rest_of_it() -> None:
    def fill(book: Any, sheet: Any) -> None:
        own = book.add_worksheet("校验结果")
        own.write("A1", "尚未校验")
        own.set_landscape()
        own.set_tab_color("#A6A6A6")
        own.set_footer("&P")

    before = book_of(fill)
    after = write_page(before, PAGE)
    assert changed(before, after) == {"xl/worksheets/sheet2.xml", "xl/styles.xml"}
    part = parts(after)["xl/worksheets/sheet2.xml"].decode()
    assert all(kept in part for kept in ('rgb="FFA6A6A6"', 'orientation="landscape"', "&amp;P"))
    assert values(after, "校验结果")[0][0] == "2 处错误"
    shorter = write_page(after, AddedPage("校验结果", (6,), (PageRow((PageCell("没有问题", Look()),)),)))
    assert values(shorter, "校验结果") == [["没有问题"]]
    assert "hyperlink" not in parts(shorter)["xl/worksheets/sheet2.xml"].decode()


def test_a_strict_workbook_takes_edits_and_a_page(tmp_path: Path) -> None:
    strict = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts(book_of(lambda book, sheet: sheet.write(0, 0, "甲"))).items():
            text = content.decode()
            for usual, own in strict.items():
                text = text.replace(usual, own)
            target.writestr(name, text)
    before = stream.getvalue()
    after = edit_package(before, [SheetEdits(SHEET, {(0, 0): CellEdit("乙", fill="FFC7CE")})], PAGE)
    new = parts(after)
    assert b"purl.oclc.org/ooxml/spreadsheetml/main" in new["xl/worksheets/sheet2.xml"]
    assert b"schemas.openxmlformats.org/spreadsheetml" not in new["xl/worksheets/sheet2.xml"] + new["xl/styles.xml"]
    for part in new.values():
        ElementTree.fromstring(part)


def test_a_workbook_without_styles_gets_them(tmp_path: Path) -> None:
    package = parts(small(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>'))
    del package["xl/styles.xml"]
    relations = package["xl/_rels/workbook.xml.rels"].decode()
    package["xl/_rels/workbook.xml.rels"] = (relations[: relations.index('<Relationship Id="rId2"')] + "</Relationships>").encode()
    start = package["[Content_Types].xml"].decode()
    package["[Content_Types].xml"] = "".join(
        piece for piece in start.replace("<Override", "\0<Override").split("\0") if "styles" not in piece
    ).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in package.items():
            target.writestr(name, content)
    data = edited(stream.getvalue(), {(0, 0): CellEdit(fill="FFC7CE")})
    assert load_workbook(io.BytesIO(data))[SHEET]["A1"].fill.fgColor.rgb == "FFFFC7CE"


positions = st.tuples(st.integers(0, 12), st.integers(0, 30))
texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)


@pytest.mark.slow
@given(
    there=st.dictionaries(positions, st.integers(0, 9)), edits=st.dictionaries(positions, st.one_of(st.none(), st.integers(0, 99), texts))
)
def test_after_any_edits_the_sheet_holds_what_was_there_and_what_was_asked(there: dict[Position, int], edits: dict[Position, Any]) -> None:
    before = book_of(lambda book, sheet: [sheet.write_number(*place, value) for place, value in there.items()])
    cells = {place: CellEdit(value) for place, value in edits.items()}
    after = edit_package(before, [SheetEdits(SHEET, cells)])
    found = {(r, c): v for r, row in enumerate(values(after)) for c, v in enumerate(row) if v != ""}
    expected = {place: value for place, value in (there | edits).items() if value not in (None, "")}
    assert found == {place: value.replace("\r\n", "\n") if isinstance(value, str) else value for place, value in expected.items()}
    assert edit_package(after, [SheetEdits(SHEET, cells)]) is after
