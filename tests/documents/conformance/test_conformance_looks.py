"""Faces, sizes and indents as they are told."""

from __future__ import annotations

import conforming_documents as conforming
import pytest
from layout_checks import made, subject

from xlflow.documents.conformance.printable import named_faces
from xlflow.documents.conformance.readings import first_line, is_chinese, right_gap, size_name
from xlflow.documents.conformance.word_document import Paragraph, TextRun
from xlflow.documents.conformance.word_reader import read_word
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.paragraph_markup import indents, paragraph


def read(text: str, properties: str = "") -> Paragraph:
    return read_word(made(paragraph(text, "Normal", properties))).paragraphs()[0]


@pytest.mark.parametrize(("text", "chinese"), [("正文", True), ("2026", False), ("　", False), ("—", True), ("Word", False)])
def test_the_face_of_latin_letters_is_left_open(text: str, chinese: bool) -> None:
    assert is_chinese(TextRun(text, "仿宋", "Arial", 32, False, "", 0)) is chinese


@pytest.mark.parametrize(("half_points", "name"), [(44, "2号"), (32, "3号"), (28, "4号"), (33, "16.5磅"), (2, "1磅")])
def test_sizes_have_their_names(half_points: int, name: str) -> None:
    assert size_name(half_points) == name


@pytest.mark.parametrize(
    ("text", "properties", "characters"),
    [
        ("正文", indents(first_line=632), 2),
        ("　　正文", "", 2),
        ("正文", "", 0),
        ("    正文", "", 2),
        ("　正文", indents(first_line=316), 2),
    ],
)
def test_an_indent_counts_whether_it_is_set_or_typed(text: str, properties: str, characters: float) -> None:
    assert first_line(read(text, properties)) == pytest.approx(characters, abs=0.01)


def test_what_a_line_leaves_free_on_its_right_counts_from_either_side() -> None:
    assert right_gap(read("2026年3月5日", indents(right=1260) + justify("right"))) == pytest.approx(4)
    assert right_gap(read("2026年3月5日　　　　", justify("right"))) == pytest.approx(4)
    assert right_gap(read("2026年3月5日", indents(left=round(18.076 * 315)) + justify("left"))) == pytest.approx(4, abs=0.01)
    assert right_gap(read("2026年3月5日", justify("center"))) is None


def test_the_faces_of_a_document_are_named_once_in_their_order() -> None:
    assert named_faces(subject(conforming.circular()).word) == ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体")
