"""The standard form of a scheme as the bytes of a workbook. The same arguments give the same bytes."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from xlflow.errors import SchemeError
from xlflow.files.reading.workbook_package import STAMP_SHEET
from xlflow.files.standard_form.buttons import Buttons, add_project
from xlflow.files.standard_form.cover import counts_of, write_cover, write_results_sheet
from xlflow.files.standard_form.headings import Facts
from xlflow.files.standard_form.hidden_sheets import write_lists, write_stamp
from xlflow.files.standard_form.plan import COVER, LISTS, RESULTS, FormPlan, RowsPlan, plan_form
from xlflow.files.standard_form.rows_sheet import write_facts_sheet, write_rows_sheet
from xlflow.files.standard_form.styles import BODY_FONT, Styles
from xlflow.schemes.model import Scheme
from xlflow.tables.unit_list import Unit

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_FORMS = UUID("5d3c6f0e-8c1b-5a67-9f0a-2f3d7c1e4b90")
"""The namespace of form ids."""


def standard_form(scheme: Scheme, *, round: str, today: date, unit: Unit | None = None, buttons: Buttons | None = None) -> bytes:
    """The form that a branch fills in for one round, with what is known of the unit filled in.

    `today` is the date of creation that the workbook states. With `buttons` it is a workbook with macros (.xlsm).
    """
    from xlsxwriter import Workbook

    plan = plan_form(scheme)
    facts: Facts = {"round": round} | (unit.facts() if unit else {})
    target = BytesIO()
    options = {"in_memory": True, "default_format_properties": {"font_name": BODY_FONT, "font_size": 11}}
    with Workbook(target, options) as book:
        book.set_properties({"title": f"{scheme.title}标准表单", "created": datetime.combine(today, time())})
        styles, counts = Styles(book), counts_of(plan, facts)
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
    """What the program must know of the form: which it is, and how sheets and columns stood, so that changes are found."""
    scheme = plan.scheme
    entries = {"kind": "form", "scheme": scheme.id, "scheme_version": scheme.version, "form_id": form_id(scheme, round, unit)}
    for table in plan.tables:
        parts = table.columns if isinstance(table, RowsPlan) else table.lines
        entries[f"sheet.{table.table.key}"] = table.table.sheet
        entries[f"fields.{table.table.key}"] = " ".join(part.field.key for part in parts)
    return entries
