"""What other people's files do otherwise and may: no requirement fails for it. What breaks one is in the mutants."""

from __future__ import annotations

from collections.abc import Callable

import conforming_documents as conforming
import pytest
from conforming_documents import COMMITTEE, DATE, SENTENCE
from layout_checks import checked, failing, made
from layout_mutations import BODY, PARAGRAPH, STYLES, Mutation, both, setting, style, swap, words
from templates.committee_papers import system_entry_sheet as wide_sheet
from templates.docx_draft import docx_bytes
from templates.draft_blocks import addressee, attachments, body, level_1, level_3

from xlflow.documents.conformance.document_parts import DocumentKind
from xlflow.documents.conformance.readings import CheckStatus
from xlflow.documents.layout.layout_blocks import sealed, title
from xlflow.documents.layout.paragraph_markup import Typeface, blank_line, paragraph, run

GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'

DENSE = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'
LATIN = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'


def changed(mutation: Mutation, document: Callable[[], bytes] = conforming.circular) -> bytes:
    """A conforming document that says the same otherwise."""
    return conforming.packed(mutation(conforming.parts(document())))


def of_text(*markup: str) -> bytes:
    """A plain document with this text."""
    return made(title("推优工作方案"), addressee("各团支部"), *markup)


@pytest.mark.parametrize(
    ("what", "mutation"),
    [
        ("a grid of 28 characters", both(swap('<w:spacing w:val="-5"/>', "", STYLES), swap(GRID, DENSE))),
        ("single lines on a grid of 22", style("Body", "</w:pPr>", '<w:spacing w:line="240" w:lineRule="auto"/></w:pPr>')),
        ("indents in characters", style("Body", 'w:firstLine="632"', 'w:firstLineChars="200" w:firstLine="640"')),
        ("typed blanks for an indent", both(setting(SENTENCE + SENTENCE, '<w:ind w:firstLine="0"/>'), words(SENTENCE, "　　" + SENTENCE))),
        ("the face under its Windows name", swap(Typeface.FANG_SONG.value, "FangSong", STYLES, -1)),
        ("华文中宋 for 小标宋", swap(Typeface.XIAO_BIAO_SONG.value, "华文中宋", STYLES, -1)),
        ("paper a tenth of a millimetre off", swap('w:w="11906" w:h="16838"', 'w:w="11900" w:h="16840"')),
        ("a gutter instead of a wide margin", both(swap('w:left="1588"', 'w:left="1021"'), swap('w:gutter="0"', 'w:gutter="567"'))),
        ("a level set in bold", style("Heading1", "</w:rPr>", "<w:b/></w:rPr>")),
        ("black said as a colour", style("Body", "</w:pPr>", '</w:pPr><w:rPr><w:color w:val="000000"/></w:rPr>')),
        ("Latin letters in another face", style("Body", "</w:pPr>", f"</w:pPr><w:rPr>{LATIN}</w:rPr>")),
        ("a full-width point after the third level", words("1.各团支部", "1．各团支部")),
        ("a date of the red head's own colour", swap('w:color="FF0000"', 'w:color="E60012"')),
    ],
)  # fmt: skip
def test_the_same_layout_said_otherwise_passes(what: str, mutation: Mutation) -> None:
    assert failing(changed(mutation)) == set(), what


def test_a_title_broken_by_hand_inside_one_paragraph_is_the_same_title() -> None:
    one = "<w:r><w:t>关于推荐张三等3名同志作为</w:t><w:br/><w:t>入党积极分子和党的发展对象人选的函</w:t></w:r>"
    files = conforming.parts(conforming.letter())
    lines = [markup for markup in _paragraphs(files[BODY]) if 'w:val="DocumentTitle"' in markup]
    text = files[BODY].replace(lines[1], "").replace(lines[0], paragraph(one, "DocumentTitle"))
    assert failing(conforming.packed(files | {BODY: text})) == set()


def _paragraphs(text: str) -> list[str]:
    return [match.group() for match in PARAGRAPH.finditer(text)]


def test_a_title_may_end_with_a_remark_in_brackets() -> None:
    assert "title.type" not in failing(made(title("推优工作办法（试行）"), addressee("各团支部"), body(SENTENCE)))


