"""首页: unit, progress, instructions in four lines, meaning of the colours, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from xlflow.files.standard_form.buttons import ROW_PT, Button, place_buttons
from xlflow.files.standard_form.field_cells import must_be_filled
from xlflow.files.standard_form.form_styles import AMBER, GREY, GREY_TEXT, HEADING_FONT, LINK, RED, TAB_COVER, TAB_RESULTS, FormStyles
from xlflow.files.standard_form.headings import Facts, Formula, filled
from xlflow.files.standard_form.plan import RESULTS, RESULTS_HEADER_ROW, UNCHECKED, FactsPlan, FormPlan, RowsPlan, sheet_name, text
from xlflow.files.standard_form.print_setup import A4
from xlflow.schemes.parts import Field, FilledBy

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


PHASE_FACT = "report_phase"
FIRST_PHASE, EVERY_PHASE = 1, 9


class RequiredCount(Struct, frozen=True):
    """A field that must be filled: the sheet, from which phase on, the formula that counts its empty cells, and its value now."""

    sheet: str
    label: str
    phase: int
    formula: str
    value: int


def counts_of(plan: FormPlan, facts: Facts) -> tuple[RequiredCount, ...]:
    """Everything on the form that the branch must fill in."""
    return tuple(_counts(plan, facts))


def _counts(plan: FormPlan, facts: Facts) -> Iterator[RequiredCount]:
    for table in plan.facts:
        for line in table.lines:
            if _is_due(line.field):
                formula = f'=IF({table.cell_of(line.field.key)}="",1,0)'
                yield RequiredCount(table.table.sheet, line.field.label, line.field.phase, formula, int(line.field.key not in facts))
    for rows in plan.rows:
        used = rows.range_of(counted_by(rows))
        for column in rows.columns:
            if _is_due(column.field) and column.field.key != counted_by(rows):
                formula = f'=SUMPRODUCT(({used}<>"")*({rows.range_of(column.field.key)}=""))'
                yield RequiredCount(rows.table.sheet, column.field.label, column.field.phase, formula, 0)


def counted_by(rows: RowsPlan) -> str:
    """The field whose filled cells are the rows in use: the last of the columns that stay in view."""
    return rows.columns[rows.frozen_columns - 1].field.key


def phase_formula(plan: FormPlan) -> str:
    """The phase that the branch has reached, as a number from 1: the place of 填报阶段 in its list; without that fact, every phase."""
    cell = plan.fact(PHASE_FACT)
    words = plan.scheme.field(_table_of(plan), PHASE_FACT).choices if cell else None
    return f"=IFERROR(MATCH({cell},list_{words},0),{FIRST_PHASE})" if words else f"={EVERY_PHASE}"


def _table_of(plan: FormPlan) -> str:
    return next(t.table.key for t in plan.facts if t.cell_of(PHASE_FACT))


def rows_in_use(rows: RowsPlan) -> str:
    """How many rows are used, as a formula without its sign."""
    return f"COUNTA({rows.range_of(counted_by(rows))})"


def _is_due(field: Field) -> bool:
    return must_be_filled(field) and field.filled_by is FilledBy.BRANCH


def phase_now(plan: FormPlan) -> int:
    """The phase of a fresh form."""
    return FIRST_PHASE if plan.fact(PHASE_FACT) else EVERY_PHASE


def due_now(plan: FormPlan, counts: tuple[RequiredCount, ...], sheet: str | None = None) -> int:
    """The sum of a sheet, or of all, as the fresh form has it."""
    return sum(c.value for c in counts if c.phase <= phase_now(plan) and sheet in (None, c.sheet))


class CountRanges(Struct, frozen=True):
    """Where the counts stand: the ranges of sheets, phases and numbers, and the cell of the phase reached."""

    sheets: str
    phases: str
    numbers: str
    reached: str

    def total(self, sheet: str | None = None) -> str:
        """What is missing on a sheet, or in all, as a formula without its sign."""
        due = f'{self.phases},"<="&{self.reached}'
        if sheet is None:
            return f"SUMIFS({self.numbers},{due})"
        return f"SUMIFS({self.numbers},{due},{self.sheets},{text(sheet)})"


TITLE = "“推优”标准表单"
_LABEL, _STATE, _NOTE = 1, 2, 3
_WIDTHS = (3, 20, 24, 58)
_ROW_PT, _LINE_PT, _GAP_PT = 23, 34, 13
_WHERE_BUTTONS_WORK = (
    "按钮在 Windows 版 Excel 中、启用宏之后可用，本机须装有 xlflow。WPS 和 Linux 上按钮不可用：请改用 xlflow shortcuts install "
    "放在桌面上的“1 校验”等快捷方式，把本文件拖上去即可，结果相同。"
)


class _Page:
    """Writes the cover from top to bottom."""

    def __init__(self, sheet: Worksheet, styles: FormStyles) -> None:
        self.sheet, self.styles, self.row = sheet, styles, 0

    def step(self, height_pt: float) -> int:
        self.sheet.set_row(self.row, height_pt)
        self.row += 1
        return self.row - 1

    def heading(self, words: str) -> None:
        self.step(_GAP_PT)
        look = self.styles.of(font_name=HEADING_FONT, font_size=12, bottom=2, bottom_color=TAB_COVER)
        row = self.step(_ROW_PT)
        self.sheet.write_string(row, _LABEL, words, look)
        for column in (_STATE, _NOTE):
            self.sheet.write_blank(row, column, None, look)

    def pair(self, label: str, shown: Formula) -> None:
        row, look = self.step(_ROW_PT), self.styles.boxed(align="left", indent=1)
        self.sheet.write_string(row, _LABEL, label, look)
        self.sheet.merge_range(row, _STATE, row, _NOTE, "", look)
        self.sheet.write_formula(row, _STATE, shown.formula, look, shown.value)

    def table(self, name: str, shown: Formula, note: str) -> None:
        row, look = self.step(_LINE_PT), self.styles.boxed(align="left", indent=1, text_wrap=True)
        link = self.styles.boxed(align="left", indent=1, font_color=LINK, underline=1)
        self.sheet.write_url(row, _LABEL, f"internal:{sheet_name(name)}!A1", link, name)
        self.sheet.write_formula(row, _STATE, shown.formula, look, shown.value)
        self.sheet.write_string(row, _NOTE, note, look)

    def paragraph(self, words: str | Formula, height_pt: float = _LINE_PT) -> None:
        row = self.step(height_pt)
        look = self.styles.of(align="left", text_wrap=True, indent=1)
        self.sheet.merge_range(row, _LABEL, row, _NOTE, words if isinstance(words, str) else "", look)
        if isinstance(words, Formula):
            self.sheet.write_formula(row, _LABEL, words.formula, look, words.value)


def write_cover(
    sheet: Worksheet,
    plan: FormPlan,
    styles: FormStyles,
    facts: Facts,
    counts: tuple[RequiredCount, ...],
    ledger: CountRanges,
    buttons: tuple[Button, ...] = (),
) -> None:
    """The cover, with formulas that follow the form."""
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    page = _Page(sheet, styles)
    _write_title(page, plan)
    if buttons:
        _write_buttons(page, buttons)
    _write_state(page, plan, facts, counts, ledger)
    page.heading("怎么填")
    for number, words in enumerate(instructions(plan), 1):
        page.paragraph(f"{number}．{words}")
    page.heading("颜色和记号")
    _write_legend(page)
    page.heading("问谁")
    page.paragraph(_whom_to_ask(plan, facts), _ROW_PT)
    sheet.set_tab_color(TAB_COVER)
    sheet.set_paper(A4)
    sheet.print_area(0, 0, page.row - 1, _NOTE)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.activate()
    sheet.set_first_sheet()


def write_results_sheet(sheet: Worksheet, styles: FormStyles) -> None:
    """校验结果 of a form that has not been checked."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100)
    sheet.set_row(0, 39)
    sheet.write_string(0, 0, UNCHECKED, styles.title())
    sheet.write_string(
        1, 0, "运行“校验”以后，这里逐条列出要改的地方，点一下就能跳到那个单元格。", styles.of(align="center", font_color=GREY_TEXT)
    )
    sheet.set_tab_color(TAB_RESULTS)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(RESULTS_HEADER_ROW)


