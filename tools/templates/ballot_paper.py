"""推优票: one for every voter and some in reserve; two or four on a sheet, names in order of 姓氏笔画, nothing filled in."""

from __future__ import annotations

from collections.abc import Callable

from templates.docx_draft import Draft
from templates.table_blocks import cell, columns, label, row, table, tag_row
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import Face, paragraph, run, tag
from xlflow.documents.layout.standard_measures import CORE_WIDTH_TWIPS, SIZE_3

HEADS = ("姓　名", "赞成", "反对", "弃权")
SHARES = (2.6, 1, 1, 1)
LONG_SHARES = (4, 1, 1, 1)
INSET = 320
QUARTER, HALF, WHOLE = 6280, 6280, 12600
"""The height of a ballot in twips: two stand above each other in the core, or one fills it."""
RULES = (
    "1. 同意的在“赞成”栏画“○”，不同意的在“反对”栏画“○”，弃权的在“弃权”栏画“○”；每人只能选一栏，多选、不选或无法辨认的，对该人的一票无效。",
    "2. 候选人按姓氏笔画排序；本票经团支部盖章有效，当场投入票箱。",
)


def draft() -> Draft:
    """All ballots of one meeting."""
    half = CORE_WIDTH_TWIPS // 2
    text = (
        tag("{%p for sheet in ballot.sheets %}")
        + tag("{%p if ballot.on_sheet == 4 %}")
        + _sheet((half, CORE_WIDTH_TWIPS - half), 2, QUARTER)
        + tag("{%p elif ballot.on_sheet == 2 %}")
        + _sheet((CORE_WIDTH_TWIPS,), 2, HALF)
        + tag("{%p elif ballot.is_long %}")
        + _sheet((CORE_WIDTH_TWIPS,), 1, WHOLE, _two_columns)
        + tag("{%p else %}")
        + _sheet((CORE_WIDTH_TWIPS,), 1, WHOLE)
        + tag("{%p endif %}")
        + tag("{%p if not loop.last %}")
        + paragraph(style="Spacer", properties="<w:pageBreakBefore/>")
        + tag("{%p endif %}")
        + tag("{%p endfor %}")
        + paragraph(style="Spacer")
    )
    return Draft("推优票", text, Form.BARE)


def _names(width: int) -> str:
    """The names one below the other."""
    return table(
        columns(SHARES, width),
        (
            row(*map(label, HEADS), height=420, header=True),
            tag_row("{%tr for person in ballot.names %}", len(HEADS)),
            row(cell("{{ person.name }}"), *[cell("")] * 3, height=480),
            tag_row("{%tr endfor %}", len(HEADS)),
        ),
    )


def _two_columns(width: int) -> str:
    """Many names: the order goes down the left column, then down the right one."""
    heads = (*HEADS, *HEADS)
    names = [text for side in ("left", "right") for text in (cell(f"{{{{ pair.{side}.name }}}}", "FormCell"), *[cell("")] * 3)]
    return table(
        columns((*LONG_SHARES, *LONG_SHARES), width),
        (
            row(*map(label, heads), height=420, header=True),
            tag_row("{%tr for pair in ballot.pairs %}", len(heads)),
            row(*names, height=400),
            tag_row("{%tr endfor %}", len(heads)),
        ),
    )


def _sheet(widths: tuple[int, ...], rows: int, height: int, names: Callable[[int], str] = _names) -> str:
    """A sheet that is cut along its lines; a ballot that is longer than a sheet goes on on the next."""
    cells = [cell(_ballot(width, names), align="top") for width in widths]
    return table(widths, [row(*cells, height=height, breakable=rows == 1) for _ in range(rows)])


def _ballot(width: int, names: Callable[[int], str]) -> str:
    center = justify("center")
    return (
        paragraph("", "FormNote")
        + paragraph(run("推 优 票", Face.XIAO_BIAO_SONG, size=SIZE_3), "TableCell", '<w:snapToGrid w:val="0"/>' + center)
        + paragraph("{{ branch }}", "FormCell")
        + paragraph("{{ meeting_date or '　　　　年　　月　　日' }}", "FormCell")
        + names(width - INSET)
        + "".join(paragraph(rule, "BallotRule") for rule in RULES)
        + paragraph("（团支部盖章处）", "FormNote", justify("right"))
    )
