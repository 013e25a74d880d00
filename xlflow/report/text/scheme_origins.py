"""Who set what in a scheme, as text for people: one line an entry, with the layer, and what the layer below had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from xlflow.messages import shorten
from xlflow.report.rule_names import TITLES
from xlflow.schemes.loading.origins import Origin, Setting
from xlflow.schemes.loading.sections import GRAMMAR

SECTIONS: Mapping[str, str] = {"choices": "选项"} | {name: section.called for name, section in GRAMMAR.items()}
"""What the sections of a scheme file are called."""
_SAID_WHOLE = ("value", "values", "quorum", "pass", "ratio")
"""Keys whose value is said even where no layer has changed it: the numbers that units look for."""


def origin_lines(origins: Iterable[Origin]) -> Iterator[str]:
    """The lines of `scheme show --origin`."""
    for section, entries in groupby(origins, key=lambda origin: origin.section):
        yield f"{SECTIONS.get(section, section)}"
        yield from (f"  {_line(entry)}" for entry in entries)
        yield ""


def origin_rows(origins: Iterable[Origin]) -> Iterator[dict[str, object]]:
    """The same as plain values, one for each key."""
    for origin in origins:
        for setting in origin.settings:
            yield {
                "section": origin.section,
                "entry": ".".join(origin.name),
                "label": origin.label,
                "key": setting.key,
                "value": _plain(setting.value),
                "layer": setting.layer,
                "earlier": [{"layer": layer, "value": _plain(value)} for layer, value in setting.earlier],
            }


def _line(origin: Origin) -> str:
    """`公示最少的工作日数（notice_workdays）= 3（本校方案；national 为 5）`, or the entry with its layer and what later layers changed."""
    name = ".".join(origin.name)
    label = TITLES.get(origin.name[0], "") if origin.section == "rule" else origin.label
    called = f"{label}（{name}）" if label and label != name else name
    whole = [setting for setting in origin.settings if setting.key in _SAID_WHOLE and origin.section in ("params", "meeting", "quota")]
    changed = [f"{one.key} = {said(one)}" for one in origin.settings if one.is_change and one not in whole]
    if origin.section == "params" and whole:
        return "；".join([f"{called}= {said(whole[0])}", *changed])
    return "；".join([f"{called}  {origin.layer}".strip(), *(f"{one.key} = {said(one)}" for one in whole), *changed])


def said(setting: Setting) -> str:
    """A value with its layer, and what the layers below had: `3（本校方案；national 为 5）`."""
    before = "".join(f"；{layer} 为 {_word(value)}" for layer, value in setting.earlier)
    return f"{_word(setting.value)}（{setting.layer}{before}）"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return shorten("、".join(map(_word, value))) if value else "空"
    if isinstance(value, dict):
        return f"{value['from']} 起 {_word(value['value'])}" if {"from", "value"} == set(value) else shorten(str(value))
    return shorten(str(value)) or "空"


def _plain(value: Any) -> object:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
