"""甄别结果 as a workbook: everybody on a line, what people typed kept, the counts by state, by what is missing and by branch."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from xlflow.domain.dates import day_in_words
from xlflow.domain.screening import ScreeningState
from xlflow.figures.screening_members import RowSpot
from xlflow.files.reading.workbook_package import STAMP_SHEET
from xlflow.files.writing.plain_book import MADE, OPTIONS
from xlflow.report.workbooks.table_sheet import FONT, Cell, Column, Linked, Styles, set_up_page, write_table
from xlflow.roster.screened_people import Kept, Member, Screening, Typed, TypedRow
from xlflow.schemes.cultivation import Condition, Requirement
from xlflow.schemes.parts import DEFAULT_SOURCE
from xlflow.tables.raw import RawSheet, RawValue
from xlflow.tables.understand import SCREENING

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

RESULTS, COUNTS, UNITS = "甄别结果", "汇总", "各支部"
SHEETS = frozenset({RESULTS, COUNTS, UNITS})
KEY = "行标识"
GONE = "不在名册"
_COLUMNS = (
    Column("姓名", 10),
    Column("团支部", 20),
    Column("学号/工号", 18),
    Column("甄别结果", 10),
    Column("拟推类型", 12),
    Column("尚缺条件", 40),
    Column("达标日期", 11),
    Column("等待天数", 9),
    Column("推荐情况", 26),
    Column("佐证", 22),
    Column("资料位置", 27),
)
OURS = tuple(column.header for column in _COLUMNS)
_FOR_PEOPLE = ("处理意见", "备注")
_STATE, _WAITING, _EVIDENCE = (OURS.index(header) for header in ("甄别结果", "等待天数", "佐证"))
_WIDTH_OF_PEOPLE = 16.0
_WIDTH_OF_KEY = 90.0
"""Hidden; so wide that it makes no row higher."""
_EVIDENCE_SHOWN = 5
_FILLS = {ScreeningState.QUALIFIED: "#DDF0E3", ScreeningState.LAPSED: "#FBE9D0"}


def screening_book(screening: Screening, typed: Typed, paths: Mapping[str, str], added: Sequence[RawSheet] = ()) -> bytes:
    """The workbook. `typed` is what people wrote into the one before, `added` the sheets that they put into it; `paths` leads to files.

    The same input gives the same bytes.
    """
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"title": "团员甄别结果", "created": MADE})
        styles = Styles(workbook)
        _results(workbook, styles, screening, typed, paths)
        _counts(workbook, styles, screening)
        if len({member.unit for member in screening.members}) > 1:
            write_table(workbook.add_worksheet(UNITS), styles, _UNIT_COLUMNS, _unit_lines(screening))
        for sheet in added:
            _added(workbook.add_worksheet(sheet.name), styles, sheet)
        _stamp(workbook.add_worksheet(STAMP_SHEET), screening)
    return stream.getvalue()


def headline(screening: Screening) -> str:
    """One line: 团员甄别结果（截至2026年11月24日）　共 50 人：达标待推 3 人，未达标 40 人."""
    counts = "，".join(f"{state} {count} 人" for state in ScreeningState if (count := screening.count(state)))
    return f"团员甄别结果（截至{day_in_words(screening.as_of)}）　共 {len(screening.members)} 人{'：' if counts else ''}{counts}"


def _results(workbook: Workbook, styles: Styles, screening: Screening, typed: Typed, paths: Mapping[str, str]) -> None:
    sheet = workbook.add_worksheet(RESULTS)
    people = _people_columns(typed)
    columns = [*_COLUMNS, *(Column(header, _WIDTH_OF_PEOPLE) for header in people), Column(KEY, _WIDTH_OF_KEY)]
    places = _places(typed.columns, people)
    kept = Kept(typed)
    lines = _lines(screening, kept, places, len(people), paths)
    write_table(sheet, styles, columns, lines, top=1, frozen=1)
    sheet.set_column(len(columns) - 1, len(columns) - 1, _WIDTH_OF_KEY, None, {"hidden": True})
    if not any(member.screened.evidence for member in screening.members):
        sheet.set_column(_EVIDENCE, _EVIDENCE, _COLUMNS[_EVIDENCE].width, None, {"hidden": True})
    _title(workbook, sheet, screening)
    last = 1 + len(screening.members)
    for state, colour in _FILLS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{state}"', "format": workbook.add_format({"bg_color": colour})}
        sheet.conditional_format(2, _STATE, max(last, 2), _STATE, rule)


def _people_columns(typed: Typed) -> list[str]:
    """The columns of people: those we give them, then all that they added."""
    added = list(typed.columns)
    for header in _FOR_PEOPLE:
        if header in added:
            added.remove(header)
    return [*_FOR_PEOPLE, *added]


def _places(before: Sequence[str], now: Sequence[str]) -> list[int]:
    """Where each column that people had stands among those they have now; two of one header stay two."""
    free = list(range(len(now)))
    found = []
    for header in before:
        place = next(n for n in free if now[n] == header)
        free.remove(place)
        found.append(place)
    return found


def _lines(screening: Screening, kept: Kept, places: Sequence[int], width: int, paths: Mapping[str, str]) -> Iterator[list[Cell]]:
    for member in screening.members:
        row = kept.take(member.keys)
        yield [*_member(member, paths), *_theirs(row, places, width), " ".join(member.keys)]
    for row in kept.left:
        ours = [_cell(row.ours.get(header)) for header in OURS]
        ours[_STATE], ours[_WAITING] = GONE, ""
        yield [*ours, *_theirs(row, places, width), " ".join(row.keys)]


def _member(member: Member, paths: Mapping[str, str]) -> list[Cell]:
    screened = member.screened
    waiting: Cell = "" if screened.waiting_days is None else screened.waiting_days
    spots = [str(spot) for spot in screened.evidence[:_EVIDENCE_SHOWN]]
    more = f"等 {len(screened.evidence)} 处" if len(screened.evidence) > len(spots) else ""
    others = f"（另见 {'、'.join(map(str, member.others))}）" if member.others else ""
    return [
        member.name,
        member.unit,
        member.number,
        screened.state.value,
        "" if screened.state in (ScreeningState.JOINED, ScreeningState.NOT_CONCERNED) else screened.kind,
        screened.reason,
        screened.qualified_on or "",
        waiting,
        screened.recommended,
        "；".join(spots) + more,
        _linked(member.spot, others, paths),
    ]


def _linked(spot: RowSpot, others: str, paths: Mapping[str, str]) -> Linked:
    return Linked(f"{spot}{others}", paths.get(spot.file, ""), spot.sheet, spot.cell)


def _theirs(row: TypedRow | None, places: Sequence[int], width: int) -> list[Cell]:
    cells: list[Cell] = [""] * width
    for place, value in zip(places, row.theirs if row else (), strict=False):
        cells[place] = _cell(value)
    return cells


def _cell(value: RawValue) -> Cell:
    """A cell as it is written again; whole numbers without a point, moments and times as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return str(value) if isinstance(value, time | timedelta) else value


