"""Every code has a test under its name: it fires at its cell, as grave as the contract says, and its neighbour is clean."""

from __future__ import annotations

import pytest
from code_examples import EXAMPLES

from xlflow.findings import Finding, Severity
from xlflow.messages import CATALOGUE

GRADES = {"E": (Severity.ERROR, False), "E✓": (Severity.ERROR, True), "W": (Severity.WARNING, True), "I": (Severity.INFO, False)}


def spot(found: Finding, like: str | None) -> str | None:
    """The cell of a finding, with its sheet where the example names one."""
    return f"{found.place.sheet}!{found.place.cell}" if "!" in (like or "") else found.place.cell


def others(found: list[Finding], code: str) -> list[tuple[str, str | None, str]]:
    """What else is said that is no information; the forms of the examples are drawn without most of their columns."""
    aside = {code, "column-missing"}
    return [(f.code, f.place.cell, f.message) for f in found if f.code not in aside and f.severity is not Severity.INFO]


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_a_code_fires_at_its_cell_and_alone(code: str) -> None:
    example = EXAMPLES[code]
    found = example.faulty()
    severity, waivable = GRADES[example.grade]
    own = [f for f in found if f.code == code]
    assert {(spot(f, example.cell), f.severity, f.waivable) for f in own} == {(example.cell, severity, waivable)}
    assert others(found, code) == []


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_the_neighbour_of_a_code_is_clean(code: str) -> None:
    found = EXAMPLES[code].clean()
    assert [f for f in found if f.code == code] == []
    assert others(found, code) == []


def test_every_code_of_the_catalogue_has_an_example() -> None:
    assert sorted(CATALOGUE) == sorted(EXAMPLES)
