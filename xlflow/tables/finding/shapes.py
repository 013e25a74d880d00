"""Why a sheet is no list with one header row: a form about one person, a list on its side, text in one column, nothing at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from xlflow.tables.finding.header import Grid
from xlflow.tables.finding.vocabulary import Vocabulary
from xlflow.tables.raw import RawSheet
from xlflow.tables.rows.row_kinds import is_blank

_LABELS = 4
_UPPER_ROWS = 80
_NEARLY_ALL = 0.8


class Shape(Struct, frozen=True):
    """What a sheet is instead of a list, and what to do about it."""

    message: str
    fix: str


EMPTY = Shape("表中没有文字（空表，或内容是图片）", "请把名单按行录入：第一行写列名，以下每人一行，列名照标准表单")
CARD = Shape("像是一人一张的登记表，不是名单", "请另做一份名单：第一行写列名，以下每人一行，列名照标准表单（xlflow new 可建）")
ON_ITS_SIDE = Shape("表是横过来的：列名竖着排，每人占一列", "请复制全表，用“选择性粘贴—转置”贴到新的工作表，使第一行是列名，每人一行")
IN_ONE_COLUMN = Shape("各项内容挤在同一列里", "请选中这一列，用“数据—分列”把各项分到各列，使第一行是列名，每人一行")


def shape_of(sheets: Iterable[RawSheet], words: Vocabulary) -> Shape | None:
    """The shape that explains why none of the sheets is read; None where none does."""
    grids = [Grid(sheet) for sheet in sheets]
    if all(is_blank(cell) for grid in grids for row in grid.sheet.rows for cell in row):
        return EMPTY
    return next((shape for grid in grids if (shape := _shape(grid, words))), None)


def _shape(grid: Grid, words: Vocabulary) -> Shape | None:
    labels: dict[tuple[int, int], str] = {}
    for row in range(grid.sheet.top, min(grid.bottom, grid.sheet.top + _UPPER_ROWS)):
        for column in range(grid.sheet.left, grid.right):
            value = grid.value(row, column)
            if not isinstance(value, str):
                continue
            if len({key for part in re.split(r"[\s,，;；、|]+", value) if (key := words.find(part))}) >= _LABELS:
                return IN_ONE_COLUMN
            if key := words.find(value):
                labels[row, column] = key
    if "name" not in labels.values() or len(set(labels.values())) < _LABELS:
        return None
    [(column, count)] = Counter(column for _, column in labels).most_common(1)
    people = next((_filled_beside(grid, row, column) for (row, c), key in labels.items() if (c, key) == (column, "name")), 0)
    return ON_ITS_SIDE if people > 1 and count >= _LABELS and count >= _NEARLY_ALL * len(labels) else CARD


def _filled_beside(grid: Grid, row: int, column: int) -> int:
    return sum(not is_blank(grid.value(row, other)) for other in range(column + 1, grid.right))