def instructions(plan: FormPlan) -> tuple[str, ...]:
    """What to do, in four lines."""
    facts = "、".join(f"“{t.table.sheet}”" for t in plan.facts)
    rows = "、".join(f"“{t.table.sheet}”" for t in plan.rows)
    first = f"先填{facts}，再填{rows}；" if facts and rows else f"填写{facts}{rows}；"
    return (
        f"{first}有下拉箭头的从中选，点一下单元格会有提示。不改表头，不加列。",
        _phases(plan),
        f"填完运行“校验”，对照“{RESULTS}”逐条改正；情况属实、不必改的，在那一行的“核实说明”里写明理由。",
        "改好后把本文件报上级团组织。被退回的，就在本文件上改了再报，不另建新表；名单里的人不要删，未通过的也留在表上。",
    )


def _phases(plan: FormPlan) -> str:
    if plan.fact(PHASE_FACT) is None:
        return "带 * 的必填，灰色的由“自动填充”填写；还不知道的先空着，知道了再补。"
    table = next(t.table.key for t in plan.facts if t.cell_of(PHASE_FACT))
    words = plan.scheme.choices.get(plan.scheme.field(table, PHASE_FACT).choices or "", {})
    return f"同一份文件分 {len(words)} 次报：{'、'.join(words)}。每次先改“填报阶段”，再补这一阶段的内容；还没到的阶段先空着，不算缺项。"


