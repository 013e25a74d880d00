"""How the cells of a field look and what may be typed into them.

What a cell refuses at once is only what can never be right: a day that is none, a number that is none, a word that is not on the list.
Everything that needs a rule of the scheme is judged by 校验.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xlflow.files.standard_form.form_styles import GREY, GREY_TEXT, FormStyles
from xlflow.files.standard_form.plan import LAST_ROW, FormPlan, RowsPlan
from xlflow.findings import column_letters
from xlflow.schemes.parts import Field, FieldType, FilledBy
from xlflow.tables.mark_columns import CONCLUSION, MARKS, REASON

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {CONCLUSION: 60.0, REASON: 46.0, MARKS: 12.0}
"""Behind a row: wide enough that most verdicts are one line, since rows do not grow by themselves."""
FACT_WIDTHS = WIDTHS | {CONCLUSION: 30.0, REASON: 26.0}
"""Behind a fact, whose verdict names but one cell and is printed with it."""
NOTES = {
    CONCLUSION: "由“校验”填写：● 错误，▲ 提醒。不用填。",
    REASON: "情况属实、不必改的，在这里写明理由，如“身份证与户口本不一致，已核对原件”。",
    MARKS: "有问题的栏目，供变色用。请勿改动。",
}


def mark_format(key: str, styles: FormStyles) -> Format:
    """The format of a mark cell: 校验结论 is grey, as it is filled by itself."""
    grey = {} if key == REASON else {"bg_color": GREY, "font_color": GREY_TEXT}
    return styles.boxed(align="left", text_wrap=True, num_format="@", **grey)


def colour_marks(sheet: Worksheet, styles: FormStyles, rows: tuple[int, int], columns: tuple[int, int], marks: int) -> None:
    """Red and amber for the cells that the marks column names, in a range of rows and columns."""
    where = f"${column_letters(marks + 1)}{rows[0] + 1}"
    for letter, fill in (("E", styles.red()), ("W", styles.amber())):
        criteria = f'=ISNUMBER(SEARCH("|{letter}"&COLUMN()&"|",{where}))'
        options = {"type": "formula", "criteria": criteria, "format": fill, "stop_if_true": True}
        sheet.conditional_format(rows[0], columns[0], rows[1], columns[1], options)


def outline_further_rows(sheet: Worksheet, styles: FormStyles, plan: RowsPlan, first: int) -> None:
    """Draw a row past the drawn ones, from `first` on, as soon as it is used: its lines, and the grey of what fills itself."""
    used = f"${column_letters(plan.frozen_columns)}{first + 1}"
    grey = [is_grey(column.field) for column in plan.columns] + [True, False]
    for wanted in (False, True):
        runs = [list(run) for own, run in groupby(range(plan.conclusion + 2), key=grey.__getitem__) if own is wanted]
        places = [f"{column_letters(run[0] + 1)}{first + 1}:{column_letters(run[-1] + 1)}{LAST_ROW}" for run in runs]
        options = {"type": "formula", "criteria": f'={used}<>""', "format": styles.outline(grey=wanted), "multi_range": " ".join(places)}
        sheet.conditional_format(places[0], options)


FIRST_DAY, LAST_DAY = date(1940, 1, 1), date(2099, 12, 31)
YES_NO = ("是", "否")
_PROSE_WIDTH = 20
_LARGEST = 999_999
_CELL_TEXT_LIMIT = 32767
_MESSAGE_LIMIT, _TITLE_LIMIT = 255, 32

_TEXT_FORMATS = frozenset({FieldType.TEXT, FieldType.DATE_OR_MONTH, FieldType.IDNO, FieldType.PHONE, FieldType.CODE})
_NUMBER_FORMATS = {
    FieldType.INT: "0",
    FieldType.MONEY: "#,##0.00",
    FieldType.PCT: "0.0%",
    FieldType.DATE: "yyyy-mm-dd",
}
_DUE = {1: "报候选人时填", 2: "会后填", 3: "公示后填", 4: "团委审核后填", 5: "党组织反馈后填"}


def is_grey(field: Field) -> bool:
    """Whether 自动填充 fills the cell."""
    return field.filled_by in (FilledBy.DERIVED, FilledBy.SUGGESTED)


def must_be_filled(field: Field) -> bool:
    """Whether every row needs it, whatever else stands there."""
    return field.required is True and field.filled_by is not FilledBy.COMMITTEE


def header_text(field: Field) -> str:
    """The header, with the mark of what must be filled."""
    return f"*{field.label}" if must_be_filled(field) else field.label


def in_lines(header: str, width: float) -> str:
    """A header that is wider than its column, in two lines of like length."""
    if sum(1 if ord(c) < 128 else 2 for c in header) + 1 <= width:
        return header
    star = len(header) - len(header.lstrip("*"))
    half = star + (len(header) - star + 1) // 2
    return header[:half] + "\n" + header[half:]


def number_format(kind: FieldType) -> str:
    """The number format: text for codes, IDs and dates that may lack the day, so that nothing is turned into a number."""
    return "@" if kind in _TEXT_FORMATS else _NUMBER_FORMATS.get(kind, "General")


def cell_properties(field: Field, plan: FormPlan, width: float | None = None) -> dict[str, Any]:
    """Alignment, wrapping and number format of the cells of a field.

    Without a width, as in a facts table, everything stands left; in a column only what is wide enough to read as prose does.
    """
    kind = _shown_type(field, plan)
    words = kind in (FieldType.TEXT, FieldType.LONG)
    left = width is None or (words and width >= _PROSE_WIDTH)
    return {"num_format": number_format(kind), "align": "left" if left else "center", "text_wrap": words}


def grey_properties(field: Field) -> dict[str, Any]:
    """The fill of a cell that is filled by itself."""
    return {"bg_color": GREY, "font_color": GREY_TEXT} if is_grey(field) else {}


def explanation(field: Field) -> str:
    """What a header says when it is selected: whether and when to fill it, by whom, and the scheme's help."""
    who = {
        FilledBy.BRANCH: "必填" if must_be_filled(field) else "视情况必填" if field.required else "选填",
        FilledBy.COMMITTEE: "团委填写",
        FilledBy.DERIVED: "由“自动填充”计算，不用填",
        FilledBy.SUGGESTED: "由“自动填充”填写，可以改",
    }[field.filled_by]
    due = _DUE.get(field.phase, "") if field.filled_by is FilledBy.BRANCH else ""
    return "，".join(part for part in (who, due) if part) + "。" + field.help


