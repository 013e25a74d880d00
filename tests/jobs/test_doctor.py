"""体检: what is there, what is not, and the cure."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

from xlflow.jobs.doctor import FONTS, State, _fonts, _libraries, doctor
from xlflow.jobs.running.installed_fonts import Fonts, windows_stand_in


def test_everything_that_is_not_well_has_a_cure() -> None:
    for diagnosis in doctor():
        assert diagnosis.cure or diagnosis.severity is State.OK


def test_python_libraries_schemes_and_every_official_font_are_looked_at() -> None:
    subjects = [diagnosis.subject for diagnosis in doctor()]
    assert subjects[:4] == ["Python", "依赖库", "方案", "LibreOffice"]


@pytest.mark.parametrize(
    ("families", "stand_in", "severity", "found"),
    [
        ({"仿宋_gb2312"}, "", "ok", "已安装"),
        ({"fangsong"}, "", "ok", "由“FangSong”代替"),
        (set(), "Noto Sans CJK SC", "warning", "没有，正文显示时由“Noto Sans CJK SC”代替"),
        (set(), "", "warning", "没有，正文会显示成别的字体"),
    ],
)
def test_a_font_is_there_or_has_a_stand_in_or_not(families: set[str], stand_in: str, severity: str, found: str) -> None:
    fonts = Fonts(frozenset(families), lambda name: stand_in)
    first = next(iter(_fonts(fonts)))
    assert (first.subject, first.severity, first.found) == ("字体 仿宋_GB2312", severity, found)


@pytest.mark.parametrize(
    ("substitutes", "families", "stand_in"),
    [
        ({}, {"simsun", "arial"}, "SimSun"),
        ({}, {"微软雅黑", "宋体"}, "宋体"),
        ({"方正小标宋简体": "黑体,134"}, {"simsun", "黑体"}, "黑体"),
        ({"方正小标宋简体": "没有的字体"}, {"microsoft yahei"}, "Microsoft YaHei"),
        ({"Helv": "Arial"}, {"arial"}, ""),
    ],
)
def test_windows_puts_what_it_has_entered_or_its_own_chinese_fonts_in_place(
    substitutes: dict[str, str], families: set[str], stand_in: str
) -> None:
    assert windows_stand_in("方正小标宋简体", substitutes, families) == stand_in


def test_doctor_looks_at_every_face_that_a_shipped_template_names(repository: Path) -> None:
    looked_at = {name for font in FONTS for name in (font.name, *font.others)}
    named: set[str] = set()
    for file in (repository / "templates").glob("*/documents/*.docx"):
        with zipfile.ZipFile(file) as package:
            parts = [package.read(name).decode() for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        for part in parts:
            named |= set(re.findall(r'w:eastAsia="([^"]*[^\x00-\x7f][^"]*)"', part))
    assert named
    assert named <= looked_at


def test_each_missing_font_is_named_with_what_stands_in_for_it() -> None:
    fonts = Fonts(frozenset(), lambda name: f"代{name[:1]}")
    told = [(each.subject, each.found) for each in _fonts(fonts)]
    assert len(told) == len(FONTS)
    assert all(font.name in subject and f"由“代{font.name[:1]}”代替" in found for font, (subject, found) in zip(FONTS, told, strict=True))


def test_a_machine_without_a_list_of_fonts_is_told_where_to_look() -> None:
    (told,) = _fonts(None)
    assert told.severity == "warning"
    assert told.cure


def test_a_library_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[doctor.__module__], "LIBRARIES", ("click", "no-such-library"))
    (told,) = _libraries()
    assert (told.severity, told.found) == ("error", "缺少 no-such-library")


def test_programs_get_one_object_a_line(xlflow) -> None:
    told = [json.loads(line) for line in xlflow("doctor", "--json").out.splitlines()]
    assert {"subject", "severity", "found", "cure"} == set(told[0])
