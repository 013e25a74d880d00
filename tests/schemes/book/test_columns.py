"""Every key of the grammar has a Chinese name, and every word of the workbook leads back to one key."""

from __future__ import annotations

import pytest

from xlflow.domain.calendar import Calendar
from xlflow.findings import Severity
from xlflow.schemes.book.columns import COLUMNS, PAGES, TYPES
from xlflow.schemes.loading.sections import GRAMMAR, MODULES, Section
from xlflow.schemes.loading.toml_values import converter
from xlflow.schemes.parts import FieldType
from xlflow.schemes.scheme_keys import SEVERITIES, Key, KeyKind
from xlflow.schemes.shipped import modules

UNSHOWN = {"field": {"like"}, "params": {"values"}}
"""Keys that no column shows: a copied field is shown whole, values by date as several rows."""


@pytest.mark.parametrize("section", GRAMMAR.values(), ids=lambda section: section.name)
def test_every_key_of_a_section_has_a_column(section: Section) -> None:
    shown = {column.key for column in COLUMNS[section.name]}
    assert set(section.keys) - shown - UNSHOWN.get(section.name, set()) == set()
    assert shown - set(section.keys) <= {"from", "key"}


def test_every_section_has_a_sheet() -> None:
    assert sorted(section for page in PAGES for section in page.sections) == sorted([*GRAMMAR, "choices"])
    assert set(COLUMNS) == {*GRAMMAR, "choices"}


def test_headers_of_a_sheet_differ() -> None:
    for page in PAGES:
        headers = [column.header for section in page.sections for column in COLUMNS[section]]
        assert len(set(headers)) == len(headers)


def test_words_stand_for_all_values_of_the_grammar() -> None:
    assert set(TYPES) == set(FieldType)
    assert set(SEVERITIES) == set(Severity)
    assert set(MODULES) == set(modules())
    for columns in COLUMNS.values():
        for column in columns:
            if column.kind is KeyKind.WORD:
                _takes_all_words(column)


def _takes_all_words(column: Key) -> None:
    convert = converter(column, Calendar())
    for value in column.words:
        convert(value)
    with pytest.raises(ValueError, match="之一") as refused:
        convert("no such word")
    allowed = str(refused.value).removeprefix("应是 ").removesuffix(" 之一").split("、")
    assert set(allowed) == set(column.words), column.header
