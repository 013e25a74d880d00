"""The Chinese forms of the shared corpus, judged by hand in `corpus_forms.csv`, against what is read of them.

Kinds: `list` has a header of three known words and is read; `short` a shorter one and `headless` none, so that both are refused with
a sentence and never read as empty; `none` is no list of people.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from xlflow.errors import InternalError, WorkbookError
from xlflow.findings import column_letters
from xlflow.jobs.running.children import in_children
from xlflow.jobs.running.progress_callback import silent
from xlflow.jobs.running.read_file import read_file
from xlflow.tables.records import TableReading, WorkbookReading

pytestmark = pytest.mark.slow

JUDGED = Path(__file__).with_name("corpus_forms.csv")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person found on one sheet: the row of the names of its columns, the field of each column, the rows of people."""

    file: str
    sheet: str
    kind: str
    header: int | None
    columns: dict[str, str]
    rows: tuple[int, int] | None
    note: str


def judged_forms() -> list[Judged]:
    """The table, a line for each list."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [_judged(line) for line in csv.DictReader(file)]


def _judged(line: dict[str, str]) -> Judged:
    pairs = (pair.split(":") for pair in line["columns"].split())
    columns = {letter: key for letter, key in pairs if key != "-"}
    rows = (int(line["first"]), int(line["last"])) if line["first"] else None
    return Judged(line["file"], line["sheet"], line["kind"], int(line["header"] or 0) or None, columns, rows, line["note"])


JUDGEMENTS = judged_forms()
LISTS = [judged for judged in JUDGEMENTS if judged.kind == "list"]


@pytest.fixture(scope="module")
def readings(testdata: Path) -> dict[str, WorkbookReading]:
    """Every judged file as it is read."""
    corpus = testdata / "corpus"
    files = [(corpus / name, name) for name in sorted({judged.file for judged in JUDGEMENTS})]
    if missing := [shown for path, shown in files if not path.is_file()]:
        pytest.skip(f"the corpus lacks {', '.join(missing)}")
    answers = dict(in_children(read_file, files, None, jobs=2, progress=silent))
    assert [shown for shown, answer in answers.items() if isinstance(answer, WorkbookError | InternalError)] == []
    return {shown: answer for shown, answer in answers.items() if isinstance(answer, WorkbookReading)}


def read_as(judged: Judged, readings: dict[str, WorkbookReading]) -> TableReading | None:
    """The list that was read where a person found one."""
    tables = readings[judged.file].tables
    return next((t for t in tables if t.header.sheet == judged.sheet and t.header.rows[1] == judged.header), None)


def differences(readings: dict[str, WorkbookReading]) -> Iterator[tuple[str, str, str | None, str | None]]:
    """The columns of lists that were found and are read as another field than by hand: file, column, by hand, as read."""
    for judged in LISTS:
        table = read_as(judged, readings)
        if table is not None:
            got = {column_letters(column): key for key, column in table.header.columns.items()}
            for letter in sorted(got.keys() | judged.columns.keys()):
                if got.get(letter) != judged.columns.get(letter):
                    yield judged.file, letter, judged.columns.get(letter), got.get(letter)


def test_the_header_of_nearly_every_list_is_found(readings: dict[str, WorkbookReading]) -> None:
    missed = [f"{judged.file} {judged.sheet}" for judged in LISTS if read_as(judged, readings) is None]
    print(f"\nheaders found: {len(LISTS) - len(missed)}/{len(LISTS)}; not found: {missed}")
    assert len(missed) <= 0.05 * len(LISTS), missed


def test_no_column_is_read_as_a_wrong_field(readings: dict[str, WorkbookReading]) -> None:
    columns = sum(len(judged.columns) for judged in LISTS)
    wrong = list(differences(readings))
    print(f"\ncolumns read as by hand: {columns - len(wrong)}/{columns}")
    assert wrong == []


def test_the_rows_of_people_are_those_found_by_hand(readings: dict[str, WorkbookReading]) -> None:
    found = [(judged, table) for judged in LISTS if (table := read_as(judged, readings)) is not None]
    got = {(j.file, j.sheet): (t.records[0].row, t.records[-1].row) if t.records else None for j, t in found}
    assert got == {(judged.file, judged.sheet): judged.rows for judged, _ in found}


def test_people_without_a_readable_header_are_refused_and_not_read_as_empty(readings: dict[str, WorkbookReading]) -> None:
    refused = sorted({judged.file for judged in JUDGEMENTS if judged.kind in ("headless", "short")})
    assert [file for file in refused if [found.code for found in readings[file].findings] != ["header-not-found"]] == []


def test_what_is_no_list_of_people_is_not_read_as_one(readings: dict[str, WorkbookReading]) -> None:
    lists = {(judged.file, judged.sheet, judged.header) for judged in LISTS}
    read = {(file, t.header.sheet, t.header.rows[1]) for file, reading in readings.items() for t in reading.tables}
    assert read - lists == set()
