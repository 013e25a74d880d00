"""Titles and heading lines: formulas on the facts of the unit, with the value they have now."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from xlflow.files.standard_form.plan import FormPlan, text
from xlflow.patterns import pattern
from xlflow.schemes.parts import Table

Facts = Mapping[str, str | int]
"""What is known of the unit when the form is made, by key."""

_TAG = pattern(r"\{(\w+)\}")


class Formula(Struct, frozen=True):
    """A formula and its value; the value is what previews and readers without a calculator show."""

    formula: str
    value: str | int


def title_of(table: Table, plan: FormPlan, facts: Facts) -> Formula:
    """The title of a table; without one in the scheme, round, branch and the name of the sheet."""
    return filled(table.title or "{round}{branch}" + table.sheet, plan, facts)


BRANCH_LABEL = "填报单位："


def branch_line(plan: FormPlan, facts: Facts) -> Formula:
    """The heading line that says who fills the form in."""
    return filled(BRANCH_LABEL + "{branch}", plan, facts)


def branch_name(plan: FormPlan, facts: Facts) -> Formula:
    """Who fills the form in, without the label."""
    return filled("{branch}", plan, facts)


def date_line(plan: FormPlan) -> Formula:
    """The heading line with the date of filing."""
    day = plan.fact("filled_on")
    shown = f'&IF({day}="","",TEXT({day},"yyyy-mm-dd"))' if day else ""
    return Formula(f"={text('填报日期：')}{shown}", "填报日期：")


def filled(pattern: str, plan: FormPlan, facts: Facts) -> Formula:
    """A text with `{key}` in it as a formula on the facts of the form; keys that the form does not ask for vanish."""
    parts = []
    for index, part in enumerate(_TAG.split(pattern)):
        if index % 2 == 0:
            parts.append(text(part) if part else "")
        else:
            parts.append(plan.fact(part) or "")
    value = _TAG.sub(lambda m: str(facts.get(m[1], "")) if plan.fact(m[1]) else "", pattern)
    return Formula("=" + ("&".join(p for p in parts if p) or '""'), value)
