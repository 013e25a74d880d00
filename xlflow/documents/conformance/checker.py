"""A document checked against a profile: the way in for all that stands above."""

from __future__ import annotations

from xlflow.documents.conformance.judging import Subject
from xlflow.documents.conformance.kinds import Kind, guess_kind, guess_seal
from xlflow.documents.conformance.parts import parts_of
from xlflow.documents.conformance.profile import Profile
from xlflow.documents.conformance.reading import read_word


def subject_of(content: bytes, profile: Profile, kind: Kind | None = None, seal: bool | None = None) -> Subject:
    """A Word file as the thing to be checked; kind and seal are guessed where they are not given. `ValueError` for what is no Word file."""
    word = read_word(content)
    parts = parts_of(word)
    known = kind or guess_kind(word, parts)
    return Subject(word, parts, known, guess_seal(known, parts) if seal is None else seal, profile)
