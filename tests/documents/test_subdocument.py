"""Other Word files put into a document, made here with python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm, Pt
from word_files import paragraphs, word_file

from xlflow.documents.template import SubDocument, Template
from xlflow.documents.template.picture_value import frame_png
from xlflow.errors import TemplateError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def opened(content: bytes, **values: object) -> Document:
    return docx.Document(io.BytesIO(Template(content, "样.docx").render(values)))


def rich(document: Document) -> None:
    document.add_paragraph("标题", style="Heading 1")
    document.add_table(1, 2).cell(0, 1).text = "格{{ 不填 }}"
    document.add_picture(io.BytesIO(frame_png(50, 70)), width=Mm(20))
    id = document.part.relate_to("https://example.org/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = f'<w:p {W} {R}><w:hyperlink r:id="{id}"><w:r><w:t>网页</w:t></w:r></w:hyperlink></w:p>'
    document.element.body.insert(0, parse_xml(link))


def test_text_tables_pictures_and_links_come_along() -> None:
    document = opened(paragraphs("前", "{{p a }}", "后"), a=SubDocument(word_file(rich)))
    assert [p.text for p in document.paragraphs] == ["前", "网页", "标题", "", "后"]
    assert document.tables[0].cell(0, 1).text == "格{{ 不填 }}"
    assert document.inline_shapes[0].width == Mm(20)
    assert document.paragraphs[1].hyperlinks[0].address == "https://example.org/"
    (picture,) = [part for part in document.part.related_parts.values() if part.content_type == "image/png"]
    assert picture.blob == frame_png(50, 70)


def test_one_file_may_come_in_many_times_and_from_disk(tmp_path: Path) -> None:
    (path := tmp_path / "附.docx").write_bytes(word_file(rich))
    content = paragraphs("{%p for n in range(3) %}", "{{p a }}", "{%p endfor %}")
    result = Template(content).render({"a": SubDocument(path)})
    archive = zipfile.ZipFile(io.BytesIO(result))
    names = archive.namelist()
    assert len(names) == len(set(names))
    numbers = re.findall(r'<wp:docPr[^>]* id="(\d+)"', archive.read("word/document.xml").decode())
    assert len(numbers) == len(set(numbers)) == 3
    assert len(docx.Document(io.BytesIO(result)).tables) == 3


def test_in_a_cell_and_in_a_header() -> None:
    def write(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{{p a }}"
        document.sections[0].header.paragraphs[0].text = "{{p a }}"

    document = opened(word_file(write), a=SubDocument(word_file(rich)))
    assert [p.text for p in document.tables[0].cell(0, 0).paragraphs] == ["网页", "标题", ""]
    header = document.sections[0].header
    assert header.paragraphs[0].hyperlinks[0].address == "https://example.org/"


def test_a_style_of_the_same_name_looks_as_in_the_template_and_others_are_added() -> None:
    def sub(document: Document) -> None:
        document.styles["Heading 1"].font.size = Pt(40)
        own = document.styles.add_style("特别", WD_STYLE_TYPE.PARAGRAPH)
        own.font.size = Pt(33)
        document.add_paragraph("一", style="Heading 1")
        document.add_paragraph("二", style="特别")

    def write(document: Document) -> None:
        document.styles["Heading 1"].font.size = Pt(11)
        taken = document.styles.add_style("别的", WD_STYLE_TYPE.PARAGRAPH)
        taken.element.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", "特别")
        document.add_paragraph("{{p a }}")

    one, two = opened(word_file(write), a=SubDocument(word_file(sub))).paragraphs
    assert one.style is not None
    assert two.style is not None
    assert (one.style.name, one.style.font.size) == ("Heading 1", Pt(11))
    assert (two.style.name, two.style.font.size) == ("特别", Pt(33))


def test_lists_that_their_paragraphs_name_begin_at_their_start_each_time() -> None:
    sub = word_file(lambda document: document.add_paragraph("一", style="List Number"))
    direct = f'<w:p {W}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>二</w:t></w:r></w:p>'
    for content in (sub, word_file(lambda document: document.element.body.insert(0, parse_xml(direct)))):
        result = Template(paragraphs("{{p a }}", "{{p a }}")).render({"a": SubDocument(content)})
        archive = zipfile.ZipFile(io.BytesIO(result))
        numbering = archive.read("word/numbering.xml").decode()
        numbers = re.findall(r'<w:num w:numId="(\d+)"|<w:num [^>]*w:numId="(\d+)"', numbering)
        flat = [a or b for a, b in numbers]
        assert len(flat) == len(set(flat))
        assert numbering.rfind("<w:abstractNum ") < numbering.find("<w:num ")
    used = re.findall(r'<w:numId w:val="(\d+)"', archive.read("word/document.xml").decode())
    assert len(set(used)) == 2
    assert set(used) <= set(flat)


@pytest.mark.parametrize("content", [b"", b"no word file", "没有.docx"])
def test_what_is_no_word_file_is_named_with_its_tag(content: bytes | str) -> None:
    with pytest.raises(TemplateError, match=r"第2段.*要插入的"):
        opened(paragraphs("好", "{{p a }}"), a=SubDocument(content))


def test_a_file_with_footnotes_is_refused() -> None:
    note = f'<w:p {W}><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    content = word_file(lambda document: document.element.body.insert(0, parse_xml(note)))
    with pytest.raises(TemplateError, match="脚注"):
        opened(paragraphs("{{p a }}"), a=SubDocument(content))
