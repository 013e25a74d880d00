"""One template rendered here and by docxtpl, and what is compared of both: texts, cells and their shapes.

docxtpl runs with autoescape and StrictUndefined, as this engine always does.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import jinja2
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

from xlflow.documents.template import Template

VALUES: dict[str, object] = {
    "name": "张三",
    "amp": "A&B <c> \"d\" 'e'",
    "lines": "一\n二\t三",
    "yes": True,
    "no": False,
    "none": None,
    "number": 12.5,
    "xs": ["甲", "乙", "丙"],
    "empty": [],
    "people": [{"name": "张三", "votes": 30, "tags": ["a", "b"]}, {"name": "李四", "votes": 0, "tags": []}],
    "colours": ["FF0000", "00FF00"],
    "two": 2,
    "d": {"k": "v", "列": "值"},
}


def ours(content: bytes) -> Document:
    return docx.Document(io.BytesIO(Template(content).render(VALUES)))


def theirs(content: bytes) -> Document:
    template = DocxTemplate(io.BytesIO(content))
    template.render(VALUES, jinja_env=jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined))
    stream = io.BytesIO()
    template.save(stream)
    return docx.Document(io.BytesIO(stream.getvalue()))


def content_of(document: Document) -> list[object]:
    """Body, headers and footers as text with the shape of the tables, and the title."""
    section = document.sections[0]
    roots = [document.element.body, section.header._element, section.footer._element]
    return [*(list(_blocks(root)) for root in roots), document.core_properties.title]


def _blocks(parent: object) -> Iterator[object]:
    for child in parent:  # type: ignore[attr-defined]
        if child.tag == qn("w:p"):
            yield Paragraph(child, None).text  # type: ignore[arg-type]
        elif child.tag == qn("w:tbl"):
            yield [[(_shape(cell), list(_blocks(cell))) for cell in row.findall(qn("w:tc"))] for row in child.findall(qn("w:tr"))]


def _shape(cell: object) -> tuple[str | None, ...]:
    found = [
        (cell.find(f"{qn('w:tcPr')}/{qn(name)}"), at) for name, at in (("w:gridSpan", "w:val"), ("w:vMerge", "w:val"), ("w:shd", "w:fill"))
    ]  # type: ignore[attr-defined]
    values = [None if element is None else element.get(qn(at)) for element, at in found]
    return (None if values[0] == "1" else values[0], *values[1:])
