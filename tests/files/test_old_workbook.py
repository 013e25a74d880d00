"""Months, errors and hidden rows of an .xls are known; a damaged one keeps its values.

`old_short.xls` and `old_long.xls` were saved as Excel 97-2003 by an office program: 名单 with 3 and 120 rows, column D dates that show a
month, column E the same dates with their day, #DIV/0! in F3, row 4 hidden. The first is so short that its records stand in small sectors.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.files.reading.reader import read_workbook
from xlflow.files.reading.xls import xls_details

HERE = Path(__file__).parent
SHORT = (HERE / "old_short.xls").read_bytes()


@pytest.mark.parametrize(("name", "rows"), [("old_short.xls", 3), ("old_long.xls", 120)])
def test_what_an_old_workbook_shows_besides_its_values_is_known(name: str, rows: int) -> None:
    [sheet] = read_workbook(HERE / name, name).sheets
    assert sheet.month_cells == {(row, 3) for row in range(1, rows + 1)}
    assert (sheet.errors, sheet.hidden_rows) == ({(2, 5): "#DIV/0!"}, {3})


@given(st.integers(0, len(SHORT) - 1), st.binary(min_size=1, max_size=8))
def test_whatever_is_damaged_raises_nothing(place: int, noise: bytes) -> None:
    xls_details(SHORT[:place] + noise + SHORT[place + len(noise) :])
    xls_details(SHORT[:place])