def _title(workbook: Workbook, sheet: Worksheet, screening: Screening) -> None:
    sheet.set_row(0, 30)
    style = workbook.add_format({"font_name": FONT, "font_size": 14, "bold": True, "valign": "vcenter"})
    sheet.write_string(0, 0, headline(screening), style)


def _counts(workbook: Workbook, styles: Styles, screening: Screening) -> None:
    """By state, by what is missing, and the conditions themselves, one below the other."""
    sheet = workbook.add_worksheet(COUNTS)
    for column, width in enumerate((28, 12, 16, 12, 60)):
        sheet.set_column(column, column, width)
    _title(workbook, sheet, screening)
    row = 2
    for header, lines in (
        (("甄别结果", "人数", "占比"), list(_state_lines(screening))),
        (("缺项", "人数", "只差这一项", "其中待核实"), list(_gap_lines(screening))),
        (("甄别条件", "依据", "", "", ""), list(_condition_lines(screening))),
    ):
        row = _block(sheet, styles, row, header, lines) + 1
    set_up_page(sheet)


def _block(sheet: Worksheet, styles: Styles, row: int, header: Sequence[str], lines: Sequence[Sequence[Cell]]) -> int:
    """A small table; the row below it."""
    wide = header[-1] == ""
    for column, word in enumerate(header):
        sheet.write_string(row, column, word, styles.header)
    for line in lines:
        row += 1
        for column, cell in enumerate(line):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell, styles.number)
            else:
                sheet.write_string(row, column, str(cell), styles.text)
        if wide:
            sheet.merge_range(row, 1, row, len(header) - 1, str(line[1]), styles.text)
    if wide:
        sheet.merge_range(row - len(lines), 1, row - len(lines), len(header) - 1, header[1], styles.header)
    return row + 1


