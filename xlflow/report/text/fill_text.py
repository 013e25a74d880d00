"""What 自动填充 changed, as lines for people: the counts, then every cell with old → new and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

_LONGEST = 40


class Filled(Protocol):
    """A cell that was filled."""

    @property
    def sheet(self) -> str:
        """The sheet."""

    @property
    def cell(self) -> str:
        """The address."""

    @property
    def label(self) -> str:
        """The header of the column."""

    @property
    def old(self) -> str:
        """What stood there."""

    @property
    def new(self) -> str:
        """What stands there now; empty where the cell is emptied."""

    @property
    def why(self) -> str:
        """Where the value comes from."""


def fill_text(changes: Sequence[Filled], *, dry_run: bool) -> Iterator[str]:
    """The lines; `changes` sheet by sheet."""
    if not changes:
        yield "没有需要填充的格。"
        return
    fresh = sum(not change.old for change in changes)
    yield f"{'将' if dry_run else '已'}填 {fresh} 个空格，更新 {len(changes) - fresh} 格。"
    for sheet, cells in groupby(changes, key=lambda change: change.sheet):
        yield ""
        yield sheet
        for change in cells:
            new = _short(change.new) or "（清空）"
            old = f"{_short(change.old)} → " if change.old else ""
            yield f"  {change.cell}  {change.label}：{old}{new}（{change.why}）"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
