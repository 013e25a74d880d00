"""The forms: how a branch's rows are laid out in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from branch_model import FIELDS, Branch, Formula, MonthCell, Row
from xlsxwriter.utility import xl_rowcol_to_cell

ALIASES = {
    "name": ("学生姓名", "推优对象姓名"),
    "ethnicity": ("所属民族",),
    "birth_date": ("出生年月日", "出生年月", "生日"),
    "id_number": ("身份证号码", "公民身份号码", "居民身份证号码", "身份证"),
    "student_id": ("学号", "工号"),
    "education": ("文化程度",),
    "phone": ("联系方式", "手机号码", "手机号", "电话"),
    "branch": ("团支部", "所在支部", "团支部名称"),
    "league_join_date": ("入团日期",),
    "league_number": ("团员发展编号", "团员编号"),
    "league_post": ("现任团内职务",),
    "recommendation_type": ("推荐类型", "推优类别"),
    "application_date": ("申请入党时间", "入党申请时间", "递交申请书时间"),
    "activist_date": ("列为积极分子时间", "确定积极分子时间"),
    "development_candidate_date": ("列为发展对象时间", "确定发展对象时间"),
    "appraisal_grade": ("教育评议等次", "评议等次"),
    "volunteer_hours": ("志愿时长", "志愿服务小时数"),
    "meeting_date": ("推优大会日期", "团支部推优时间", "推优时间"),
    "eligible": ("应到人数", "应到"),
    "present": ("实到人数", "实到"),
    "in_favour": ("赞成票数", "赞成人数"),
    "against": ("反对票数", "反对人数"),
    "abstained": ("弃权票数", "弃权人数"),
    "notice_start": ("公示开始时间", "公示起始日期"),
    "notice_end": ("公示结束时间", "公示截止日期"),
    "objections": ("异议情况", "有无异议"),
}
DECORATED = {
    "name": "*姓名",
    "gender": "性别\n（男/女）",
    "birth_date": "出生日期\n(YYYY-MM-DD)",
    "id_number": "*身份证号\n（18位）",
    "phone": "联系电话（手机）",
    "branch": "＊所在团支部\n（全称）",
    "league_join_date": "入团\n时间",
    "application_date": "递交入党申请书时间*",
    "volunteer_hours": "志愿服务时长（小时）",
    "study_points": "学习积分(分)",
    "meeting_date": "推优大会\n时间",
    "eligible": "应到会人数（人）",
    "present": "实到会人数（人）",
    "in_favour": "赞成票\n（张）",
    "against": "反对票\n（张）",
    "abstained": "弃权票\n（张）",
    "remarks": "备注：",
}
SAMPLE_ID = "110101200001019015"
GROUPED = {
    "league_join_date": ("团内情况", "入团时间"),
    "league_number": ("团内情况", "发展团员编号"),
    "league_post": ("团内情况", "团内职务"),
    "meeting_date": ("推优大会", "时间"),
    "eligible": ("推优大会", "应到"),
    "present": ("推优大会", "实到"),
    "in_favour": ("推优大会", "赞成"),
    "against": ("推优大会", "反对"),
    "abstained": ("推优大会", "弃权"),
    "notice_start": ("公示", "开始"),
    "notice_end": ("公示", "结束"),
    "objections": ("公示", "异议"),
}


@dataclass(frozen=True)
class Column:
    """A column of a form: its field (None: the scheme does not know it), its headers from the top down, what fills it."""

    key: str | None
    titles: tuple[str, ...]
    fill: Callable[[int, Row], Any] = lambda index, row: None


@dataclass(frozen=True)
class Filler:
    """A row that is not a nominee: blank, sample or total."""

    kind: str
    cells: dict[str, Any] = field(default_factory=dict)


class Form:
    """Draws one workbook and notes where every value landed."""

    def __init__(self, path: Path, branch: Branch, **options: Any) -> None:
        self.branch = branch
        self.book = xlsxwriter.Workbook(str(path), {"in_memory": True, **options})
        self.book.set_properties({"author": "团支部书记", "created": datetime.combine(branch.filed, time(9, 30))})
        self.plain = self.book.add_format({"border": 1})
        self.day = self.book.add_format({"border": 1, "num_format": branch.number_format})
        self.head = self.book.add_format({"border": 1, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"})
        self.title = self.book.add_format({"bold": True, "font_size": 16, "align": "center"})

    def write(self, sheet: Any, row: int, column: int, typed: Any) -> None:
        """Write what was typed into one cell."""
        if typed is None:
            sheet.write_blank(row, column, None, self.plain)
        elif isinstance(typed, Formula):
            sheet.write_formula(row, column, typed.text, self.plain, typed.cached)
        elif isinstance(typed, MonthCell):
            sheet.write_datetime(row, column, typed.first, self.book.add_format({"border": 1, "num_format": typed.number_format}))
        elif isinstance(typed, date):
            sheet.write_datetime(row, column, typed, self.day)
        elif isinstance(typed, str):
            sheet.write_string(row, column, typed, self.plain)
        else:
            sheet.write_number(row, column, typed, self.plain)

    def header(self, sheet: Any, columns: Sequence[Column], top: int, left: int) -> int:
        """Headers in one or more rows; equal neighbours above are one merged cell, short columns are merged downwards."""
        depth = max(len(c.titles) for c in columns)
        done: set[tuple[int, int]] = set()
        for offset, column in enumerate(columns):
            for level, text in enumerate(column.titles):
                if (level, offset) in done:
                    continue
                last = offset
                above = column.titles[: level + 1]
                while level < len(column.titles) - 1 and last + 1 < len(columns) and columns[last + 1].titles[: level + 1] == above:
                    last += 1
                    done.add((level, last))
                bottom = depth - 1 if level == len(column.titles) - 1 else level
                if (bottom, last) != (level, offset):
                    sheet.merge_range(top + level, left + offset, top + bottom, left + last, text, self.head)
                else:
                    sheet.write_string(top + level, left + offset, text, self.head)
        return depth

    def table(
        self, sheet: Any, items: Sequence[Row | Filler], columns: Sequence[Column], top: int = 0, left: int = 0, merge: Sequence[str] = ()
    ) -> int:
        """Draw header and rows; returns the line after the last row."""
        line = first = top + self.header(sheet, columns, top, left)
        self.branch.header_rows += [top + n + 1 for n in range(first - top) if top + n + 1 not in self.branch.header_rows]
        people = [n for n, item in enumerate(items) if isinstance(item, Row)]
        for index, item in enumerate(items):
            for offset, column in enumerate(columns):
                cell = xl_rowcol_to_cell(line, left + offset)
                if isinstance(item, Filler):
                    typed = item.cells.get(column.key or column.titles[0])
                elif column.key is None:
                    typed = column.fill(people.index(index), item)
                else:
                    typed, item.cells[column.key] = item.entries[column.key].typed, cell
                self.write(sheet, line, left + offset, typed)
            if isinstance(item, Row):
                item.sheet, item.number = sheet.get_name(), line + 1
            elif item.kind == "blank":
                self.branch.blank += people[0] < index < people[-1]
            else:
                self.branch.add(f"{item.kind}-row-skipped", sheet.get_name(), None, line + 1)
            line += 1
        for key in merge:
            self.merge_down(sheet, items, key, first, left + [c.key for c in columns].index(key))
        if any(column.key is None and column.titles[0] not in ("序号", "") for column in columns):
            self.branch.add("column-unknown", sheet.get_name())
        sheet.set_column(left, left + len(columns) - 1, 13)
        return line

    def merge_down(self, sheet: Any, items: Sequence[Row | Filler], key: str, first: int, column: int) -> None:
        """Merge neighbouring cells that hold the same."""
        start = 0
        for index in range(1, len(items) + 1):
            here, before = items[index] if index < len(items) else None, items[start]
            if isinstance(here, Row) and isinstance(before, Row) and here.entries[key] == before.entries[key]:
                continue
            if index - start > 1 and isinstance(before, Row):
                sheet.merge_range(first + start, column, first + index - 1, column, "", self.plain)
                self.write(sheet, first + start, column, before.entries[key].typed)
                for row in items[start:index]:
                    row.anchors[key] = before.cells[key]  # type: ignore[union-attr]
            start = index


def columns_of(branch: Branch, titles: Mapping[str, str | tuple[str, ...]] | None = None) -> list[Column]:
    """序号 and the branch's columns, under their usual names or the given ones."""
    numbered = [Column(None, ("序号",), lambda index, row: index + 1)]
    named = {k: (titles or {}).get(k, FIELDS[k]) for k in branch.keys}
    return numbered + [Column(k, t if isinstance(t, tuple) else (t,)) for k, t in named.items()]


