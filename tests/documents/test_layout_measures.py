"""What the shipped templates measure, read back from the files by another hand (python-docx)."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Length
from templates.docx_draft import docx_bytes

from templates import DRAFTS_OF_SCHEMES
from xlflow.documents.layout import standard_measures

DRAFTS = {name: draft for drafts in DRAFTS_OF_SCHEMES.values() for name, draft in drafts.items()}
TEMPLATES = tuple(DRAFTS)
WIDE = ("system_entry_sheet",)
NUMBERED = ("circular", "meeting_minutes", "branch_report", "recommendation_letter")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {name: docx.Document(io.BytesIO(docx_bytes(draft()))) for name, draft in DRAFTS.items()}


@pytest.mark.parametrize("scheme", DRAFTS_OF_SCHEMES)
def test_templates_are_built_from_their_drafts_byte_for_byte(scheme: str, repository: Path) -> None:
    folder = repository / "templates" / scheme / "documents"
    shipped = {path.stem: path.read_bytes() for path in folder.glob("*.docx")}
    assert {name: docx_bytes(draft()) == shipped.get(name) for name, draft in DRAFTS_OF_SCHEMES[scheme].items()} == dict.fromkeys(
        shipped, True
    )


def test_no_two_drawings_of_a_template_have_one_number() -> None:
    twice = {}
    for name, draft in DRAFTS.items():
        with zipfile.ZipFile(io.BytesIO(docx_bytes(draft()))) as package:
            texts = [package.read(part).decode() for part in package.namelist() if part.endswith(".xml")]
        numbers = re.findall(r'<wp:docPr id="(\d+)"', "".join(texts))
        twice |= {name: numbers} if len(set(numbers)) < len(numbers) else {}
    assert twice == {}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_page_is_a4_with_a_core_of_156_by_225_mm(name: str, documents: dict[str, Document]) -> None:
    section = documents[name].sections[0]
    if name in WIDE:
        assert (mm(section.page_width), mm(section.page_height)) == (297, 210)
        assert (mm(section.right_margin), mm(section.top_margin)) == (37, 28)
        return
    assert (mm(section.page_width), mm(section.page_height)) == (210, 297)
    assert (mm(section.top_margin), mm(section.left_margin)) == (37, 28)
    assert mm(section.page_width) - mm(section.left_margin) - mm(section.right_margin) == 156
    assert mm(section.page_height) - mm(section.top_margin) - mm(section.bottom_margin) == 225


@pytest.mark.parametrize("name", TEMPLATES)
def test_22_lines_of_28_characters_fill_the_core(name: str, documents: dict[str, Document]) -> None:
    document = documents[name]
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    core_height = standard_measures.PAGE_HEIGHT_TWIPS - standard_measures.MARGIN_TOP_TWIPS - standard_measures.MARGIN_BOTTOM_TWIPS
    assert core_height // standard_measures.LINE_TWIPS == 22
    assert standard_measures.CORE_WIDTH_TWIPS // (320 + standard_measures.CHARACTER_SPACING_TWIPS) == 28
    normal = document.styles["Normal"].element
    spacing = normal.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert normal.find(f"{qn('w:pPr')}/{qn('w:widowControl')}").get(qn("w:val")) == "0"


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_faces_are_named_for_chinese_text(name: str, documents: dict[str, Document]) -> None:
    styles = documents[name].styles
    faces = {
        style_name: styles[style_name].element.rPr.rFonts.get(qn("w:eastAsia")) for style_name in ("公文标题", "Heading 1", "Heading 2")
    }
    assert faces == {"公文标题": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体_GB2312"}
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert defaults.find(qn("w:sz")).get(qn("w:val")) == "32"


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_text_begins_two_characters_in(name: str, documents: dict[str, Document]) -> None:
    indent = documents[name].styles["公文正文"].element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert int(indent.get(qn("w:firstLine"))) == 2 * standard_measures.CHARACTER_TWIPS == 632


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_table_is_never_wider_than_the_core(name: str, documents: dict[str, Document]) -> None:
    grids = [[int(column.get(qn("w:w"))) for column in table._tbl.tblGrid] for table in documents[name].tables]
    core = standard_measures.CORE_HEIGHT_TWIPS if name in WIDE else standard_measures.CORE_WIDTH_TWIPS
    assert [sum(grid) for grid in grids] == [core] * len(grids)
    for table, grid in zip(documents[name].tables, grids, strict=True):
        assert {columns_of(row) for row in table._tbl.tr_lst} == {len(grid)}


@pytest.mark.parametrize("name", NUMBERED)
def test_page_numbers_stand_outside_on_odd_and_even_pages(name: str, documents: dict[str, Document]) -> None:
    document = documents[name]
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert [(p.text, p.alignment) for p in (odd, even)] == [("— 1 —", docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT), ("— 1 —", 0)]
    assert mm(section.footer_distance) == 25


def test_only_the_first_page_of_a_letter_has_no_number(documents: dict[str, Document]) -> None:
    firsts = {name: documents[name].sections[0].different_first_page_header_footer for name in TEMPLATES}
    assert firsts == {name: name in ("recommendation_letter", "opinion_reply") for name in TEMPLATES}
    assert documents["recommendation_letter"].sections[0].first_page_footer.paragraphs[0].text == ""


def test_branch_papers_have_no_red_head_and_no_number(documents: dict[str, Document]) -> None:
    tags = {name: "".join(p.text for p in documents[name].paragraphs) for name in TEMPLATES}
    of_committee = {"circular", "recommendation_letter", "quarterly_bulletin", "annual_bulletin"}
    of_committee |= {"stage_rates", "assessment_bulletin", "annual_bands"}
    assert {name for name, text in tags.items() if "document_number" in text} == of_committee


def test_what_people_write_by_hand_is_left_blank(documents: dict[str, Document]) -> None:
    form = documents["form_activist"]
    boxes = {row.cells[0].text.replace("\n", "").replace("　", ""): row.cells[-1].text for row in form.tables[1].rows}
    for box in ("团支部意见", "上级团委意见", "党支部意见"):
        assert boxes[box].endswith("签字（盖章）：\n　　　　年　　月　　日")


def columns_of(row: docx.oxml.table.CT_Row) -> int:
    return sum(cell.grid_span for cell in row.tc_lst)


def mm(length: Length | None) -> int:
    assert length is not None
    return round(length.mm)
