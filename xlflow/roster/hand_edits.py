"""What people change in the roster by hand, and how it meets what branches say later (three-way comparison).

An edit remembers the value that it replaced. As long as the branch still says that value, the edit stands; if the branch says something
else now, both have changed and somebody has to decide.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from xlflow.roster.submitted_rows import Plain

RowId = tuple[str, str]
"""Table and row key."""


class Edit(Struct, frozen=True):
    """A cell changed by hand: its value (None: emptied), the branch's value then, and values of others that were decided against."""

    value: Plain | None
    over: Plain | None
    against: tuple[Plain, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether the cell is back at what the branch said, and nothing was decided."""
        return self.value == self.over and not self.against


Edits = Mapping[RowId, Mapping[str, Edit]]
Base = Mapping[RowId, Mapping[str, Plain]]
"""The cells of every row of the roster as they were written."""


def applied(
    values: Mapping[str, Plain], edits: Mapping[str, Edit], committee: frozenset[str]
) -> tuple[dict[str, Plain], list[tuple[str, Plain | None, Plain]]]:
    """A row with its edits, and the fields in which the branch has changed its mind since: field, the edit's value, the branch's."""
    shown, both_changed = dict(values), []
    for key, edit in edits.items():
        said = values.get(key)
        if said is not None and said not in (edit.value, edit.over, *edit.against) and key not in committee:
            both_changed.append((key, edit.value, said))
        if edit.value is None:
            shown.pop(key, None)
        else:
            shown[key] = edit.value
    return shown, both_changed


def with_changes(edits: Edits, base: Base, was: Base, now: Base, ours: frozenset[str]) -> dict[RowId, dict[str, Edit]]:
    """The edits and those that the face shows besides.

    `was` is the face as it was written and `now` as it is, both read in the same way: what differs was changed by hand. `base` holds the
    cells that were written, before any reading. Cells of `ours` are written by the tool.
    """
    result = {row: dict(cells) for row, cells in edits.items()}
    for row in was.keys() & now.keys() & base.keys():
        before, after = was[row], now[row]
        cells = result.setdefault(row, {})
        for key in dict.fromkeys((*before, *after)):
            if key in ours or after.get(key) == before.get(key):
                continue
            known = cells.get(key)
            cells[key] = replace(known, value=after.get(key)) if known else Edit(after.get(key), base[row].get(key))
            if cells[key].says_nothing:
                del cells[key]
        if not cells:
            del result[row]
    return result


def decided(
    edits: Edits, row: RowId, key: str, value: Plain | None, *, over: Plain | None, against: Plain | None = None
) -> dict[RowId, dict[str, Edit]]:
    """The edits with a decision: the cell shows `value`, whatever another file says with `against`."""
    result = {each: dict(cells) for each, cells in edits.items()}
    before = result.setdefault(row, {}).get(key, Edit(value, over))
    refused = before.against if against is None else tuple(dict.fromkeys((*before.against, against)))
    result[row][key] = replace(before, value=value, against=refused)
    return result
