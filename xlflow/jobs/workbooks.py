"""Documents that are workbooks: what Word templates are for the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlflow.documents.context.printing import RULED
from xlflow.jobs.drafts import Draft
from xlflow.report.summary_table import Heading, summary_table
from xlflow.schemes.scheme import Scheme


def _summary(draft: Draft, scheme: Scheme) -> bytes:
    """推优对象汇总表 of a branch: the people who passed vote and inspection."""
    known = {key: "" if (value := draft.names.get(key)) == RULED else str(value or "") for key in ("round", "branch", "filled_on")}
    rows = draft.names["passed"]
    assert isinstance(rows, list)
    return summary_table(scheme, Heading(f"{known['round']}{draft.document.title}", known["branch"], known["filled_on"]), rows)


WORKBOOKS: Mapping[str, Callable[[Draft, Scheme], bytes]] = {"summary_table": _summary}
"""The makers by the ids of their documents."""
