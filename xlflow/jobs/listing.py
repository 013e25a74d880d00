"""The list of a folder while its documents are made: what was there before, what was made, what is no longer needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from xlflow import __version__
from xlflow.files.save import save
from xlflow.jobs.composed import Composed
from xlflow.jobs.manifest import INDEX, MANIFEST, Entry, Manifest, State, earlier_entries
from xlflow.report.manifest_book import Line, ManifestHead, manifest_book
from xlflow.schemes.scheme import Scheme

_NAMED_AT_MOST = 8


class Listing:
    """The list of one folder. `changed`: documents whose inputs are as they were are left alone.

    Raises `OutputError` where the list of an earlier run cannot be read.
    """

    def __init__(self, folder: Path, *, changed: bool) -> None:
        self._folder, self._changed = folder, changed
        self._earlier = earlier_entries(folder)
        self._entries: list[Entry] = []

    def unchanged(self, entry: Entry) -> Entry | None:
        """The line of a document that is there and has these inputs already; None where it has to be made."""
        known = self._earlier.get(entry.file.casefold())
        if not self._changed or known is None or not known.key or known.key != entry.key or not (self._folder / entry.file).is_file():
            return None
        return replace(entry, state=State.UNCHANGED, sha256=known.sha256, day=known.day)

    def replaceable(self, entry: Entry) -> str:
        """The sha256 of the file that may be replaced by the document: it is ours, and nobody has changed it since."""
        known = self._earlier.get(entry.file.casefold())
        return known.sha256 if self._changed and known else ""

    def add(self, entry: Entry) -> None:
        """One more line. A document that could not be made this time keeps what is known of the file that is still there."""
        known = self._earlier.get(entry.file.casefold()) if entry.state is State.FAILED else None
        self._entries.append(replace(entry, sha256=known.sha256, day=known.day) if known else entry)

    def close(self, kinds: Collection[str]) -> tuple[Composed, ...]:
        """Adds what the folder has besides; returns what is no longer needed: files of these kinds that nobody asks for now."""
        listed = {entry.file.casefold() for entry in self._entries}
        gone = []
        for name, entry in self._earlier.items():
            if name in listed or not (self._folder / entry.file).is_file():
                continue
            state = State.GONE if entry.document in kinds or entry.state is State.GONE else State.EARLIER
            self._entries.append(replace(entry, state=state, message=""))
            if state is State.GONE:
                gone.append(Composed(self._folder / entry.file, entry.document, entry.title, entry.about))
        return tuple(gone)

    def documents(self) -> list[Path]:
        """The files of this run, made or found unchanged, in their order."""
        return [self._folder / entry.file for entry in self._entries if entry.state in (State.MADE, State.UNCHANGED)]

    def write(self, source: str, scheme: Scheme, day: date) -> tuple[Path, ...]:
        """Writes 材料清单.json and 材料清单.xlsx; nothing where there is nothing to list."""
        if not any(entry.file and entry.state is not State.FAILED for entry in self._entries):
            return ()
        manifest = Manifest(source, f"{scheme.id} {scheme.version}", __version__, day.isoformat(), tuple(self._entries))
        head = ManifestHead(scheme.title, source, day, {state.value: manifest.accounts[state.name.lower()] for state in State})
        lines = [Line(e.file, e.title, e.about, e.state.value, e.template, e.day, e.message, e.origins) for e in self._entries]
        return (
            save(self._folder / MANIFEST, manifest.text().encode()),
            save(self._folder / INDEX, lambda file: manifest_book(head, lines, file)),
        )


def gone_note(gone: Sequence[Composed]) -> Iterator[str]:
    """A sentence about documents that are no longer needed."""
    if gone:
        more = f"等{len(gone)}份" if len(gone) > _NAMED_AT_MOST else ""
        names = "、".join(document.path.name for document in gone[:_NAMED_AT_MOST])
        yield f"表里已没有这些材料所写的人或会议，文件留在原处，请核对后自行处理：{names}{more}。"
