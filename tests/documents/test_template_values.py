"""Values that are more than text, in Word files made here with python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.shared import Mm, Pt, RGBColor
from word_files import paragraphs, word_file

from xlflow.documents.template import Format, PageBreak, Picture, RichParagraphs, RichText, Template
from xlflow.documents.template.picture_value import frame_png
from xlflow.errors import TemplateError

PHOTO = frame_png(250, 350)


def opened(content: bytes, **values: object) -> Document:
    return docx.Document(io.BytesIO(Template(content, "样.docx").render(values)))


def body(content: bytes, **values: object) -> str:
    return zipfile.ZipFile(io.BytesIO(Template(content).render(values))).read("word/document.xml").decode()


def test_rich_text_carries_its_own_formatting() -> None:
    look = Format(bold=True, italic=True, colour="c00000", size=16, font="黑体", underline="double", strike=True, highlight="FFFF00")
    document = opened(paragraphs("前{{r 话 }}后"), 话=RichText("重<点", look).add("平常"))
    before, strong, plain, after = document.paragraphs[0].runs
    assert (before.text, strong.text, plain.text, after.text) == ("前", "重<点", "平常", "后")
    font = strong.font
    assert (font.bold, font.italic, font.strike, font.size, font.name) == (True, True, True, Pt(16), "黑体")
    assert font.color.rgb == RGBColor(0xC0, 0, 0)
    assert plain.font.bold is None


def test_a_piece_without_formatting_takes_that_of_its_tag_and_the_text_behind_keeps_its_own() -> None:
    content = word_file(lambda document: setattr(document.add_paragraph().add_run("前{{r 话 }}后"), "bold", True))
    for value in (RichText("中"), "中"):
        runs = opened(content, 话=value).paragraphs[0].runs
        assert [(run.text, run.bold) for run in runs] == [("前", True), ("中", True), ("后", True)]


def test_two_rich_texts_and_a_condition_in_one_run_keep_their_order() -> None:
    document = opened(paragraphs("{{r a }}一{%r if yes %}二{{r b }}{%r endif %}三"), a=RichText("甲"), b=RichText("乙"), yes=True)
    assert document.paragraphs[0].text == "甲一二乙三"


def test_line_breaks_and_tabs_in_rich_text_are_those_of_word() -> None:
    assert opened(paragraphs("{{r a }}"), a=RichText("一\n二\t三")).paragraphs[0].text == "一\n二\t三"


def test_a_link_leads_to_its_address() -> None:
    document = opened(paragraphs("{{r a }}"), a=RichText("见").add("网页", Format(underline=True), link="https://example.org/?a=1&b=2"))
    (link,) = document.paragraphs[0].hyperlinks
    assert (link.text, link.address) == ("网页", "https://example.org/?a=1&b=2")


def test_links_in_a_header_belong_to_the_header() -> None:
    content = word_file(lambda document: setattr(document.sections[0].header.paragraphs[0], "text", "{{r a }}"))
    header = opened(content, a=RichText("网页", link="https://example.org/")).sections[0].header
    assert header.paragraphs[0].hyperlinks[0].address == "https://example.org/"


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("前{{ a }}", RichText("话"), "请写成 {{r 名称 }}"),
        ("前{{ a }}", RichParagraphs([("话", None)]), "请写成 {{p 名称 }}"),
        ("{{r a }}", RichText("话", Format(colour="红")), "颜色“红”"),
        ("{{r a }}", RichText("话", Format(underline="锯齿")), "下划线“锯齿”"),
        ("{{ a }}", Picture(b"no picture at all"), "不是可用的图片"),
        ("{{ a|upper }}", Picture(PHOTO), "不是文字"),
        ("{{ a|safe }}", "x", "没有的过滤器"),
    ],
)
def test_a_value_in_the_wrong_place_is_named_with_the_right_tag(text: str, value: object, words: str) -> None:
    with pytest.raises(TemplateError, match=r"样\.docx › 第2段") as caught:
        opened(paragraphs("好", text), a=value)
    assert words in str(caught.value)


def test_rich_text_prints_as_text_where_only_text_can_stand() -> None:
    content = word_file(lambda document: setattr(document.core_properties, "title", "{{ a }}"))
    assert opened(content, a=RichText("一", Format(bold=True)).add("二")).core_properties.title == "一二"


def test_whole_paragraphs_have_their_styles() -> None:
    value = RichParagraphs([("标题", "Heading1"), (RichText("正文", Format(bold=True)), None)])
    found = opened(paragraphs("前", "{{p a }}", "后"), a=value).paragraphs
    assert [(p.text, p.style.name) for p in found if p.style] == [
        ("前", "Normal"),
        ("标题", "Heading 1"),
        ("正文", "Normal"),
        ("后", "Normal"),
    ]


def test_a_page_break_stands_in_text_run_or_paragraph() -> None:
    for text in ("前{{ a }}后", "前{{r a }}后", "{{p a }}"):
        assert body(paragraphs(text), a=PageBreak()).count('<w:br w:type="page"/>') == 1


def test_a_new_paragraph_in_a_value_looks_like_that_of_its_tag() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("前", style="Heading 1")
        paragraph.add_run("甲{{ a }}乙").bold = True

    paragraphs = opened(word_file(write), a="一\x07二\x07三").paragraphs
    assert [p.text for p in paragraphs] == ["前甲一", "二", "三乙"]
    assert {p.style.name for p in paragraphs if p.style} == {"Heading 1"}
    assert all(p.runs[-1].bold for p in paragraphs)


def test_a_picture_keeps_its_shape() -> None:
    sizes = {
        (25.0, None): (25, 35),
        (None, 70.0): (50, 70),
        (100.0, 35.0): (25, 35),
        (25.0, 100.0): (25, 35),
    }
    for (width, height), (shown_width, shown_height) in sizes.items():
        (shape,) = opened(paragraphs("{{ a }}"), a=Picture(PHOTO, width_mm=width, height_mm=height)).inline_shapes
        assert (shape.width, shape.height) == (Mm(shown_width), Mm(shown_height))


def test_a_missing_photo_leaves_a_frame_of_the_same_size(tmp_path: Path) -> None:
    (there := tmp_path / "有.png").write_bytes(PHOTO)
    for source in (there, None, b"", tmp_path / "没有.png", str(tmp_path / "没有.jpg")):
        picture = Picture(source, width_mm=25, height_mm=35)
        document = opened(paragraphs("{{ a }}"), a=picture)
        (shape,) = document.inline_shapes
        assert (shape.width, shape.height) == (Mm(25), Mm(35))
        assert picture.missing is (source != there)
    (shape,) = opened(paragraphs("{{ a }}"), a=Picture(None, width_mm=50)).inline_shapes
    assert (shape.width, shape.height) == (Mm(50), Mm(70))


def test_a_picture_used_twice_is_stored_once_and_numbered_twice() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("{{ a }}{{ b }}{{ a }}")
        document.sections[0].header.paragraphs[0].text = "{{ a }}"

    content = Template(word_file(write)).render({"a": Picture(PHOTO, width_mm=9), "b": Picture(None, width_mm=9)})
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    assert len([name for name in archive.namelist() if name.startswith("word/media/")]) == 2
    texts = [archive.read(name).decode() for name in archive.namelist() if re.match(r"word/(document|header\d)", name)]
    numbers = re.findall(r'<wp:docPr id="(\d+)"', "".join(texts))
    assert len(set(numbers)) == len(numbers) == 4
    assert len(docx.Document(io.BytesIO(content)).inline_shapes) == 3


def test_a_picture_fills_its_own_paragraph_too() -> None:
    for text in ("{{r a }}", "{{p a }}"):
        assert len(opened(paragraphs(text), a=Picture(PHOTO, width_mm=9)).inline_shapes) == 1


DRAWING = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:r><w:drawing><wp:inline>'
    '<wp:extent cx="9" cy="9"/>'
    '<wp:docPr id="7" name="x"/></wp:inline></w:drawing></w:r></w:p>'
)


def test_drawings_that_a_loop_repeats_have_a_number_each() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("{%p for n in range(3) %}")
        document.element.body.insert(1, parse_xml(DRAWING))
        document.add_paragraph("{%p endfor %}{{ a }}")

    numbers = re.findall(r'<wp:docPr id="(\d+)"', body(word_file(write), a=Picture(PHOTO)))
    assert len(set(numbers)) == len(numbers) == 3


def test_the_grid_of_a_table_follows_its_cells() -> None:
    def write(document: Document) -> None:
        for x, text in enumerate(("日期", "{%tc for d in days %}", "{{ d }}", "{%tc endfor %}")):
            table = document.add_table(1, 4) if x == 0 else document.tables[0]
            table.cell(0, x).text = text

    for days in ([], [1], [1, 2, 3, 4, 5, 6]):
        (table,) = opened(word_file(write), days=days).tables
        assert len(table.columns) == len(days) + 1
        assert [cell.text for cell in table.rows[0].cells] == ["日期", *map(str, days)]
        widths = [column.width for column in table.columns if column.width]
        assert abs(sum(widths) - docx.Document(io.BytesIO(word_file(write))).tables[0].columns[0].width * 4) < Pt(2)


def test_a_table_that_lost_all_its_rows_is_gone() -> None:
    def write(document: Document) -> None:
        table = document.add_table(3, 1)
        for y, text in enumerate(("{%tr for d in days %}", "{{ d }}", "{%tr endfor %}")):
            table.cell(y, 0).text = text
        document.add_paragraph("后")

    assert len(opened(word_file(write), days=[1]).tables) == 1
    assert opened(word_file(write), days=[]).tables == []


LONG = "很长" * 16_383 + "。"
RARE = "𠮷田😀👨‍👩‍👧㐀龘\u200b·é"


@pytest.mark.parametrize("text", [LONG, RARE, "a&b<c>\"d'", "]]>", "&amp;", "{{ a }}{% if %}"])
def test_long_rare_and_special_text_comes_out_as_it_is(text: str) -> None:
    assert opened(paragraphs("{{ a }}"), a=text).paragraphs[0].text == text
    assert opened(paragraphs("{{r a }}"), a=RichText(text, Format(bold=True))).paragraphs[0].text == text
