"""Every fault of a Word template in one run, with its place, its tag and the cure."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from docx.document import Document
from word_files import paragraphs, table_of, word_file

from xlflow.documents.context.sample_material import SAMPLES, mapping_about, sample_material
from xlflow.documents.inspection.template_inspection import inspect
from xlflow.documents.inspection.template_vocabulary import TemplateVocabulary, vocabularies, vocabulary_of, vocabulary_of_any
from xlflow.documents.layout.title_breaking import title_lines
from xlflow.documents.template import Template
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import shipped_ids

DAY = date(2026, 6, 1)


@cache
def vocabulary(document: str) -> TemplateVocabulary:
    scheme = Scheme.load("national")
    return vocabulary_of(scheme.documents[document], scheme, DAY)


def told(content: bytes, document: str = "public_notice") -> list[str]:
    return [str(fault) for fault in inspect(content, "模板.docx", vocabulary(document)).faults]


def test_all_faults_are_told_in_one_run_in_the_order_of_the_file() -> None:
    faults = told(
        paragraphs(
            "{{ branch }}",
            "{{ 团支布 }}",
            "{% if branch %}没有写完",
            "{{ branch|uper }}",
            "{{ branch ",
            "{%tr for p in passed %}",
            "{% for p in passed %}{{ p.姓各 }}{% endfor %}",
            "{{ passed.姓名 }}",
        )
    )
    assert [fault.partition("：")[0] for fault in faults] == [
        "第2段 {{ 团支布 }}",
        "第3段 {% if branch %}",
        "第4段 {{ branch|uper }}",
        "第5段 {{ branch",
        "第6段 {%tr for p in passed %}",
        "第7段 {{ p.姓各 }}",
        "第8段 {{ passed.姓名 }}",
    ]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("{{ 团支布 }}", "是否想写 团支部"),
        ("{{ brnch }}", "是否想写 branch"),
        ("{{ branch|uper }}", "是否想写 upper"),
        ("{% fi branch %}", "是否想写 if"),
        ("{{ branch is filled }}", "没有“filled”这种检验"),
        ("{{ 团 支部 }}", "名称中间不能有空格"),
        ("{{ branch，round }}", "须用半角"),
        ("{{ }}", "没有写名称"),
        ("｛｛ branch ｝｝", "全角"),
        ("branch }}", "前面没有与它对应的开头"),
        ("{% endif %}", "前面没有与它对应的 {% if %}"),
        ("{% else %}", "前面没有与它对应的"),
        ("{% include 'x.docx' %}", "不能引用别的文件"),
        ("{{ branch.名 }}", "它没有下一级的名称"),
        ("{{ passed.姓名 }}", "请先用 {% for 人 in 名单 %}"),
        ("{{ passed|map(attribute='姓各')|join('、') }}", "是否想写 姓名"),
        ("{% for p in passed|sort(attribute='姓各') %}{% endfor %}", "是否想写 姓名"),
        ("{% cellbg 'FFFF00' %}", "只能写在表格的单元格里"),
        ("{{tr branch }}", "值不能代替整行"),
        ("{%p if branch %}标题", "“标题”不会出现"),
        ("{{ loop.index }}", "没有“loop”"),
        ("{% for p in passed %}{{ loop.indx }}{% endfor %}", "是否想写 index"),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_belongs_there(written: str, says: str) -> None:
    assert says in told(paragraphs(written))[0]


@pytest.mark.parametrize(
    "written",
    [
        "{{ 团支部 }}{{ branch }}",
        "{% for 人 in passed %}{{ loop.index }}．{{ 人.姓名 }}{{ 人['name'] }}{% if not loop.last %}；{% endif %}{% endfor %}",
        "{% set 全部 = passed %}{{ (全部|first).姓名 }}{{ 全部[0].姓名 }}{{ 全部|length }}",
        "{% if 没有的 is defined %}有{% endif %}{{ 没有的|default('无') }}",
        "{{ params.notice_workdays }}{{ committee.contact_phone }}",
        "{% macro 行(人) %}{{ 人.姓名 }}{% endmacro %}{% for p in passed %}{{ 行(p) }}{% endfor %}",
        "{% for kind in kinds %}{% for p in kind.passed %}{{ p.姓名 }}{% endfor %}{% endfor %}",
        "{% raw %}{{ 随便写 }}{% endraw %}{# 说明 #}{_{ 原样 }_}",
        "{% for n in range(3) %}{{ n }}{% endfor %}",
    ],
)
def test_what_a_document_offers_is_no_fault(written: str) -> None:
    assert told(paragraphs(written)) == []


def test_a_name_of_another_scope_is_told_where_it_belongs() -> None:
    assert "请放在循环里" in told(paragraphs("{{ 姓名 }}"))[0]
    assert "是一人一份的材料的" in told(paragraphs("{{ dossier }}"))[0]
    assert "是《团员花名册》的" in told(paragraphs("{{ joined_branch_on }}"))[0] or "没有" in told(paragraphs("{{ joined_branch_on }}"))[0]


def test_personal_data_stand_in_no_template_of_a_class_that_hides_them() -> None:
    written = "{% for p in passed %}{{ p.身份证号 }}{% endfor %}"
    assert "不得出现该项个人信息" in told(paragraphs(written))[0]
    assert told(paragraphs("{{ 身份证号 }}"), "form_activist") == []


def test_places_are_told_as_a_reader_counts_them() -> None:
    (fault,) = told(table_of(("姓名", "性别"), ("{{ branch }}", "{{ 性另 }}")))
    assert fault.startswith("第1个表格第2行第2格 {{ 性另 }}：")

    def header(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ 团支布 }}"

    assert told(word_file(header))[0].startswith("页眉第1段 {{ 团支布 }}：")


def test_pairs_at_two_levels_are_told_with_both_places() -> None:
    (fault,) = told(table_of(("{%tr for p in passed %}", ""), ("{{ p.姓名 }}{% endfor %}", "")))
    assert fault.startswith("第1个表格第2行第1格 {% endfor %}：与第1个表格第1行第1格的 {%tr for p in passed %} 不在同一层")


def test_what_is_no_word_file_is_one_fault() -> None:
    (fault,) = told(b"not a document")
    assert "不是 .docx 文件" in fault


def test_without_a_document_the_names_of_all_documents_are_known() -> None:
    scheme = Scheme.load("national")
    anything = vocabulary_of_any(scheme, DAY)
    assert inspect(paragraphs("{{ 姓名 }}{{ round }}{{ dossier }}"), "x", anything).faults == ()


@pytest.mark.slow
@pytest.mark.parametrize("id", shipped_ids())
def test_every_shipped_template_is_without_fault_and_takes_every_sample(id: str) -> None:
    scheme = Scheme.load(id)
    documents = [scheme.documents[name] for name in scheme.templates]
    materials = [sample_material(scheme, DAY, sample) for sample in SAMPLES]
    for path, document, known in zip(scheme.templates.values(), documents, vocabularies(documents, scheme, DAY), strict=True):
        assert inspect(path.read_bytes(), path.name, known).faults == ()
        template = Template(path)
        for material in materials:
            assert template.render(mapping_about(document, scheme, material)).startswith(b"PK")


def test_a_title_as_long_as_a_cell_is_broken_in_no_time() -> None:
    lines = title_lines("关于推荐优秀团员的通知和" * 2_700)
    assert "".join(lines) == "关于推荐优秀团员的通知和" * 2_700
    assert max(map(len, lines)) <= 20
