"""文号 and 期号 before the documents are made: taken from 发文登记 in the roster, new ones written into it first.

First the register, then the documents: a document whose number stands nowhere must not go out. The roster is edited in place, with a
backup, and only where a document gets a number that is not in the register yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from xlflow.documents.context.document_files import filled, given_number, identity_of, series_of
from xlflow.documents.context.document_names import mapping_of
from xlflow.documents.context.material import Material, Person
from xlflow.documents.context.printed_values import Printer
from xlflow.documents.context.subjects import DocumentSubject
from xlflow.domain.document_numbers import Series
from xlflow.errors import OutputError
from xlflow.files.editing.cell_edits import AddedPage, CellEdit, Look, PageCell, PageRow, SheetEdits
from xlflow.files.writing.save import save
from xlflow.files.writing.sqlite_store import SqliteStore, store_path
from xlflow.jobs.composing.planned_documents import Draft
from xlflow.jobs.running.copies import cell_edit, edited, refuse_open
from xlflow.messages import some_of
from xlflow.roster.read_back import own_rows
from xlflow.roster.register import LETTER_NUMBER, Entry, Key, Want, cells_of_entry, entries_of, identity, issue, remarks, withdrawn
from xlflow.roster.roster_pages import typed_pages_of
from xlflow.roster.roster_scheme import REGISTER, roster_scheme
from xlflow.roster.submitted_rows import Plain
from xlflow.schemes.parts import Document, Field
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import Position
from xlflow.tables.records import TableHeader, WorkbookReading

_NAMED = 6


class Numbering(Struct, frozen=True):
    """The number of every document that has one, and what people should know. `refusal`: why no new numbers could be registered."""

    numbers: dict[tuple[str, str, str], str]
    notes: tuple[str, ...] = ()
    refusal: str = ""


Register = Callable[[Sequence[SheetEdits], AddedPage | None], None]
"""Writes new numbers into a roster that is open, and saves it; `OutputError` where that is not possible."""


def number(
    source: Path,
    reading: WorkbookReading,
    material: Material,
    wanted: Sequence[tuple[Document, Sequence[DocumentSubject]]],
    day: date,
    register: Register | None = None,
) -> Numbering:
    """The numbers of the wanted documents of a roster; the register in it is written where there are new ones.

    A number that stands in 推荐函文号 of all people of a letter is respected, and registered. Where the roster cannot be written (it is
    open somewhere, and no `register` writes into it), the numbers that it has already still hold.
    """
    if reading.stamp is None or reading.stamp.kind != "roster":
        return Numbering({})
    wants = list(_wants(wanted, material))
    if not wants:
        return Numbering({})
    shown = entries_of(typed_pages_of(reading, REGISTER))
    typed = [str(value) for person in material.people if (value := person.value(LETTER_NUMBER))]
    known = entries_of(own_rows(SqliteStore(store_path(source)).load().own, reading).get(REGISTER, ()))
    entries, numbers = issue(known, wants, typed, day)
    proposed = _proposed(wanted, material, numbers, withdrawn(entries))
    try:
        if entries != shown or proposed:
            enter_numbers(source, reading, entries, len(shown), proposed, material.scheme, register)
    except OutputError as error:
        held = {entry.key: entry.number for entry in shown if entry.key}
        return Numbering(_by_identity({want.key: held[want.key] for want in wants if want.key in held}), refusal=str(error))
    return Numbering(_by_identity(numbers), (*_told(source.name, entries[len(known) :], proposed), *remarks(entries)))


def is_unnumbered(draft: Draft, material: Material) -> bool:
    """Whether a document that should have a number of a series has none."""
    identity = identity_of(draft.document, draft.subject, material)
    return series_of(draft.document, material) is not None and identity not in material.numbers


def number_of(draft: Draft, material: Material) -> str:
    """The number that the register holds for a document; "" where it has none."""
    return material.numbers.get(identity_of(draft.document, draft.subject, material), "")


def _wants(wanted: Sequence[tuple[Document, Sequence[DocumentSubject]]], material: Material) -> Iterator[Want]:
    for document, about in wanted:
        series = series_of(document, material)
        if series is not None:
            printer = Printer(material.scheme, document.audience)
            for subject in about:
                title = filled(document.title, mapping_of(document, subject, material, printer), where=document.id)
                yield Want(Key(*identity_of(document, subject, material)), title, Series(*series), given_number(document, subject))


def _by_identity(numbers: dict[Key, str]) -> dict[tuple[str, str, str], str]:
    return {(key.document, key.about, key.occasion): text for key, text in numbers.items()}


def _proposed(
    wanted: Sequence[tuple[Document, Sequence[DocumentSubject]]], material: Material, numbers: dict[Key, str], out_of_use: frozenset[str]
) -> list[tuple[Person, str]]:
    """The people of the letters whose 推荐函文号 is still empty, or says a number out of use, with the number of their letter."""
    found = []
    for document, about in wanted:
        for subject in about if document.scope == "party_branch" and document.number else ():
            text = numbers.get(Key(*identity_of(document, subject, material)))
            if text:
                found += [(person, text) for person in subject.people if not _cell(person) or identity(_cell(person)) in out_of_use]
    return found


def _cell(person: Person) -> str:
    """What stands in 推荐函文号 of a person's row; "" where it is empty."""
    return str(person.row.record.values.get(LETTER_NUMBER, "")) if person.row.record else ""


