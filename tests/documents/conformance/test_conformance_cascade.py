from __future__ import annotations

import pytest
from lxml import etree

from xlflow.documents.conformance.style_cascade import StyleCascade, is_on, over, properties, theme_faces, whole, whole_number

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def element(markup: str) -> etree._Element:
    return etree.fromstring(
        markup.replace(">", f" {W}>", 1) if "/>" not in markup.split(">")[0] + ">" else markup.replace("/>", f" {W}/>", 1)
    )


def styles(markup: str) -> StyleCascade:
    return StyleCascade(etree.fromstring(f"<w:styles {W}>{markup}</w:styles>"), {"minorEastAsia": "宋体"})


def test_properties_are_flat_with_their_attributes_and_lines() -> None:
    markup = '<w:pPr><w:ind w:left="632"/><w:pBdr><w:bottom w:val="single" w:sz="12"/></w:pBdr><w:keepNext/></w:pPr>'
    found = properties(element(markup))
    assert found["ind@left"] == "632"
    assert found["pBdr.bottom@sz"] == "12"
    assert is_on(found, "keepNext")


def test_a_style_says_what_it_is_based_on_unless_it_says_otherwise() -> None:
    found = styles(
        '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:sz w:val="32"/><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    ).of("b", "rPr")
    assert whole(found, "sz") == 32
    assert not is_on(found, "b")


def test_styles_based_on_each_other_end() -> None:
    markup = "".join(f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("xy", "yx"))
    assert styles(markup).of("x", "rPr") == {}


def test_an_indent_that_hangs_replaces_one_of_the_first_line() -> None:
    found = over({"ind@firstLine": "632", "ind@firstLineChars": "200"}, {"ind@hanging": "300"})
    assert found == {"ind@hanging": "300"}


def test_a_named_face_replaces_one_of_the_theme() -> None:
    sheet = styles("")
    assert sheet.face({"rFonts@eastAsiaTheme": "minorEastAsia"}, "eastAsia") == "宋体"
    assert sheet.face(over({"rFonts@eastAsiaTheme": "minorEastAsia"}, {"rFonts@eastAsia": "仿宋"}), "eastAsia") == "仿宋"


def test_the_chinese_face_of_a_theme_may_stand_under_its_script() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    fonts = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="等线"/>'
    theme = f"<a:theme {a}><a:minorFont>{fonts}</a:minorFont></a:theme>"
    assert theme_faces(etree.fromstring(theme))["minorEastAsia"] == "等线"


@pytest.mark.parametrize(("text", "number"), [("1588", 1588), ("1588.0", 1588), ("", 7), ("auto", 7), ("1e999", 7)])
def test_what_is_no_number_counts_as_absent(text: str, number: int) -> None:
    assert whole_number(text, 7) == number
