"""docs/templates.md says what a template can hold; every line of its tables is tried here."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from xlflow.documents import template as engine
from xlflow.documents.template import PageBreak, Picture, RichParagraphs, RichText, SubDocument, Template
from xlflow.errors import TemplateError

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
SUPPORTED, KINDS, UNSUPPORTED = re.split("## (?:值的种类|不支持的写法)", PAGE)
KIND_VALUES = {
    "RichText": RichText("话"),
    "RichParagraphs": RichParagraphs([("话", None)]),
    "Picture": Picture(None),
    "SubDocument": SubDocument(Path(docx.__file__).parent / "templates" / "default.docx"),
    "PageBreak": PageBreak(),
}
VALUES = {
    "姓名": "张三",
    "票数": 30,
    "通过": True,
    "名单": ["甲", "乙", "丙"],
    "人选": [{"姓名": "张三", "票数": 30}, {"姓名": "李四", "票数": 28}],
    "空": [],
    "备注": "一\n二",
    "特殊": "A&B <c>",
}


def rows(text: str) -> list[tuple[str, ...]]:
    """The cells of every row that shows code in two of its cells, the bars and marks of the table taken off."""
    lines = [re.split(r"(?<!\\)\|", line.strip("|")) for line in text.splitlines() if line.startswith("|")]
    return [tuple(cell.strip().strip("`").replace(r"\|", "|") for cell in cells) for cells in lines if "".join(cells).count("`") == 4]


def rendered(template: str, values: Mapping[str, object] = VALUES) -> str:
    document = docx.Document()
    for text in template.split("⏎"):
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    result = docx.Document(io.BytesIO(Template(stream.getvalue()).render(values)))
    return "⏎".join(paragraph.text.replace("\n", "↵") for paragraph in result.paragraphs)


@pytest.mark.parametrize("row", rows(SUPPORTED), ids=lambda row: row[0])
def test_what_the_page_shows_comes_out_so(row: tuple[str, str, str]) -> None:
    _, template, result = row
    assert rendered(template) == result


@pytest.mark.parametrize("row", rows(UNSUPPORTED), ids=lambda row: row[0])
def test_what_the_page_says_is_not_there_is_refused_in_those_words(row: tuple[str, str, str]) -> None:
    template, _, words = row
    with pytest.raises(TemplateError, match=r"第1段|第2段") as caught:
        rendered(template)
    assert words in str(caught.value)


@pytest.mark.parametrize("row", rows(KINDS), ids=lambda row: row[0])
def test_every_kind_of_value_stands_in_the_tag_that_the_page_gives(row: tuple[str, str, str]) -> None:
    kind, tag, _ = row
    name = re.sub(r"^\{\{[rp]?|\}\}$", "", tag).strip()
    rendered(f"前⏎{tag}⏎后", {name: KIND_VALUES[kind]})


def test_the_page_is_whole() -> None:
    assert {row[0] for row in rows(KINDS)} == KIND_VALUES.keys()
    assert set(engine.__all__) >= KIND_VALUES.keys()
    assert len(rows(SUPPORTED)) >= 20
    assert len(rows(UNSUPPORTED)) >= 8
