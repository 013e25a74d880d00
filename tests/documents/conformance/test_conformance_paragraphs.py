from __future__ import annotations

import pytest
from layout_checks import made
from templates.draft_blocks import cell, columns, row, table

from xlflow.documents.conformance.word_document import Paragraph
from xlflow.documents.conformance.word_reader import read_word
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.paragraph_markup import Typeface, paragraph, run


def read(properties: str, content: str = "正文") -> Paragraph:
    return read_word(made(paragraph(content, "Normal", properties))).paragraphs()[0]


@pytest.mark.parametrize(
    ("element", "left", "first", "right"),
    [
        ('<w:ind w:left="632"/>', 632, 0, 0),
        ('<w:ind w:firstLine="632"/>', 0, 632, 0),
        ('<w:ind w:left="948" w:hanging="948"/>', 948, -948, 0),
        ('<w:ind w:firstLineChars="200" w:firstLine="999"/>', 0, 630, 0),
        ('<w:ind w:start="632" w:end="316"/>', 632, 0, 316),
        ('<w:ind w:rightChars="400"/>', 0, 0, 1260),
    ],
)
def test_indents_are_read_in_twips_and_in_characters(element: str, left: int, first: int, right: int) -> None:
    found = read(element)
    assert (found.left, found.first, found.right) == (left, first, right)


@pytest.mark.parametrize(
    ("word", "align"), [("left", "left"), ("start", "left"), ("end", "right"), ("distribute", "both"), ("center", "center")]
)
def test_alignments_have_one_name(word: str, align: str) -> None:
    assert read(justify(word)).align == align


def test_a_run_has_face_size_weight_colour_and_spacing() -> None:
    content = '<w:r><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:color w:val="ff0000"/><w:sz w:val="44"/></w:rPr><w:t>题</w:t></w:r>'
    (found,) = read("", content).runs
    assert (found.east_asia, found.size, found.bold, found.color, found.spacing) == ("黑体", 44, True, "FF0000", -5)


def test_an_automatic_colour_is_none_and_hidden_text_is_not_read() -> None:
    content = '<w:r><w:rPr><w:color w:val="auto"/></w:rPr><w:t>见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>'
    found = read("", content)
    assert (found.text, found.runs[0].color) == ("见", "")


def test_a_paragraph_that_begins_with_a_page_break_begins_a_page() -> None:
    assert read("", '<w:r><w:br w:type="page"/></w:r><w:r><w:t>附件</w:t></w:r>').page_break
    assert read("<w:pageBreakBefore/>").page_break
    assert not read('<w:pageBreakBefore w:val="0"/>').page_break


def test_tabs_and_line_breaks_stand_in_the_text() -> None:
    assert read("", "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>").text == "甲\t乙\n丙"


def test_the_number_of_a_page_is_known_as_a_simple_field_too() -> None:
    assert read("", '<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:t>1</w:t></w:r></w:fldSimple>').field
    assert not read("", '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>').field


def test_a_table_has_its_width_its_rows_and_its_lines() -> None:
    (found,) = read_word(made(table(columns((1, 1)), [row(cell("甲"), cell(run("乙", Typeface.KAI)))]))).tables()
    assert (found.width, len(found.rows), len(found.rows[0])) == (8844, 1, 2)
    assert {side: border.size for side, border in found.borders.items()} == {"top": 4, "bottom": 4, "insideH": 4}


def test_a_table_without_a_width_has_that_of_its_columns() -> None:
    markup = table(columns((1, 1)), [row(cell("甲"), cell("乙"))]).replace(
        '<w:tblW w:w="8844" w:type="dxa"/>', '<w:tblW w:w="5000" w:type="pct"/>'
    )
    (found,) = read_word(made(markup)).tables()
    assert found.width == 8844
