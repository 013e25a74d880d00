"""The printed page: what is measured on it, and that a file which LibreOffice would misprint is put to it otherwise."""

from __future__ import annotations

import conforming_documents as conforming
import pytest
from layout_checks import subject
from layout_mutations import STYLES, both, swap
from msgspec.structs import replace

from xlflow.documents.conformance.layout_checks import all_checks
from xlflow.documents.conformance.pdf_pages import PrintedPage, read_pages
from xlflow.documents.conformance.print_measures import core_of, full_pages, line_of, mark_lines, red_strokes, text_lines, title_lines
from xlflow.documents.conformance.printable import printable
from xlflow.documents.conformance.readings import CheckStatus, MeasuredDocument
from xlflow.documents.conformance.word_reader import read_word
from xlflow.jobs.composing.printing_pdf import printed_contents

GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'
DENSE = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'


def dense_grid() -> bytes:
    """A circular whose 28 characters a line come from a grid, as Word sets them."""
    change = both(swap('<w:spacing w:val="-5"/>', "", STYLES), swap(GRID, DENSE))
    return conforming.packed(change(conforming.parts(conforming.circular())))


@pytest.fixture(scope="module")
def printed(soffice: object) -> dict[str, MeasuredDocument]:
    """A circular and one with a dense grid, with their pages."""
    contents = {"circular": conforming.circular(), "letter": conforming.letter(), "dense": dense_grid()}
    pdfs = printed_contents([printable(content, read_word(content)) for content in contents.values()])
    return {
        name: replace(subject(content), pages=read_pages(pdf)) for (name, content), pdf in zip(contents.items(), pdfs, strict=True) if pdf
    }


def pages(printed: dict[str, MeasuredDocument], name: str) -> tuple[PrintedPage, ...]:
    return printed[name].pages


def test_a_page_has_its_size_its_lines_and_its_strokes(printed: dict[str, MeasuredDocument]) -> None:
    page = pages(printed, "circular")[0]
    assert (round(page.width), round(page.height)) == (210, 297)
    assert [line.base for line in page.lines] == sorted(line.base for line in page.lines)
    assert {stroke.red for stroke in page.strokes} == {True}
    assert page.strokes[0].length == pytest.approx(156, abs=0.5)


def test_parts_are_found_on_their_pages(printed: dict[str, MeasuredDocument]) -> None:
    one = printed["circular"]
    name = line_of(one, one.parts.name, last=True)
    assert name
    assert name[1].text == conforming.COMMITTEE
    assert "".join(line.text for line in title_lines(one)) == "关于开展2026年上半年推优工作的通知"
    assert [line.text for line in mark_lines(one)] == [f"{conforming.COMMITTEE}文件"]
    assert all(glyph.red for line in mark_lines(one) for glyph in line.glyphs)
    assert line_of(one, None) is None


def test_a_full_page_is_neither_the_first_nor_the_last(printed: dict[str, MeasuredDocument]) -> None:
    one = printed["circular"]
    found = dict(full_pages(one))
    assert found
    assert not found.keys() & {1, len(one.pages)}
    assert {len(lines) for lines in found.values()} == {22}


def test_the_colophon_is_no_text(printed: dict[str, MeasuredDocument]) -> None:
    one = printed["circular"]
    assert not any("抄送" in line.text for line in text_lines(one, one.pages[-1]))


def test_a_letter_has_four_red_lines_and_a_circular_one(printed: dict[str, MeasuredDocument]) -> None:
    assert (len(red_strokes(printed["letter"])), len(red_strokes(printed["circular"]))) == (4, 1)


def test_the_core_is_that_of_the_file_lowered_by_half_of_what_its_grid_leaves(printed: dict[str, MeasuredDocument]) -> None:
    core = core_of(printed["circular"])
    assert (core.left, core.width, core.bottom) == (pytest.approx(28, abs=0.1), pytest.approx(156, abs=0.1), pytest.approx(262, abs=0.1))
    assert core.top == pytest.approx(37 + 9 / 56.69, abs=0.05)


def test_what_needs_no_change_is_printed_as_it_is() -> None:
    content = conforming.circular()
    assert printable(content, read_word(content)) is content


def test_a_grid_closer_than_its_characters_is_printed_as_spacing() -> None:
    content = dense_grid()
    word = read_word(printable(content, read_word(content)))
    assert (word.sections[0].grid, word.sections[0].character_space, word.defaults.spacing) == ("lines", 0, -5)
    assert read_word(content).sections[0].grid == "linesAndChars"


def test_a_document_with_such_a_grid_passes_as_it_prints(printed: dict[str, MeasuredDocument]) -> None:
    assert {check.key for check in all_checks(printed["dense"]) if check.status is CheckStatus.FAIL} == set()


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n"])
def test_what_is_no_pdf_has_no_pages(content: bytes) -> None:
    assert read_pages(content) == ()
