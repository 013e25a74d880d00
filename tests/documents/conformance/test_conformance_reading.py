from __future__ import annotations

import conforming_documents as conforming
import pytest
from layout_checks import failing, made
from lxml import etree

from xlflow.documents.conformance.word_reader import StyledPackage, read_word
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import paragraph


def test_a_document_is_read_with_its_sections_footers_lines_and_boxes() -> None:
    word = read_word(conforming.letter())
    (section,) = word.sections
    assert (section.width, section.height, section.title_page, section.landscape) == (11906, 16838, True, False)
    assert set(section.footers) == {"default", "even", "first"}
    assert word.even_and_odd
    assert [line.color for line in word.lines] == ["FF0000"] * 4
    assert len(read_word(conforming.circular()).boxes) == 1


def test_a_wide_page_is_read_as_the_upright_sheet_that_it_is() -> None:
    (section,) = read_word(made(paragraph("表"), form=PageForm.LANDSCAPE)).sections
    assert section.landscape
    assert (section.width, section.top, section.left) == (11906, 2098, 1588)


def test_footers_that_a_section_does_not_name_are_those_of_the_one_before() -> None:
    files = conforming.parts(conforming.circular())
    body = files["word/document.xml"]
    section = body[body.rindex("<w:sectPr>") : body.index("</w:sectPr>") + len("</w:sectPr>")]
    bare = section[: section.index("<w:footerReference")] + section[section.index("<w:pgSz") :]
    first = f"<w:p><w:pPr>{section}</w:pPr></w:p>"
    changed = body.replace("<w:body>", f"<w:body>{first}", 1)
    changed = changed[: changed.rindex("<w:sectPr>")] + bare + "</w:body></w:document>"
    one, two = read_word(conforming.packed(files | {"word/document.xml": changed})).sections
    assert one.footers == two.footers
    assert two.footers["default"]


def test_deleted_text_is_not_read_and_inserted_text_is() -> None:
    runs = "<w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del><w:ins><w:r><w:t>丙</w:t></w:r></w:ins>"
    assert [one.text for one in read_word(made(paragraph(runs))).paragraphs()] == ["甲丙"]


def test_text_in_content_controls_is_read() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>"
    assert [one.text for one in read_word(made(control)).paragraphs()] == ["甲"]


def test_a_document_saved_as_strict_open_xml_is_the_same_document() -> None:
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
        )
        for name, text in conforming.parts(conforming.circular()).items()
    }
    assert failing(conforming.packed(strict)) == set()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a file"])
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="docx"):
        read_word(content)


@pytest.mark.parametrize("main", ["<w:document", "<a/>"])
def test_a_package_without_a_text_is_refused(main: str) -> None:
    with pytest.raises(ValueError, match="docx"):
        read_word(conforming.packed(conforming.parts(conforming.form()) | {"word/document.xml": main}))


def test_parts_are_found_by_their_relations() -> None:
    package = StyledPackage(conforming.circular())
    assert package.single("styles") == "word/styles.xml"
    assert package.related("numbering") is None
    assert isinstance(package.tree("word/settings.xml"), etree._Element)
