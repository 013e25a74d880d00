"""Findings as people take them in: one sentence once, the cells that it is about, and the cure.

Shared by every report, so that the terminal, the page and the workbook never group in different ways.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from xlflow.findings import Finding, Severity, column_letters

MARKS = {Severity.ERROR: "●", Severity.WARNING: "▲", Severity.INFO: "○"}
WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
MISSING = "required-missing"
WHOLE_FILE, WHOLE_SHEET = "整份文件", "整张表"
_ROWS_THAT_SHARE = 3
"""So many rows with one sentence are one matter of the sheet (a meeting without quorum, a column of numbers), not one of each person."""


class Problem(Struct, frozen=True):
    """One sentence and all places where it holds: `F12`, `F5—F9、F12`, `第14行`; empty where it is about the whole."""

    place: str
    message: str
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands first; severity, cure and clause are the same for all."""
        return self.findings[0]

    @property
    def cure(self) -> str:
        """What to do."""
        return cure(self.first)


class RowProblems(Struct, frozen=True):
    """What is wrong in one row of a sheet, that is with one person; row None: with the sheet or the file as a whole."""

    sheet: str | None
    row: int | None
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The row as a heading."""
        if self.row is None:
            return WHOLE_SHEET if self.sheet else WHOLE_FILE
        return f"第 {self.row} 行"

    @property
    def who(self) -> str:
        """The person of the row; empty where it has no name."""
        return self.problems[0].first.who if self.row and self.problems else ""


class SheetProblems(Struct, frozen=True):
    """What is wrong on one sheet: what several rows share, then row by row."""

    sheet: str | None
    shared: tuple[Problem, ...]
    rows: tuple[RowProblems, ...]


def loud(findings: Iterable[Finding]) -> list[Finding]:
    """Errors and warnings that nobody has confirmed: what somebody has to act on."""
    return [f for f in findings if f.severity is not Severity.INFO and not f.confirmed]


def kinds(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings with one cure together, errors first, else as they come; empty required cells that are filled in one way are one kind."""
    by_cure: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        by_cure.setdefault((finding.severity, finding.code, _fix(finding)), []).append(finding)
    return sorted(by_cure.values(), key=lambda kind: kind[0].severity is not Severity.ERROR)


def problems(kind: Sequence[Finding]) -> list[Problem]:
    """A kind of one sheet, each sentence once with its places."""
    return _missing(kind) if kind[0].code == MISSING else _by_message(kind)


