"""The sections of a scheme file: their keys, what each key holds, and what an entry becomes.

This table is the grammar. Reading, merging and lint all go by it; a new section is a new line here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from xlflow.domain.calendar import Calendar
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.loading import toml_values as v
from xlflow.schemes.loading.procedure_sections import procedure_sections
from xlflow.schemes.loading.toml_values import Section
from xlflow.schemes.parts import DatedValue, Document, Field, FilledBy, Interval, Meeting, Param, Quota, Rule, Source, Step, Table
from xlflow.schemes.table_roles import NOMINEES

EVER = date.min
"""From when a param with a single value holds."""

SCHEME_KEYS: Mapping[str, v.Converter] = {
    "id": v.scheme_id,
    "title": v.text,
    "version": v.text,
    "effective_from": v.day,
    "basis": v.text,
    "extends": v.text,
    "uses": v.texts,
}
"""The section `[scheme]`, which layers do not share."""


def sections(calendar: Calendar) -> tuple[Section, ...]:
    """All sections except `[scheme]` and `[choices.KEY]`; working days in expressions are those of the calendar."""

    def expression(value: Any) -> Expression:
        return Expression(v.text(value), calendar)

    def flag_or_expression(value: Any) -> bool | Expression:
        return value if isinstance(value, bool) else expression(value)

    judged: dict[str, v.Converter] = {
        "when": expression,
        "severity": v.severity,
        "waivable": v.flag,
        "message": v.text,
        "fix": v.text,
        "basis": v.text,
    }
    return (
        Section(
            "table",
            "many",
            {
                "key": v.key,
                "sheet": v.text,
                "layout": v.one_of(("rows", "facts")),
                "title": v.text,
                "key_fields": v.key_sets,
                "shown": v.flag,
                "aliases": v.texts,
                "help": v.text,
                "roster_only": v.flag,
            },
            ("key", "sheet", "layout"),
            Table,
            identity=("key",),
            place="key",
        ),
        Section(
            "field",
            "many",
            {
                "table": v.key,
                "key": v.key,
                "label": v.text,
                "term": v.text,
                "type": v.field_type,
                "group": v.any_text,
                "phase": v.whole(0, 5),
                "required": flag_or_expression,
                "unless": expression,
                "filled_by": v.one_of(FilledBy),
                "aliases": v.texts,
                "help": v.any_text,
                "pii": v.whole(0, 3),
                "core": v.flag,
                "past": v.flag,
                "printed": v.flag,
                "multiple": v.flag,
                "minimum": v.number,
                "maximum": v.number,
                "width": v.number,
                "constant": v.flag,
                "choices": v.key,
                "like": v.key,
                "in_table": v.key,
                "value": expression,
                "period_end": v.key,
                "period_aliases": v.texts,
            },
            ("table", "key", "label", "type"),
            make_field,
            identity=("table", "key"),
            place="key",
        ),
        Section(
            "params",
            "named",
            {
                "label": v.text,
                "term": v.text,
                "value": v.param_value,
                "values": v.dated_values,
                "unit": v.text,
                "basis": v.text,
                "source": v.text,
            },
            ("label", "source"),
            make_param,
            identity=("key",),
            alternatives=("value", "values"),
        ),
        Section(
            "rule",
            "many",
            {"code": v.text, "table": v.key, "at": v.key, "require": expression, "source": v.text, **judged},
            ("code", "table", "at", "require"),
            Rule,
            identity=("code", "table", "at"),
            place="code",
        ),
        Section(
            "interval",
            "many",
            {"table": v.key, "from": v.key, "to": v.key, "min": v.span, "max": v.span, "code": v.text, "source": v.text, **judged},
            ("table", "from", "to"),
            make_interval,
            identity=("table", "from", "to"),
            defaults={"table": NOMINEES},
        ),
        Section(
            "meeting",
            "one",
            {"quorum": v.share_of("present"), "pass": v.shares_of("in_favour"), "basis": v.text},
            ("quorum", "pass"),
            make_meeting,
        ),
        Section(
            "quota",
            "one",
            {
                "ratio": v.ratio,
                "bases": v.texts,
                "base": expression,
                "at_most": v.whole(1),
                "rounding": v.one_of(("none", "floor", "round", "ceil")),
                "at_least_one": v.flag,
                "severity": v.severity,
                "basis": v.text,
            },
            ("ratio",),
            make_quota,
            alternatives=("base", "bases"),
        ),
        Section(
            "step",
            "many",
            {"number": v.whole(1), "stage": v.text, "name": v.text, "actor": v.text, "field": v.key, "basis": v.text},
            ("number", "stage", "name"),
            Step,
            identity=("number",),
            place="number",
        ),
        Section(
            "document",
            "many",
            {
                "id": v.key,
                "title": v.text,
                "scope": v.one_of(("nominee", "meeting", "branch", "party_branch", "unit", "period")),
                "class": v.one_of(("public", "internal", "full")),
                "sign": v.text,
                "file": v.text,
                "template": v.text,
                "when": expression,
                "number": v.flag,
                "issue": v.flag,
                "faults": v.flag,
                "cycle": v.one_of(("quarter", "year")),
                "rows": v.key,
                "per": v.key,
                "day": v.key,
                "columns": v.texts,
            },
            ("id", "title", "scope", "class", "sign", "file"),
            make_document,
            identity=("id",),
            place="id",
        ),
        Section(
            "source",
            "many",
            {
                "id": v.key,
                "title": v.text,
                "field": v.key,
                "combine": v.one_of(("sum", "latest")),
                "value": v.texts,
                "name": v.texts,
                "id_number": v.texts,
                "student_id": v.texts,
                "unit": v.texts,
                "day": v.texts,
                "origin_field": v.key,
                "origin": v.text,
            },
            ("id", "title", "field", "combine", "value"),
            Source,
            identity=("id",),
            place="id",
        ),
        *procedure_sections(expression, judged),
    )


def make_field(**given: Any) -> Field:
    """A field: its type taken apart, its term and choice list by default the label and the key."""
    kind, length, target = given.pop("type")
    given.pop("like", None)
    target = given.pop("in_table", target)
    given.setdefault("term", given["label"])
    if kind == "choice":
        given.setdefault("choices", given["key"])
    return Field(type=kind, length=length, target=target, **given)


def make_param(**given: Any) -> Param:
    """A param: one value for all time, or values by date; its term by default what its label begins with."""
    if ("value" in given) == ("values" in given):
        raise ValueError("应写 value 或 values，只写其中一个")
    dated = given.pop("values", None) or (DatedValue(EVER, given.pop("value")),)
    given.setdefault("term", default_term(given["label"]))
    return Param(values=dated, **given)


def default_term(label: str) -> str:
    """What a param is called in conditions where its scheme says no more: its label up to the first comma or bracket, without signs."""
    begin = re.split(r"[，,；;：:（(。]", unicodedata.normalize("NFKC", label), maxsplit=1)[0]
    word = "".join(character for character in begin if character.isalnum() or character == "_")
    return f"数{word}" if word[:1].isdecimal() else word


def make_interval(**given: Any) -> Interval:
    """An interval under the names of the model."""
    return Interval(**_renamed(given, {"from": "start", "to": "end", "min": "minimum", "max": "maximum", "code": "order_code"}))


def make_meeting(**given: Any) -> Meeting:
    """The ballot rules under the names of the model."""
    return Meeting(**_renamed(given, {"pass": "pass_lines"}))


def make_quota(**given: Any) -> Quota:
    """The quota: the figures of its base, or an expression of them."""
    if ("base" in given) == ("bases" in given):
        raise ValueError("应写 bases（几项人数，取先有的）或 base（一个算式），只写其中一个")
    return Quota(**given)


def make_document(**given: Any) -> Document:
    """A document under the names of the model."""
    return Document(**_renamed(given, {"class": "audience"}))


def _renamed(given: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in given.items()}
