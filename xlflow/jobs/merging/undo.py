"""Taking back merges: the roster as it was before the last one, face and heart together, as often as there are pairs in 备份.

Numbers of documents that were given since stay given. What is taken back is kept in 备份 itself, so an undo can be undone by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.errors import XlflowError
from xlflow.files.writing.file_names import digest_of
from xlflow.files.writing.roster_backups import Pair, keep_pair, pairs_of
from xlflow.files.writing.save import save
from xlflow.files.writing.sqlite_store import SqliteStore, store_path
from xlflow.jobs.composing.numbering import enter_numbers
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.copies import refuse_open
from xlflow.jobs.running.progress import silent
from xlflow.jobs.running.read_file import read_file
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.roster.register import Entry, cells_of_entry, entries_of
from xlflow.roster.roster_scheme import REGISTER
from xlflow.roster.roster_state import State
from xlflow.tables.records import plain


class UndoableMerge(Struct, frozen=True):
    """A merge that can be taken back: its day, its counts, and the pair that shows the roster as it was before."""

    day: date
    counts: Mapping[str, Any]
    before: Pair

    @property
    def words(self) -> str:
        """2026-06-30 汇总：并入 12 个文件，新增 30 人；之前的清单库：清单库-20260630-101500.xlsx."""
        before = self.before.face.name if self.before.face else "没有"
        return (
            f"{self.day} 汇总：并入 {self.counts['files']['merged']} 个文件，新增 {self.counts['people']['added']} 人；"
            f"之前的清单库：{before}"
        )

    def as_dict(self) -> dict[str, Any]:
        """As `merge --list-undo --json` prints it."""
        face = self.before.face
        return {"day": self.day.isoformat(), "counts": self.counts, "backup": face.name if face else None, "heart": self.before.heart.name}


class Undone(Struct, frozen=True):
    """What was taken back. `is_gone`: there was no roster before; `was_edited`: edits made since the merge are in the backup only."""

    taken_back: UndoableMerge
    kept: Pair
    is_gone: bool
    was_edited: bool
    numbers_kept: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the run."""
        return tuple(_notes(self))


def undoable(roster: Path) -> tuple[UndoableMerge, ...]:
    """The merges that can be taken back one after the other, the last one first."""
    return tuple(_undoable(roster, SqliteStore(store_path(roster)).load()))


def _undoable(roster: Path, state: State) -> Iterator[UndoableMerge]:
    journal = state.journal
    for pair in pairs_of(roster):
        before = pair.state().journal
        if journal and before == journal[: len(before)] and len(before) == len(journal) - 1:
            yield UndoableMerge(journal[-1].day, journal[-1].counts, pair)
            journal = journal[:-1]


def undo_merge(roster: Path) -> Undone:
    """Take back the last merge. `XlflowError` where there is none to take back; the roster is then as it was."""
    store = SqliteStore(store_path(roster))
    state = store.load()
    last = next(_undoable(roster, state), None)
    if last is None:
        raise XlflowError(
            f"{roster}: 没有可以撤销的汇总；" + ("“备份”文件夹里没有上一次汇总之前的清单库。" if state.journal else "这里还没有汇总过。")
        )
    refuse_open(roster)
    was_edited = digest_of(roster) not in (None, state.face, state.coming)
    kept = keep_pair(roster, datetime.now())
    before = last.before.state()
    given = _given_since(before, state)
    own = {**before.own, REGISTER: (*before.own.get(REGISTER, ()), *map(cells_of_entry, given))} if given else before.own
    face = last.before.face
    if face is None:
        store.restore(last.before.heart, "", own, lambda: roster.unlink(missing_ok=True))
    else:
        content = face.read_bytes()
        store.restore(last.before.heart, digest_of(face) or "", own, lambda: _publish(roster, content))
        if given:
            _enter(roster, given)
    return Undone(last, kept, face is None, was_edited, tuple(entry.number for entry in given))


def _given_since(before: State, now: State) -> tuple[Entry, ...]:
    """The numbers of documents that were given after the merge: they have gone out on paper and stay taken."""
    known = {entry.identity for entry in entries_of(before.own.get(REGISTER, ()))}
    return tuple(entry for entry in entries_of(now.own.get(REGISTER, ())) if entry.identity not in known)


def _enter(roster: Path, given: tuple[Entry, ...]) -> None:
    """Show the numbers in 发文登记 of the face that was put back."""
    reading = in_child(read_file, roster, None, progress=silent)
    shown = entries_of([{key: plain(value) for key, value in record.values.items()} for record in reading.records(REGISTER)])
    enter_numbers(roster, reading, (*shown, *given), len(shown), (), scheme_for(reading.stamp, None), None)


def _publish(roster: Path, content: bytes) -> None:
    save(roster, content)


def _notes(undone: Undone) -> Iterator[str]:
    merged = undone.taken_back
    yield f"已撤销 {merged.day} 的汇总（并入 {merged.counts['files']['merged']} 个文件）；撤销前的清单库留在“备份”中。"
    if undone.is_gone:
        yield "那是第一次汇总，撤销后这里没有清单库了。"
    if undone.was_edited:
        yield "那次汇总之后的人工修改也一并撤下，原样见“备份”。"
    if undone.numbers_kept:
        yield f"那次汇总之后给出的文号 {'、'.join(undone.numbers_kept)} 仍留在“发文登记”中，不会再用。"
