"""File names that every host takes, and no way out of a folder."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.errors import OutputError
from xlflow.files.reading import month_formats
from xlflow.files.writing import file_names
from xlflow.files.writing.file_names import inside, safe_name, too_long


@given(st.text(max_size=300), st.integers(1, 120))
def test_a_safe_name_is_one_that_windows_and_linux_take(text: str, limit: int) -> None:
    name = safe_name(text, limit)
    assert name
    assert len(name) <= max(limit, len("未命名"))
    assert len(name.encode("utf-8")) <= 200
    assert not set(name) & set('<>:"/\\|?*')
    assert name.isprintable() or not any(ord(sign) < 32 for sign in name)
    assert name[-1] not in " ."
    assert name.upper().split(".")[0] not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


@given(st.text(max_size=60))
def test_a_safe_name_is_its_own_safe_name(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)


@pytest.mark.parametrize("name", ["../a.docx", "甲/../../a.docx", "/etc/a", "C:\\a.docx", "c:a", "\\\\server\\a", "..\\a"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="之外"):
        inside(tmp_path, name)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder, other = tmp_path / "甲", tmp_path / "乙"
    folder.mkdir()
    other.mkdir()
    try:
        (folder / "链接").symlink_to(other, target_is_directory=True)
    except OSError:
        pytest.skip("this host makes no links")
    with pytest.raises(OutputError, match="链接"):
        inside(folder, "链接/a.docx")


def test_a_name_inside_is_a_path_inside(tmp_path: Path) -> None:
    assert inside(tmp_path, "张三/推荐表.docx") == tmp_path / "张三" / "推荐表.docx"


def test_the_examples_in_the_documentation_are_true() -> None:
    assert [doctest.testmod(module).failed for module in (file_names, month_formats)] == [0, 0]


def test_a_name_that_no_file_system_holds_is_found_in_its_path() -> None:
    assert too_long(Path("甲") / ("乙" * 300) / "丙.xlsx") == "乙" * 300
    assert too_long(Path("甲") / ("乙" * 80) / "丙.xlsx") == ""