def _write_title(page: _Page, plan: FormPlan) -> None:
    page.step(10)
    row = page.step(44)
    page.sheet.merge_range(row, _LABEL, row, _NOTE, TITLE, page.styles.title(24))
    scheme = plan.scheme
    basis = f"　　依据：{scheme.basis}" if scheme.basis else ""
    row = page.step(21)
    look = page.styles.of(align="center", font_color=GREY_TEXT)
    page.sheet.merge_range(row, _LABEL, row, _NOTE, f"方案：{scheme.title}（{scheme.version} 版）{basis}", look)


def _write_buttons(page: _Page, buttons: tuple[Button, ...]) -> None:
    page.heading("一键办理")
    place_buttons(page.sheet, page.step(ROW_PT), (_LABEL, _STATE, _NOTE), buttons)
    page.paragraph(_WHERE_BUTTONS_WORK)


def _write_state(page: _Page, plan: FormPlan, facts: Facts, counts: tuple[RequiredCount, ...], ledger: CountRanges) -> None:
    page.heading("填报情况")
    for label, key in (("填报单位", "branch"), ("填报批次", "round"), ("填报阶段", PHASE_FACT)):
        cell = plan.fact(key)
        if cell:
            page.pair(label, _or_hint(cell, str(facts.get(key, ""))))
    page.pair("必填内容", _all_missing(plan, counts, ledger))
    for table in plan.tables:
        page.table(table.table.sheet, _missing(table, plan, counts, ledger), table.table.help)


def _or_hint(cell: str, value: str) -> Formula:
    hint = "（未填）"
    return Formula(f'=IF({cell}="",{text(hint)},{cell})', value or hint)


def _all_missing(plan: FormPlan, counts: tuple[RequiredCount, ...], ledger: CountRanges) -> Formula:
    """还差 N 项: nothing missing means something only where a row is filled."""
    total, done, empty = ledger.total(), "必填的都填了，可以校验", "名单还没有填"
    used = "+".join(rows_in_use(t) for t in plan.rows) or "1"
    number = due_now(plan, counts)
    value = f"还差 {number} 项" if number else empty if plan.rows else done
    return Formula(f'=IF({total}>0,"还差 "&{total}&" 项",IF({used}=0,{text(empty)},{text(done)}))', value)


def _missing(table: RowsPlan | FactsPlan, plan: FormPlan, counts: tuple[RequiredCount, ...], ledger: CountRanges) -> Formula:
    total = ledger.total(table.table.sheet)
    state = f'IF({total}>0,"还差 "&{total}&" 项","必填的都填了")'
    if isinstance(table, FactsPlan):
        number = due_now(plan, counts, table.table.sheet)
        return Formula("=" + state, f"还差 {number} 项" if number else "必填的都填了")
    used = rows_in_use(table)
    return Formula(f'=IF({used}=0,"还没有填","已填 "&{used}&" 行，"&{state})', "还没有填")


def _write_legend(page: _Page) -> None:
    for sample, properties, meaning in (
        ("*栏目名", {"font_name": HEADING_FONT}, "带星号的必填；不带的选填或视情况填"),
        ("灰色", {"bg_color": GREY, "font_color": GREY_TEXT}, "由“自动填充”填写，可以不填"),
        ("红色", {"bg_color": RED, "font_color": "#9C0006"}, "● 错误：改正后再报"),
        ("黄色", {"bg_color": AMBER, "font_color": "#7F6000"}, "▲ 提醒：请核对，属实的写“核实说明”"),
    ):
        row = page.step(_ROW_PT)
        page.sheet.write_string(row, _LABEL, sample, page.styles.boxed(align="center", **properties))
        page.sheet.merge_range(row, _STATE, row, _NOTE, meaning, page.styles.boxed(align="left", indent=1))


def _whom_to_ask(plan: FormPlan, facts: Facts) -> Formula:
    parent = plan.fact("parent_committee")
    if parent is None:
        return filled("填报中有疑问，请问上级团组织。", plan, facts)
    name = str(facts.get("parent_committee", "")) or "上级团组织"
    start = "填报中有疑问，请问"
    return Formula(f'={text(start)}&IF({parent}="","上级团组织",{parent})&"。"', f"{start}{name}。")
