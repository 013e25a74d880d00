"""Many Word files as one for the printer."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from templates.docx_draft import Draft, docx_bytes

from xlflow.documents.bundle import bundle
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import paragraph


def letter(text: str, form: PageForm = PageForm.NUMBERED) -> bytes:
    return docx_bytes(Draft("函", paragraph(text, "Body"), form))


def plain(*lines: str, style: str | None = None, header: str = "") -> docx.document.Document:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line, style)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return document


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bundled(*documents: bytes) -> bytes:
    stream = io.BytesIO()
    bundle(documents, "合订本", stream)
    return stream.getvalue()


def markup(content: bytes, part: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(part).decode()


def test_every_document_is_a_section_on_a_front_page_numbered_from_one() -> None:
    made = docx.Document(io.BytesIO(bundled(letter("甲"), letter("乙"), letter("丙"))))
    assert [p.text for p in made.paragraphs] == ["甲", "乙", "丙"]
    assert [section.start_type for section in made.sections] == [WD_SECTION.ODD_PAGE] * 3
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in made.sections]
    assert starts == ["1"] * 3


def test_no_paragraph_is_added_between_documents() -> None:
    made = docx.Document(io.BytesIO(bundled(*(letter(text) for text in "甲乙"))))
    assert len(made.paragraphs) == 2


def test_sections_of_a_document_stay_with_their_sizes() -> None:
    wide = plain("一页竖")
    section = wide.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = section.page_height, section.page_width
    wide.add_paragraph("一页横")
    made = docx.Document(io.BytesIO(bundled(saved(wide), letter("乙"))))
    assert [s.page_width > s.page_height for s in made.sections] == [False, True, False]
    assert [s.start_type for s in made.sections] == [WD_SECTION.ODD_PAGE, WD_SECTION.NEW_PAGE, WD_SECTION.ODD_PAGE]


def test_no_document_takes_over_the_header_of_the_one_before() -> None:
    made = docx.Document(io.BytesIO(bundled(saved(plain("甲", header="甲的页眉")), saved(plain("乙")))))
    texts = [[p.text for p in section.header.paragraphs] for section in made.sections]
    assert texts == [["甲的页眉"], [""]]
    assert all(not section.header.is_linked_to_previous for section in made.sections)


def test_a_document_without_sides_has_the_same_header_on_even_pages_beside_one_with_sides() -> None:
    made = docx.Document(io.BytesIO(bundled(saved(plain("甲", header="两面一样")), letter("乙"))))
    assert made.settings.odd_and_even_pages_header_footer
    assert made.sections[0].even_page_header.paragraphs[0].text == "两面一样"


def test_the_first_page_of_a_letter_keeps_its_empty_footer() -> None:
    made = docx.Document(io.BytesIO(bundled(letter("甲", PageForm.BARE), letter("乙", PageForm.LETTER))))
    assert [section.different_first_page_header_footer for section in made.sections] == [False, True]


def test_equal_styles_are_one_and_others_keep_their_look_under_names_of_their_own() -> None:
    red = plain("红字", style="Heading 1")
    red.styles["Heading 1"].font.size = docx.shared.Pt(33)
    made = docx.Document(io.BytesIO(bundled(saved(plain("原样", style="Heading 1")), saved(red))))
    first, second = made.paragraphs
    assert first.style.name == "Heading 1"
    assert second.style.name != "Heading 1"
    assert second.style.font.size == docx.shared.Pt(33)
    ids = re.findall(r'w:styleId="([^"]+)"', markup(bundled(saved(plain("甲")), saved(plain("乙"))), "word/styles.xml"))
    assert len(ids) == len(set(ids)) == len(docx.Document().styles)


def test_defaults_of_a_foreign_document_go_with_its_text() -> None:
    content = bundled(letter("公文"), saved(plain("自己的")))
    second = docx.Document(io.BytesIO(content)).paragraphs[1]
    assert second.style.name.startswith("Normal")
    assert second.style.element.rPr.find(qn("w:rFonts")) is not None


def test_lists_of_every_document_begin_at_the_start() -> None:
    content = bundled(*(saved(plain("一", "二", style="List Number")) for _ in range(2)))
    made = docx.Document(io.BytesIO(content))
    numbers = [p._p.pPr.numPr.numId.val for p in made.paragraphs]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    assert markup(content, "word/numbering.xml").count("startOverride") > 1


def test_ids_of_pictures_are_all_different_and_equal_pictures_are_kept_once() -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d4944415478da63fcffff3f0300050001ff5ab1d0fe0000000049454e44ae426082"
    )
    with_picture = plain("照片")
    with_picture.add_picture(io.BytesIO(pixel))
    content = bundled(saved(with_picture), saved(with_picture))
    ids = re.findall(r'<wp:docPr [^>]*?id="(\d+)"', markup(content))
    assert len(ids) == len(set(ids)) == 2
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert len([name for name in names if name.startswith("word/media/")]) == 1
    assert len(docx.Document(io.BytesIO(content)).inline_shapes) == 2


def test_bookmarks_and_references_to_them_are_told_apart() -> None:
    text = (
        '<w:p><w:bookmarkStart w:id="0" w:name="here"/><w:r><w:t>处</w:t></w:r><w:bookmarkEnd w:id="0"/>'
        '<w:hyperlink w:anchor="here"><w:r><w:t>见</w:t></w:r></w:hyperlink></w:p>'
    )
    one = docx_bytes(Draft("函", text, PageForm.BARE))
    found = markup(bundled(one, one))
    names = re.findall(r'w:name="(here\w*)"', found)
    assert len(set(names)) == 2
    assert re.findall(r'w:anchor="(here\w*)"', found) == names
    assert len(set(re.findall(r'bookmarkStart w:id="(\d+)"', found))) == 2


def test_a_document_that_ends_with_a_table_keeps_it_last() -> None:
    document = plain("表前")
    document.add_table(1, 1).cell(0, 0).text = "末尾"
    made = docx.Document(io.BytesIO(bundled(saved(document), letter("乙"))))
    assert [table.cell(0, 0).text for table in made.tables] == ["末尾"]
    assert len(made.sections) == 2


def test_the_last_paragraph_is_found_behind_a_text_box() -> None:
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p>'
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>框外</w:t></w:r></w:p>"
    )
    one = docx_bytes(Draft("函", box, PageForm.BARE))
    made = docx.Document(io.BytesIO(bundled(one, letter("乙"))))
    assert [p.text for p in made.paragraphs] == ["框外", "乙"]
    assert made.paragraphs[0]._p.pPr.find(qn("w:sectPr")) is not None


def test_what_is_no_word_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="文件已损坏"):
        bundled(b"no zip")
