"""Which files a folder means, and what findings call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlflow.files.reading.inbox import find_workbooks


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder as it comes from many branches."""
    names = [
        "b.xlsx",
        "a.XLS",
        "甲/c.et",
        "甲/d.csv",
        "~$b.xlsx",
        ".e.xlsx",
        ".隐藏/f.xlsx",
        "备份/g.xlsx",
        "甲/备份/h.xlsx",
        "i.docx",
        "j",
    ]
    names += ["清单库.xlsx", "清单库.xlflow", "__MACOSX/b.xlsx"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


def test_a_folder_gives_its_workbooks_with_names_relative_to_it(inbox: Path) -> None:
    assert find_workbooks([inbox]) == [(inbox / name, name) for name in ("a.XLS", "b.xlsx", "甲/c.et", "甲/d.csv")]


def test_a_file_is_called_as_given_and_taken_whatever_its_suffix(inbox: Path) -> None:
    given = [inbox / "i.docx", inbox / "没有.xlsx"]
    assert find_workbooks(given) == [(path, str(path)) for path in given]


def test_no_file_comes_twice(inbox: Path) -> None:
    assert len(find_workbooks([inbox, inbox / "b.xlsx", inbox / "甲" / ".." / "b.xlsx"])) == 4


def test_lock_files_are_never_taken(inbox: Path) -> None:
    assert find_workbooks([inbox / "~$b.xlsx"]) == []


def test_files_to_leave_out_are_left_out(inbox: Path) -> None:
    assert [shown for _, shown in find_workbooks([inbox], skip=[inbox / "甲" / "c.et"])] == ["a.XLS", "b.xlsx", "甲/d.csv"]