def test_a_title_that_is_widest_in_the_middle_is_a_rhombus_and_one_with_a_waist_is_none() -> None:
    rhombus = [paragraph(line, "DocumentTitle") for line in ("关于推荐张三", "作为入党积极分子和党的发展对象", "人选的函")]
    waist = [paragraph(line, "DocumentTitle") for line in ("关于推荐张三作为入党积极分子", "和党的", "发展对象人选的函")]
    assert "title.shape" not in failing(made(*rhombus, addressee("某党支部"), body(SENTENCE)))
    assert "title.shape" in failing(made(*waist, addressee("某党支部"), body(SENTENCE)))


def test_the_third_level_may_follow_the_first() -> None:
    text = level_1(1, "条件"), level_3(1, SENTENCE), level_3(2, SENTENCE), level_1(2, "程序"), level_3(1, SENTENCE)
    assert "ordinal.order" not in failing(of_text(*text))


def test_the_second_level_may_come_first_in_a_document_without_a_first() -> None:
    text = [paragraph(run(f"（{number}）{SENTENCE}", Typeface.KAI)) for number in "一二三"]
    assert failing(of_text(*text)) & {"ordinal.order", "ordinal.form", "h2.font"} == set()


def test_a_year_or_a_decimal_at_the_beginning_is_no_ordinal() -> None:
    assert failing(of_text(body("2026年3月，" + SENTENCE), body("3.5个百分点，" + SENTENCE))) & {"ordinal.order", "ordinal.form"} == set()


def test_only_the_sentence_of_a_second_level_takes_its_face() -> None:
    sentence = paragraph(run("（一）提出名单。", Typeface.KAI) + run(SENTENCE))
    whole = paragraph(run("（一）提出名单。") + run(SENTENCE, Typeface.KAI))
    assert "h2.font" not in failing(of_text(sentence))
    assert "h2.font" in failing(of_text(whole))


def test_one_attachment_has_no_number_and_its_name_turns_below_itself() -> None:
    name = "推荐优秀团员作为入党积极分子和党的发展对象人选登记表填写说明及样表"
    text = body(SENTENCE), attachments((name,)), blank_line() * 2, sealed(COMMITTEE, DATE)
    assert failing(of_text(*text), seal=True) & {"attnote.form", "attnote.indent", "attnote.gap"} == set()


def test_one_attachment_with_a_number_is_wrong() -> None:
    text = body(SENTENCE), blank_line(), paragraph("附件：1.名单"), blank_line() * 2, sealed(COMMITTEE, DATE)
    assert "attnote.form" in failing(of_text(*text), seal=True)


def test_an_attachment_that_no_note_names_is_told() -> None:
    text = body(SENTENCE), blank_line() * 2, sealed(COMMITTEE, DATE), paragraph("附件", "AttachmentHead"), blank_line(), title("推优名单")
    found = checked(of_text(*text), seal=True)["att.note"]
    assert (found.status, found.measured) == (CheckStatus.FAIL, "正文后没有附件说明")


def test_a_document_without_a_number_may_be_without_one() -> None:
    found = checked(conforming.public_notice())
    assert {found[key].status for key in ("copyno", "cc.form", "attnote.form", "note")} == {CheckStatus.ABSENT}


def test_a_red_head_must_have_mark_line_date_and_page_number() -> None:
    assert {"issuer.red", "redline", "date.form"} <= failing(of_text(body(SENTENCE)), DocumentKind.CIRCULAR)


def test_the_cells_of_a_form_are_its_own_business() -> None:
    found = checked(conforming.form())
    assert "body.indent" not in found
    assert found["body.size"].status is CheckStatus.PASS


def test_a_footer_that_numbers_no_page_is_no_page_number() -> None:
    files = conforming.parts(conforming.public_notice())
    assert checked(conforming.packed(files))["pageno.form"].status is CheckStatus.ABSENT


def test_a_number_in_a_turned_box_of_a_wide_page_is_read() -> None:
    found = checked(docx_bytes(wide_sheet()), DocumentKind.FORM)
    assert (found["pageno.form"].status, found["pageno.form"].measured) == (CheckStatus.PASS, "— N —")
    assert found["margin.top"].status is CheckStatus.PASS


def test_readers_of_a_briefing_may_stand_in_several_paragraphs() -> None:
    found = checked(conforming.briefing())
    assert {found[key].status for key in ("cc.form", "cc.font", "cc.place", "colophon.lines")} == {CheckStatus.PASS}


def test_those_who_were_there_are_named_in_two_faces() -> None:
    assert checked(conforming.minutes())["roster.font"].measured == "标签黑体、姓名仿宋"
