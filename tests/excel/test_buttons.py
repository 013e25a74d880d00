"""A form with buttons: its macros, and that it stays a form in every other respect."""

from __future__ import annotations

import ast
import inspect
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from vba_modules import vba_modules

from xlflow.errors import XlflowError
from xlflow.excel import main
from xlflow.excel.live_sheets import refuse_other_xlwings
from xlflow.excel.vba import OF_A_BRANCH, buttons_module, form_buttons, form_modules
from xlflow.excel.verbs import VERBS
from xlflow.excel.xlwings_source import XlwingsSource, installed_version, installed_xlwings
from xlflow.files.standard_form.buttons import Codenames
from xlflow.jobs.new import new

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = new("national", tmp_path_factory.mktemp("form") / "三班.xlsm", unit="软件2301班团支部", buttons=form_buttons(), today=TODAY)
    return path


def test_every_module_of_the_form_is_read_back_as_it_was_written(form: Path) -> None:
    with zipfile.ZipFile(form) as package:
        code_names = re.findall(r'<sheetPr codeName="(\w+)"', "".join(_sheets(package)))
    modules = form_modules(Codenames("ThisWorkbook", tuple(code_names)), OF_A_BRANCH, installed_xlwings())
    assert vba_modules(form.read_bytes(), form.name) == {module.name: module.text for module in modules}


def _sheets(package: zipfile.ZipFile) -> list[str]:
    names = sorted((n for n in package.namelist() if n.startswith("xl/worksheets/sheet")), key=lambda n: int(re.sub(r"\D", "", n)))
    return [package.read(name).decode("utf-8") for name in names]


def test_each_button_runs_the_macro_of_its_verb(form: Path) -> None:
    with zipfile.ZipFile(form) as package:
        drawing = package.read("xl/drawings/vmlDrawing1.vml").decode("utf-8")
    pressed = re.findall(r"<font [^>]*>([^<]*)</font>.*?<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing)
    assert pressed == [(verb.caption, f"Xlflow_{verb.name}") for verb in OF_A_BRANCH]
    assert all(verb.tooltip in drawing for verb in OF_A_BRANCH)


def test_no_button_lies_across_the_border_of_columns(form: Path) -> None:
    with zipfile.ZipFile(form) as package:
        drawing = package.read("xl/drawings/vmlDrawing1.vml").decode("utf-8")
    anchors = [[int(part) for part in anchor.split(", ")] for anchor in re.findall(r"<x:Anchor>([^<]*)</x:Anchor>", drawing)]
    assert all(left == right for left, _, _, _, right, *_ in anchors)
    assert len({(end - start, bottom - top) for _, start, _, top, _, end, _, bottom in anchors}) == 1


def test_a_click_is_one_fixed_command_with_the_version_of_its_vba() -> None:
    source = buttons_module(VERBS, "0.1.2").source
    assert """RunPython "import xlflow.excel; xlflow.excel.main('" & verb & "', '0.1.2')\"""" in source
    for verb in VERBS:
        assert f'Public Sub Xlflow_{verb.name}()\n    RunVerb "{verb.name}"\nEnd Sub' in source


def test_settings_are_looked_for_under_our_own_name() -> None:
    source = installed_xlwings()
    for modules in (source.workbook_modules(), source.addin_modules()):
        assert 'Public Const PROJECT_NAME As String = "xlflow"' in modules[0].source
        assert f'Public Const XLWINGS_VERSION As String = "{source.version}"' in modules[0].source
        assert "BSD 3-clause" in modules[0].source


def test_the_same_arguments_give_the_same_form(form: Path, tmp_path: Path) -> None:
    (again,) = new("national", tmp_path / "三班.xlsm", unit="软件2301班团支部", buttons=form_buttons(), today=TODAY)
    assert again.read_bytes() == form.read_bytes()


def test_libreoffice_finds_modules_and_buttons(form: Path, convert: Callable[[Path, str], Path]) -> None:
    with zipfile.ZipFile(convert(form, "ods")) as package:
        listed = package.read("Basic/VBAProject/script-lb.xml").decode("utf-8")
        content = package.read("content.xml").decode("utf-8")
    assert set(re.findall(r'element library:name="(\w+)"', listed)) == set(vba_modules(form.read_bytes(), form.name))
    bound = re.findall(r"vnd\.sun\.star\.script:VBAProject\.XlflowButtons\.(\w+)\?language=Basic", content)
    assert bound == [f"Xlflow_{verb.name}" for verb in OF_A_BRANCH]


@pytest.mark.slow
def test_the_form_is_a_valid_package_that_others_open(form: Path) -> None:
    assert [str(error) for error in OpenXmlValidator(max_errors=0).validate(form).errors] == []
    book = load_workbook(form, keep_vba=True)
    assert book.sheetnames[0] == "首页"
    book.close()


@pytest.mark.slow
def test_checking_and_marking_leave_the_macros_as_they_are(form: Path, tmp_path: Path, xlflow: Callable[..., object]) -> None:
    copy = tmp_path / form.name
    copy.write_bytes(form.read_bytes())
    xlflow("check", copy, "--mark")
    with zipfile.ZipFile(form) as before, zipfile.ZipFile(copy) as after:
        assert before.read("xl/vbaProject.bin") == after.read("xl/vbaProject.bin")
        assert before.read("xl/drawings/vmlDrawing1.vml") == after.read("xl/drawings/vmlDrawing1.vml")
    assert copy.read_bytes() != form.read_bytes()


def test_forms_with_buttons_are_named_xlsm(tmp_path: Path, xlflow: Callable[..., object]) -> None:
    outcome = xlflow("new", "national", "-o", tmp_path, "--unit", "甲团支部", "--round", "第1批", "--buttons")
    assert (outcome.code, [path.name for path in tmp_path.iterdir()]) == (0, ["第1批_甲团支部_推优表.xlsm"])
    refused = xlflow("new", "national", "-o", tmp_path / "表.xlsx", "--buttons")
    assert (refused.code, "带按钮的标准表单是 .xlsm 工作簿" in refused.err) == (3, True)


def test_an_xlwings_that_is_written_otherwise_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xlwings.bas").write_text('Attribute VB_Name = "xlwings"\nSub RunPython()\nEnd Sub\n', encoding="ascii")
    with pytest.raises(XlflowError, match=r"xlwings 9\.9 的 xlwings\.bas 与已知的写法不同"):
        XlwingsSource("9.9", tmp_path).workbook_modules()
    with pytest.raises(XlflowError, match=r"没有可用的 xlwings_custom_addin\.bas"):
        XlwingsSource("9.9", tmp_path).addin_modules()


def test_vba_and_xlwings_of_two_versions_do_not_work_together() -> None:
    refuse_other_xlwings("")
    refuse_other_xlwings(installed_version())
    with pytest.raises(XlflowError, match=rf"按钮是为 xlwings 0\.1\.2 做的，现在装的是 {re.escape(installed_version())}，两者必须一致"):
        refuse_other_xlwings("0.1.2")


def test_python_takes_what_the_button_sends() -> None:
    (command,) = re.findall(r'RunPython "(.*)"\n', buttons_module(VERBS, "0.1.2").source)
    sent = command.replace('" & verb & "', "check").partition("main")[2]
    inspect.signature(main).bind(*ast.literal_eval(sent))
