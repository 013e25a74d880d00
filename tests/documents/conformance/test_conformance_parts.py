from __future__ import annotations

import conforming_documents as conforming
import pytest
from layout_checks import made, subject
from templates.draft_blocks import addressee, body, cell, columns, row, table

from xlflow.documents.conformance.document_parts import DocumentParts, is_red
from xlflow.documents.layout.layout_blocks import sealed, title
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.paragraph_markup import blank_line, indents, paragraph


def parts(*markup: str) -> DocumentParts:
    return subject(made(*markup)).parts


def test_a_circular_is_known_by_its_parts() -> None:
    found = subject(conforming.circular()).parts
    assert "".join(one.words for one in found.mark) == f"{conforming.COMMITTEE}文件"
    assert found.number
    assert found.addressee
    assert found.name
    assert found.date
    assert found.remark
    assert found.number.words == conforming.NUMBER
    assert found.title_text == "关于开展2026年上半年推优工作的通知"
    assert (found.addressee.words, found.name.words, found.date.words) == ("各团支部：", conforming.COMMITTEE, conforming.DATE)
    assert [one.words for one in found.note] == ["附件：1.\t推优名额分配表", "2.\t推优对象汇总表"]
    assert [attachment[0].words for attachment in found.attachments] == ["附件1", "附件2"]
    assert len(found.colophon) == 2
    assert found.red_line is found.number
    assert not found.by_hand


def test_a_secret_circular_has_all_that_stands_above_its_mark() -> None:
    found = subject(conforming.secret_circular()).parts
    assert found.copy_number
    assert found.secret
    assert found.urgent
    assert (found.copy_number.words, found.secret.words, found.urgent.words) == ("000012", "机密★1年", "特急")


def test_a_title_of_two_lines_is_one_title() -> None:
    found = parts(title("江州大学信息工程学院团支部", "关于召开推优大会的申请"), addressee("团委"), body("请审批。"))
    assert found.title_text == "江州大学信息工程学院团支部关于召开推优大会的申请"


def test_a_part_is_found_though_the_property_that_is_checked_is_wrong() -> None:
    found = parts(
        paragraph("关于推优的通知", "Normal", justify("center")),
        paragraph("各团支部", "Normal"),
        body("正文。"),
        paragraph("2026-3-5"),
        sealed("团委", "2026年03月5日"),
    )
    assert found.title_text == "关于推优的通知"
    assert found.addressee
    assert found.date
    assert (found.addressee.words, found.date.words) == ("各团支部", "2026年03月5日")


def test_who_signs_by_hand_is_known_by_the_line_to_sign_on() -> None:
    right = indents(right=630) + justify("right")
    found = parts(
        title("申请"),
        body("正文。"),
        *(paragraph(text, "Normal", right) for text in ("某团支部", "团支部书记（签字）：", "年　　月　　日")),
    )
    assert found.by_hand
    assert found.name
    assert found.name.words == "某团支部"


def test_a_last_table_may_be_the_colophon() -> None:
    rows = [row(cell("抄送：党委组织部。")), row(cell("团委\t2026年3月6日印发"))]
    found = parts(title("通知"), body("正文。"), table(columns((1,)), rows))
    assert [one.words[:2] for one in found.colophon] == ["抄送", "团委"]
    assert len(found.colophon_tables) == 1


def test_last_paragraphs_may_be_the_colophon() -> None:
    found = parts(title("通知"), body("正文。"), paragraph("抄送：党委组织部。"), paragraph("团委　2026年3月6日印发"))
    assert len(found.colophon) == 2
    assert [one.words for one in found.text] == ["正文。"]


def test_blank_lines_above_a_part_count_by_their_height() -> None:
    found = parts(title("通知"), blank_line() * 2, paragraph("各团支部：", "Normal"), body("正文。"))
    assert found.addressee
    assert found.blank_before(found.addressee) == pytest.approx(2)


def test_a_document_of_blank_lines_has_no_parts() -> None:
    found = parts(blank_line() * 3)
    assert (found.title, found.text, found.date) == ((), (), None)


@pytest.mark.parametrize(
    ("color", "red"), [("FF0000", True), ("E60012", True), ("000000", False), ("", False), ("FF8800", False), ("red", False)]
)
def test_a_red_has_much_red_and_little_else(color: str, red: bool) -> None:
    assert is_red(color) is red
