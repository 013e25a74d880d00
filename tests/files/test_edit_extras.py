"""What Excel and WPS put into a workbook beyond cells stays as it is, byte for byte, whatever is edited beside it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from xlflow.excel.project import Module, ModuleKind, vba_project
from xlflow.files.editing.cell_edits import AddedPage, CellEdit, Look, PageCell, PageRow, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package, verify_package

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
SHEET, PAGE = "名单", "校验结果"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE, _MICROSOFT = "http://schemas.openxmlformats.org/officeDocument/2006", "http://schemas.microsoft.com/office"
_SLICERS = (
    f'<ext xmlns:x15="{_MICROSOFT}/spreadsheetml/2010/11/main" uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}">'
    f'<x14:slicerList xmlns:x14="{_MICROSOFT}/spreadsheetml/2009/9/main"><x14:slicer r:id="rIdSlicer"/></x14:slicerList></ext>'
)
GRAFTS = {
    "xl/slicers/slicer1.xml": f'<slicers xmlns="{_MICROSOFT}/spreadsheetml/2009/9/main"><slicer name="切片" cache="切片器"/></slicers>',
    "xl/slicerCaches/slicerCache1.xml": (
        f'<slicerCacheDefinition xmlns="{_MICROSOFT}/spreadsheetml/2009/9/main" name="切片器" sourceName="甲"/>'
    ),
    "xl/cellimages.xml": '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>',
    "xl/_rels/cellimages.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/relationships/image" Target="media/image1.png"/>'
        "</Relationships>"
    ),
    "xl/threadedComments/threadedComment1.xml": (
        f'<ThreadedComments xmlns="{_MICROSOFT}/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2"/></ThreadedComments>'
    ),
    "xl/ctrlProps/ctrlProp1.xml": f'<formControlPr xmlns="{_MICROSOFT}/spreadsheetml/2009/9/main" objectType="CheckBox"/>',
}
_TO_WORKBOOK = {
    "xl/slicerCaches/slicerCache1.xml": f"{_MICROSOFT}/2007/relationships/slicerCache",
    "xl/cellimages.xml": "http://www.wps.cn/officeDocument/2020/cellImage",
}
_TO_SHEET = {
    "xl/slicers/slicer1.xml": f"{_MICROSOFT}/2007/relationships/slicer",
    "xl/threadedComments/threadedComment1.xml": f"{_MICROSOFT}/2017/10/relationships/threadedComment",
    "xl/ctrlProps/ctrlProp1.xml": f"{_OFFICE}/relationships/ctrlProp",
}


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """A workbook with macros, a button, pictures, shapes, a chart, a sparkline, a slicer, pictures in cells as WPS has them, more."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, ["姓名", "赞成票", "身份证号"])
        for row in range(1, 12):
            sheet.write_row(row, 0, ["甲", row, row * 2])
        sheet.insert_image("F3", "p.png", {"image_data": _pixel()})
        sheet.insert_textbox("F9", "请在周五前报")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{SHEET}'!$B$1:$B$9"})
        sheet.insert_chart("H3", chart)
        sheet.add_sparkline("D2", {"range": f"'{SHEET}'!B1:B9"})
        sheet.write_comment("B2", "批注")
        sheet.write_formula("E2", '=_xlfn.DISPIMG("ID_0001",1)', None, '=DISPIMG("ID_0001",1)')
        sheet.set_vba_name("Sheet1")
        book.set_vba_name("ThisWorkbook")
        modules = (
            Module("ThisWorkbook", kind=ModuleKind.WORKBOOK),
            Module("Sheet1", kind=ModuleKind.SHEET),
            Module("Own", "Sub A()\nEnd Sub\n"),
        )
        book.add_vba_project(io.BytesIO(vba_project(modules)), is_stream=True)
        sheet.insert_button("J1", {"caption": "校验", "macro": "A"})
    return _grafted(stream.getvalue())


def _pixel() -> io.BytesIO:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xc8\0\0")) + chunk(b"IEND", b""))


def _grafted(data: bytes) -> bytes:
    """The workbook with the parts that XlsxWriter cannot make, bound to it as Excel and WPS bind them."""
    held = parts(data)
    sheet = held["xl/worksheets/sheet1.xml"].decode()
    held["xl/worksheets/sheet1.xml"] = sheet.replace("</extLst>", f"{_SLICERS}</extLst>").encode()
    _bind(held, "xl/_rels/workbook.xml.rels", _TO_WORKBOOK, "")
    _bind(held, "xl/worksheets/_rels/sheet1.xml.rels", _TO_SHEET, "../")
    held |= {name: text.encode() for name, text in GRAFTS.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in held.items():
            package.writestr(name, content)
    return stream.getvalue()


def _bind(held: dict[str, bytes], relations: str, targets: dict[str, str], up: str) -> None:
    ids = {"xl/slicers/slicer1.xml": "rIdSlicer"}
    added = "".join(
        f'<Relationship Id="{ids.get(name, f"rIdX{number}")}" Type="{kind}" Target="{up}{name.removeprefix("xl/")}"/>'
        for number, (name, kind) in enumerate(targets.items())
    )
    held[relations] = held[relations].decode().replace("</Relationships>", f"{added}</Relationships>").encode()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


EDITS = [SheetEdits(SHEET, {(3, 0): CellEdit("乙", fill="FFC7CE"), (20, 1): CellEdit("● 错误")})]


def test_the_workbook_has_all_that_openpyxl_would_lose(workbook: bytes) -> None:
    names = set(parts(workbook))
    assert set(GRAFTS) <= names
    assert {"xl/vbaProject.bin", "xl/media/image1.png", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"} <= names


def test_edits_of_cells_leave_every_other_part_byte_for_byte(workbook: bytes) -> None:
    after = edit_package(workbook, EDITS)
    verify_package(after, workbook)
    old, new = parts(workbook), parts(after)
    assert {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)} == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    sheet = new["xl/worksheets/sheet1.xml"].decode()
    assert _SLICERS in sheet
    assert '_xlfn.DISPIMG("ID_0001",1)' in sheet
    assert re.findall("<x14:sparklineGroup.*</x14:sparklineGroups>", sheet) == re.findall(
        "<x14:sparklineGroup.*</x14:sparklineGroups>", old["xl/worksheets/sheet1.xml"].decode()
    )


def test_a_page_of_results_leaves_pictures_macros_and_slicers_byte_for_byte(workbook: bytes) -> None:
    page = AddedPage(PAGE, (20.0,), (PageRow((PageCell("这份表要改", Look()),)),))
    after = edit_package(workbook, EDITS, page)
    verify_package(after, workbook)
    old, new = parts(workbook), parts(after)
    touched = {name for name in old if old[name] != new.get(name)}
    assert touched == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }
    relations = new["xl/_rels/workbook.xml.rels"].decode()
    assert all(kind in relations for kind in _TO_WORKBOOK.values())


def test_a_marked_copy_keeps_them_too(workbook: bytes, tmp_path: Path, xlflow: Callable[..., object]) -> None:
    path = tmp_path / "名单.xlsm"
    path.write_bytes(workbook)
    xlflow("check", path, "--mark-copy", tmp_path / "副本")
    (copy,) = (tmp_path / "副本").glob("*.xlsm")
    old, new = parts(workbook), parts(copy.read_bytes())
    assert new != old
    assert all(new[name] == old[name] for name in (*GRAFTS, "xl/vbaProject.bin", "xl/media/image1.png", "xl/charts/chart1.xml"))
    assert path.read_bytes() == workbook
