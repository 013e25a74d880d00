"""Every document that the shipped schemes compose from their samples conforms to the layout, in the file and as it prints.

All of them are read; one of each document is printed, all of them with XLFLOW_PRINT_ALL=1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from layout_checks import failing

from xlflow.jobs.compose import compose
from xlflow.jobs.demo import AS_OF as NATIONAL_DAY
from xlflow.jobs.demo import INBOX, ROUND, SCHEME, UNITS, samples
from xlflow.jobs.demonstration.demo_schemes import ROUNDS, SampleRound
from xlflow.jobs.layout import layout
from xlflow.jobs.merge import merge

pytestmark = pytest.mark.slow

PRINT_ALL = os.environ.get("XLFLOW_PRINT_ALL") == "1"
SCHEMES = (SampleRound(SCHEME, INBOX, NATIONAL_DAY), *ROUNDS)
WORKBOOKS_READ = 2
"""Of each scheme: enough for every document, and quick."""


@dataclass(frozen=True)
class Made:
    """A document that was composed: of which scheme, by its id."""

    scheme: str
    document: str
    path: Path


def _composed(one: SampleRound, folder: Path) -> Iterator[Made]:
    forms = sorted((samples() / one.folder).rglob("*.xlsx"))
    forms = [form for form in forms if form.name != UNITS][: None if PRINT_ALL else WORKBOOKS_READ]
    roster = folder / "清单库.xlsx"
    merge(forms, roster=roster, scheme=one.scheme, round=ROUND if one.scheme == SCHEME else None, as_of=one.as_of)
    for period in (None, str(one.as_of.year), f"{one.as_of.year}Q{(one.as_of.month + 2) // 3}"):
        made = compose(roster, output=folder / (period or "材料"), scheme=one.scheme, as_of=one.as_of, period=period)
        yield from (Made(one.scheme, path.stem.split("_")[-1], path) for path in made.written if path.suffix == ".docx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, ...]:
    return tuple(one for scheme in SCHEMES for one in _composed(scheme, tmp_path_factory.mktemp(scheme.scheme)))


def test_every_document_of_every_scheme_conforms_in_its_file(made: tuple[Made, ...]) -> None:
    assert {one.scheme for one in made} == {one.scheme for one in SCHEMES}
    wrong = {f"{one.scheme}/{one.path.name}": found for one in made if (found := failing(one.path.read_bytes()))}
    assert wrong == {}


def test_documents_conform_as_they_print(made: tuple[Made, ...], soffice: object) -> None:
    chosen = {one.document: one for one in made}.values() if not PRINT_ALL else made
    result = layout([one.path for one in chosen])
    wrong = {
        document.file: [(check.key, check.measured, check.place) for check in document.checks if check.status == "fail"]
        for document in result.documents
    }
    assert {file: checks for file, checks in wrong.items() if checks} == {}
    assert all(document.pages for document in result.documents)
    print(f"\ndocuments: {len(made)} read, {len(chosen)} printed, all conform")
