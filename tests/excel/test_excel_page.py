"""docs/excel.md names what is there: every button, every command, every picture of the click."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlflow.excel.verbs import VERBS

LARGEST = 150 * 1024


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "excel.md").read_text(encoding="utf-8")


def test_every_button_has_its_row(page: str) -> None:
    (table,) = re.findall(r"^## 每个按钮\n(.*?)^## ", page, re.DOTALL | re.MULTILINE)
    assert re.findall(r"^\| (\S+) \|", table, re.MULTILINE)[1:] == [verb.caption for verb in VERBS]


def test_every_picture_of_the_click_is_shown_and_small(page: str, repository: Path) -> None:
    there = sorted((repository / "docs" / "pictures").glob("click-*.png"))
    assert sorted(re.findall(r"\(pictures/([^)]+)\)", page)) == [path.name for path in there]
    assert all(path.stat().st_size < LARGEST for path in there)


def test_the_list_for_a_person_is_numbered_through(page: str) -> None:
    (checks,) = re.findall(r"^## 每次发布，.*?\n(.*)", page, re.DOTALL | re.MULTILINE)
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", checks, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(f"点“{verb.caption}”" in checks or f"“{verb.caption}”" in checks for verb in VERBS), "every button is pressed"
