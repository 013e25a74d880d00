"""The template engine on small Word files, made here with python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import paragraphs, table_of, word_file

from xlflow.documents.template import Template, Unfilled
from xlflow.errors import TemplateError


def read(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def lines(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(content).paragraphs]


def cells(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in read(content).tables for row in table.rows]


def rendered(*texts: str, **values: object) -> list[str]:
    return lines(Template(paragraphs(*texts)).render(values))


def body_xml(content: bytes, **values: object) -> str:
    return zipfile.ZipFile(io.BytesIO(Template(content).render(values))).read("word/document.xml").decode()


def test_a_tag_split_over_runs_keeps_the_formatting_of_its_first_run() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run("姓名：")
        paragraph.add_run("{").bold = True
        paragraph.add_run("{ 姓")
        paragraph.add_run("名 }").italic = True
        paragraph.add_run("}（签字）")

    runs = read(Template(word_file(write)).render({"姓名": "张三"})).paragraphs[0].runs
    assert [(run.text, bool(run.bold)) for run in runs if run.text] == [("姓名：", False), ("张三", True), ("（签字）", False)]


def test_a_tab_or_break_inside_a_tag_goes_with_it() -> None:
    assert rendered("共 {{\tcount\n}} 人", count=3) == ["共 3 人"]


def test_paragraph_tags_take_the_place_of_their_paragraph() -> None:
    texts = ("名单", "{%p for n in nominees %}", "{{ loop.index }}. {{ n.name }}", "{%p endfor %}", "完")
    assert rendered(*texts, nominees=[{"name": "张三"}, {"name": "李四"}]) == ["名单", "1. 张三", "2. 李四", "完"]


def test_row_tags_repeat_the_rows_between_them() -> None:
    content = table_of(("姓名", "票数"), ("{%tr for n in 人选 %}",), ("{{ n.姓名 }}", "{{ n.赞成票 }}"), ("{%tr endfor %}",))
    values = {"人选": [{"姓名": "张三", "赞成票": 30}, {"姓名": "李四", "赞成票": 28}]}
    assert cells(Template(content).render(values)) == [["姓名", "票数"], ["张三", "30"], ["李四", "28"]]


def test_cell_tags_repeat_the_cells_between_them() -> None:
    content = table_of(("日期", "{%tc for d in days %}", "{{ d }}", "{%tc endfor %}"))
    assert body_xml(content, days=[1, 2, 3]).count("<w:tc>") == 4


def test_run_tags_leave_the_text_around_them_formatted() -> None:
    def write(document: Document) -> None:
        document.add_paragraph().add_run("前{%r if yes %}中{%r endif %}后").bold = True

    template = Template(word_file(write))
    shown = read(template.render({"yes": True})).paragraphs[0].runs
    assert [(run.text, run.bold) for run in shown] == [("前", True), ("中", True), ("后", True)]
    assert lines(template.render({"yes": False})) == ["前后"]


def test_two_steering_tags_in_one_paragraph_both_count() -> None:
    assert rendered("{%p for x in xs %}{%p if x %}", "{{ x }}", "{%p endif %}{%p endfor %}", xs=[1, 0, 2]) == ["1", "2"]


def test_blocks_may_open_and_close_in_different_paragraphs_of_one_level() -> None:
    assert rendered("甲{% for x in xs %}乙", "{{ x }}丙{% endfor %}丁", xs=[1, 2]) == ["甲乙", "1丙乙", "2丙丁"]


def test_dashes_alone_on_their_lines_join_the_paragraphs_around() -> None:
    texts = ("我家在", "{%- if town -%}", "城里", "{%- else -%}", "乡下", "{%- endif -%}", "，我喜欢。")
    assert rendered(*texts, town=True) == ["我家在城里，我喜欢。"]
    assert rendered(*texts, town=False) == ["我家在乡下，我喜欢。"]


def test_a_cell_never_loses_its_last_paragraph() -> None:
    content = word_file(lambda document: _cell_with(document, "{%p for x in xs %}", "{{ x }}", "{%p endfor %}"))
    template = Template(content)
    assert cells(template.render({"xs": ["一", "二"]})) == [["一\n二"]]
    assert cells(template.render({"xs": []})) == [[""]]


def _cell_with(document: Document, *texts: str) -> None:
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = texts[0]
    for text in texts[1:]:
        cell.add_paragraph(text)


def test_a_macro_may_hold_breaks_and_escaped_text() -> None:
    assert rendered("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(text) }}", text="<一\n二>") == ["[<一\n二>]"]


def test_comments_print_nothing_and_may_take_their_paragraph_along() -> None:
    assert rendered("甲{# 说明 #}乙", "{#p 整段说明 #}", "丙") == ["甲乙", "丙"]


def test_delimiters_can_be_printed() -> None:
    assert rendered("{_{ name }_} {_% if %_}", "{% raw %}{{ name }}{% endraw %}") == ["{{ name }} {% if %}", "{{ name }}"]


def test_curly_quotes_in_tags_are_made_straight_but_not_inside_straight_ones() -> None:
    assert rendered("{% if kind == “发展对象” %}是{% endif %}", kind="发展对象") == ["是"]
    assert rendered("{{ ‘a’ ~ '“三会”' }}") == ["a“三会”"]


def test_braces_and_delimiters_inside_literals_do_not_end_a_tag() -> None:
    assert rendered("{{ {'a': {'b': '}}'}}['a']['b'] }}") == ["}}"]


def test_values_are_escaped_everywhere() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("{{ name }}")
        document.sections[0].header.paragraphs[0].text = "{{ name }}"
        document.sections[0].footer.paragraphs[0].text = "{{ name }}"
        document.core_properties.title = "{{ name }}"

    result = read(Template(word_file(write)).render({"name": "A&B <w:t>\"'"}))
    section = result.sections[0]
    texts = (result.paragraphs[0].text, section.header.paragraphs[0].text, section.footer.paragraphs[0].text, result.core_properties.title)
    assert set(texts) == {"A&B <w:t>\"'"}


def test_line_breaks_and_tabs_in_a_value_become_those_of_word() -> None:
    xml = body_xml(paragraphs("{{ text }}"), text="一\n二\r\n三\t四\x01")
    assert (xml.count("<w:br/>"), xml.count("<w:tab/>")) == (2, 1)
    assert rendered("{{ text }}", text="一\n二\t三\x01四") == ["一\n二\t三四"]


def test_escaped_and_trusted_text_breaks_its_lines_too() -> None:
    assert rendered("{{ text|e }}", text="<一\n二>") == ["<一\n二>"]


def test_a_value_prints_as_its_text() -> None:
    assert rendered("{{ a }}，{{ b }}，{{ c }}，{{ d > 2 }}", a=12.5, b=30, c="", d=3) == ["12.5，30，，True"]


def test_cells_can_be_coloured_and_spanned_and_merged_down() -> None:
    rows = (("{%tr for x in xs %}", ""), ("{% vm %}组", "{% cellbg x %}{{ x }}"), ("{%tr endfor %}", ""), ("{% colspan n %}合计", ""))
    xml = (
        zipfile.ZipFile(io.BytesIO(Template(table_of(*rows)).render({"xs": ["FF0000", "00FF00"], "n": 2})))
        .read("word/document.xml")
        .decode()
    )
    assert xml.count('w:fill="FF0000"') == xml.count('w:fill="00FF00"') == 1
    assert xml.count('<w:vMerge w:val="restart"/>') == xml.count('<w:vMerge w:val="continue"/>') == 1
    assert xml.count('<w:gridSpan w:val="2"/>') == 1
    assert xml.count("组") == 1


def test_a_cell_merged_across_stands_once_for_all_columns_of_the_loop() -> None:
    content = table_of(("{%tc for x in xs %}", "{% hm %}各月", "{%tc endfor %}"))
    xml = body_xml(content, xs=[1, 2, 3])
    assert xml.count("各月") == 1
    assert '<w:gridSpan w:val="3"/>' in xml


def test_names_are_those_that_the_mapping_must_give() -> None:
    content = paragraphs("{{ 姓名 }} {% for n in nominees %}{{ n.name }}{{ n['票'] }}{% endfor %}{% set own = 1 %}{{ own }}{{ range(2) }}")
    template = Template(content)
    assert template.names == {"姓名", "nominees"}
    assert template.attributes == {"name", "票"}


@pytest.mark.parametrize(
    ("texts", "place", "words"),
    [
        (("好", "{{ 身分证号 }}"), "第2段", "最接近的是“身份证号”"),
        (("{{ ''.__class__ }}",), "第1段", "不允许"),
        (("{{ 表.append(1) }}",), "第1段", "不允许"),
        (("{{ 1 / 0 }}",), "第1段", "不能执行"),
        (("{{ 未填 }}",), "第1段", "要印的“公示地点”还没有填"),
        (("{{ 未填|upper }}",), "第1段", "要印的“公示地点”还没有填"),
        (("{{ name ",), "第1段", "没有写完"),
        (("{{ 表 表 }}",), "第1段", "写法有误"),
        (("{{ 表|nothing }}",), "第1段", "没有的过滤器"),
        (("{% if 表 %}", "好"), "第1段", "没有对应的 {% endif %}"),
        (("{% endfor %}",), "第1段", "没有与它对应的开头"),
        (("{% if 表 %}", "{% endfor %}", "{% endif %}"), "第2段", "不成对"),
        (("{% if 表 %}", "{%p endif %}"), "第2段", "不在同一层"),
        (("{%tr if 表 %}", "{%tr endif %}"), "第1段", "不在表格行里"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_cure(texts: tuple[str, ...], place: str, words: str) -> None:
    values = {"身份证号": "", "表": [], "未填": Unfilled("公示地点")}
    with pytest.raises(TemplateError, match=place) as caught:
        Template(paragraphs(*texts), "样.docx").render(values)
    assert caught.value.place == place
    assert words in str(caught.value)
    assert str(caught.value).startswith("样.docx › ")


def test_a_fault_in_a_table_is_named_by_row_and_cell() -> None:
    with pytest.raises(TemplateError, match="第1个表格第2行第2格"):
        Template(table_of(("甲", "乙"), ("丙", "{{ 丁 }}"))).render({})


TEXT_BOX = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict>'
    '<v:shape alt="{{ name }}"><v:textbox><w:txbxContent><w:p><w:r><w:t>框中{{ na</w:t></w:r><w:r><w:t>me }}</w:t></w:r></w:p>'
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>框外</w:t></w:r></w:p>"
)


def test_text_boxes_and_descriptions_are_filled_in() -> None:
    content = word_file(lambda document: document.element.body.insert(0, parse_xml(TEXT_BOX)))
    xml = body_xml(content, name="张三\n<")
    assert 'alt="张三 &lt;"' in xml
    assert "框中张三</w:t><w:br/>" in xml
    with pytest.raises(TemplateError, match="第1段"):
        Template(content).render({})


def test_a_template_cannot_forge_marks() -> None:
    with pytest.raises(TemplateError, match="不能使用的字符"):
        Template(paragraphs("\ufdd09\ufdd1{{ name }}"))


def test_a_fault_in_a_header_is_named_so() -> None:
    def write(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ 丁 }}"

    with pytest.raises(TemplateError, match="页眉第1段"):
        Template(word_file(write)).render({})


def test_a_value_that_nobody_filled_is_false_in_a_condition() -> None:
    assert rendered("{% if x %}有{% else %}无{% endif %}", x=Unfilled("公示地点")) == ["无"]


def test_what_is_no_word_file_is_refused_in_words() -> None:
    for content in (b"", b"PK", b"<html>"):
        with pytest.raises(TemplateError, match="不是"):
            Template(content)


def changed(content: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The Word file with another content of a part; without the part where that is None."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            data = change(old.read(part)) if part == name else old.read(part)
            if data is not None:
                new.writestr(part, data)
    return stream.getvalue()


def workbook() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(workbook(), id="workbook"),
        pytest.param(changed(paragraphs("a"), "word/document.xml", lambda _: None), id="without-text"),
        pytest.param(changed(paragraphs("a"), "word/document.xml", lambda _: b"<html><body/></html>"), id="web-page"),
    ],
)
def test_a_file_that_is_only_called_docx_does_not_pass_for_one_without_tags(content: bytes) -> None:
    with pytest.raises(TemplateError, match=r"不是 \.docx 文件"):
        Template(content)


def test_a_strict_file_is_refused_with_its_name() -> None:
    old, new = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    with pytest.raises(TemplateError, match="Strict Open XML"):
        Template(changed(paragraphs("{{ a }}"), "word/document.xml", lambda data: data.replace(old, new)))


@pytest.mark.parametrize("kind", ["openxmlformats-officedocument.wordprocessingml.template", "ms-word.template.macroEnabledTemplate"])
def test_what_a_dotx_makes_is_a_document_that_word_opens(kind: str) -> None:
    document = b"openxmlformats-officedocument.wordprocessingml.document.main+xml"
    content = changed(paragraphs("{{ a }}"), "[Content_Types].xml", lambda data: data.replace(document, f"{kind}.main+xml".encode()))
    assert lines(Template(content).render({"a": "甲"})) == ["甲"]


def test_a_body_in_utf_16_is_filled_in_too() -> None:
    content = changed(paragraphs("{{ a }}"), "word/document.xml", lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    assert lines(Template(content).render({"a": "甲"})) == ["甲"]


def test_unchanged_members_are_copied_byte_for_byte() -> None:
    content = paragraphs("{{ name }}")
    result = Template(content).render({"name": "张三"})
    before, after = zipfile.ZipFile(io.BytesIO(content)), zipfile.ZipFile(io.BytesIO(result))
    assert after.namelist() == before.namelist()
    assert after.testzip() is None
    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]
    for name in set(before.namelist()) - set(changed):
        assert after.getinfo(name).compress_size == before.getinfo(name).compress_size


def test_rendering_twice_gives_the_same_bytes() -> None:
    template = Template(paragraphs("{{ name }}"))
    assert template.render({"name": "张三"}) == template.render({"name": "张三"})


PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff"))
PROSE = Template(paragraphs("{{ text }}"))


@pytest.mark.slow
@settings(max_examples=60)
@given(PRINTABLE.filter(lambda text: not any("\ufdd0" <= char <= "\ufdef" for char in text)))
def test_any_text_comes_back_as_the_text_of_the_document(text: str) -> None:
    assert lines(PROSE.render({"text": text})) == [text]


@pytest.mark.slow
@settings(max_examples=60)
@given(st.text())
def test_no_text_at_all_breaks_the_document(text: str) -> None:
    lines(PROSE.render({"text": text}))


@pytest.mark.slow
@settings(max_examples=60)
@given(st.text(alphabet="{}%#{}_- 'prt\n“”ab"))
def test_any_template_text_compiles_or_is_refused_in_words(text: str) -> None:
    with suppress(TemplateError):
        Template(paragraphs(text)).render({"a": 1, "b": [], "p": 1, "t": "", "r": ""})


@pytest.mark.parametrize("name", ["dict", "lipsum", "cycler", "joiner", "namespace"])
def test_of_jinja2s_own_names_only_range_is_there(name: str) -> None:
    assert rendered("{% for n in range(3) %}{{ n }}{% endfor %}") == ["012"]
    with pytest.raises(TemplateError, match=name):
        rendered(f"{{{{ {name}() }}}}")


def test_a_range_has_an_end() -> None:
    with pytest.raises(TemplateError, match="第1段"):
        rendered("{% for n in range(10000000) %}{% endfor %}")


def test_the_key_of_a_value_comes_before_pythons_own_names() -> None:
    assert rendered(
        "{{ x.items }} {{ x.values }} {% for k, v in y.items() %}{{ k }}{{ v }}{% endfor %}", x={"items": 1, "values": 2}, y={"a": 3}
    ) == ["1 2 a3"]
