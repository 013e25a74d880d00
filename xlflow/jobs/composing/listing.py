"""The list of a folder while its documents are made: what was there before, what was made, what is no longer needed."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from xlflow import __version__
from xlflow.documents.context.material import Material
from xlflow.jobs.composing.manifest import INDEX, MANIFEST, Composed, Entry, Head, State, earlier_entries, entry_of, manifest_text
from xlflow.jobs.composing.planned_documents import NAMED_AT_MOST
from xlflow.jobs.composing.printing_pdf import Beside
from xlflow.messages import some_of
from xlflow.report.workbooks.manifest_book import Line, ManifestHead, manifest_book
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import WorkbookReading


class Spool:
    """Entries in the order in which they came; each can be read again."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the list
        self._starts = array("Q")

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._starts)

    def add(self, entry: Entry) -> None:
        """One more entry."""
        self._starts.append(self._file.seek(0, 2))
        self._file.write(json.dumps(entry.as_dict(), ensure_ascii=False).encode() + b"\n")

    def change(self, number: int, entry: Entry) -> None:
        """Another entry in the place of one of this number."""
        self.add(entry)
        self._starts[number] = self._starts.pop()

    def lines(self) -> Iterator[bytes]:
        """Every entry as the file of the list holds it."""
        for number in range(len(self)):
            yield self._line(number)

    def entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """The entries of these numbers, from 0."""
        for number in numbers:
            yield entry_of(json.loads(self._line(number)))

    def _line(self, number: int) -> bytes:
        self._file.seek(self._starts[number])
        return self._file.readline().rstrip(b"\n")

    def close(self) -> None:
        """Gives up the entries."""
        self._file.close()


_STANDING = (State.MADE, State.UNCHANGED)
_LOST = "生成以后文件不见了，可能被删去或移走；请不要动这个文件夹，再生成一次。"


class _Listed(Struct, frozen=True):
    """What is kept at hand of an entry: its file and what has become of it."""

    file: str
    state: State

    @property
    def folder(self) -> str:
        """The folder within the folder of the list; "" for none."""
        return self.file.rpartition("/")[0]


