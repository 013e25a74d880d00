"""Each mutant breaks the one requirement that it is made for, and no other; what is not mutated breaks none.

Every mutant is read; those that only a printed page shows are printed too, and all of them with XLFLOW_PRINT_ALL=1.
`pytest -s` prints the count.
"""

from __future__ import annotations

import os
from pathlib import Path

import conforming_documents as conforming
import pytest
from layout_checks import failing, national
from layout_mutants import MUTANTS, Mutant

from xlflow.documents.conformance.layout_profile import CheckLayer
from xlflow.documents.conformance.readings import CheckStatus
from xlflow.jobs.layout import CheckedDocument, layout

IN_FILE = {one.key for one in national().requirements if CheckLayer.FILE in one.layers}
PRINT_ALL = os.environ.get("XLFLOW_PRINT_ALL") == "1"


def keys(document: CheckedDocument) -> set[str]:
    """What fails in both layers."""
    return {check.key for check in document.checks if check.status is CheckStatus.FAIL}


@pytest.fixture(scope="module")
def printed(soffice: object, tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckedDocument]:
    """Conforming documents and mutants, checked in both layers by one run of LibreOffice; mutants by what was done."""
    folder = tmp_path_factory.mktemp("mutants")
    contents = {name: made() for name, made in conforming.DOCUMENTS.items()}
    contents |= {mutant.what: mutant.content() for mutant in MUTANTS if PRINT_ALL or mutant.key not in IN_FILE}
    paths = []
    for number, content in enumerate(contents.values()):
        paths.append(folder / f"{number}.docx")
        paths[-1].write_bytes(content)
    return dict(zip(contents, layout(paths).documents, strict=True))


@pytest.mark.parametrize("name", conforming.DOCUMENTS)
def test_a_conforming_document_passes_all_checks_of_its_file(name: str) -> None:
    assert failing(conforming.DOCUMENTS[name]()) == set()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.key}: {mutant.what}")
def test_a_mutant_breaks_its_own_requirement_and_no_other(mutant: Mutant) -> None:
    assert failing(mutant.content()) == ({mutant.key} & IN_FILE)


def test_every_requirement_has_a_mutant() -> None:
    assert {one.key for one in national().requirements} == {mutant.key for mutant in MUTANTS}


def test_no_two_mutants_are_named_alike() -> None:
    assert len({mutant.what for mutant in MUTANTS}) == len(MUTANTS)


def test_a_conforming_document_passes_as_it_prints(printed: dict[str, CheckedDocument]) -> None:
    assert {name: keys(printed[name]) for name in conforming.DOCUMENTS} == {name: set() for name in conforming.DOCUMENTS}
    assert all(printed[name].pages for name in conforming.DOCUMENTS)


def test_a_printed_mutant_breaks_its_own_requirement_and_no_other(printed: dict[str, CheckedDocument]) -> None:
    found = {mutant.what: (mutant.key, keys(printed[mutant.what])) for mutant in MUTANTS if mutant.what in printed}
    wrong = {what: both for what, both in found.items() if both[1] != {both[0]}}
    print(f"\nmutants: {len(MUTANTS)} read, {len(found)} of them printed, {len(found) - len(wrong)} break their own key alone")
    assert wrong == {}


def test_every_check_of_a_page_is_skipped_with_a_reason_where_nothing_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    path = tmp_path / "通知.docx"
    path.write_bytes(conforming.circular())
    (document,) = layout([path]).documents
    of_page = [check for check in document.checks if check.layer == CheckLayer.PAGE]
    assert of_page
    assert {(check.status, check.reason) for check in of_page} == {(CheckStatus.SKIPPED, "没有安装 LibreOffice，不能量印出来的页面")}
    assert document.conforms
