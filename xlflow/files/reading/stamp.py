"""The veryHidden sheet `_xlflow` of our own workbooks: column A keys, column B values."""

from __future__ import annotations

from collections.abc import Sequence

from xlflow.tables.raw import FormStamp, RawSheet

STAMP_SHEET = "_xlflow"
COLUMNS = "fields."


def split_stamp(sheets: Sequence[RawSheet]) -> tuple[tuple[RawSheet, ...], FormStamp | None]:
    """The sheets without the stamp, and what the stamp says; a stamp without kind or scheme says nothing."""
    listed = tuple(sheet for sheet in sheets if sheet.name != STAMP_SHEET)
    stamps = [sheet for sheet in sheets if sheet.name == STAMP_SHEET]
    return listed, _stamp(stamps[0]) if stamps else None


def stamp_rows(stamp: FormStamp) -> list[tuple[str, str]]:
    """What the stamp sheet of a roster says, key and value a row."""
    head = [("kind", stamp.kind), ("scheme", stamp.scheme), ("scheme_version", stamp.scheme_version)]
    return [*head, *((f"{COLUMNS}{table}", " ".join(keys)) for table, keys in stamp.columns.items())]


def _stamp(sheet: RawSheet) -> FormStamp | None:
    facts = {_text(row[0]): _text(row[1]) for row in sheet.rows if len(row) > 1}
    kind, scheme = facts.get("kind"), facts.get("scheme")
    if not kind or not scheme:
        return None
    columns = {key.removeprefix(COLUMNS): tuple(text.split()) for key, text in facts.items() if key.startswith(COLUMNS)}
    return FormStamp(kind, scheme, facts.get("scheme_version", ""), facts.get("form_id", ""), columns)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
