"""A key of a scheme is said once: one more line in a struct is a key of the file, a column of the workbook and a checked reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest

from xlflow.schemes.book.cells import read, shown
from xlflow.schemes.book.taking import origin_of
from xlflow.schemes.loading.lint import lint
from xlflow.schemes.loading.load import load_data
from xlflow.schemes.loading.sections import GRAMMAR, section
from xlflow.schemes.procedures import Band
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.scheme_keys import ANYWHERE, CHECKED_APART, Key, KeyKind
from xlflow.schemes.shipped import shipped_ids


class ReviewedBand(Band, frozen=True):
    """A band with one more key."""

    reviewed: Annotated[str, Key("复核日期", KeyKind.FIELD, "哪一栏写复核的日期", 16, of=ANYWHERE)] = ""


OWN = """
[scheme]
id = "own"
title = "本校方案"
version = "1"
effective_from = 2026-01-01
basis = "校团委规定"
extends = "national"
uses = ["points"]

[[points.ledger]]
key = "团员积分"
basis = "细则第一条"

[choices.points_ledger]
"团员积分" = []

[[band]]
key = "优秀"
ledger = "团员积分"
least = 80
basis = "细则第二条"
reviewed = "{field}"
"""


@pytest.fixture(autouse=True)
def _one_key_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRAMMAR, "band", section("band", "档次", ReviewedBand, "ledger", "key", place="key"))


def _scheme(folder: Path, field: str) -> Path:
    (folder / "own").mkdir()
    (folder / "own" / "scheme.toml").write_text(OWN.replace("{field}", field), encoding="utf-8")
    return folder / "own"


def test_the_file_may_write_it(tmp_path: Path) -> None:
    (band,) = load_data(_scheme(tmp_path, "meeting_date")).bands
    assert isinstance(band, ReviewedBand)
    assert band.reviewed == "meeting_date"


def test_the_workbook_has_its_column_in_both_directions(tmp_path: Path) -> None:
    words = origin_of(_scheme(tmp_path, "meeting_date"), {}).exported.words
    (column,) = (column for column in GRAMMAR["band"].columns if column.key == "reviewed")
    assert (column.header, column.note, column.width) == ("复核日期", "哪一栏写复核的日期", 16)
    cell = shown(column, "meeting_date", words)
    assert cell == words.names.word("meeting_date") != "meeting_date"
    assert read(column, cell, words) == "meeting_date"


def test_what_it_refers_to_is_checked(tmp_path: Path) -> None:
    (fault,) = lint(_scheme(tmp_path, "meeting_dat"))
    assert (fault.table, fault.key) == ("[[band]] 团员积分.优秀", "reviewed")
    assert fault.message.startswith("没有字段 meeting_dat")


def test_a_wrong_value_is_refused(tmp_path: Path) -> None:
    (fault,) = lint(_scheme(tmp_path, "大会日期"))
    assert fault.message == "应是小写英文字母开头的名字，只含小写字母、数字和下划线"


def test_names_are_looked_up_in_tables_that_there_are() -> None:
    tables = {table for id in shipped_ids() for table in Scheme.load(id).tables}
    others = {ANYWHERE, CHECKED_APART, "file", "params", "present", "in_favour"}
    for one in GRAMMAR.values():
        attributes = {key.attribute for key in one.keys.values()}
        for key in one.keys.values():
            for place in key.of.split("|"):
                assert place.partition(".")[0] in tables | others | attributes | {""}, f"{one.name}.{key.key}"
            assert key.entry in {*GRAMMAR, ""}, f"{one.name}.{key.key}"
