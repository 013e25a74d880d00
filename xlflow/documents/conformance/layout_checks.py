"""All checks of a document, in both layers."""

from __future__ import annotations

from collections.abc import Mapping

from xlflow.documents.conformance import closing_measures, head_measures, page_measures, print_measures, text_measures
from xlflow.documents.conformance.document_parts import DocumentKind, guess_kind, guess_seal, parts_of
from xlflow.documents.conformance.layout_profile import CheckLayer, LayoutProfile
from xlflow.documents.conformance.readings import LayoutCheck, Measure, MeasuredDocument, checks, concerning, skipped
from xlflow.documents.conformance.word_reader import read_word


def subject_of(content: bytes, profile: LayoutProfile, kind: DocumentKind | None = None, seal: bool | None = None) -> MeasuredDocument:
    """A Word file ready to be measured; kind and seal are guessed where they are None. `ValueError` where it is no Word file."""
    word = read_word(content)
    parts = parts_of(word)
    known = kind or guess_kind(word, parts)
    return MeasuredDocument(word, parts, known, guess_seal(known, parts) if seal is None else seal, profile)


FILE_MEASURES: Mapping[str, Measure] = {
    **page_measures.MEASURES,
    **head_measures.MEASURES,
    **text_measures.MEASURES,
    **closing_measures.MEASURES,
}
PAGE_MEASURES = print_measures.MEASURES


def all_checks(subject: MeasuredDocument, not_printed: str = "") -> tuple[LayoutCheck, ...]:
    """The checks of the file, then those of its pages, each in the order of the profile.

    Where it was not printed, those of the pages are skipped, and `not_printed` says why.
    """
    of_file = checks(subject, CheckLayer.FILE, FILE_MEASURES)
    if subject.pages:
        return (*of_file, *checks(subject, CheckLayer.PAGE, PAGE_MEASURES))
    of_page = concerning(subject, CheckLayer.PAGE, PAGE_MEASURES)
    return (*of_file, *(skipped(requirement, CheckLayer.PAGE, not_printed) for requirement, _ in of_page))
