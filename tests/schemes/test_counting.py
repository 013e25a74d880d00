"""The grammar of what a scheme counts: the base of its quota, and derived fields."""

from __future__ import annotations

from pathlib import Path

import pytest
from counting_scheme import write_scheme

from xlflow.errors import SchemeError
from xlflow.schemes.scheme import Scheme

FIELD = '\n[[field]]\ntable = "nominees"\nkey = "{key}"\nlabel = "{key}"\ntype = "dec"\nfilled_by = "derived"\nvalue = "{value}"\n'


def faults(folder: Path, more: str) -> str:
    with pytest.raises(SchemeError) as caught:
        Scheme.load(write_scheme(folder / "counting", more))
    return "\n".join(map(str, caught.value.faults))


def test_an_expression_takes_the_place_of_the_bases_that_a_scheme_inherits(tmp_path: Path) -> None:
    scheme = Scheme.load(write_scheme(tmp_path / "counting", '\n[quota]\nratio = "25%"\nbase = "applicant_count - activist_count"\n'))
    assert scheme.quota.bases == ()
    assert scheme.quota.size({"applicant_count": 18, "activist_count": 6}) == 12
    assert scheme.quota.size({"applicant_count": 18}) is None
    assert scheme.quota.limit(12) == 3


def test_a_base_names_figures_that_are_there(tmp_path: Path) -> None:
    assert "applicants 不是字段" in faults(tmp_path, '\n[quota]\nratio = "25%"\nbase = "applicants"\n')


def test_a_quota_has_bases_or_a_base(tmp_path: Path) -> None:
    assert "只写其中一个" in faults(tmp_path, '\n[quota]\nbases = ["eligible"]\nbase = "member_count"\n')


def test_fields_that_are_computed_from_one_another_are_a_fault(tmp_path: Path) -> None:
    more = FIELD.format(key="first_sum", value="second_sum + 1") + FIELD.format(key="second_sum", value="first_sum + 1")
    assert "互相推算" in faults(tmp_path, more)


def test_an_item_has_points_that_are_some_and_a_ledger_that_rows_can_name(tmp_path: Path) -> None:
    item = '\n[[points.item]]\ncode = "Z{n}"\nledger = "{ledger}"\nname = "带头"\nkind = "等次"\npoints = "{points}"\n'
    ledger = '\n[[points.ledger]]\nkey = "别的"\n'
    said = faults(tmp_path, ledger + item.format(n=1, ledger="红领新青年", points="5") + item.format(n=2, ledger="别的", points="优秀=5"))
    assert "“5”不是分值" in said
    assert "“别的”不是 item_ledger 的选项" in said
