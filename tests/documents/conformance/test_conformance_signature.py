from __future__ import annotations

import pytest
from layout_checks import checked, failing, made
from templates.draft_blocks import addressee, body

from xlflow.documents.conformance.closing_measures import places
from xlflow.documents.conformance.readings import CheckStatus
from xlflow.documents.layout.layout_blocks import sealed, title, unsealed
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.paragraph_markup import blank_line, indents, paragraph

TEXT = title("关于同意召开推优大会的批复"), addressee("某团支部"), body("同意。"), blank_line()
DATE = "2026年3月5日"
SIGNATURE = {"date.form", "date.place", "sign.place", "sign.gap"}


@pytest.mark.parametrize(
    ("name", "seal", "expected"),
    [
        ("某团委", True, (5.5, 4)),
        ("共青团江州大学信息工程学院委员会", True, (0, 5)),
        ("江州大学信息学院团支部", False, (2, 5)),
        ("团支部", False, (7, 2)),
        ("", False, (10, 2)),
    ],
)
def test_name_and_date_have_their_places(name: str, seal: bool, expected: tuple[float, float]) -> None:
    assert places(name, DATE, seal=seal) == expected


@pytest.mark.parametrize("name", ["某团委", "共青团江州大学委员会", "共青团江州大学信息工程学院委员会"])
@pytest.mark.parametrize("date", ["2026年3月5日", "2026年12月25日"])
def test_blocks_of_the_builder_stand_where_they_should(name: str, date: str) -> None:
    assert failing(made(*TEXT, sealed(name, date)), seal=True) & SIGNATURE == set()
    assert failing(made(*TEXT, unsealed(name, date)), seal=False) & SIGNATURE == set()


def test_a_block_that_people_set_with_blanks_counts_by_its_width() -> None:
    lines = (paragraph(f"{name}{'　' * gap}", "Normal", justify("right")) for name, gap in (("江州大学信息学院团支部", 2), (DATE, 5)))
    assert failing(made(*TEXT, *lines), seal=False) & SIGNATURE == set()


def test_a_date_that_is_written_by_hand_is_not_judged_by_its_place() -> None:
    right = indents(right=630) + justify("right")
    found = checked(made(*TEXT, *(paragraph(text, "Normal", right) for text in ("某团支部", "书记（签字）：", "年　　月　　日"))))
    assert found["date.form"].status is CheckStatus.PASS
    assert {found[key].status for key in ("date.place", "sign.place", "sign.gap")} == {CheckStatus.ABSENT}


def test_an_issuer_in_the_middle_is_told_as_such() -> None:
    markup = paragraph("江州大学信息学院团支部", "Normal", justify("center")) + paragraph(
        DATE, "Normal", indents(right=1575) + justify("right")
    )
    assert checked(made(*TEXT, markup), seal=False)["sign.place"].measured == "居中"
