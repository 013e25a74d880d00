"""Where the cells of a sheet end that hold something: Excel counts formatted ones as used, which may be a million rows."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace


class Box(Struct, frozen=True):
    """A rectangle of cells: its upper left one, from 0, its height and width."""

    top: int
    left: int
    height: int
    width: int = 1


def filled(box: Box, is_blank: Callable[[Box], bool]) -> Box:
    """The box without the blank rows below and the blank columns at the right, at least one cell; asks some forty times at most."""
    height = _count(box.height, lambda row: is_blank(replace(box, top=box.top + row, height=box.height - row)))
    rows = replace(box, height=height)
    return replace(rows, width=_count(box.width, lambda column: is_blank(replace(rows, left=box.left + column, width=box.width - column))))


def _count(most: int, is_blank_from: Callable[[int], bool]) -> int:
    """The least count from which on everything is blank, and at least one."""
    least = 1
    while least < most:
        middle = (least + most) // 2
        if is_blank_from(middle):
            most = middle
        else:
            least = middle + 1
    return most
