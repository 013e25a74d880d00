"""The ribbon tab 推优, in both forms that Office reads: 2006 for Excel 2007 and what copies it, 2009 for Excel 2010 and later."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

from xlflow.excel.vba import CALLBACK, macro_name
from xlflow.excel.verbs import VERBS, Verb
from xlflow.files.writing.addin_book import CUSTOM_UI, CUSTOM_UI_14

TAB = "推优"
_NAMESPACES = {
    CUSTOM_UI: "http://schemas.microsoft.com/office/2006/01/customui",
    CUSTOM_UI_14: "http://schemas.microsoft.com/office/2009/07/customui",
}


def ribbon_parts(verbs: Sequence[Verb] = VERBS) -> dict[str, bytes]:
    """Name of the part to its content."""
    return {part: _custom_ui(namespace, verbs) for part, namespace in _NAMESPACES.items()}


def _custom_ui(namespace: str, verbs: Sequence[Verb]) -> bytes:
    groups = groupby(verbs, lambda verb: verb.group)
    inside = "".join(_group(number, label, tuple(members)) for number, (label, members) in enumerate(groups, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<customUI xmlns={quoteattr(namespace)}><ribbon><tabs>"
        f'<tab id="XlflowTab" label={quoteattr(TAB)}>{inside}</tab></tabs></ribbon></customUI>'
    ).encode()


def _group(number: int, label: str, verbs: Sequence[Verb]) -> str:
    return f'<group id="XlflowGroup{number}" label={quoteattr(label)}>{"".join(map(_button, verbs))}</group>'


def _button(verb: Verb) -> str:
    return (
        f'<button id="{macro_name(verb)}" label={quoteattr(verb.caption)} size="large" imageMso="{verb.icon}" onAction="{CALLBACK}" '
        f"screentip={quoteattr(verb.caption)} supertip={quoteattr(verb.tooltip)}/>"
    )
