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
from xlflow.documents.conformance.judging import Check, Measure, Subject, checks
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


def all_checks(subject: Subject) -> tuple[Check, ...]:
    """The checks of the file, and those of its pages where it was printed; each layer in the order of the profile."""
    of_file = checks(subject, Layer.FILE, FILE_MEASURES)
    return (*of_file, *checks(subject, Layer.PAGE, PAGE_MEASURES)) if subject.pages else of_file
