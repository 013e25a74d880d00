"""The styles of an official document: every measure of the text stands here once, under the name that Word shows.

A person who changes a template in Word finds 公文标题, 主送机关, 公文正文 … in the list of styles and needs no other setting.
"""

from __future__ import annotations

from msgspec import Struct

from xlflow.documents.layout import standard_measures as m
from xlflow.documents.layout.paragraph_markup import Typeface, fonts, indents, run_properties
from xlflow.documents.wordprocessingml import NAMESPACE

TWO_CHARACTERS = indents(first_line=2 * m.CHARACTER_TWIPS)
KEEP_WITH_TEXT = "<w:keepNext/>"
"""A heading is never the last line of a page; the note of attachments stays with the signature below it."""
CELL_INSET = 60
"""Between the edge of a cell and a text that is not centred, in twips."""
NOTE_LEFT = round(6.5 * m.CHARACTER_TWIPS)
"""空二字, 附件： and an ordinal: where the names of the attachments begin (7.3.4)."""


class StyleDefinition(Struct, frozen=True):
    """A paragraph style: its id, the name shown, the insides of `w:pPr` and `w:rPr`, and the style of the next paragraph."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    following: str = ""


def off_grid(line_twips: int, *, before: int = 0) -> str:
    """An exact line of its own, off the grid of 22 lines: for titles, marks and tables."""
    space = f' w:before="{before}"' if before else ""
    return f'<w:snapToGrid w:val="0"/><w:spacing{space} w:line="{line_twips}" w:lineRule="exact"/>'


def justify(kind: str) -> str:
    """Alignment: left, center, right, both."""
    return f'<w:jc w:val="{kind}"/>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


def _run(face: Typeface, size: int, color: str = "") -> str:
    return run_properties(face, color=color, spacing_twips=0, size=size)


def _right_tab(place_twips: int) -> str:
    """A tab stop that what follows ends at."""
    return f'<w:tabs><w:tab w:val="right" w:pos="{place_twips}"/></w:tabs>'


_RULED = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="1" w:color="auto"/>' for side in ("bottom", "between"))

STYLES: tuple[StyleDefinition, ...] = (
    StyleDefinition("Body", "公文正文", TWO_CHARACTERS),
    StyleDefinition("Heading1", "heading 1", KEEP_WITH_TEXT + TWO_CHARACTERS + _outline(0), run_properties(Typeface.HEI), "Body"),
    StyleDefinition("Heading2", "heading 2", KEEP_WITH_TEXT + TWO_CHARACTERS + _outline(1), run_properties(Typeface.KAI), "Body"),
    StyleDefinition(
        "DocumentTitle", "公文标题", off_grid(m.TITLE_LINE_TWIPS) + justify("center"), _run(Typeface.XIAO_BIAO_SONG, m.SIZE_2), "Addressee"
    ),
    StyleDefinition("Addressee", "主送机关", "", "", "Body"),
    StyleDefinition("Mark", "发文机关标志", justify("center"), _run(Typeface.XIAO_BIAO_SONG, m.SIZE_1, m.RED)),
    StyleDefinition("DocumentNumber", "发文字号", justify("center")),
    StyleDefinition("LetterNumber", "信函发文字号", justify("right")),
    StyleDefinition("AttachmentNote", "附件说明", KEEP_WITH_TEXT + indents(left=NOTE_LEFT, hanging=round(4.5 * m.CHARACTER_TWIPS))),
    StyleDefinition("AttachmentItem", "附件说明续行", KEEP_WITH_TEXT + indents(left=NOTE_LEFT, hanging=round(1.5 * m.CHARACTER_TWIPS))),
    StyleDefinition("SignatureName", "发文机关署名", KEEP_WITH_TEXT + justify("right")),
    StyleDefinition("SignatureDate", "成文日期", KEEP_WITH_TEXT + justify("right")),
    StyleDefinition("TableHead", "表头", off_grid(340) + justify("center"), _run(Typeface.HEI, m.SIZE_SMALL_4)),
    StyleDefinition("TableCell", "表格居中", off_grid(340) + justify("center"), _run(Typeface.FANG_SONG, m.SIZE_SMALL_4)),
    StyleDefinition(
        "TableLeft",
        "表格左齐",
        off_grid(340) + indents(left=CELL_INSET, right=CELL_INSET) + justify("left"),
        _run(Typeface.FANG_SONG, m.SIZE_SMALL_4),
    ),
    StyleDefinition(
        "TableText",
        "表格段落",
        off_grid(380) + indents(left=CELL_INSET, right=CELL_INSET, first_line=480) + justify("both"),
        _run(Typeface.FANG_SONG, m.SIZE_SMALL_4),
    ),
    StyleDefinition("FormHead", "登记表栏目", off_grid(250) + justify("center"), _run(Typeface.HEI, m.SIZE_5)),
    StyleDefinition("FormCell", "登记表内容", off_grid(290) + justify("center"), _run(Typeface.FANG_SONG, m.SIZE_5)),
    StyleDefinition(
        "FormText",
        "登记表段落",
        off_grid(330) + indents(left=CELL_INSET, right=CELL_INSET, first_line=420) + justify("both"),
        _run(Typeface.FANG_SONG, m.SIZE_5),
    ),
    StyleDefinition("FormSign", "登记表签署", off_grid(440) + indents(left=3900) + justify("left"), _run(Typeface.FANG_SONG, m.SIZE_5)),
    StyleDefinition("RuledLine", "手写横线", f"<w:pBdr>{_RULED}</w:pBdr>" + off_grid(520), _run(Typeface.FANG_SONG, m.SIZE_SMALL_4)),
    StyleDefinition("FormNote", "表注", off_grid(320), _run(Typeface.FANG_SONG, m.SIZE_5)),
    StyleDefinition(
        "ColophonCopies",
        "抄送机关",
        off_grid(m.COLOPHON_LINE_TWIPS)
        + indents(left=4 * m.COLOPHON_CHARACTER_TWIPS, right=m.COLOPHON_CHARACTER_TWIPS, hanging=3 * m.COLOPHON_CHARACTER_TWIPS),
        _run(Typeface.FANG_SONG, m.SIZE_4),
    ),
    StyleDefinition(
        "ColophonMore",
        "抄送机关续段",
        off_grid(m.COLOPHON_LINE_TWIPS) + indents(left=4 * m.COLOPHON_CHARACTER_TWIPS, right=m.COLOPHON_CHARACTER_TWIPS),
        _run(Typeface.FANG_SONG, m.SIZE_4),
    ),
    StyleDefinition(
        "ColophonPrint",
        "印发机关和日期",
        _right_tab(m.CORE_WIDTH_TWIPS - m.COLOPHON_CHARACTER_TWIPS)
        + off_grid(m.COLOPHON_LINE_TWIPS)
        + indents(left=m.COLOPHON_CHARACTER_TWIPS)
        + justify("left"),
        _run(Typeface.FANG_SONG, m.SIZE_4),
    ),
    StyleDefinition("BriefingLine", "简报编发机关和日期", _right_tab(m.CORE_WIDTH_TWIPS) + justify("left")),
    StyleDefinition("AttachmentHead", "附件序号", "<w:pageBreakBefore/>", run_properties(Typeface.HEI), "DocumentTitle"),
    StyleDefinition(
        "BallotRule",
        "推优票说明",
        off_grid(250) + indents(left=CELL_INSET, right=CELL_INSET) + justify("both"),
        _run(Typeface.FANG_SONG, m.SIZE_SMALL_5),
    ),
    StyleDefinition("PageNumber", "页码", off_grid(m.PAGE_NUMBER_LINE_TWIPS), _run(Typeface.SONG, m.SIZE_4)),
    StyleDefinition("Spacer", "间隔", off_grid(20), _run(Typeface.FANG_SONG, 2)),
)


def styles_part() -> str:
    """The part `word/styles.xml`."""
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        + run_properties(Typeface.FANG_SONG, spacing_twips=m.CHARACTER_SPACING_TWIPS, size=m.SIZE_3)
        + '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    # widow control steals a line of the 22; the automatic gap between Chinese and digits pushes characters off the 28
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl w:val="0"/>'
        '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{m.LINE_TWIPS}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{fonts(Typeface.FANG_SONG)}</w:rPr></w:style>"
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    return f'<w:styles xmlns:w="{NAMESPACE}">{defaults}{normal}{table}{"".join(map(_style, STYLES))}</w:styles>'


def _style(style: StyleDefinition) -> str:
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    run = f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    custom = "" if style.name.startswith("heading") else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/>{following}'
        f"<w:qFormat/>{paragraph}{run}</w:style>"
    )
