"""Name of the issuer and date below the text, with and without a seal (7.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.conformance.indents import right_gap
from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.layout.measures import SEALED_DATE_RIGHT_CHARACTERS, UNSEALED_NAME_RIGHT_CHARACTERS
from xlflow.documents.layout.widths import text_width


def places(name: str, date: str, *, seal: bool) -> tuple[float, float]:
    """What name and date leave free on their right, in characters.

    With a seal the date stands 空四字 and the name is centred on it; a name that would run out of the core moves both to the left.
    Without one the name stands 空二字 and the date begins two characters after it; a longer date stands 空二字 and the name moves.
    """
    name_width, date_width = text_width(name), text_width(date)
    if seal:
        date_right = max(float(SEALED_DATE_RIGHT_CHARACTERS), (name_width - date_width) / 2)
        return date_right + (date_width - name_width) / 2, date_right
    if not name or date_width > name_width:
        return UNSEALED_NAME_RIGHT_CHARACTERS + date_width + 2 - name_width, float(UNSEALED_NAME_RIGHT_CHARACTERS)
    return float(UNSEALED_NAME_RIGHT_CHARACTERS), UNSEALED_NAME_RIGHT_CHARACTERS + name_width - 2 - date_width


def form(subject: Subject) -> Iterator[Reading]:
    """How the date is written: 2026年3月5日; blanks where people write it by hand."""
    if found := subject.parts.date:
        text = "".join(found.words.split())
        yield Reading("年月日" if text == "年月日" else found.words, f"“{found.words}”", place_of(found))


def date_place(subject: Subject) -> Iterator[Reading]:
    """What the date leaves free on its right, less what it should, in characters."""
    parts = subject.parts
    if parts.date and not parts.by_hand:
        gap = right_gap(parts.date)
        wanted = places(parts.name.words if parts.name else "", parts.date.words, seal=subject.seal)[1]
        yield _against(gap, wanted, parts.date.align, place_of(parts.date))


def name_place(subject: Subject) -> Iterator[Reading]:
    """Where the name stands against the date (with a seal: its middle), less where it should, in characters."""
    parts = subject.parts
    if not parts.name or not parts.date or parts.by_hand:
        return
    name_gap, date_gap = right_gap(parts.name), right_gap(parts.date)
    wanted, date_wanted = places(parts.name.words, parts.date.words, seal=subject.seal)
    if subject.seal and date_gap is not None:
        wanted += date_gap - date_wanted
    yield _against(name_gap, wanted, parts.name.align, place_of(parts.name))


def _against(gap: float | None, wanted: float, align: str, place: str) -> Reading:
    if gap is None:
        return Reading(99.0, "居中" if align == "center" else align, place)
    return Reading(gap - wanted, f"右空 {gap:.1f} 字（按字数应空 {wanted:.1f} 字）", place)


def gap(subject: Subject) -> Iterator[Reading]:
    """Blank lines between what stands above and the name."""
    parts = subject.parts
    first = parts.name or parts.date
    if first and not parts.by_hand:
        yield Reading(parts.blank_before(first), place=place_of(first))


MEASURES = {
    "date.form": form,
    "date.place": date_place,
    "sign.place": name_place,
    "sign.gap": gap,
}
