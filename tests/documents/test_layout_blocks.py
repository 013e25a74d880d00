from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from templates.docx_draft import DECLARED

from xlflow.documents.layout import standard_measures
from xlflow.documents.layout.layout_blocks import (
    BLOCKS,
    briefing_head,
    colophon,
    letter_head,
    mark_size_pt,
    number_line,
    red_head,
    sealed,
    sealed_and_printed,
    title,
    unsealed,
)
from xlflow.documents.layout.title_breaking import text_width, title_lines
from xlflow.documents.wordprocessingml import NAMESPACE

CHARACTER = standard_measures.SET_CHARACTER_TWIPS


def paragraphs(markup: str) -> list[tuple[str, int]]:
    """Text and right indent (in twips) of each paragraph."""
    root = etree.fromstring(f'<w:body xmlns:w="{NAMESPACE}">{markup}</w:body>')
    w = f"{{{NAMESPACE}}}"
    return [("".join(p.itertext(f"{w}t")), int(ind.get(f"{w}right")) if (ind := p.find(f".//{w}ind")) is not None else 0) for p in root]


@pytest.mark.parametrize(("text", "width"), [("2026年3月5日", 6), ("2026年12月25日", 7), ("〔2026〕3号", 5.5), ("“推优”", 4), ("", 0)])
def test_a_half_width_character_takes_half_a_place(text: str, width: float) -> None:
    assert text_width(text) == width


def test_the_date_of_a_sealed_document_stands_four_characters_from_the_right_with_the_name_centred_on_it() -> None:
    (name, name_right), (date, date_right) = paragraphs(sealed("共青团江州大学委员会", "2026年3月5日"))
    assert (name, date) == ("共青团江州大学委员会", "2026年3月5日")
    assert date_right == 4 * CHARACTER
    assert name_right + 10 * CHARACTER / 2 == date_right + 6 * CHARACTER / 2


def test_a_long_name_over_a_seal_moves_the_date_and_stays_in_the_core() -> None:
    (_, name_right), (_, date_right) = paragraphs(sealed("共青团江州大学信息工程学院委员会", "2026年3月5日"))
    assert name_right == 0
    assert date_right == 5 * CHARACTER


def test_the_date_of_an_unsealed_document_begins_two_characters_after_the_name() -> None:
    (_, name_right), (_, date_right) = paragraphs(unsealed("江州大学信息工程学院团支部", "2026年3月5日"))
    assert name_right == 2 * CHARACTER
    assert name_right + 13 * CHARACTER - 2 * CHARACTER == date_right + 6 * CHARACTER


def test_a_date_longer_than_the_name_stands_two_characters_from_the_right_itself() -> None:
    (_, name_right), (_, date_right) = paragraphs(unsealed("团支部", "2026年3月5日"))
    assert date_right == 2 * CHARACTER
    assert name_right + 3 * CHARACTER - 2 * CHARACTER == date_right + 6 * CHARACTER


def test_a_title_that_fits_stays_in_one_line() -> None:
    assert title_lines("关于开展2026年上半年推优工作的通知") == ("关于开展2026年上半年推优工作的通知",)


def test_a_title_that_fits_by_half_a_character_is_broken_between_words_rather_than_by_a_face_with_wide_figures() -> None:
    assert title_lines("关于2026年第2季度分片交流互查情况的报告") == ("关于2026年第2季度", "分片交流互查情况的报告")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "关于推荐张三等3名同志作为入党积极分子和党的发展对象人选的函",
            ("关于推荐张三等3名同志作为", "入党积极分子和党的发展对象人选的函"),
        ),
        (
            "共青团江州大学信息工程学院委员会关于开展2026年上半年推优工作的通知",
            ("共青团江州大学信息工程学院委员会", "关于开展2026年上半年推优工作的通知"),
        ),
    ],
)
def test_a_long_title_breaks_between_words(text: str, lines: tuple[str, ...]) -> None:
    assert title_lines(text) == lines


@given(st.text(alphabet="关于推荐张三李四等名同志作为入党积极分子的发展对象人选函通知公示大学abc123《》、", min_size=1, max_size=60))
def test_a_title_loses_nothing_and_no_line_is_too_long(text: str) -> None:
    lines = title_lines(text)
    assert "".join(lines) == text
    assert all(0 < text_width(line) <= standard_measures.TITLE_CHARACTERS_PER_LINE for line in lines)


