"""Reads docs/checking.md: the findings that it lists, what it tells to type where, and the commands that it tells to run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checking_samples import retyped

from xlflow.files.editing.cell_edits import CellValue
from xlflow.findings import column_letters

PAGE = Path(__file__).resolve().parents[1] / "docs" / "checking.md"
_LINE = re.compile(r"^\| (\S+) ([A-Z]+\d+) \| (.+?) \| (.+?) \| (.+?) \|$")
_LAST_TYPED = 50
"""The last column of the list that a branch fills in, 公示异议."""
_ROW = re.compile(r"第 (\d+) 行")


@dataclass(frozen=True)
class Line:
    """A line of a table of the page: where, what the report says, which cells to type into, and what."""

    sheet: str
    cell: str
    message: str
    values: dict[str, CellValue]


def tables() -> Iterator[list[Line]]:
    """The tables of the page that list findings, in order."""
    lines: list[Line] = []
    for text in PAGE.read_text(encoding="utf-8").splitlines():
        if match := _LINE.match(text):
            sheet, cell, message, cells, values = match.groups()
            lines.append(Line(sheet, cell, message, _values(cells, values)))
        elif lines and not text.startswith("|"):
            yield lines
            lines = []


def cures(sheet: str) -> list[list[Line]]:
    """The tables about the workbook that has the sheet."""
    return [lines for lines in tables() if any(line.sheet == sheet for line in lines)]


def commands() -> Iterator[list[str]]:
    """The xlflow lines of the code blocks, as words."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("xlflow "):
            yield line.partition("#")[0].split()[1:]


def typed_over(path: Path, lines: list[Line]) -> None:
    """Types into a workbook what the lines tell to."""
    cells: dict[str, dict[str, CellValue]] = {}
    for line in lines:
        cells.setdefault(line.sheet, {}).update(line.values)
    path.write_bytes(retyped(path.read_bytes(), cells))


def _values(cells: str, values: str) -> dict[str, CellValue]:
    """AL6、AM6 and `28`、`4`; a whole row is emptied."""
    if row := _ROW.fullmatch(cells):
        return {f"{column_letters(column)}{row[1]}": None for column in range(1, _LAST_TYPED + 1)}
    texts = re.findall(r"`([^`]*)`", values)
    return {cell: _value(text) for cell, text in zip(re.findall(r"[A-Z]+\d+", cells), texts, strict=True)}


def _value(text: str) -> CellValue:
    return int(text) if re.fullmatch(r"\d{1,5}", text) else text
