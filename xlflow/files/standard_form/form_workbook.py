"""The standard form of a scheme as the bytes of a workbook. The same arguments give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from xlflow.errors import SchemeError
from xlflow.files.reading.workbook_package import STAMP_SHEET
from xlflow.files.standard_form.buttons import Buttons, add_project
from xlflow.files.standard_form.cover import (
    CountRanges,
    RequiredCount,
    counts_of,
    phase_formula,
    phase_now,
    write_cover,
    write_results_sheet,
)
from xlflow.files.standard_form.form_styles import BODY_FONT, HEADING_FONT, FormStyles
from xlflow.files.standard_form.headings import Facts
from xlflow.files.standard_form.plan import COVER, LISTS, RESULTS, FormPlan, RowsPlan, cell, column_range, plan_form
from xlflow.files.standard_form.rows_sheet import write_facts_sheet, write_rows_sheet
from xlflow.schemes.scheme import Scheme
from xlflow.tables.unit_list import Unit

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


_FORMS = UUID("5d3c6f0e-8c1b-5a67-9f0a-2f3d7c1e4b90")
"""The namespace of form ids."""


def standard_form(scheme: Scheme, *, round: str, today: date, unit: Unit | None = None, buttons: Buttons | None = None) -> bytes:
    """The form that a branch fills in for one round, known facts of the unit filled in.

    `today` is the date of creation that the workbook states. With `buttons` it is a workbook with macros (.xlsm).
    """
    from xlsxwriter import Workbook

    plan = plan_form(scheme)
    facts: Facts = {"round": round} | (unit.facts() if unit else {})
    target = BytesIO()
    options = {"in_memory": True, "default_format_properties": {"font_name": BODY_FONT, "font_size": 11}}
    with Workbook(target, options) as book:
        book.set_properties({"title": f"{scheme.title}标准表单", "created": datetime.combine(today, time())})
        styles, counts = FormStyles(book), counts_of(plan, facts)
        cover = book.add_worksheet(COVER)
        for table in plan.tables:
            sheet = _add_sheet(book, table.table.sheet, scheme)
            if isinstance(table, RowsPlan):
                write_rows_sheet(sheet, table, plan, styles, facts)
            else:
                write_facts_sheet(sheet, table, plan, styles, facts)
        write_results_sheet(book.add_worksheet(RESULTS), styles)
        ledger = write_lists(book, book.add_worksheet(LISTS), plan, counts, styles)
        write_cover(cover, plan, styles, facts, counts, ledger, buttons.buttons if buttons else ())
        write_stamp(book.add_worksheet(STAMP_SHEET), _stamp(plan, round, unit))
        if buttons:
            add_project(book, buttons)
    return target.getvalue()


def _add_sheet(book: Workbook, name: str, scheme: Scheme) -> Worksheet:
    from xlsxwriter.exceptions import XlsxInputError

    try:
        return book.add_worksheet(name)
    except XlsxInputError as error:
        raise SchemeError(
            f"方案 {scheme.id} 的工作表名“{name}”不能用：不超过 31 个字，不含 [ ] : * ? / \\，"
            "首尾没有单引号，不与别的表重名；请改正 [[table]] 的 sheet。"
        ) from error


def form_id(scheme: Scheme, round: str, unit: Unit | None) -> str:
    """The id of a form that was made for one unit and round; empty for a form made for nobody, which many units may use."""
    if unit is None:
        return ""
    return str(uuid5(_FORMS, "\n".join((scheme.id, scheme.version, unit.branch_code, unit.parent_committee, unit.branch, round))))


def _stamp(plan: FormPlan, round: str, unit: Unit | None) -> dict[str, str]:
    """The entries of `_xlflow`: which form it is, and where sheets and columns stood, so that changes are found."""
    scheme = plan.scheme
    entries = {"kind": "form", "scheme": scheme.id, "scheme_version": scheme.version, "form_id": form_id(scheme, round, unit)}
    for table in plan.tables:
        parts = table.columns if isinstance(table, RowsPlan) else table.lines
        entries[f"sheet.{table.table.key}"] = table.table.sheet
        entries[f"fields.{table.table.key}"] = " ".join(part.field.key for part in parts)
    return entries


def write_lists(book: Workbook, sheet: Worksheet, plan: FormPlan, counts: tuple[RequiredCount, ...], styles: FormStyles) -> CountRanges:
    """One column for each choice list, with a name `list_<key>` that the drop-downs refer to; then the counts."""
    heading, body = styles.of(font_name=HEADING_FONT), styles.of()
    lists = plan.lists()
    for column, (name, words) in enumerate(lists.items()):
        label = next(f.label for f in plan.fields() if f.choices == name)
        sheet.write_string(0, column, label, heading)
        for row, word in enumerate(words, 1):
            sheet.write_string(row, column, word, body)
        book.define_name(f"list_{name}", "=" + column_range(LISTS, column, 1, len(words)))
    first = len(lists) + 1
    sheet.set_column(0, first + 4, 16)
    ledger = _write_counts(sheet, first, counts, plan, styles)
    sheet.freeze_panes(1, 0)
    sheet.hide()
    return ledger


def _write_counts(sheet: Worksheet, first: int, counts: tuple[RequiredCount, ...], plan: FormPlan, styles: FormStyles) -> CountRanges:
    for column, label in enumerate(("工作表", "必填项", "阶段", "未填个数", "已到阶段"), first):
        sheet.write_string(0, column, label, styles.of(font_name=HEADING_FONT))
    body = styles.of()
    for row, count in enumerate(counts, 1):
        sheet.write_string(row, first, count.sheet, body)
        sheet.write_string(row, first + 1, count.label, body)
        sheet.write_number(row, first + 2, count.phase, body)
        sheet.write_formula(row, first + 3, count.formula, body, count.value)
    sheet.write_formula(1, first + 4, phase_formula(plan), body, phase_now(plan))
    last = max(len(counts), 1)
    sheets, phases, numbers = (column_range(LISTS, first + offset, 1, last) for offset in (0, 2, 3))
    return CountRanges(sheets, phases, numbers, cell(LISTS, 1, first + 4))


def write_stamp(sheet: Worksheet, entries: Mapping[str, str]) -> None:
    """Keys in the first column, values in the second."""
    for row, (key, value) in enumerate(entries.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
