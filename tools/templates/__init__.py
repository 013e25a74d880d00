"""The Word templates that are shipped, as drafts: `tools/build_templates.py` makes the files from them.

One function a document, named by its id in the catalogue of documents. The words are here, the measures in `layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from templates import (
    anhui,
    branch_papers,
    bulletins,
    chongqing,
    circular,
    committee_papers,
    csg,
    meeting_papers,
    notice_and_letter,
    personal_papers,
    tangshan,
    wuyi,
)
from templates.docx_draft import Draft

DRAFTS: Mapping[str, Callable[[], Draft]] = {
    "circular": circular.draft,
    "meeting_minutes": meeting_papers.meeting_minutes,
    "public_notice": notice_and_letter.public_notice,
    "form_activist": personal_papers.form_activist,
    "recommendation_letter": notice_and_letter.recommendation_letter,
    "branch_report": branch_papers.branch_report,
    "meeting_request": branch_papers.meeting_request,
    "ballot_paper": meeting_papers.ballot_paper,
    "tally_sheet": meeting_papers.tally_sheet,
    "sign_in_sheet": meeting_papers.sign_in_sheet,
    "inspection_report": personal_papers.inspection_report,
    "deeds_statement": personal_papers.deeds_statement,
    "notice_result": notice_and_letter.notice_result,
    "form_candidate": personal_papers.form_candidate,
    "party_feedback": committee_papers.party_feedback,
    "cultivation_record": personal_papers.cultivation_record,
    "opinion_reply": committee_papers.opinion_reply,
    "supervision_form": committee_papers.supervision_form,
    "archive_list": branch_papers.archive_list,
    "special_explanation": committee_papers.special_explanation,
    "return_cover": committee_papers.return_cover,
    "system_entry_sheet": committee_papers.system_entry_sheet,
    "meeting_reply": committee_papers.meeting_reply,
    "quarterly_bulletin": bulletins.quarterly,
    "annual_bulletin": bulletins.annual,
    "briefing": bulletins.briefing,
    "expiry_reminder": committee_papers.expiry_reminder,
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
