"""A cell of the scheme workbook that means nothing is told so in Chinese, never taken for something else."""

from __future__ import annotations

import pytest

from xlflow.report.rule_names import TITLES
from xlflow.schemes.book.cells import Cell, read
from xlflow.schemes.book.taking import origin_of
from xlflow.schemes.book.words import Vocabulary
from xlflow.schemes.scheme_keys import Key, KeyKind


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return origin_of("national", TITLES).exported.words


@pytest.mark.parametrize("cell", ["nan", "inf", "1e400", "1_000", "十二", "0x1F"])
def test_what_programs_take_for_a_number_is_none_for_a_committee(cell: Cell, words: Vocabulary) -> None:
    with pytest.raises(ValueError, match="不是数字；请只写数字"):
        read(Key("值", KeyKind.NUMBER, key="value"), cell, words)


@pytest.mark.parametrize("cell", ["2026-13-01", "2026-02-30"])
def test_a_day_that_there_is_not_is_no_value(cell: Cell, words: Vocabulary) -> None:
    with pytest.raises(ValueError, match="不是日期；请写成 2026-09-01"):
        read(Key("值", KeyKind.VALUE, key="value"), cell, words)


def test_full_width_digits_are_digits(words: Vocabulary) -> None:
    assert read(Key("值", KeyKind.NUMBER, key="value"), "１２.５", words) == 12.5
