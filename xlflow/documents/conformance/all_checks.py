"""All checks of a document, in both layers."""

from __future__ import annotations

from collections.abc import Mapping

from xlflow.documents.conformance import (
    attachments,
    body,
    colophon,
    head,
    ordinals,
    page,
    page_numbers,
    print_page,
    print_parts,
    signature,
    special,
    title,
)
from xlflow.documents.conformance.judging import Check, Measure, Subject, checks, concerning, skipped
from xlflow.documents.conformance.profile import Layer

FILE_MEASURES: Mapping[str, Measure] = {
    **page.MEASURES,
    **head.MEASURES,
    **title.MEASURES,
    **body.MEASURES,
    **ordinals.MEASURES,
    **attachments.MEASURES,
    **signature.MEASURES,
    **colophon.MEASURES,
    **page_numbers.MEASURES,
    **special.MEASURES,
}
PAGE_MEASURES: Mapping[str, Measure] = {**print_page.MEASURES, **print_parts.MEASURES}


def all_checks(subject: Subject, not_printed: str = "") -> tuple[Check, ...]:
    """The checks of the file, then those of its pages, each in the order of the profile.

    Where it was not printed, those of the pages are skipped, and `not_printed` says why.
    """
    of_file = checks(subject, Layer.FILE, FILE_MEASURES)
    if subject.pages:
        return (*of_file, *checks(subject, Layer.PAGE, PAGE_MEASURES))
    of_page = concerning(subject, Layer.PAGE, PAGE_MEASURES)
    return (*of_file, *(skipped(requirement, Layer.PAGE, not_printed) for requirement, _ in of_page))