def heading(form: Form, sheet: Any, width: int) -> int:
    """Title, unit, date of filing and sometimes the round, a note: what stands above a table. Returns the next free line."""
    branch = form.branch
    sheet.merge_range(0, 0, 0, width - 1, "推优对象汇总表", form.title)
    sheet.write_string(1, 0, f"填报单位：{branch.unit}")
    sheet.write_string(1, 6, f"填报日期：{branch.filed.year}年{branch.filed.month}月{branch.filed.day}日")
    if branch.rng.random() < 0.5:
        sheet.write_string(1, 10, f"填报批次：{branch.round}")
    if branch.rng.random() < 0.5:
        sheet.merge_range(2, 0, 2, width - 1, "注：1.姓名、身份证号须与身份证一致；2.入团时间以入团志愿书为准。")
        return 3
    return 2


def sheet_name(branch: Branch) -> str:
    """One of the usual names of the sheet."""
    return branch.rng.choice(("推优对象清单", "推优对象清单", "Sheet1", "汇总表", "推优名单"))


def plain(form: Form) -> None:
    """Header in row 1, nothing else."""
    form.table(form.book.add_worksheet(sheet_name(form.branch)), form.branch.rows, columns_of(form.branch))


def titled(form: Form) -> None:
    """Title and heading lines above, a signature line below."""
    sheet, columns = form.book.add_worksheet(sheet_name(form.branch)), columns_of(form.branch)
    end = form.table(sheet, form.branch.rows, columns, heading(form, sheet, len(columns)))
    sheet.write_string(end + 1, 1, "填表人：　　　　　　审核人：　　　　　　（盖章）")