def header_validation(field: Field | None = None) -> dict[str, Any]:
    """A header cell refuses typing; selected, it explains its column."""
    refusal = {
        "validate": "custom",
        "value": "=FALSE",
        "error_title": "表头不能改",
        "error_message": "表头由方案规定，改了以后无法校验和汇总。请按“取消”。",
    }
    return refusal | (_message(field.label, explanation(field)) if field else {})


def title_validation(words: str) -> dict[str, Any]:
    """A title refuses typing; selected, it says what the table is for."""
    return header_validation() | (_message("填写说明", words) if words else {})


def cell_validation(field: Field, plan: FormPlan) -> dict[str, Any] | None:
    """What may be typed into a data cell, with the scheme's help beside it; None where anything may."""
    rule = _rule(field, plan)
    if rule is None and not field.help:
        return None
    return (rule or {"validate": "any"}) | (_message(field.label, field.help) if field.help else {})


def _rule(field: Field, plan: FormPlan) -> dict[str, Any] | None:
    kind = field.type
    if kind is FieldType.REF:
        return _reference(field, plan)
    if kind is FieldType.CHOICE and field.choices:
        return _one_of(f"=list_{field.choices}", soft=field.multiple)
    if kind is FieldType.BOOL:
        return _one_of(list(YES_NO), soft=False)
    if kind is FieldType.DATE:
        bounds = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        return bounds | _refusal("不是日期", "请填年月日，如 2026-03-05。")
    if kind in (FieldType.INT, FieldType.DEC, FieldType.MONEY, FieldType.PCT):
        return _number(field)
    return _length(field)


def _number(field: Field) -> dict[str, Any]:
    whole = field.type is FieldType.INT
    lowest = 0 if field.minimum is None else field.minimum
    highest = field.maximum if field.maximum is not None else 1 if field.type is FieldType.PCT else _LARGEST
    words = f"“{field.label}”应填 {lowest:g} 至 {highest:g} 的{'整数' if whole else '数'}，不带单位。"
    bounds: dict[str, Any] = (
        {"validate": "integer", "minimum": int(lowest), "maximum": int(highest)}
        if whole
        else {"validate": "decimal", "minimum": lowest, "maximum": highest}
    )
    return bounds | {"criteria": "between"} | _refusal("不是整数" if whole else "不是数", words)


def _length(field: Field) -> dict[str, Any]:
    if field.type is FieldType.IDNO:
        return {"validate": "length", "criteria": "==", "value": 18} | _refusal("身份证号位数不对", "应为 18 位，末位可以是 X。")
    if field.type is FieldType.PHONE:
        return _between(7, 20) | _refusal("电话位数不对", "请填 11 位手机号，或带区号的固定电话。")
    if field.type is FieldType.DATE_OR_MONTH:
        return _between(6, 12) | _refusal("不像日期", "请填年月日或年月，如 2021-09-15、2021-09。")
    limit = field.length or (_CELL_TEXT_LIMIT if field.type is FieldType.LONG else 30 if field.type is FieldType.CODE else 200)
    return {"validate": "length", "criteria": "<=", "value": limit} | _refusal("太长", f"“{field.label}”不超过 {limit} 个字。")


def _between(shortest: int, longest: int) -> dict[str, Any]:
    return {"validate": "length", "criteria": "between", "minimum": shortest, "maximum": longest}


def _one_of(source: str | list[str], *, soft: bool) -> dict[str, Any]:
    """A drop-down; `soft` where the cell may hold several words or one that is not there yet."""
    listed = {"validate": "list", "source": source}
    return listed | ({"show_error": False} if soft else _refusal("不在列表中", "请从下拉列表中选一项；要清空请按 Delete。"))


def _reference(field: Field, plan: FormPlan) -> dict[str, Any] | None:
    """A drop-down of the values in the other table; any other value is left to 校验, since people fill the tables in any order."""
    target = plan.rows_of(field.target)
    if target is None or not target.has(field.key):
        return None
    return _one_of("=" + target.filled_range_of(field.key), soft=True)


def _shown_type(field: Field, plan: FormPlan) -> FieldType:
    """The type that decides the format: a reference looks like what it refers to."""
    target = plan.rows_of(field.target) if field.type is FieldType.REF else None
    if target is not None and target.has(field.key):
        return plan.scheme.field(target.table.key, field.key).type
    return FieldType.TEXT if field.type is FieldType.REF else field.type


def _refusal(title: str, message: str) -> dict[str, Any]:
    return {"error_title": title[:_TITLE_LIMIT], "error_message": message[:_MESSAGE_LIMIT]}


def _message(title: str, message: str) -> dict[str, Any]:
    shortened = message if len(message) <= _MESSAGE_LIMIT else message[: _MESSAGE_LIMIT - 1] + "…"
    return {"input_title": title[:_TITLE_LIMIT], "input_message": shortened}