def test_each_part_of_a_title_begins_a_line() -> None:
    assert [text for text, _ in paragraphs(title("某某团支部", "推优大会会议记录"))] == ["某某团支部", "推优大会会议记录"]


@pytest.mark.parametrize("length", [4, 12, 18, 26])
def test_a_mark_is_as_large_as_fits_the_core(length: int) -> None:
    size = mark_size_pt("团" * length)
    assert standard_measures.MARK_SMALLEST_PT <= size <= standard_measures.MARK_LARGEST_PT
    if size > standard_measures.MARK_SMALLEST_PT:
        assert size * 20 * length <= standard_measures.CORE_WIDTH_TWIPS


def test_the_red_line_stands_alone_where_there_is_no_number() -> None:
    assert [text for text, _ in paragraphs(number_line("江团〔2026〕3号"))] == ["", "", "江团〔2026〕3号"]
    assert [text for text, _ in paragraphs(number_line(""))] == ["", ""]
    assert number_line("").count(standard_measures.RED) == 1


def test_the_mark_of_a_red_head_is_red() -> None:
    assert 'w:val="Mark"' in red_head("共青团江州大学委员会文件")


def test_the_lines_of_a_letter_are_170_mm_wide_and_stand_where_the_standard_says() -> None:
    head = letter_head("共青团江州大学委员会", "江团〔2026〕3号")
    assert {int(width) for width in re.findall(r'<wp:extent cx="(\d+)"', head)} == {170 * 36000}
    heights_mm = [int(emu) / 36000 for emu in re.findall(r"<wp:posOffset>(\d+)<", head)]
    size_mm = mark_size_pt("共青团江州大学委员会", standard_measures.LETTER_MARK_LARGEST_PT) * 25.4 / 72
    assert heights_mm[0] == pytest.approx(30 + size_mm + 4, abs=0.1)
    assert heights_mm[-1] == pytest.approx(297 - 20, abs=0.1)


ARGUMENTS = {
    "sealed": ("2026年3月5日",),
    "unsealed": ("2026年3月5日",),
    "letter_head": ("",),
    "briefing_head": ("5", "某团委", "2026年3月5日"),
    "colophon": ("某团委办公室", "2026年3月5日"),
    "sealed_and_printed": ("2026年3月5日", "", "某团委办公室", "2026年3月6日"),
}


@pytest.mark.parametrize("block", BLOCKS)
def test_what_people_typed_never_becomes_markup(block: str) -> None:
    markup = BLOCKS[block]("<b>甲&乙", *ARGUMENTS.get(block, ()))
    body = etree.fromstring(f"<w:body {DECLARED}>{markup}</w:body>")
    assert "<b>甲&乙" in "".join(body.itertext(f"{{{NAMESPACE}}}t")).replace("　", "")


def test_the_colophon_stands_on_the_lower_edge_of_the_core_with_lines_as_wide() -> None:
    foot = colophon("学院党委组织部", "某团委办公室", "2026年3月6日")
    assert '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align>' in foot
    assert f'<w:tblW w:w="{standard_measures.CORE_WIDTH_TWIPS}"' in foot
    assert re.findall(r'<w:(top|bottom) w:val="single" w:sz="(\d)"', foot) == [("top", "8"), ("bottom", "6"), ("top", "6"), ("bottom", "8")]


def test_nobody_who_gets_a_copy_leaves_the_line_of_printing_alone() -> None:
    assert re.findall(r">([^<>]+)</w:t>", colophon("", "某团委办公室", "2026年3月6日")) == ["某团委办公室", "2026年3月6日印发"]


def test_a_short_name_of_a_briefing_is_spaced_and_its_issue_stands_below() -> None:
    texts = [text for text, _ in paragraphs(briefing_head("推优要讯", "5", "某团委", "2026年6月30日")) if text]
    assert texts == ["推　优　要　讯", "第5期", "某团委2026年6月30日"]


def test_the_colophon_of_a_sealed_document_hangs_above_the_name_and_has_room_at_the_end() -> None:
    block = sealed_and_printed("某团委", "2026年3月5日", "", "某团委办公室", "2026年3月6日")
    height = re.search(r'<wp:extent cx="\d+" cy="(\d+)"/>', block)
    room = re.findall(r'w:line="(\d+)"', block)[-1]
    assert height
    assert int(room) * 635 == int(height.group(1))
    assert block.index("<w:drawing>") < block.index("某团委<") < block.rindex('<w:pStyle w:val="Spacer"/>')
    assert block.count("<w:keepNext/>") == 2
