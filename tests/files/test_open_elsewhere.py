"""A workbook that somebody has open is not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlflow.errors import OutputError
from xlflow.files.writing.open_elsewhere import refuse_open


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "清单库.xlsx"
    path.write_bytes(b"PK")
    return path


def test_a_workbook_that_nobody_has_open_may_be_written(roster: Path) -> None:
    refuse_open(roster)


def test_a_workbook_that_is_not_there_may_be_written(tmp_path: Path) -> None:
    refuse_open(tmp_path / "清单库.xlsx")


def test_a_workbook_open_in_excel_is_refused_with_who_has_it(roster: Path) -> None:
    roster.with_name("~$清单库.xlsx").write_bytes(bytes([9]) + "王老师".encode() + b" " * 46)
    with pytest.raises(OutputError, match=r"正在 Excel、WPS 或 LibreOffice 中打开（王老师）.*~\$清单库\.xlsx"):
        refuse_open(roster)


def test_a_workbook_open_in_libreoffice_is_refused(roster: Path) -> None:
    roster.with_name(".~lock.清单库.xlsx#").write_text("王老师,host,host,01.07.2026 09:00,file:///;", encoding="utf-8")
    with pytest.raises(OutputError, match="打开（王老师），没有写入"):
        refuse_open(roster)


def test_an_owner_file_that_says_nothing_is_enough(roster: Path) -> None:
    roster.with_name("~$清单库.xlsx").write_bytes(b"")
    with pytest.raises(OutputError, match="打开，没有写入"):
        refuse_open(roster)


def test_a_workbook_that_may_not_be_written_is_refused(roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OutputError, match="没有写入权限"):
        refuse_open(roster)