class Listing:
    """The list of one folder. `changed`: documents whose inputs are as they were are left alone.

    `owner`: the branch whose documents these are. Those of other branches are never replaced, and never told to be needed no longer.

    Raises `OutputError` where the list of an earlier run cannot be read.
    """

    def __init__(self, folder: Path, *, changed: bool, owner: str) -> None:
        self._folder, self._changed, self._owner = folder, changed, owner
        self._earlier = earlier_entries(folder)
        self._spool = Spool()
        self._listed: list[_Listed] = []

    def __enter__(self) -> Listing:
        """The list, which lies on the disk while it grows."""
        return self

    def __exit__(self, *_: object) -> None:
        """Gives the space on the disk back."""
        self._spool.close()

    def unchanged(self, entry: Entry) -> Entry | None:
        """The line of a document that is there and has these inputs already; None where it has to be made."""
        known = self._earlier.get(entry.file.casefold())
        if not self._changed or known is None or not known.key or known.key != entry.key or not (self._folder / entry.file).is_file():
            return None
        return replace(entry, state=State.UNCHANGED, sha256=known.sha256, day=known.day)

    def replaceable(self, entry: Entry) -> str:
        """The sha256 of the file that may be replaced by the document: it is ours, and nobody has changed it since."""
        known = self._earlier.get(entry.file.casefold())
        return known.sha256 if self._changed and known and self._is_own(known) else ""

    def _is_own(self, known: Entry) -> bool:
        return known.owner in ("", self._owner)

    def add(self, entry: Entry) -> None:
        """One more line. A document that could not be made this time keeps what is known of the file that is still there."""
        known = self._earlier.get(entry.file.casefold()) if entry.state is State.FAILED else None
        told = {"sha256": known.sha256, "day": known.day, "owner": known.owner} if known else {"owner": self._owner}
        self._add(replace(entry, **told))

    def _add(self, entry: Entry) -> None:
        self._spool.add(entry)
        self._listed.append(_Listed(entry.file, entry.state))

    def lost(self) -> Iterator[Entry]:
        """The documents of this run that are no longer where they were written; the list tells them as not made."""
        for number, listed in enumerate(self._listed):
            if listed.state in _STANDING and not (self._folder / listed.file).is_file():
                (entry,) = self._spool.entries([number])
                entry = replace(entry, state=State.FAILED, key="", sha256="", message=_LOST)
                self._spool.change(number, entry)
                self._listed[number] = _Listed(entry.file, entry.state)
                yield entry

    def close(self, kinds: Collection[str]) -> tuple[Composed, ...]:
        """Adds what the folder has besides; returns what is no longer needed: files of these kinds that nobody asks for now."""
        listed = {entry.file.casefold() for entry in self._listed}
        gone = []
        for name, entry in self._earlier.items():
            if name in listed or not (self._folder / entry.file).is_file():
                continue
            is_missed = self._is_own(entry) and entry.document in kinds
            state = State.GONE if is_missed or entry.state is State.GONE else State.EARLIER
            self._add(replace(entry, state=state, message=""))
            if state is State.GONE and self._is_own(entry):
                gone.append(Composed(self._folder / entry.file, entry.document, entry.title, entry.about))
        return tuple(gone)

    def documents(self) -> list[Path]:
        """The files of this run, made or found unchanged, in their order."""
        return [self._folder / entry.file for entry in self._listed if entry.state in _STANDING]

    def write(self, source: str, scheme: Scheme, day: date) -> Beside:
        """Writes 材料清单.json and 材料清单.xlsx, the latter into every folder within too; nothing where there is nothing to list.

        The list of the whole is the last of the files.
        """
        beside = Beside()
        if not any(entry.file and entry.state is not State.FAILED for entry in self._listed):
            return beside
        head = Head(source, f"{scheme.id} {scheme.version}", __version__, day.isoformat(), Counter(entry.state for entry in self._listed))
        within: dict[str, list[int]] = {}
        for number, entry in enumerate(self._listed):
            within.setdefault(entry.folder, []).append(number)
        within.pop("", None)
        index = self._index(scheme.title, source, day)
        for folder, numbers in within.items():
            if (self._folder / folder).is_dir():
                beside.save(self._folder / folder / INDEX, index(numbers, f"{folder}/"))
        beside.save(self._folder / MANIFEST, lambda file: file.writelines(manifest_text(head, self._spool.lines())))
        beside.save(self._folder / INDEX, index(range(len(self._listed)), ""))
        return beside

    def _index(self, scheme: str, source: str, day: date) -> Callable[[Sequence[int], str], Callable[[BinaryIO], None]]:
        """What writes 材料清单.xlsx of some of the entries, those of a folder."""

        def writer(numbers: Sequence[int], folder: str) -> Callable[[BinaryIO], None]:
            counted = Counter(self._listed[number].state for number in numbers)
            head = ManifestHead(scheme, source, day, {state.value: counted[state] for state in State}, folder.rstrip("/"))

            def lines() -> Iterator[Line]:
                for e in self._spool.entries(numbers):
                    yield Line(e.file.removeprefix(folder), e.title, e.about, e.state.value, e.template, e.day, e.message, e.origins)

            return lambda file: manifest_book(head, lines, file)

        return writer


def owner_of(reading: WorkbookReading, material: Material) -> str:
    """The branch whose form a workbook is, whatever the file is called; "" for lists and rosters, which go over branches."""
    branches = {unit.fact("branch") for unit in material.units}
    return branches.pop() if reading.is_standard_form and len(branches) == 1 else ""


def gone_note(gone: Sequence[Composed]) -> Iterator[str]:
    """A sentence about documents that are no longer needed."""
    if gone:
        names = some_of([document.path.name for document in gone], NAMED_AT_MOST, "等{}份")
        yield f"表里已没有这些材料所写的人或会议，文件留在原处，请核对后自行处理：{names}。"
