from __future__ import annotations

from layout_checks import subject
from lxml import etree

from xlflow.documents.conformance.word_reader import read_numbering

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(number: int, form: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str) -> object:
    abstract = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    markup = f'<w:numbering {W}>{abstract}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    return read_numbering(etree.fromstring(markup))


def test_word_counts_in_chinese_and_in_digits_and_starts_again_below_a_higher_level() -> None:
    lists = numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2."))
    places = ["0", "1", "1", "0", "1"]
    assert [lists.next({"numId": "1", "ilvl": place}) for place in places] == ["一、", "1.", "2.", "二、", "1."]  # type: ignore[attr-defined]


def test_a_level_may_show_those_above_it() -> None:
    lists = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    assert [lists.next({"numId": "1", "ilvl": place}) for place in "0101"] == ["1.", "1.1", "2.", "2.1"]  # type: ignore[attr-defined]


def test_bullets_and_unknown_lists_have_no_number() -> None:
    lists = numbering(level(0, "bullet", "%1"))
    assert lists.next({"numId": "1"}) == ""  # type: ignore[attr-defined]
    assert lists.next({"numId": "9"}) == ""  # type: ignore[attr-defined]
    assert read_numbering(None).next({"numId": "1"}) == ""


def test_a_document_without_numbering_is_read() -> None:
    from conforming_documents import circular

    assert subject(circular()).parts.text