def grouped(form: Form) -> None:
    """A header of two rows, 推优大会 over 应到 and 实到."""
    sheet, columns = form.book.add_worksheet(sheet_name(form.branch)), columns_of(form.branch, GROUPED)
    form.table(sheet, form.branch.rows, columns, heading(form, sheet, len(columns)) if form.branch.rng.random() < 0.5 else 0)


def aliased(form: Form) -> None:
    """Other names for the columns, in another order."""
    branch = form.branch
    columns = columns_of(branch, {k: branch.rng.choice(v) for k, v in ALIASES.items()})
    form.table(form.book.add_worksheet(sheet_name(branch)), branch.rows, columns[:1] + branch.rng.sample(columns[1:], len(columns) - 1))


def decorated(form: Form) -> None:
    """Headers with asterisks, brackets, units, line breaks."""
    form.table(form.book.add_worksheet(sheet_name(form.branch)), form.branch.rows, columns_of(form.branch, DECORATED))


def extra(form: Form) -> None:
    """Columns that the scheme does not know, a sample row on top, a total row at the end."""
    branch, columns = form.branch, columns_of(form.branch)
    columns.insert(3, Column(None, ("家庭住址",), lambda index, row: "浙江武义"))
    columns.append(Column(None, ("宿舍",), lambda index, row: f"{index % 6 + 1}-{index + 101}"))
    columns.append(Column(None, ("专业排名",), lambda index, row: index % 30 + 1))
    first = branch.rows[0]
    sample = {k: first.habits.type(k, v) for k, v in first.facts.items()} | {"id_number": SAMPLE_ID, "phone": "19900000000"}
    sample |= {"序号": "示例", "name": "张三"} if branch.rng.random() < 0.5 else {"name": "张三（示例）"}
    total: dict[str, Any] = {"序号": "合计"} if branch.rng.random() < 0.5 else {"name": "合计"}
    total |= {"in_favour": sum(r.facts["in_favour"] or 0 for r in branch.rows), "宿舍": f"{len(branch.rows)}人"}
    items: list[Row | Filler] = [Filler("sample", sample), *branch.rows, Filler("total", total)]
    form.table(form.book.add_worksheet(sheet_name(branch)), items, columns)


def merged(form: Form) -> None:
    """What neighbours have in common is one merged cell."""
    sheet, columns = form.book.add_worksheet(sheet_name(form.branch)), columns_of(form.branch)
    merge = ("branch", "meeting_date", "eligible", "present")
    form.table(sheet, form.branch.rows, columns, heading(form, sheet, len(columns)), merge=merge)


def hidden(form: Form) -> None:
    """A filter is on, so that rows are hidden. They are read all the same."""
    branch, sheet, columns = form.branch, form.book.add_worksheet(sheet_name(form.branch)), columns_of(form.branch)
    end = form.table(sheet, branch.rows, columns)
    column = [c.key for c in columns].index("gender")
    sheet.autofilter(0, 0, end - 1, len(columns) - 1)
    sheet.filter_column(column, "x == 女")
    rows = [r.number - 1 for r in branch.rows if r.entries["gender"].typed != "女"] or [1]
    for number in rows:
        sheet.set_row(number, None, None, {"hidden": True})
    branch.add("rows-hidden", sheet.get_name())


def sheets(form: Form) -> None:
    """The list is neither the first sheet nor the only one that holds header words."""
    guide = form.book.add_worksheet("说明")
    for line, text in enumerate(("填表说明", "一、姓名、身份证号与身份证一致。", "二、日期填到日。", "三、应到会人数指有表决权的团员。")):
        guide.write_string(line, 0, text)
    form.table(form.book.add_worksheet("名单"), form.branch.rows, columns_of(form.branch))
    words = form.book.add_worksheet("数据字典")
    for line, texts in enumerate([("字段", "类型", "可选值"), *((label, "文本", "") for label in FIELDS.values())]):
        for column, text in enumerate(texts):
            words.write_string(line, column, text)


def gaps(form: Form) -> None:
    """Blank rows inside, and a thousand empty rows with borders at the end."""
    branch, columns = form.branch, columns_of(form.branch)
    items: list[Row | Filler] = []
    for row in branch.rows:
        items += [row, *[Filler("blank")] * branch.rng.choice((0, 0, 0, 1, 2))]
    form.table(form.book.add_worksheet(sheet_name(branch)), items + [Filler("blank")] * 1000, columns)


LAYOUTS: dict[str, Callable[[Form], None]] = {
    f.__name__: f for f in (plain, titled, grouped, aliased, decorated, extra, merged, hidden, sheets, gaps)
}
