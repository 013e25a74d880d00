"""xlflow.xlam and its ribbon tab."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openxml_audit import OpenXmlValidator
from vba_modules import vba_modules

from xlflow.excel.addin import TAB, addin, addin_modules, ribbon_parts
from xlflow.excel.vba import CALLBACK, ribbon_module
from xlflow.excel.verbs import VERBS
from xlflow.excel.xlwings_source import installed_xlwings

SETTINGS = {"INTERPRETER_WIN": r"C:\Users\张三\py & co\python.exe", "SHOW CONSOLE": "False"}


def test_every_module_of_the_addin_is_read_back_as_it_was_written() -> None:
    assert vba_modules(addin(), "xlflow.xlam") == {module.name: module.text for module in addin_modules(installed_xlwings())}


@pytest.mark.parametrize("part", sorted(ribbon_parts()))
def test_the_tab_has_a_button_for_each_verb_with_its_words(part: str) -> None:
    (tab,) = (node for node in ElementTree.fromstring(ribbon_parts()[part]).iter() if node.tag.endswith("}tab"))
    assert tab.get("label") == TAB == "推优"
    buttons = [node.attrib for node in tab.iter() if node.tag.endswith("}button")]
    said = [(b["id"], b["label"], b["screentip"], b["supertip"], b["imageMso"], b["onAction"]) for b in buttons]
    assert said == [(f"Xlflow_{v.name}", v.caption, v.caption, v.tooltip, v.icon, CALLBACK) for v in VERBS]
    groups = [node.get("label") for node in tab if node.tag.endswith("}group")]
    assert groups == list(dict.fromkeys(verb.group for verb in VERBS))


def test_the_callback_takes_the_verb_from_the_id_of_the_control() -> None:
    assert "RunVerb Mid$(control.ID, 8)" in ribbon_module("1").source
    assert "Xlflow_check"[7:] == "check"


def test_the_warning_of_a_foreign_workbook_is_chinese_in_ascii() -> None:
    (codes,) = re.findall(r'Words\("([0-9A-F]+)"\)', ribbon_module("1").source)
    assert bytes.fromhex(codes).decode("utf-16-be").startswith("本工作簿里有名为 xlflow.conf")
    assert max(map(len, ribbon_module("1").source.splitlines())) < 1023


def test_what_lies_in_or_beside_a_workbook_cannot_choose_the_program() -> None:
    source = ribbon_module("1").source
    assert source.index("If ChoosesProgram(ActiveWorkbook) Then") < source.index("RunVerb Mid$")
    assert {'"xlflow.conf"', '".py"'} <= set(re.findall(r'"[^"]*"', source))
    (run_python, _) = installed_xlwings().addin_modules()
    for name in ("FileExists", "GetDirectoryConfigFilePath"):  # RunPython looks with them for the file beside the workbook
        assert f"{name}(" in source
        assert re.search(rf"^Function {name}\(", run_python.source, re.MULTILINE)


def test_both_ribbons_are_found_from_the_package_and_settings_stand_in_the_sheet() -> None:
    with zipfile.ZipFile(BytesIO(addin(SETTINGS))) as package:
        relations = package.read("_rels/.rels").decode("utf-8")
        types = package.read("[Content_Types].xml").decode("utf-8")
        strings = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
    for year, target in (("2006", "customUI/customUI.xml"), ("2007", "customUI/customUI14.xml")):
        assert f'{year}/relationships/ui/extensibility" Target="{target}"' in relations
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert [node.text for node in strings.iter() if node.tag.endswith("}t")] == [word for row in SETTINGS.items() for word in row]


def test_the_addin_is_a_valid_package_and_the_same_every_time(tmp_path: Path) -> None:
    path = tmp_path / "xlflow.xlam"
    path.write_bytes(addin(SETTINGS))
    assert [str(error) for error in OpenXmlValidator(max_errors=0).validate(path).errors] == []
    assert addin(SETTINGS) == path.read_bytes()


def test_libreoffice_reads_the_project_of_the_addin(tmp_path: Path, soffice: Callable[..., None]) -> None:
    path = tmp_path / "addin.xlsm"  # LibreOffice opens no .xlam; the same package with its filter named
    path.write_bytes(addin(SETTINGS))
    soffice("--infilter=Calc MS Excel 2007 VBA XML", "--convert-to", "ods", "--outdir", tmp_path, path)
    with zipfile.ZipFile(tmp_path / "addin.ods") as package:
        listed = package.read("Basic/xlflow/script-lb.xml").decode("utf-8")
    assert set(re.findall(r'element library:name="(\w+)"', listed)) == set(vba_modules(path.read_bytes(), path.name))
