"""The head of a briefing (简报, 要讯): its name, the number of the issue, issuer and date, a red line as wide as the core.

GB/T 9704-2012 leaves briefings to the body that issues them; mark, line and text take the measures of a red head.
"""

from __future__ import annotations

from xlflow.documents.layout import measures as m
from xlflow.documents.layout.blocks import MARK_LEAD_SHARE, mark_paragraph, mark_size_pt, red_line
from xlflow.documents.layout.markup import blank_line, paragraph
from xlflow.documents.layout.styles import off_grid
from xlflow.documents.template.values import Paragraphs


def briefing_head(name: str, issue: str, issuer: str, date: str) -> Paragraphs:
    """The name in red with spaces between its characters where it is short; 第N期 below it; issuer flush left and date flush right."""
    spaced = "　".join(str(name)) if len(str(name)) <= m.BRIEFING_SPACED_CHARACTERS else str(name)
    size_pt = mark_size_pt(spaced)
    gap = m.twips(m.BRIEFING_MARK_TOP_MM) - round(size_pt * 20 * MARK_LEAD_SHARE)
    return Paragraphs(
        paragraph("", "Spacer", off_grid(gap))
        + mark_paragraph(spaced, size_pt)
        + blank_line()
        + paragraph(f"第{issue}期", "DocumentNumber")
        + blank_line()
        + paragraph(f"{issuer}\t{date}", "BriefingLine", red_line())
    )
