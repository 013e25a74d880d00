"""Paragraphs whose shape depends on the text itself: they are made when a document is rendered, not when its template is.

A template calls them in a paragraph of its own, `{{p title('关于…的通知') }}`; the paragraph is replaced by those that come back.
`BLOCKS` has all of them by the names that templates use.

GB/T 9704-2012 leaves briefings to the body that issues them; mark, line and text take the measures of a red head.

The colophon (7.4) hangs in a text box on the lower edge of the core, so that text above never moves it. The last paragraph is as high as
the box: where it does not fit it goes to the next page, and takes along what is kept with it. Its lines are those of a table: borders of
paragraphs follow their indents and would be too short.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from xlflow.documents.layout import standard_measures as m
from xlflow.documents.layout.layout_styles import off_grid
from xlflow.documents.layout.page_setup import DOUBLE_LINE_TWIPS, TextBox, double_line, text_box
from xlflow.documents.layout.paragraph_markup import Typeface, blank_line, indents, paragraph, run
from xlflow.documents.layout.title_breaking import broken_title, text_width
from xlflow.documents.template.word_values import Paragraphs

MARK_LINE_SHARE = 1.3
"""The line of a mark in sizes of its characters: faces differ in height, and a line of just one size cuts some of them."""
MARK_LEAD_SHARE = 0.15
"""How far the upper edge of the characters lies below that of their line, in sizes."""
LINE_LEAD_TWIPS = m.twips(3.2)
"""From the upper edge of a line of 579 twips to that of its characters: an exact line has its lead above them."""


def title(*parts: str) -> Paragraphs:
    """The title of a document in 2号 小标宋, centred; each part begins a new line, and is broken where it is too long (7.3.1)."""
    return Paragraphs("".join(paragraph(line, "DocumentTitle") for line in broken_title(tuple(map(str, parts)))))


def sealed(name: str, date: str) -> Paragraphs:
    """The signature block of a document that gets a seal: the date 空四字 from the right, the name centred on it (7.3.5.1).

    A name that would run out of the core moves date and itself to the left until it fits.
    """
    name_width, date_width = text_width(str(name)), text_width(str(date))
    overhang = max(0.0, (name_width - date_width) / 2)
    date_right = max(float(m.SEALED_DATE_RIGHT_CHARACTERS), overhang)
    return _signature(str(name), date_right + (date_width - name_width) / 2, str(date), date_right)


def unsealed(name: str, date: str) -> Paragraphs:
    """The signature block of a document without a seal (7.3.5.2).

    The name stands 空二字 from the right; the date begins two characters to the right of where the name begins. A date that is too
    long for that stands 空二字 from the right itself, and the name moves.
    """
    name_width, date_width = text_width(str(name)), text_width(str(date))
    name_right = date_right = float(m.UNSEALED_NAME_RIGHT_CHARACTERS)
    if date_width > name_width:
        name_right = date_right + date_width + 2 - name_width
    else:
        date_right = name_right + name_width - 2 - date_width
    return _signature(str(name), name_right, str(date), date_right)


def _signature(name: str, name_right: float, date: str, date_right: float) -> Paragraphs:
    return Paragraphs(
        paragraph(name, "SignatureName", indents(right=_twips(name_right)))
        + paragraph(date, "SignatureDate", indents(right=_twips(date_right)))
    )


def _twips(characters: float) -> int:
    return max(0, round(characters * m.SET_CHARACTER_TWIPS))


def red_head(name: str) -> Paragraphs:
    """The issuer's mark of a red-headed document, as large as fits the core in one line (7.2.4).

    Its upper edge is 35 mm below that of the core: a line of that height stands before it, because space before a paragraph is
    dropped at the top of a page.
    """
    size_pt = mark_size_pt(str(name))
    gap = m.twips(m.MARK_TOP_MM) - round(size_pt * 20 * MARK_LEAD_SHARE)
    return Paragraphs(_room(gap) + mark_paragraph(str(name), size_pt))


def mark_size_pt(name: str, largest_pt: int = m.MARK_LARGEST_PT) -> int:
    """The size of a mark: never wider than nine tenths of the core."""
    fitting = int(m.CORE_WIDTH_TWIPS * 0.9 / 20 / max(text_width(name), 1))
    return max(m.MARK_SMALLEST_PT, min(largest_pt, fitting))


def mark_paragraph(name: str, size_pt: int, frame: str = "") -> str:
    """A mark in one line of its size."""
    return paragraph(run(name, Typeface.XIAO_BIAO_SONG, size=size_pt * 2), "Mark", frame + off_grid(round(size_pt * 20 * MARK_LINE_SHARE)))


def letter_head(name: str, number: str) -> Paragraphs:
    """The head of a letter (10.1): the mark, red double lines below it and near the foot of the page, the number flush right.

    The mark is the issuer's name without 文件, in a frame above the core, 30 mm below the upper edge of the page; the double line
    is 4 mm below it; the number, or an empty line, 7/8 of a character below that.
    """
    size_pt = mark_size_pt(str(name), m.LETTER_MARK_LARGEST_PT)
    top = m.twips(m.LETTER_MARK_TOP_MM)
    frame_top, frame_height = top - round(size_pt * 20 * MARK_LEAD_SHARE), round(size_pt * 20 * MARK_LINE_SHARE)
    frame = (
        f'<w:framePr w:w="{m.CORE_WIDTH_TWIPS}" w:h="{frame_height}" w:hRule="exact" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page"'
        f' w:xAlign="center" w:y="{frame_top}"/>'
    )
    line = top + size_pt * 20 + m.twips(m.LETTER_LINE_GAP_MM)
    foot = m.PAGE_HEIGHT_TWIPS - m.twips(m.LETTER_BOTTOM_LINE_MM) - DOUBLE_LINE_TWIPS
    lines = double_line(line, (2.25, 0.75), 1) + double_line(foot, (0.75, 2.25), 3)
    number_top = line + DOUBLE_LINE_TWIPS + m.twips(m.LETTER_NUMBER_GAP_MM) - LINE_LEAD_TWIPS
    room = number_top - max(m.MARGIN_TOP_TWIPS, frame_top + frame_height)
    return Paragraphs(mark_paragraph(str(name), size_pt, frame) + _room(room, lines) + paragraph(str(number), "LetterNumber"))


def number_line(number: str) -> Paragraphs:
    """Two empty lines, the document number, and the red line 4 mm below it; without a number the line alone (7.2.5, 7.2.7)."""
    blanks = blank_line() * (2 if number else 1)
    return Paragraphs(blanks + paragraph(str(number), "DocumentNumber", red_line()))


def red_line() -> str:
    """The red line below a paragraph, as wide as the core (7.2.7)."""
    line = f'<w:bottom w:val="single" w:sz="{m.RED_LINE_EIGHTHS_PT}" w:space="{m.RED_LINE_SPACE_PT}" w:color="{m.RED}"/>'
    return f"<w:pBdr>{line}</w:pBdr>"


def briefing_head(name: str, issue: str, issuer: str, date: str) -> Paragraphs:
    """The name in red with spaces between its characters where it is short; 第N期 below it; issuer flush left and date flush right."""
    spaced = "　".join(str(name)) if len(str(name)) <= m.BRIEFING_SPACED_CHARACTERS else str(name)
    size_pt = mark_size_pt(spaced)
    gap = m.twips(m.BRIEFING_MARK_TOP_MM) - round(size_pt * 20 * MARK_LEAD_SHARE)
    return Paragraphs(
        _room(gap)
        + mark_paragraph(spaced, size_pt)
        + blank_line()
        + paragraph(f"第{issue}期", "DocumentNumber")
        + blank_line()
        + paragraph(f"{issuer}\t{date}", "BriefingLine", red_line())
    )


AT_THE_FOOT = (
    '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
)
BOX_NUMBER = 9
"""The number of the text box among the drawings; the lines of a letter have lower ones."""


def colophon(copies: str, issuer: str, date: str) -> Paragraphs:
    """抄送 (left out without copies), the body that printed the document, and the date of printing."""
    return _at_the_end(*_box(_rows(copies, issuer, date)))


def sealed_and_printed(name: str, date: str, copies: str, issuer: str, printed: str) -> Paragraphs:
    """Two empty lines, the signature block of a sealed document, and its 版记, which stand on one page with the text above.

    The box hangs from the empty line above the name: one that hangs from the end keeps LibreOffice from moving the text with it.
    """
    box, height = _box(_rows(copies, issuer, printed))
    kept = "<w:keepNext/>"
    blank = paragraph(style="Normal", properties=kept)
    return Paragraphs(blank + paragraph(box, "Normal", kept) + str(sealed(name, date)) + _room(height))


def _rows(copies: str, issuer: str, date: str) -> list[tuple[str, int]]:
    printed = paragraph(f"{issuer}\t{date}印发", "ColophonPrint")
    return [*([_group("抄送", (copies,))] if copies else []), (printed, 1)]


def distribution(*groups: str) -> Paragraphs:
    """分送 at the foot of a briefing: one paragraph a group of readers, the later ones below the first."""
    return _at_the_end(*_box([_group("分送", [group for group in groups if group])]))


def _group(label: str, groups: Sequence[str]) -> tuple[str, int]:
    """The paragraphs of readers, and how many lines they take."""
    first, *others = (str(group).rstrip("。") + "。" for group in groups)
    texts = [paragraph(f"{label}：{first}", "ColophonCopies"), *(paragraph(other, "ColophonMore") for other in others)]
    room = m.COLOPHON_LINE_CHARACTERS - len(label) - 1
    return "".join(texts), sum(math.ceil(text_width(group) / room) for group in (first, *others))


def _at_the_end(box: str, height: int) -> Paragraphs:
    """The last paragraph of a document, as high as the box that hangs from it."""
    return Paragraphs(_room(height, box))


def _room(height: int, content: str = "") -> str:
    return paragraph(content, "Spacer", off_grid(height))


def _box(rows: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """The rows, ruled, on the lower edge of the core of the page from which the box hangs, and its height."""
    width = m.CORE_WIDTH_TWIPS
    height = sum(lines for _, lines in rows) * m.COLOPHON_LINE_TWIPS + m.COLOPHON_PADDING_TWIPS
    last = len(rows) - 1
    cells = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders>'
        f"{_line('top', m.COLOPHON_INNER_LINE_EIGHTHS_PT if number else m.COLOPHON_OUTER_LINE_EIGHTHS_PT)}"
        f"{_line('bottom', m.COLOPHON_INNER_LINE_EIGHTHS_PT if number < last else m.COLOPHON_OUTER_LINE_EIGHTHS_PT)}"
        f"</w:tcBorders></w:tcPr>{text}</w:tc></w:tr>"
        for number, (text, _) in enumerate(rows)
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{cells}</w:tbl>'
    )
    return text_box(table + paragraph("", "Spacer"), TextBox(width, height, "版记", BOX_NUMBER), AT_THE_FOOT), height


def _line(side: str, eighths_pt: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths_pt}" w:space="0" w:color="auto"/>'


BLOCKS: Mapping[str, Callable[..., Paragraphs]] = {
    "title": title,
    "sealed": sealed,
    "unsealed": unsealed,
    "red_head": red_head,
    "letter_head": letter_head,
    "number_line": number_line,
    "briefing_head": briefing_head,
    "colophon": colophon,
    "sealed_and_printed": sealed_and_printed,
    "distribution": distribution,
}
