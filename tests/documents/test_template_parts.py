"""Tags in every part that may hold them: both branches of a text box, footnotes, endnotes, properties; what is wrong there is named so."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from xlflow.documents.template import Template
from xlflow.errors import TemplateError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BOX = (
    "<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
    "<mc:Choice Requires='wps' xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'>"
    "<w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def paragraph(*texts: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def file_with(*, body: str = "", footnotes: str = "", endnotes: str = "", app: str = "") -> bytes:
    """A file of python-docx with paragraphs in front, and with notes and properties of its own."""
    stream = io.BytesIO()
    docx.Document().save(stream)
    source = zipfile.ZipFile(stream)
    parts = {name: source.read(name).decode() if name.endswith((".xml", ".rels")) else source.read(name) for name in source.namelist()}
    new = {}
    for kind, notes in (("footnote", footnotes), ("endnote", endnotes)):
        if notes:
            new[f"word/{kind}s.xml"] = (f'<w:{kind}s {W}><w:{kind} w:id="1">{notes}</w:{kind}></w:{kind}s>', f"{TYPES}.{kind}s+xml")
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{type_}"/>' for name, (_, type_) in new.items())
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace("</Types>", f"{overrides}</Types>")
    parts["word/document.xml"] = str(parts["word/document.xml"]).replace("<w:body>", f"<w:body>{body}")
    parts["docProps/app.xml"] = str(parts["docProps/app.xml"]).replace("</Properties>", f"<Company>{app}</Company></Properties>")
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, content in {**parts, **{name: content for name, (content, _) in new.items()}}.items():
            archive.writestr(name, content)
    return result.getvalue()


def part(content: bytes, name: str, **values: object) -> str:
    return zipfile.ZipFile(io.BytesIO(Template(content, "样.docx").render(values))).read(name).decode()


def test_both_branches_of_a_text_box_print_the_same() -> None:
    box = BOX.format(paragraph("{%p for x in xs %}") + paragraph("{{ x", " }}票") + paragraph("{%p endfor %}"))
    xml = part(file_with(body=box), "word/document.xml", xs=[3, 5])
    assert [xml.count(f">{text}<") for text in ("3", "5")] == [2, 2]


def test_a_value_of_many_paragraphs_in_a_text_box_leaves_the_paragraph_around_it_whole() -> None:
    xml = part(file_with(body=BOX.format(paragraph("{{ x }}"))), "word/document.xml", x="一\x07二")
    assert xml.count("</mc:AlternateContent>") == 1
    assert (xml.count(">一<"), xml.count(">二<")) == (2, 2)


def test_notes_and_properties_are_filled_in() -> None:
    content = file_with(footnotes=paragraph("{{ x }}"), endnotes=paragraph("{% if x %}", "有{% endif %}"), app="{{ x }}")
    assert "甲&amp;乙" in part(content, "word/footnotes.xml", x="甲&乙")
    assert ">有<" in part(content, "word/endnotes.xml", x="甲&乙").replace("</w:t>", "<")
    assert "<Company>甲&amp;乙</Company>" in part(content, "docProps/app.xml", x="甲&乙")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (file_with(footnotes=paragraph("{{ x }}")), "脚注第1段"),
        (file_with(endnotes=paragraph("好") + paragraph("{{ x }}")), "尾注第2段"),
        (file_with(body=BOX.format(paragraph("好") + paragraph("{{ x }}"))), "文本框第2段"),
        (file_with(app="{{ x }}"), "文档属性"),
    ],
)
def test_what_is_wrong_there_is_named_with_its_part(content: bytes, place: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Template(content, "样.docx").render({})
    assert caught.value.place == place
    assert str(caught.value).startswith(f"样.docx › {place} 标签 {{{{ x }}}} 用了没有的名称“x”")
