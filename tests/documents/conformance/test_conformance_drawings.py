from __future__ import annotations

import conforming_documents as conforming

from xlflow.documents.conformance.word_reader import read_word


def test_the_lines_of_a_letter_have_length_weight_colour_and_place() -> None:
    lines = read_word(conforming.letter()).lines
    assert {round(line.width / 56.69) for line in lines} == {170}
    assert [line.weight_pt for line in lines] == [2.25, 0.75, 0.75, 2.25]
    assert [line.top for line in lines] == sorted(line.top or 0 for line in lines)


def test_an_older_copy_of_a_drawing_counts_once() -> None:
    files = conforming.parts(conforming.letter())
    body = files["word/document.xml"]
    drawing = body[body.index("<w:drawing>") : body.index("</w:drawing>") + len("</w:drawing>")]
    twice = body.replace("</mc:Choice>", f"</mc:Choice><mc:Fallback>{drawing}</mc:Fallback>")
    assert len(read_word(conforming.packed(files | {"word/document.xml": twice})).lines) == 4


def test_a_text_box_is_no_line_and_holds_its_blocks() -> None:
    word = read_word(conforming.circular())
    assert word.lines == ()
    assert "抄送" in "".join(paragraph.text for block in word.boxes[0] if hasattr(block, "rows") for paragraph in block.paragraphs())


def test_a_line_whose_place_does_not_count_from_the_page_has_none() -> None:
    files = conforming.parts(conforming.letter())
    moved = files["word/document.xml"].replace('<wp:positionV relativeFrom="page">', '<wp:positionV relativeFrom="paragraph">')
    assert {line.top for line in read_word(conforming.packed(files | {"word/document.xml": moved})).lines} == {None}
