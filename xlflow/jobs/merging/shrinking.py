"""A merge that would take people or units out of the roster: a wrong folder, an old copy, a form that lost its rows.

Who has really withdrawn leaves by a newer form of the unit; that is said once, name by name, before it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlflow.errors import XlflowError
from xlflow.roster.roster_merge import MergeOutcome
from xlflow.roster.roster_state import State
from xlflow.roster.submitted_rows import Plain, RowState
from xlflow.schemes.table_roles import NOMINEES

_NAMED = 30
"""People whom the sentence names; the number of the others follows."""


class ShrinkError(XlflowError):
    """A merge would take people or units out of the roster. `people` and `units` say whom."""

    def __init__(self, roster: Path, people: Sequence[str], units: Sequence[str]) -> None:
        self.people, self.units = tuple(people), tuple(units)
        parts = [f"{len(people)} 人将退出本批：{_some(people)}"] if people else []
        parts += [f"{len(units)} 个支部将不再有人：{_some(units)}"] if units else []
        super().__init__(
            f"{roster}: 没有汇总。照这次的文件，清单库中原有的{'；'.join(parts)}。"
            "请先核对是不是放错了文件夹、报来的是空表或旧表；确要退出的，加上 --allow-shrink 再汇总一次。"
        )


def refuse_shrink(roster: Path, before: State, outcome: MergeOutcome) -> None:
    """`ShrinkError` where people or units that stand in the roster would no longer do so."""
    now = list(_standing(outcome.state))
    staying, units = {_who(cells) for cells in now}, {_unit(cells) for cells in now}
    was = list(_standing(before))
    people = sorted({_shown(cells) for cells in was if _who(cells) not in staying})
    gone = sorted({_unit(cells) for cells in was} - units)
    if people or gone:
        raise ShrinkError(roster, people, [f"{unit}（{round_name}）" if round_name else unit for unit, round_name in gone])


def _standing(state: State) -> Iterator[Mapping[str, Plain]]:
    """The nominees of the roster that are in their round, as they were last written."""
    for (table, _), cells in state.base.items():
        if table == NOMINEES and cells.get("row_state") != RowState.WITHDRAWN.value:
            yield cells


def _who(cells: Mapping[str, Plain]) -> tuple[object, ...]:
    """By name, branch, round and type: somebody whose number was corrected is the same person still."""
    return tuple(cells.get(key) for key in ("name", "branch", "round", "recommendation_type"))


def _unit(cells: Mapping[str, Plain]) -> tuple[str, str]:
    return (str(cells.get("branch", "")), str(cells.get("round", "")))


def _shown(cells: Mapping[str, Plain]) -> str:
    return "，".join(str(cells[key]) for key in ("name", "branch", "round") if cells.get(key))


def _some(names: Sequence[str]) -> str:
    more = f" 等，另有 {len(names) - _NAMED} 个" if len(names) > _NAMED else ""
    return "；".join(names[:_NAMED]) + more