def enter_numbers(
    source: Path,
    reading: WorkbookReading,
    entries: Sequence[Entry],
    there: int,
    proposed: Sequence[tuple[Person, str]],
    scheme: Scheme,
    register: Register | None,
) -> None:
    """Write the entries behind those that are `there` into the register, and the numbers into the rows of the people.

    Workbook and store change together or not at all. A number in a row of a person is an edit like those of people: the next merge has
    to read it back, and so has it all of an open roster, whose bytes only Excel knows.
    """
    shown = roster_scheme(scheme)
    header = next((table.header for table in reading.tables if table.header.table == REGISTER), None)
    edits = list(_letter_numbers(proposed))
    page = None
    if header is None:
        page = _new_page(entries, shown)
    else:
        last = max((record.row for record in reading.records(REGISTER)), default=header.rows[1])
        edits.append(SheetEdits(header.sheet, _lines(entries[there:], header, last, shown)))
    store = SqliteStore(store_path(source))
    own = {**own_rows(store.load().own, reading), REGISTER: tuple(map(cells_of_entry, entries))}
    if register is not None:
        store.keep_own(own, "", "", lambda: register(edits, page))
        return
    refuse_open(source)
    content = edited(source, reading.sha256, edits, page)
    before = "" if proposed else reading.sha256
    store.keep_own(own, before, hashlib.sha256(content).hexdigest(), lambda: _publish(source, content))


def _publish(source: Path, content: bytes) -> None:
    save(source, content, backup_at=datetime.now())


def _lines(entries: Sequence[Entry], header: TableHeader, last: int, scheme: Scheme) -> dict[Position, CellEdit]:
    """The cells of new lines below the last one; `last` counts from 1, cells from 0."""
    fields = {field.key: field for field in scheme.fields[REGISTER]}
    return {
        (row, header.columns[key] - 1): _edit(fields[key], value)
        for row, entry in enumerate(entries, last)
        for key, value in cells_of_entry(entry).items()
        if key in header.columns
    }


def _edit(field: Field, value: Plain) -> CellEdit:
    if field.key == "registered_on":
        return cell_edit(field, date.fromisoformat(str(value)), is_form=False)
    return cell_edit(field, value, is_form=False)


def _letter_numbers(proposed: Sequence[tuple[Person, str]]) -> Iterator[SheetEdits]:
    cells: dict[str, dict[Position, CellEdit]] = {}
    for person, text in proposed:
        record = person.row.record
        position = record.position(LETTER_NUMBER) if record else None
        if record and position:
            cells.setdefault(record.header.sheet, {})[position[0] - 1, position[1] - 1] = CellEdit(text)
    for sheet, own in cells.items():
        yield SheetEdits(sheet, own)


def _new_page(entries: Sequence[Entry], scheme: Scheme) -> AddedPage:
    """The sheet of a roster that was made before there was a register."""
    fields = scheme.fields[REGISTER]
    head, body = Look(bold=True, centred=True, line="BFBFBF"), Look(line="BFBFBF")
    rows = [PageRow(tuple(PageCell(field.label, head) for field in fields))]
    for entry in entries:
        cells = cells_of_entry(entry)
        rows.append(PageRow(tuple(PageCell(str(cells.get(field.key, "")), body) for field in fields)))
    return AddedPage(scheme.tables[REGISTER].sheet, tuple(field.width or 12 for field in fields), tuple(rows))


def _told(roster: str, entries: Sequence[Entry], proposed: Sequence[tuple[Person, str]]) -> Iterator[str]:
    """What was written into the roster."""
    for old, new in dict.fromkeys((_cell(person), text) for person, text in proposed if _cell(person)):
        yield f"文号 {old} 在“发文登记”表里已作废，推荐函改用 {new}，“推荐函文号”也已改填；已经发出的旧函请收回。"
    if entries:
        numbers = some_of([entry.number for entry in entries], _NAMED, "等{}个")
        letters = f"，并填入 {len(proposed)} 人的“推荐函文号”" if proposed else ""
        yield f"已在“{roster}”的“发文登记”表登记 {numbers}{letters}；原来的清单库在“备份”文件夹。"
    elif proposed:
        yield f"已按“发文登记”表在“{roster}”填入 {len(proposed)} 人的“推荐函文号”；原来的清单库在“备份”文件夹。"
