"""What comes out is what docxtpl makes of the same template: every documented feature one by one, and templates made at random.

docxtpl runs with autoescape and StrictUndefined, as this engine always does. Only the text, the cells and their shapes are compared.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import docx
import jinja2
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st

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


def word_file(write: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


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


def paragraphs(*texts: str) -> bytes:
    def write(document: Document) -> None:
        for text in texts:
            document.add_paragraph(text)

    return word_file(write)


def table_of(*rows: tuple[str, ...]) -> bytes:
    def write(document: Document) -> None:
        table = document.add_table(len(rows), max(map(len, rows)))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                table.cell(y, x).text = text

    return word_file(write)


FEATURES = {
    "a value": ("前 {{ name }} 后",),
    "a value that is escaped": ("{{ amp }}",),
    "escaped by hand": ("{{ amp|e }}",),
    "line break and tab": ("{{ lines }}",),
    "numbers, none and truth": ("{{ number }} {{ none }} {{ yes }} {{ two * 3 }} {{ 7 / two }}",),
    "filters": ("{{ xs|join('、') }} {{ name|default('无') }} {{ number|round(0)|int }} {{ name|length }} {{ xs|first }}{{ xs|last }}",),
    "key and item": ("{{ d.k }}{{ d['列'] }}{{ d.列 }}{{ people[0].name }}{{ xs[1] }}",),
    "condition in a line": ("{% if yes %}是{% else %}否{% endif %}{% if no %}是{% elif two == 2 %}二{% endif %}",),
    "inline condition": ("{{ '是' if yes else '否' }}",),
    "loop in a line": ("{% for x in xs %}{{ loop.index }}.{{ x }}{% if not loop.last %}；{% endif %}{% endfor %}。",),
    "loop with else": ("{% for x in empty %}{{ x }}{% else %}没有{% endfor %}",),
    "condition of paragraphs": ("{%p if yes %}", "一", "{%p else %}", "二", "{%p endif %}", "{%p if no %}", "三", "{%p endif %}"),
    "loop of paragraphs": ("{%p for p in people %}", "{{ p.name }} {{ p.votes }}", "{%p endfor %}"),
    "nested loops of paragraphs": (
        "{%p for p in people %}",
        "{{ p.name }}",
        "{%p for t in p.tags %}",
        "{{ loop.index }} {{ t }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ),
    "runs": ("前{%r if yes %}中{%r endif %}后{%r if no %}不{%r endif %}完",),
    "comment": ("前{# 说明 #}后",),
    "comment of a paragraph": ("前", "{#p 说明 #}", "后"),
    "joined paragraphs": ("我家在", "{%- if yes -%}", "城里", "{%- else -%}", "乡下", "{%- endif -%}", "，好。"),
    "printed delimiters": ("{_{ name }_} {_% if %_}",),
    "set": ("{% set x = two + 1 %}{{ x }}",),
    "set as a block": ("{% set x %}一{{ name }}{% endset %}{{ x }}{{ x }}",),
    "macro": ("{% macro m(a, b='乙') %}[{{ a }}{{ b }}]{% endmacro %}{{ m('甲') }}{{ m(name, amp) }}",),
    "with": ("{% with a = name %}{{ a }}{% endwith %}",),
    "filter block": ("{% filter upper %}abc{% endfilter %}",),
    "tests": ("{% if two is even and none is none and name is string %}对{% endif %}",),
    "concatenation": ("{{ name ~ '，' ~ two }}",),
    "curly quotes": ("{% if name == “张三” %}对{% endif %}{{ ‘a’ }}",),
    "range": ("{% for i in range(3) %}{{ i }}{% endfor %}",),
    "spaces": ("  前  {{ name }}   {{ name }}  后  ",),
    "tags right after each other": ("{{ name }}{{ name }}{% if yes %}{{ name }}{% endif %}",),
    "a loop over items": ("{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}",),
    "filters of lists": (
        "{{ people|map(attribute='name')|join('，') }}{{ people|selectattr('votes')|list|length }}{{ people|sum(attribute='votes') }}",
    ),
}


@pytest.mark.parametrize("name", FEATURES)
def test_a_documented_feature_gives_the_same_text(name: str) -> None:
    content = paragraphs(*FEATURES[name])
    assert content_of(ours(content)) == content_of(theirs(content))


TABLES = {
    "loop of rows": (("姓名", "票"), ("{%tr for p in people %}", ""), ("{{ p.name }}", "{{ p.votes }}"), ("{%tr endfor %}", "")),
    "condition of rows": (
        ("{%tr if yes %}", ""),
        ("一", "二"),
        ("{%tr endif %}", ""),
        ("{%tr if no %}", ""),
        ("三", "四"),
        ("{%tr endif %}", ""),
    ),
    "comment of a row": (("一", "二"), ("{#tr 说明 #}", ""), ("三", "四")),
    "loop of cells": (
        ("头", "{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"),
        ("体", "{%tc for x in xs %}", "{{ loop.index }}", "{%tc endfor %}"),
    ),
    "cells of rows": (
        ("{%tr for p in people %}", "", "", ""),
        ("{{ p.name }}", "{%tc for x in xs %}", "{{ x }}{{ p.votes }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", "", ""),
    ),
    "colour of a cell": (
        ("{% cellbg colours[0] %}{{ name }}", "二"),
        ("{%tr for c in colours %}", ""),
        ("{% cellbg c %}x", "{{ c }}"),
        ("{%tr endfor %}", ""),
    ),
    "span": (("{% colspan two %}{{ name }}", "三"),),
    "merged down": (("{%tr for x in xs %}", ""), ("{% vm %}组", "{{ x }}"), ("{%tr endfor %}", "")),
    "merged across": (("{%tc for x in xs %}", "{% hm %}各月", "{%tc endfor %}"), ("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}")),
    "paragraphs of a cell": (("{% if yes %}一{% endif %}", "{% for x in xs %}{{ x }}{% endfor %}"),),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_documented_feature_of_tables_gives_the_same_cells(name: str) -> None:
    content = table_of(*TABLES[name])
    assert content_of(ours(content)) == content_of(theirs(content))


def test_headers_footers_and_properties_are_the_same() -> None:
    def write(document: Document) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].text = "{{ name }}{% if yes %}，{{ amp }}{% endif %}"
        section.footer.paragraphs[0].text = "{% for x in xs %}{{ x }}{% endfor %}"
        document.core_properties.title = "{{ name }}的材料"
        document.add_paragraph("{{ name }}")

    content = word_file(write)
    assert content_of(ours(content)) == content_of(theirs(content))


def test_nested_tables_are_the_same() -> None:
    def write(document: Document) -> None:
        outer = document.add_table(3, 1)
        outer.cell(0, 0).text = "{%tr for p in people %}"
        outer.cell(2, 0).text = "{%tr endfor %}"
        outer.cell(1, 0).text = "{{ p.name }}"
        inner = outer.cell(1, 0).add_table(3, 1)
        for y, text in enumerate(("{%tr for t in xs %}", "{{ t }}{{ p.votes }}", "{%tr endfor %}")):
            inner.cell(y, 0).text = text

    content = word_file(write)
    assert content_of(ours(content)) == content_of(theirs(content))


# Templates made at random: a tree of blocks, written as paragraphs and tables, whose paragraphs are cut into runs anywhere.

WORDS = st.text("甲乙丙 ab，。", min_size=1, max_size=5)
TESTS = st.sampled_from(["yes", "no", "two == 2", "xs", "empty", "not yes", "name == '张三'"])
LISTS = st.sampled_from(["xs", "empty", "people", "range(two)"])
INLINE = st.recursive(
    st.one_of(WORDS, st.sampled_from(["{{ name }}", "{{ amp }}", "{{ number }}", "{{ d.k }}", "{{ xs|join('、') }}", "{# 无 #}"])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, TESTS, inner, inner),
        st.builds("{{% for x in {} %}}{}{{{{ loop.index }}}}{{% endfor %}}".format, LISTS, inner),
    ),
    max_leaves=5,
)
Block = list[object]
LINE: st.SearchStrategy[Block] = INLINE.map(lambda text: [text])


def _wrapped(opening: str, inner: Block, closing: str) -> Block:
    return [opening, *inner, closing]


BLOCKS: st.SearchStrategy[Block] = st.recursive(
    LINE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: [*two[0], *two[1]]),
        st.builds(lambda test, block: _wrapped(f"{{%p if {test} %}}", block, "{%p endif %}"), TESTS, inner),
        st.builds(lambda items, block: _wrapped(f"{{%p for y in {items} %}}", block, "{%p endfor %}"), LISTS, inner),
        st.builds(lambda items, block: [("for", items, block), ""], LISTS, inner),
        st.builds(lambda test, block: [("if", test, block), ""], TESTS, inner),
    ),
    max_leaves=5,
)


def write_blocks(parent: Document | _Cell, blocks: Block, cuts: Iterator[int]) -> None:
    for block in blocks:
        if isinstance(block, str):
            paragraph = parent.add_paragraph()
            for piece in cut(block, next(cuts)):
                paragraph.add_run(piece)
        else:
            assert isinstance(block, tuple)
            word, what, inner = block
            opening = f"{{%tr for z in {what} %}}" if word == "for" else f"{{%tr if {what} %}}"
            table = parent.add_table(4, 1)
            for y, text in enumerate(("头", opening, "", f"{{%tr end{word} %}}")):
                table.cell(y, 0).paragraphs[0].add_run(text)
            write_blocks(table.cell(2, 0), inner, cuts)
            table.cell(2, 0).add_paragraph("尾")


def cut(text: str, seed: int) -> list[str]:
    """The text in pieces: where the bits of the seed are set, a new one begins."""
    pieces = [""]
    for number, char in enumerate(text):
        if pieces[-1] and seed >> number % 31 & 1:
            pieces.append("")
        pieces[-1] += char
    return pieces


@settings(deadline=None, max_examples=30)
@given(BLOCKS, st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=4))
def test_templates_made_at_random_give_the_same_text(blocks: Block, seeds: list[int]) -> None:
    def cuts() -> Iterator[int]:
        while True:
            yield from seeds

    content = word_file(lambda document: write_blocks(document, blocks, cuts()))
    assert content_of(ours(content)) == content_of(theirs(content))
