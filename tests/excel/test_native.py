"""The few members of Excel itself, as each system spells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlflow.errors import XlflowError
from xlflow.excel import native


class Said:
    """A property of the Mac's Excel: asked by `get`."""

    def __init__(self, value: bool) -> None:
        self.value = value

    def get(self) -> bool:
        return self.value


class MacBook:
    def __init__(self, *, saved: bool) -> None:
        self.read_only, self.saved = Said(False), Said(saved)


class MacSheet:
    filter_mode, protect_contents = Said(True), Said(False)


@pytest.fixture
def _on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")


@pytest.mark.usefixtures("_on_a_mac")
def test_a_mac_is_asked_in_its_own_words() -> None:
    assert native.is_filtered(MacSheet())
    assert not native.is_protected(MacSheet())
    assert not native.is_read_only(MacBook(saved=True))


@pytest.mark.usefixtures("_on_a_mac")
def test_a_mac_copies_the_file_of_a_saved_workbook(tmp_path: Path) -> None:
    (tmp_path / "三班.xlsx").write_bytes(b"content")
    native.save_copy(MacBook(saved=True), str(tmp_path / "三班.xlsx"), str(tmp_path / "副本.xlsx"))
    assert (tmp_path / "副本.xlsx").read_bytes() == b"content"


@pytest.mark.usefixtures("_on_a_mac")
def test_a_mac_refuses_to_copy_what_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(XlflowError, match="请先保存"):
        native.save_copy(MacBook(saved=False), str(tmp_path / "三班.xlsx"), str(tmp_path / "副本.xlsx"))


class SavedBook:
    """A workbook of Excel for Windows."""

    Saved = True

    def __init__(self) -> None:
        self.copies: list[str] = []

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        self.copies.append(path)


def test_a_workbook_without_unsaved_changes_is_copied_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "三班.xlsx").write_bytes(b"content")
    book = SavedBook()
    native.save_copy(book, str(tmp_path / "三班.xlsx"), str(tmp_path / "副本.xlsx"))
    assert ((tmp_path / "副本.xlsx").read_bytes(), book.copies) == (b"content", [])


def test_where_excel_keeps_its_file_from_others_it_writes_the_copy_itself(tmp_path: Path) -> None:
    book = SavedBook()
    native.save_copy(book, str(tmp_path / "锁住.xlsx"), str(tmp_path / "副本.xlsx"))
    assert book.copies == [str(tmp_path / "副本.xlsx")]
