from __future__ import annotations

import pytest

from xlflow.documents.conformance.word_document import PageSection, Paragraph, TextRun, WordTable


def paragraph(text: str, **given: object) -> Paragraph:
    return Paragraph(1, (TextRun(text, "仿宋", "仿宋", 32, False, "", -5),) if text else (), **given)  # type: ignore[arg-type]


def test_words_are_the_text_without_what_is_white_around_it() -> None:
    one = paragraph("　　正文\t2026 ")
    assert (one.words, one.lead, one.is_blank) == ("正文\t2026", 2, False)


@pytest.mark.parametrize("text", ["", "　", "\t \n"])
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert paragraph(text).is_blank


def test_a_page_number_is_not_blank() -> None:
    assert not paragraph("", field=True).is_blank


@pytest.mark.parametrize(("line", "rule", "lines"), [(579, "exact", 1), (1158, "exact", 2), (240, "auto", 1), (700, "atLeast", 700 / 579)])
def test_an_empty_paragraph_takes_lines_by_its_spacing(line: int, rule: str, lines: float) -> None:
    assert paragraph("", line=line, rule=rule).height == pytest.approx(lines)


def test_a_table_gives_all_its_paragraphs() -> None:
    cell = (paragraph("甲"), paragraph("乙"))
    assert [one.text for one in WordTable(((cell, cell),), 8844).paragraphs()] == ["甲", "乙", "甲", "乙"]


def test_the_core_lies_between_the_margins() -> None:
    section = PageSection(11906, 16838, 2098, 1984, 1588, 1474, 1418)
    assert (section.core_width, section.core_height) == (8844, 12756)
