"""A template always ends: what it may repeat is counted."""

from __future__ import annotations

import io

import docx
import pytest
from word_files import paragraphs

from xlflow.documents.template import Template
from xlflow.errors import TemplateError


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "循环超过 1,000,000 次"),
        ("{% for a in 名单 %}{% for b in 名单 %}{% for c in 名单 %}{% endfor %}{% endfor %}{% endfor %}", "循环超过 1,000,000 次"),
        ("{{ 'x' * 10 ** 9 }}", "要重复出 1,000,000,000 个字"),
        ("{{ [1] * 10000000 }}", "要重复出 10,000,000 个字"),
        ("{{ 9 ** 99999999 }}", "次方数 99999999 太大"),
        ("{% for a in 'xxxxxxxxxxxxxxxxxxxx' %}" * 6 + "{% endfor %}" * 6, "循环超过 1,000,000 次"),
    ],
)
def test_a_template_that_would_not_end_is_stopped_with_its_tag(written: str, says: str) -> None:
    template = Template(paragraphs("第一段", written))
    with pytest.raises(TemplateError) as told:
        template.render({"名单": list(range(200))})
    assert says in str(told.value)
    assert told.value.place == "第2段"


def test_every_document_has_its_own_turns_and_honest_sums_come_out() -> None:
    template = Template(paragraphs("{% for a in range(99999) %}{% endfor %}{{ 12 * 3 }}{{ '—' * 3 }}{{ 2 ** 10 }}{{ loop }}"))
    for _ in range(15):
        with pytest.raises(TemplateError, match="loop"):
            template.render({})
    done = Template(paragraphs("{% for a in [1, 2] %}{{ a * 3 }}{{ loop.last }}{% endfor %}{{ '—' * 3 }}{{ 2 ** 10 }}")).render({})
    assert docx.Document(io.BytesIO(done)).paragraphs[0].text == "3False6True———1024"


def test_loops_over_what_is_not_there_name_it() -> None:
    with pytest.raises(TemplateError, match="用了没有的名称“没有的”"):
        Template(paragraphs("{% for a in 没有的 %}{% endfor %}")).render({})
