"""导出上报: refused while errors stand; the copy bears its name, its headers, and what was confirmed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from filled_form import LIST, UNIT_SHEET, shown, write_form

from xlflow.errors import OutputError, XlflowError
from xlflow.files.reading.workbook_package import STAMP_SHEET
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.submit import SubmitResult, submit

pytestmark = pytest.mark.slow

AS_OF = date(2026, 3, 11)
NAME = "软件1班团支部_2026年上半年_会后上报.xlsx"
WRONG = {"身份证号": "110105200603079011"}


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = write_form(tmp_path / "三班.xlsx")
    fill(path, in_place=True, as_of=AS_OF)
    return path


def hand_in(path: Path, *, anyway: bool = False) -> SubmitResult:
    return submit(path, output=path.parent / "上报", as_of=AS_OF, anyway=anyway)


def page(path: Path) -> list[str]:
    """The texts of 校验结果, row by row."""
    book = openpyxl.load_workbook(path)
    rows = [" ".join(str(cell) for cell in row if cell is not None) for row in book["校验结果"].iter_rows(values_only=True)]
    book.close()
    return rows


def test_a_form_without_error_is_copied_under_its_name_and_stays_as_it_is(form: Path) -> None:
    before = form.read_bytes()
    result = hand_in(form)
    assert (result.path, result.errors) == (form.parent / "上报" / NAME, 0)
    assert form.read_bytes() == before
    assert shown(form.parent / "上报" / NAME) == shown(form) | {"校验结论": "通过"}
    assert page(form.parent / "上报" / NAME)[1].startswith("没有错误")


def test_with_an_error_nothing_is_written(tmp_path: Path) -> None:
    form = write_form(tmp_path / "三班.xlsx", [WRONG])
    result = hand_in(form)
    assert result.path is None
    assert result.errors > 0
    assert not (tmp_path / "上报").exists()


def test_anyway_it_is_written_with_its_errors_named(tmp_path: Path) -> None:
    form = write_form(tmp_path / "三班.xlsx", [WRONG])
    result = hand_in(form, anyway=True)
    assert result.path is not None
    assert any("● 错误 推优对象清单 H5" in row and "校验码不符" in row for row in page(result.path))
    assert str(shown(result.path)["校验结论"]).startswith("● ")


def test_one_person_twice_is_an_error_too(form: Path) -> None:
    twice = write_form(form.parent / "二.xlsx", [{}, {"联系电话": "19900000003"}])
    fill(twice, in_place=True, as_of=AS_OF)
    assert "duplicate-in-workbook" in {found.code for found in hand_in(twice).findings}
    assert hand_in(twice).path is None


def test_what_was_confirmed_is_shown_to_the_committee_with_its_reason(tmp_path: Path) -> None:
    form = write_form(tmp_path / "三班.xlsx", [{"应到会人数": 31, "核实说明": "会前转入一人"}])
    fill(form, in_place=True, as_of=AS_OF)
    result = hand_in(form)
    assert result.path is not None
    assert any("✓ 已核实" in row and row.endswith("会前转入一人") for row in page(result.path))
    assert any("核实说明 1 处" in note for note in result.notes)


def test_changed_headers_are_put_back_in_the_copy_and_said(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    header = next(cell for cell in book[LIST][4] if str(cell.value).lstrip("*") == "入团时间")
    label = next(row[0] for row in book["单位信息"].iter_rows(min_row=3) if str(row[0].value).lstrip("*") == "填表日期")
    header.value, label.value = "入团年月", "填报日期"
    book.save(form)
    assert [f.code for f in check([form], as_of=AS_OF).findings if f.code == "form-altered"]
    result = hand_in(form)
    assert result.path is not None
    copied = openpyxl.load_workbook(result.path)
    assert str(copied[LIST][header.coordinate].value).replace("\n", "") == "*入团时间"
    assert copied["单位信息"][label.coordinate].value == "*填表日期"
    assert not any("入团年月" in row for row in page(result.path))
    assert "“入团年月”改回“入团时间”" in "".join(result.notes)
    assert [f.code for f in check([result.path], as_of=AS_OF).findings if f.code == "form-altered"] == []


def corrected(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    row = next(row for row in book[LIST].iter_rows(min_row=5) if row[1].value == "张三")
    row[next(cell.column for cell in book[LIST][4] if cell.value == "备注") - 1].value = "已更正"
    book.save(form)


def test_handing_in_twice_is_fine(form: Path) -> None:
    first = hand_in(form)
    again = hand_in(form)
    assert (again.path, again.notes) == (first.path, first.notes)
    assert [path.name for path in (form.parent / "上报").iterdir()] == [NAME]


def test_a_corrected_form_takes_the_place_of_its_earlier_copy_which_is_kept(form: Path) -> None:
    first = hand_in(form)
    assert first.path is not None
    earlier = first.path.read_bytes()
    corrected(form)
    result = hand_in(form)
    assert result.path == first.path
    assert shown(result.path)["备注"] == "已更正"
    (kept,) = (form.parent / "上报" / "备份").iterdir()
    assert kept.read_bytes() == earlier
    assert any("已换成这一份；原来那份在旁边的“备份”文件夹" in note for note in result.notes)
    merged = merge([form.parent / "上报"], roster=form.parent / "清单库.xlsx", as_of=AS_OF)
    assert merged.found == 1


def test_an_earlier_copy_that_is_open_stays_and_the_cure_is_said(form: Path) -> None:
    first = hand_in(form)
    assert first.path is not None
    earlier = first.path.read_bytes()
    (first.path.parent / f"~${first.path.name}").write_bytes(b"")
    corrected(form)
    with pytest.raises(OutputError, match="请保存并关闭后重试"):
        hand_in(form)
    assert first.path.read_bytes() == earlier


def test_any_other_file_of_that_name_is_never_overwritten(form: Path) -> None:
    first = hand_in(form)
    assert first.path is not None
    first.path.write_bytes(b"another one")
    with pytest.raises(OutputError, match="请先把它移走或改名再做一次"):
        hand_in(form)
    assert first.path.read_bytes() == b"another one"


def made_for_nobody(form: Path, parent: str) -> Path:
    """The form as if it were one that every unit may use, with its 上级团组织."""
    book = openpyxl.load_workbook(form)
    next(row for row in book[STAMP_SHEET].iter_rows() if row[0].value == "form_id")[1].value = None
    next(row for row in book[UNIT_SHEET].iter_rows() if str(row[0].value).lstrip("*") == "上级团组织")[1].value = parent
    book.save(form)
    return form


def test_two_units_of_one_name_with_forms_made_for_nobody_do_not_replace_each_other(form: Path) -> None:
    first = hand_in(made_for_nobody(form, "软件学院团委"))
    assert first.path is not None
    before = first.path.read_bytes()
    with pytest.raises(OutputError, match="已经存在"):
        hand_in(made_for_nobody(form, "信息学院团委"))
    assert first.path.read_bytes() == before
    corrected(made_for_nobody(form, "软件学院团委"))
    assert hand_in(form).path == first.path


def test_the_copy_that_was_handed_in_is_not_replaced_by_its_own_copy(form: Path) -> None:
    first = hand_in(form)
    assert first.path is not None
    corrected(first.path)
    before = first.path.read_bytes()
    with pytest.raises(OutputError, match="已经存在"):
        submit(first.path, output=first.path.parent, as_of=AS_OF)
    assert first.path.read_bytes() == before


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"团支部全称": "软件/1班团支部"}, "软件_1班团支部_2026年上半年_会后上报.xlsx"),
        ({"填报阶段": None}, "软件1班团支部_2026年上半年.xlsx"),
    ],
)
def test_the_name_is_safe_and_leaves_out_what_is_not_filled_in(tmp_path: Path, facts: dict[str, object], name: str) -> None:
    form = write_form(tmp_path / "三班.xlsx", unit=facts)
    assert hand_in(form, anyway=True).path == tmp_path / "上报" / name


def test_the_copy_is_judged_as_the_form_is(form: Path) -> None:
    result = hand_in(form)
    assert result.path is not None
    again = check([result.path], as_of=AS_OF).findings
    assert [(f.code, f.place.cell) for f in again] == [(f.code, f.place.cell) for f in result.findings]


def test_a_list_of_another_origin_is_refused_with_the_cure(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "性别", "身份证号"])  # type: ignore[union-attr]
    book.active.append(["张三", "男", "110105200603079010"])  # type: ignore[union-attr]
    book.save(tmp_path / "名单.xlsx")
    with pytest.raises(XlflowError, match="按数值粘贴"):
        submit(tmp_path / "名单.xlsx", output=tmp_path / "上报", as_of=AS_OF)
