"""What comes out is what docxtpl makes of the same template: every documented feature one by one."""

from __future__ import annotations

import io

import docx
import docxtpl
import jinja2
import pytest
from beside_docxtpl import content_of, ours, theirs
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from word_files import paragraphs, table_of, word_file

from xlflow.documents.template import Format, RichText, Template

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
    "loop with a test": ("{% for p in people if p.votes %}{{ loop.index }}{{ p.name }}{% else %}无{% endfor %}",),
    "what a loop knows": (
        "{% for x in xs %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.cycle('a', 'b') }}{{ loop.length }}{% endfor %}",
    ),
    "neighbours in a loop": ("{% for x in xs %}{{ loop.previtem|default('始') }}{{ x }}{{ loop.nextitem|default('终') }}；{% endfor %}",),
    "loops in loops": ("{% for p in people %}{% for t in p.tags %}{{ loop.index }}{{ p.name }}{{ t }}{% endfor %}，{% endfor %}",),
    "a loop that calls itself": ("{% for x in [1, 2] recursive %}{{ x }}{% if x == 1 %}{{ loop([2]) }}{% endif %}{% endfor %}",),
    "call block": ("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ name }}{% endcall %}",),
    "filters of text": (
        "{{ ' a-b '|trim|upper|replace('-', '，') }}{{ 'ab cd'|title }}{{ name|reverse }}",
        "{{ 'a b c'|wordcount }}{{ 'abcdef'|truncate(4, True, '…') }}",
    ),
    "filters of numbers": (
        "{{ number|round(1) }}{{ -3|abs }}{{ '%.2f'|format(number) }}{{ '{:.1f}'.format(number) }}{{ [3, 1]|max }}{{ [3, 1]|sum }}",
    ),
    "more filters of lists": (
        "{{ xs|sort|join }}{{ xs|reverse|list|join }}{{ [1, 1, 2]|unique|list|length }}{% for b in xs|batch(2) %}{{ b|join }}|{% endfor %}",
        "{% for g, of in people|groupby('votes') %}{{ g }}{{ of[0].name }}{% endfor %}",
        "{% for k, v in d|dictsort %}{{ k }}{{ v }}{% endfor %}",
    ),
    "parts of lists and texts": ("{{ xs[:2]|join }}{{ xs[-1] }}{{ name[0] }}{{ 'abc'[::-1] }}{{ name in '张三李四' }}",),
    "characters of XML in the template": ("a & b < c > d {{ amp }} {{ '<>' }}",),
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
    "a colour by a condition": (
        ("{%tr for p in people %}", ""),
        ("{% cellbg '00FF00' if p.votes else 'FF0000' %}{{ p.name }}", "二"),
        ("{%tr endfor %}", ""),
    ),
    "cells by a condition": (("头", "{%tc if yes %}", "一", "{%tc endif %}"), ("体", "{%tc if yes %}", "二", "{%tc endif %}")),
    "rows in rows": (
        ("{%tr for p in people %}", ""),
        ("{{ p.name }}", "{{ p.votes }}"),
        ("{%tr for t in p.tags %}", ""),
        ("{{ loop.index }}", "{{ t }}"),
        ("{%tr endfor %}", ""),
        ("{%tr endfor %}", ""),
    ),
    "rows of one of two kinds": (
        ("{%tr for p in people %}", ""),
        ("{%tr if p.votes %}", ""),
        ("{{ p.name }}", "通过"),
        ("{%tr else %}", ""),
        ("{{ p.name }}", "未通过"),
        ("{%tr endif %}", ""),
        ("{%tr endfor %}", ""),
    ),
    "a number of each row": (
        ("{%tr for p in people %}", ""),
        ("{{ loop.index }}", "{{ loop.index }}．{{ p.name }}"),
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


def test_content_controls_and_links_are_the_same() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("前{{ name }}")
        for wrapper in ("sdt", "hyperlink", "ins", "smartTag"):
            run = document.add_paragraph(f"{{{{ name }}}}{wrapper}{{% if yes %}}，{{{{ amp }}}}{{% endif %}}").runs[0]._element
            around = OxmlElement(f"w:{wrapper}")
            inside = OxmlElement("w:sdtContent") if wrapper == "sdt" else around
            if inside is not around:
                around.append(inside)
            inside.append(run)
            paragraph._element.append(around)

    content = word_file(write)
    texts = [["".join(t.text or "" for t in made.element.body.iter(qn("w:t")))] for made in (ours(content), theirs(content))]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "texts",
    [
        ("{{ name }}{% for x in xs %}{{ x }}{{ other.key }}{% endfor %}",),
        ("{% set a = b %}{{ a }}",),
        ("{%p if c %}", "{{ d|join(e) }}", "{%p endif %}"),
    ],
)
def test_the_names_that_a_template_asks_for_are_the_same(texts: tuple[str, ...]) -> None:
    content = paragraphs(*texts)
    assert Template(content).names == DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables()


def test_formatted_text_is_the_same() -> None:
    content = paragraphs("前{{r words }}后", "{{r words }}")
    mine, other = RichText("甲&", Format(bold=True)), docxtpl.RichText("甲&", bold=True)
    mine.add("\n乙", Format(italic=True, colour="FF0000", size=12))
    other.add("\n乙", italic=True, color="FF0000", size=24)
    made = docx.Document(io.BytesIO(Template(content).render({"words": mine})))
    template = DocxTemplate(io.BytesIO(content))
    template.render({"words": other}, jinja_env=jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined))
    for paragraph, expected in zip(made.paragraphs, template.docx.paragraphs, strict=True):
        assert paragraph.text == expected.text
        found, wanted = (
            [(run.text, run.bold, run.italic, run.font.size, run.font.color.rgb) for run in each.runs if run.text]
            for each in (paragraph, expected)
        )
        assert found == wanted


def test_one_template_rendered_for_many_gives_each_the_same() -> None:
    content = paragraphs("{{ name }}{% for x in xs %}{{ x }}{% endfor %}")
    mine = Template(content)
    for name in ("张三", "A&B", ""):
        values = {"name": name, "xs": list(name)}
        template = DocxTemplate(io.BytesIO(content))
        template.render(values, jinja_env=jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined))
        assert docx.Document(io.BytesIO(mine.render(values))).paragraphs[0].text == template.docx.paragraphs[0].text


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
