"""The Word templates that are shipped, as drafts: `tools/build_templates.py` makes the files from them.

One module a document, named by its id in the catalogue of documents. The words are here, the measures in `layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from templates import (
    anhui,
    archive_list,
    ballot_paper,
    branch_report,
    briefing,
    bulletins,
    chongqing,
    circular,
    csg,
    cultivation_record,
    deeds_statement,
    expiry_reminder,
    form_activist,
    form_candidate,
    inspection_report,
    meeting_minutes,
    meeting_reply,
    meeting_request,
    notice_result,
    opinion_reply,
    party_feedback,
    public_notice,
    recommendation_letter,
    return_cover,
    sign_in_sheet,
    special_explanation,
    supervision_form,
    system_entry_sheet,
    tally_sheet,
    tangshan,
    wuyi,
)
from templates.docx_draft import Draft

DRAFTS: Mapping[str, Callable[[], Draft]] = {
    "circular": circular.draft,
    "meeting_minutes": meeting_minutes.draft,
    "public_notice": public_notice.draft,
    "form_activist": form_activist.draft,
    "recommendation_letter": recommendation_letter.draft,
    "branch_report": branch_report.draft,
    "meeting_request": meeting_request.draft,
    "ballot_paper": ballot_paper.draft,
    "tally_sheet": tally_sheet.draft,
    "sign_in_sheet": sign_in_sheet.draft,
    "inspection_report": inspection_report.draft,
    "deeds_statement": deeds_statement.draft,
    "notice_result": notice_result.draft,
    "form_candidate": form_candidate.draft,
    "party_feedback": party_feedback.draft,
    "cultivation_record": cultivation_record.draft,
    "opinion_reply": opinion_reply.draft,
    "supervision_form": supervision_form.draft,
    "archive_list": archive_list.draft,
    "special_explanation": special_explanation.draft,
    "return_cover": return_cover.draft,
    "system_entry_sheet": system_entry_sheet.draft,
    "meeting_reply": meeting_reply.draft,
    "quarterly_bulletin": bulletins.quarterly,
    "annual_bulletin": bulletins.annual,
    "briefing": briefing.draft,
    "expiry_reminder": expiry_reminder.draft,
}
"""By id of the document, which is also the name of the file."""

DRAFTS_OF_SCHEMES: Mapping[str, Mapping[str, Callable[[], Draft]]] = {
    "national": DRAFTS,
    "tangshan": {
        "stage_record": tangshan.stage_record,
        "stage_rates": tangshan.stage_rates,
        "lecture_record": tangshan.lecture_record,
    },
    "chongqing": {"duty_table": chongqing.duty_table, "assessment_bulletin": chongqing.assessment_bulletin},
    "anhui": {"area_report": anhui.area_report},
    "wuyi": {"quarterly_points": wuyi.quarterly_points, "annual_bands": wuyi.annual_bands, "chain_record": wuyi.chain_record},
    "csg": {"standard_form": csg.standard_form},
}
"""By the scheme in whose folder the files are."""
