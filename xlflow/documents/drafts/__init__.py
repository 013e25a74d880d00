"""The Word templates that are shipped, as drafts: `tools/build_templates.py` makes the files from them.

One module a document, named by its id in the catalogue of documents. The words are here, the measures in `layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlflow.documents.drafts import branch_report, circular, form_activist, meeting_minutes, public_notice, recommendation_letter
from xlflow.documents.layout.docx import Draft

DRAFTS: Mapping[str, Callable[[], Draft]] = {
    "circular": circular.draft,
    "meeting_minutes": meeting_minutes.draft,
    "public_notice": public_notice.draft,
    "form_activist": form_activist.draft,
    "recommendation_letter": recommendation_letter.draft,
    "branch_report": branch_report.draft,
}
"""By id of the document, which is also the name of the file."""
