"""What an official document measures: GB/T 9704-2012, one name for each measure, with its unit and its clause.

Lengths in the file are twips (1/20 pt; 1 mm is 56.69 of them), sizes half points, borders eighths of a point.

Two measures are not the round numbers that most published constants have. The line is 579 twips: 22 of them fill the 225 mm of the
core, while 580 (29 pt) give 21. A 16 pt character is wider than the printer's 3号, and 28 of them do not fit into 156 mm: every
character gives up a quarter of a point.
"""

from __future__ import annotations

from typing import Final

TWIPS_PER_MM: Final = 1440 / 25.4


def twips(mm: float) -> int:
    """Millimetres in twips, rounded."""
    return round(mm * TWIPS_PER_MM)


# 5.1, 5.2 paper and margins; right and bottom follow from the core of 156 mm x 225 mm
PAGE_WIDTH_TWIPS: Final = twips(210)
PAGE_HEIGHT_TWIPS: Final = twips(297)
MARGIN_TOP_TWIPS: Final = twips(37)
MARGIN_LEFT_TWIPS: Final = 1588
MARGIN_RIGHT_TWIPS: Final = twips(26)
MARGIN_BOTTOM_TWIPS: Final = twips(35)
CORE_WIDTH_TWIPS: Final = PAGE_WIDTH_TWIPS - MARGIN_LEFT_TWIPS - MARGIN_RIGHT_TWIPS
CORE_HEIGHT_TWIPS: Final = PAGE_HEIGHT_TWIPS - MARGIN_TOP_TWIPS - MARGIN_BOTTOM_TWIPS

HEADER_TWIPS: Final = twips(15)
"""Where headers would begin: no document has one."""

# 5.2.3 22 lines a page, 28 characters a line
LINES_PER_PAGE: Final = 22
LINE_TWIPS: Final = 579
CHARACTER_SPACING_TWIPS: Final = -5
CHARACTERS_PER_LINE: Final = 28
CHARACTER_TWIPS: Final = 316
"""The width that a character of 3号 has in the measures of the standard (空一字, 空二字): the core divided by 28."""
SET_CHARACTER_TWIPS: Final = 315
"""The width that a character is set with: 16 pt less the spacing."""

# 5.2.2 sizes, in half points
SIZE_1: Final = 52
SIZE_2: Final = 44
SIZE_3: Final = 32
SIZE_4: Final = 28
SIZE_SMALL_4: Final = 24
SIZE_5: Final = 21
SIZE_SMALL_5: Final = 18

# 5.2.4, 7.2.4, 7.2.7 red head
RED: Final = "FF0000"
MARK_TOP_MM: Final = 35.0
"""From the upper edge of the core to the upper edge of the issuer's mark."""
MARK_LARGEST_PT: Final = 56
MARK_SMALLEST_PT: Final = 24
RED_LINE_EIGHTHS_PT: Final = 12
"""1.5 pt, about 0.5 mm: the standard leaves the thickness open."""
RED_LINE_SPACE_PT: Final = 6
"""Between the line box of the number and the red line; with the lead below the characters it makes the 4 mm."""

# 7.3.1 title
TITLE_LINE_TWIPS: Final = 640
TITLE_CHARACTERS_PER_LINE: Final = 20

# 7.3.5 signature block, in characters of 3号
SEALED_DATE_RIGHT_CHARACTERS: Final = 4
UNSEALED_NAME_RIGHT_CHARACTERS: Final = 2

# 7.4 版记: 4号, lines as wide as the core, the last one on its lower edge
COLOPHON_LINE_TWIPS: Final = 480
COLOPHON_PADDING_TWIPS: Final = 60
"""For the borders and the paragraph that Word wants after a table."""
COLOPHON_OUTER_LINE_EIGHTHS_PT: Final = 8
"""1 pt, 0.35 mm."""
COLOPHON_INNER_LINE_EIGHTHS_PT: Final = 6
"""0.75 pt, 0.26 mm."""
COLOPHON_CHARACTER_TWIPS: Final = 280
COLOPHON_LINE_CHARACTERS: Final = 29
"""Characters of 4号 in a line between 空一字 on either side."""

# briefings: the standard leaves them open
BRIEFING_MARK_TOP_MM: Final = 10.0
"""From the upper edge of the core to the upper edge of the name."""
BRIEFING_SPACED_CHARACTERS: Final = 5
"""Names up to so many characters are set with spaces between them."""

# 7.5 page number: 4号, its line 7 mm below the core
FOOTER_TWIPS: Final = 1418
PAGE_NUMBER_GAP_MM: Final = 7.0
PAGE_NUMBER_LINE_TWIPS: Final = 320
PAGE_NUMBER_INDENT_TWIPS: Final = 280

# 10.1 letter form
LETTER_MARK_TOP_MM: Final = 30.0
"""From the upper edge of the page to the upper edge of the mark."""
LETTER_MARK_LARGEST_PT: Final = 40
LETTER_LINE_GAP_MM: Final = 4.0
LETTER_NUMBER_GAP_MM: Final = 4.9
"""7/8 of the height of a character of 3号, between the double line and the number."""
LETTER_LINE_WIDTH_MM: Final = 170.0
LETTER_BOTTOM_LINE_MM: Final = 20.0
"""From the lower edge of the page to the lower double line."""