def by_sheet(findings: Iterable[Finding]) -> list[SheetProblems]:
    """The findings of one file sheet by sheet and row by row; what several rows have in common stands apart and once."""
    sheets: dict[tuple[int, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        sheets[finding.place.sheet_index, finding.place.sheet].append(finding)
    return [_sheet(sheet, found) for (_, sheet), found in sheets.items()]


def finding_lines(findings: Iterable[Finding]) -> Iterator[Sequence[Finding]]:
    """Errors, warnings and confirmed findings as lines of a table; the empty required cells of a row are one line, at the first of them."""
    lines: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        place = finding.place
        if finding.severity is not Severity.INFO:
            together = finding.code == MISSING and place.row
            line = (place.file, place.sheet, place.row, finding.confirmed, _fix(finding))
            lines.setdefault(line if together else number, []).append(finding)
    yield from lines.values()


def labels_of(line: Sequence[Finding]) -> str:
    """The columns that a line is about."""
    return "、".join(f.place.label or "" for f in line)


def message_of(line: Sequence[Finding]) -> str:
    """What a line says."""
    return f"缺：{labels_of(line)}" if len(line) > 1 else line[0].message


def cure(finding: Finding) -> str:
    """What to do about it, and whether a written reason would do."""
    text = _fix(finding)
    if finding.severity is Severity.ERROR and finding.waivable:
        text += "；确属特殊的，在标准表单的“核实说明”栏写明理由"
    return text


def _fix(finding: Finding) -> str:
    """What to do, without the name of the column where a cell is empty: what is to be filled in stands in the line."""
    named = finding.code == MISSING and finding.place.row
    return finding.fix.removesuffix(finding.place.label or "") if named else finding.fix


def basis(finding: Finding) -> str:
    """The clause in brackets, where one is known."""
    return f"（依据：{finding.basis}）" if finding.basis else ""


def row_names(rows: Iterable[int]) -> str:
    """Rows as people say them: 第5—8、12行."""
    return f"第{'、'.join(_span('', run) for run in _runs(rows))}行"


def cell_names(findings: Sequence[Finding], limit: int | None = None) -> str:
    """The cells of findings, neighbours in a column as a span: F5—F9、F12; rows where there is no cell.

    Beyond `limit` names the rest is a count: F5、F7等 40 处.
    """
    columns: dict[str, list[int]] = {}
    rows: list[int] = []
    for finding in findings:
        cell = finding.place.cell
        if cell:
            letters = re.match(r"[A-Z]+", cell)
            columns.setdefault(letters[0] if letters else "", []).append(finding.place.row or 0)
        elif finding.place.row:
            rows.append(finding.place.row)
    spans = [_span(letters, run) for letters, numbers in columns.items() for run in _runs(numbers)]
    names = spans + ([row_names(rows)] if rows else [])
    return "、".join(names[:limit]) + (f"等 {len(findings)} 处" if limit and len(names) > limit else "")


def _sheet(sheet: str | None, findings: Sequence[Finding]) -> SheetProblems:
    shared: list[Problem] = []
    own: dict[int | None, list[Problem]] = defaultdict(list)
    for kind in kinds(findings):
        for problem in problems(kind):
            if len({f.place.row for f in problem.findings}) >= _ROWS_THAT_SHARE:
                shared.append(problem)
            else:
                for row, part in _split(problem):
                    own[row].append(part)
    rows = (RowProblems(sheet, row, tuple(found)) for row, found in sorted(own.items(), key=lambda item: item[0] or 0))
    return SheetProblems(sheet, tuple(shared), tuple(rows))


def _split(problem: Problem) -> Iterator[tuple[int | None, Problem]]:
    """The problem row by row, at its cells."""
    rows: dict[int | None, list[Finding]] = defaultdict(list)
    for finding in problem.findings:
        rows[finding.place.row].append(finding)
    for row, found in rows.items():
        message = f"缺：{labels_of(found)}" if problem.first.code == MISSING else problem.message
        yield row, Problem(cell_names(found), message, tuple(found))


def _missing(findings: Sequence[Finding]) -> list[Problem]:
    """Empty required cells by row; rows that lack the same are one problem: 第5—8、12行  缺：入团时间."""
    lacking: dict[int | None, list[Finding]] = {}
    for finding in findings:
        lacking.setdefault(finding.place.row, []).append(finding)
    alike: dict[tuple[str, ...], list[list[Finding]]] = {}
    for of_row in lacking.values():
        labels = tuple(f.place.label or f.message for f in of_row)
        alike.setdefault(labels, []).append(of_row)
    return [_lack(groups) for groups in alike.values()]


def _lack(groups: Sequence[Sequence[Finding]]) -> Problem:
    """One column: its cells; several: the rows, and the letters of the columns behind their names, since the sheets are wide."""
    found = tuple(f for group in groups for f in group)
    if len(groups[0]) == 1:
        return Problem(cell_names(found), f"缺：{labels_of(groups[0])}", found)
    rows = [group[0].place.row for group in groups]
    names = "、".join(_column_name(f) for f in groups[0])
    return Problem(row_names(row for row in rows if row) if any(rows) else "", f"缺：{names}", found)


def _column_name(finding: Finding) -> str:
    place = finding.place
    return f"{place.label or finding.message}{f'（{column_letters(place.column)}）' if place.column else ''}"


def _by_message(findings: Sequence[Finding]) -> list[Problem]:
    """Places with the same sentence together, such as the rows of a meeting that had no quorum."""
    alike: dict[str, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.message, []).append(finding)
    return [Problem(cell_names(found), message, tuple(found)) for message, found in alike.items()]


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _span(prefix: str, run: Sequence[int]) -> str:
    """Two neighbours stay two names: a span of two saves nothing."""
    if len(run) == 2 and prefix:
        return f"{prefix}{run[0]}、{prefix}{run[1]}"
    return f"{prefix}{run[0]}" if len(run) == 1 else f"{prefix}{run[0]}—{prefix}{run[-1]}"
