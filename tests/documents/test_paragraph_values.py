from __future__ import annotations

import io

import docx

from xlflow.documents.template import Template
from xlflow.documents.template.word_values import Paragraphs

TWO = Paragraphs("<w:p><w:r><w:t>一</w:t></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r></w:p>")


def rendered(*texts: str, **values: object) -> list[str]:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return [p.text for p in docx.Document(io.BytesIO(Template(stream.getvalue()).render(values))).paragraphs]


def test_whole_paragraphs_take_the_place_of_the_paragraph_of_their_tag() -> None:
    assert rendered("前", "{{p block }}", "后", block=TWO) == ["前", "一", "二", "后"]


def test_any_other_value_prints_inside_the_paragraph() -> None:
    assert rendered("前", "{{p block }}", "后", block="三<四") == ["前", "三<四", "后"]


def test_whole_paragraphs_may_come_from_a_call_inside_a_condition() -> None:
    def twice(text: str) -> Paragraphs:
        return Paragraphs(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" * 2)

    assert rendered("{%p if on %}", "{{p twice('甲') }}", "{%p endif %}", twice=twice, on=True) == ["甲", "甲"]
    assert rendered("{%p if on %}", "{{p twice('甲') }}", "{%p endif %}", "乙", twice=twice, on=False) == ["乙"]
