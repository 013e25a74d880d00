"""`xlflow scheme export` and `import` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from edited_scheme import change
from openpyxl import load_workbook

pytestmark = pytest.mark.slow


def test_out_edited_and_in(xlflow, tmp_path: Path) -> None:
    file, folder = tmp_path / "我校方案.xlsx", tmp_path / "我校方案"
    out = xlflow("scheme", "export", "national", "-o", str(file))
    assert (out.code, out.out.strip()) == (0, str(file))
    back = xlflow("scheme", "import", str(file), "-o", str(folder))
    assert (back.code, back.out.strip()) == (0, str(folder))
    assert xlflow("scheme", "lint", str(folder)).code == 0


def test_faults_are_listed_and_nothing_is_written(xlflow, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    xlflow("scheme", "export", "national", "-o", str(file))
    book = load_workbook(file)
    change("规则", {"位置": "入团时间"}, {"要求": "入团日期时间 ≥ 12"})(book)
    book.save(file)
    book.close()
    back = xlflow("scheme", "import", str(file), "-o", str(tmp_path / "a"))
    assert back.code == 1
    assert back.out.startswith("规则!E8：“入团日期时间”不是字段或参数的术语")
    assert not (tmp_path / "a").exists()