def _state_lines(screening: Screening) -> Iterator[list[Cell]]:
    total = len(screening.members)
    for state in ScreeningState:
        count = screening.count(state)
        yield [state.value, count, f"{100 * count / total:.1f}%" if total else "—"]
    yield ["合计", total, "100%" if total else "—"]


def _gap_lines(screening: Screening) -> Iterator[list[Cell]]:
    """Of those who do not qualify yet: how many lack a condition, lack nothing else, and only may lack it."""
    people = [
        member.screened.gaps for member in screening.members if member.screened.state in (ScreeningState.SHORT, ScreeningState.LAPSED)
    ]
    lacking = Counter(gap.label for gaps in people for gap in gaps)
    alone = Counter(gaps[0].label for gaps in people if len(gaps) == 1)
    doubtful = Counter(gap.label for gaps in people for gap in gaps if gap.is_doubtful)
    for label, count in sorted(lacking.items(), key=lambda item: (-item[1], item[0])):
        yield [label, count, alone[label], doubtful[label]]
    if not lacking:
        yield ["没有缺项", 0, 0, 0]


def _condition_lines(screening: Screening) -> Iterator[list[Cell]]:
    """The conditions asked, each with its clause."""
    for scheme in screening.schemes:
        asked: list[Condition | Requirement] = [*scheme.conditions, *(need for need in scheme.requirements if need.screened)]
        for each in asked:
            origin = "；".join(filter(None, (each.basis, each.source if each.source == DEFAULT_SOURCE else "")))
            yield [each.label, f"{origin or '方案规定'}（{scheme.title}）"]


_UNIT_COLUMNS = (
    Column("团支部", 34),
    Column("人数", 9),
    *(Column(state.value, 11) for state in ScreeningState),
    Column("最长等待天数", 13),
)


def _unit_lines(screening: Screening) -> Iterator[list[Cell]]:
    units: dict[str, list[Member]] = defaultdict(list)
    for member in screening.members:
        units[member.unit].append(member)
    for unit, members in sorted(units.items()):
        counts = Counter(member.screened.state for member in members)
        waiting = max((member.screened.waiting_days or 0 for member in members), default=0)
        yield [unit, len(members), *(counts[state] for state in ScreeningState), waiting]


def _added(sheet: Worksheet, styles: Styles, added: RawSheet) -> None:
    """A sheet of people: its values stay, its looks do not."""
    for number, line in enumerate(added.rows, added.top):
        for column, value in enumerate(line, added.left):
            cell = _cell(value)
            if isinstance(cell, date) and cell.year >= MADE.year - 80:
                sheet.write_datetime(number, column, cell, styles.day)
            elif isinstance(cell, int | float):
                sheet.write_number(number, column, cell)
            elif cell != "":
                sheet.write_string(number, column, str(cell))


def _stamp(sheet: Worksheet, screening: Screening) -> None:
    scheme = screening.schemes[0]
    for row, (key, value) in enumerate({"kind": SCREENING, "scheme": scheme.id, "scheme_version": scheme.version}.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
