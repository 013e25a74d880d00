from __future__ import annotations

import conforming_documents as conforming
import pytest
from layout_checks import checked, national, subject

from xlflow.documents.conformance.document_parts import DocumentKind
from xlflow.documents.conformance.layout_checks import FILE_MEASURES, PAGE_MEASURES, all_checks
from xlflow.documents.conformance.layout_profile import CheckLayer, LayoutRequirement
from xlflow.documents.conformance.readings import CheckStatus, Reading, judge, place_of, skipped
from xlflow.findings import Severity

ONE = LayoutRequirement("margin.top", "天头", "37 mm", "5.2.2", value=37, tolerance=1, unit="mm", must=("circular",))


def test_a_check_says_what_was_measured_and_what_is_required() -> None:
    check = judge(ONE, CheckLayer.FILE, [Reading(25, place="第2节")], DocumentKind.LETTER)
    assert check.as_dict() == {
        "key": "margin.top",
        "layer": "S",
        "status": "fail",
        "label": "天头",
        "measured": "25 mm",
        "required": "37 mm",
        "tolerance": "±1 mm",
        "clause": "5.2.2",
        "severity": "error",
        "place": "第2节",
        "reason": "",
    }
    assert check.breaks


def test_of_several_measurements_the_first_wrong_one_is_told_and_the_others_counted() -> None:
    check = judge(ONE, CheckLayer.FILE, [Reading(37), Reading(30), Reading(20), Reading(10)], DocumentKind.LETTER)
    assert check.measured == "30 mm；另有 2 处"


def test_what_is_not_there_is_absent_unless_it_must_be() -> None:
    assert judge(ONE, CheckLayer.FILE, [], DocumentKind.LETTER).status is CheckStatus.ABSENT
    missing = judge(ONE, CheckLayer.FILE, [], DocumentKind.CIRCULAR)
    assert (missing.status, missing.measured) == (CheckStatus.FAIL, "没有")


def test_what_is_only_recommended_does_not_break_a_document() -> None:
    check = judge(
        LayoutRequirement("lines22", "行数", "22 行", "5.2.3", severity="推荐", maximum=1),
        CheckLayer.FILE,
        [Reading(2)],
        DocumentKind.PLAIN,
    )
    assert (check.status, check.severity, check.breaks) == (CheckStatus.FAIL, Severity.WARNING, False)


def test_a_check_that_was_skipped_says_why() -> None:
    check = skipped(ONE, CheckLayer.PAGE, "没有安装 LibreOffice")
    assert (check.status, check.reason, check.breaks) == (CheckStatus.SKIPPED, "没有安装 LibreOffice", False)


@pytest.mark.parametrize(
    ("value", "unit", "words"), [(37.0, "mm", "37 mm"), (36.456, "mm", "36.46 mm"), ("宋体", "", "宋体"), (True, "", "")]
)
def test_readings_are_shown_as_people_write_them(value: float | str | bool, unit: str, words: str) -> None:
    assert Reading(value).words(unit) == words


def test_a_place_is_the_first_words_of_its_paragraph() -> None:
    assert place_of(subject(conforming.circular()).parts.text[0]) == "“各团支部要认真对照条件逐人摸…”"


def test_every_requirement_of_the_profile_has_a_measure_in_its_layers() -> None:
    for one in national().requirements:
        assert ("S" not in one.layers) or one.key in FILE_MEASURES
        assert ("R" not in one.layers) or one.key in PAGE_MEASURES


def test_every_measure_has_a_requirement() -> None:
    keys = {layer: {one.key for one in national().requirements if layer in one.layers} for layer in CheckLayer}
    assert set(FILE_MEASURES) == keys[CheckLayer.FILE]
    assert set(PAGE_MEASURES) == keys[CheckLayer.PAGE]


def test_checks_come_in_the_order_of_the_profile() -> None:
    order = {one.key: place for place, one in reversed(list(enumerate(national().requirements)))}
    places = [order[check.key] for check in all_checks(subject(conforming.circular())) if check.layer == "S"]
    assert places == sorted(places)


def test_a_measure_that_finds_nothing_is_told_as_absent() -> None:
    assert checked(conforming.public_notice())["docnum.form"].status is CheckStatus.ABSENT
