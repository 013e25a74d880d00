"""生成材料: the papers of one workbook, a document for each person, meeting, branch, Party branch or committee.

What is wrong with one document (a value that is due and empty, a faulty template, a file that is already there) is said in the result
and stops that document only. Facts that a list of unknown origin cannot have (所属团委, 对应党支部) are printed as lines to write on,
and the notes say which: nothing is ever invented. A letter names only people who passed vote and inspection and whose public notice
has ended without an objection that stands; who else passed is named in the notes with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.documents.context.committee_names import BEFORE_THE_VOTE, is_due
from xlflow.documents.context.document_files import FolderOf, by_recipient, no_folders
from xlflow.documents.context.document_sources import origins
from xlflow.documents.context.material import Material, Person
from xlflow.documents.context.printed_values import Printer
from xlflow.documents.context.subjects import DocumentSubject, subjects
from xlflow.documents.template import UnfilledError
from xlflow.domain.periods import Period
from xlflow.errors import TemplateError, XlflowError
from xlflow.files.writing.file_names import shown_name
from xlflow.files.writing.save import refuse_no_folder
from xlflow.jobs.composing.composable import chosen_people, material_of, wanted_documents, with_faults
from xlflow.jobs.composing.listing import Listing, gone_note, owner_of
from xlflow.jobs.composing.makers import WordMaker, WorkbookMaker, maker_of
from xlflow.jobs.composing.manifest import Composed, ComposeResult, Entry, NotComposed, State
from xlflow.jobs.composing.numbering import Register, is_unnumbered, number, number_of
from xlflow.jobs.composing.planned_documents import (
    Draft,
    blanks_note,
    drafts_of,
    faulty_rows_note,
    left_out_note,
    owed_note,
    reserved_note,
    unreviewed_note,
    voted_note,
)
from xlflow.jobs.composing.printing_pdf import extras, refuse_without
from xlflow.jobs.composing.production import Order, Outcome, Pending, Production, Work, written
from xlflow.jobs.composing.trial import Trials, is_shipped, own_templates
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.jobs.running.read_file import read_file
from xlflow.jobs.schemes.which_scheme import foreign_note, scheme_for
from xlflow.jobs.statistics import asked_period
from xlflow.schemes.parts import Document
from xlflow.schemes.table_roles import UNIT
from xlflow.tables.raw import RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

_OF_COMMITTEE = ("unit", "period")
"""Scopes that are about no person: `who` leaves them out unless they are asked for by name."""


class ComposeOrder(Struct, frozen=True, kw_only=True):
    """What is asked of one run of 生成材料, given once and handed down.

    `documents`: ids or titles of the scheme's documents; without them all that the workbook has rows for. `who`: names, student or ID
    numbers; documents about one person are made for these people only, documents about several where one of them is concerned, and
    then whole. `period` (2026, 2026Q1): the documents about that period, and no others unless they are asked for.
    `folders`: the papers of each branch in a folder of its own, those for the Party branches and those of the committee in theirs.
    `changed`: only documents whose inputs differ from those in the list of the folder (材料清单); the others are left as they are.
    `bundle`: one .docx of all documents for the printer. `pdf`: each document, and the bundle, as PDF too. `jobs`: worker processes.
    `templates`: a folder of one's own templates, each called by the id or the title of its document; what did not come with the program
    is tried first, and only ever filled in by a limited process. `register` writes new numbers of documents into a roster that is open.
    """

    output: Path
    as_of: date
    scheme: str | Path | None = None
    documents: Sequence[str] = ()
    who: Sequence[str] = ()
    period: str | None = None
    folders: bool = False
    overwrite: bool = False
    changed: bool = False
    bundle: Path | None = None
    pdf: bool = False
    jobs: int | None = None
    templates: Path | None = None
    register: Register | None = None
    progress: Progress = silent


def compose(
    source: Path,
    *,
    output: Path,
    scheme: str | Path | None = None,
    as_of: date,
    documents: Sequence[str] = (),
    who: Sequence[str] = (),
    period: str | None = None,
    folders: bool = False,
    overwrite: bool = False,
    changed: bool = False,
    bundle: Path | None = None,
    pdf: bool = False,
    jobs: int | None = None,
    templates: Path | None = None,
    progress: Progress = silent,
) -> ComposeResult:
    """The documents of a branch workbook (standard form or any list) or of a roster, written into the folder `output`.

    The arguments are those of `ComposeOrder`. Numbers of documents come from 发文登记 in the roster, and new ones are written into it
    before the documents are made.
    Raises `UsageError` for an unknown document or person, `XlflowError` where the workbook cannot be read or holds nobody,
    or nothing can be put into `output`.
    """
    order = ComposeOrder(
        output=output,
        scheme=scheme,
        as_of=as_of,
        documents=documents,
        who=who,
        period=period,
        folders=folders,
        overwrite=overwrite,
        changed=changed,
        bundle=bundle,
        pdf=pdf,
        jobs=jobs,
        templates=templates,
        progress=progress,
    )
    return compose_file(source, order)


def compose_file(source: Path, order: ComposeOrder) -> ComposeResult:
    """The documents of a workbook on the disk, as `compose` makes them."""
    refuse_no_folder(order.output)
    return _compose(in_child(read_file, source, order.scheme, progress=silent), source, order)


def compose_sheets(raw: RawWorkbook, source: Path, order: ComposeOrder) -> ComposeResult:
    """The documents of sheets that are read already; `source` is where their workbook lies."""
    return _compose(understand(raw, scheme_for(raw.stamp, order.scheme)), source, order)


def _compose(reading: WorkbookReading, source: Path, order: ComposeOrder) -> ComposeResult:
    """The documents of a workbook. Whatever ends the run before it is done, the list of the folder still tells what was made."""
    refuse_no_folder(order.output)
    refuse_without(order.bundle, pdf=order.pdf, overwrite=order.overwrite or order.changed)
    period = asked_period(order.period)
    material, notes = _material(reading, source, order, period)
    scheme = material.scheme
    wanted = wanted_documents(order.documents, scheme, period)
    if any(document.faults for document in wanted):
        material = with_faults(material, reading, scheme_for(reading.stamp, order.scheme))
    paths = own_templates(order.templates, scheme)
    with (
        Listing(order.output, changed=order.changed, owner=owner_of(reading, material)) as listing,
        Production(order.jobs) as production,
        Trials() as trials,
    ):
        run = _Run(order, material, listing, production, trials, paths, chosen_people(order.who, material), notes=[*notes])
        if order.folders:
            run.folder_of = by_recipient(material)
        run.number(source, reading, wanted)
        try:
            for done, document in enumerate(wanted):
                order.progress(done, len(wanted), document.title)
                run.make_all(document)
        except BaseException:
            run.settle()
            listing.close(())
            listing.write(shown_name(source.name), scheme, order.as_of)
            raise
        order.progress(len(wanted), len(wanted), "")
        run.settle()
        over = set() if order.documents else set(BEFORE_THE_VOTE)
        gone = listing.close({document.id for document in wanted} - over if not order.who else set())
        index = listing.write(shown_name(source.name), scheme, order.as_of)
        extra = extras(listing.documents(), order.bundle, scheme.title, pdf=order.pdf)
    run.notes += (*gone_note(gone), *voted_note(run.over), *reserved_note(run.reserved))
    run.notes += extra.notes
    told, failed = tuple(dict.fromkeys(run.notes)), (*run.failed, *index.failed, *extra.failed)
    return ComposeResult(tuple(run.made), failed, told, tuple(run.unchanged), gone, tuple(index.files), tuple(extra.files))


class _Run(Struct):
    """One run: what it works on, and what has become of the documents so far."""

    order: ComposeOrder
    material: Material
    listing: Listing
    production: Production
    trials: Trials
    templates: Mapping[str, Path]
    chosen: frozenset[Person] | None
    made: list[Composed] = field(default_factory=list)
    unchanged: list[Composed] = field(default_factory=list)
    failed: list[NotComposed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    folder_of: FolderOf = no_folders
    taken: set[str] = field(default_factory=set)
    refusal: str = ""
    """Why no new numbers of documents could be registered."""
    numbered: dict[str, str] = field(default_factory=dict)
    """The number of each document of the run, by its file."""
    reserved: list[str] = field(default_factory=list)
    """Numbers of documents that could not be made and do not stand in the folder from an earlier run."""
    over: list[str] = field(default_factory=list)
    """Titles of papers of meetings that are held already."""

    def number(self, source: Path, reading: WorkbookReading, wanted: Sequence[Document]) -> None:
        """Give every document that bears a number its own."""
        numbered = [(document, self._about(document)) for document in wanted if document.number or document.issue]
        found = number(source, reading, self.material, numbered, self.material.as_of, self.order.register)
        self.material = replace(self.material, numbers=found.numbers)
        self.notes += found.notes
        self.refusal = found.refusal

    def _about(self, document: Document) -> list[DocumentSubject]:
        found = [subject for subject in subjects(document, self.material) if self._is_chosen(document, subject)]
        if self.order.documents:
            return found
        due = [subject for subject in found if is_due(document, subject, self.material)]
        if len(due) < len(found) and document.id in BEFORE_THE_VOTE:
            self.over.append(document.title)
        return due

    def make_all(self, document: Document) -> None:
        """Every document of one kind."""
        about = self._about(document)
        self.notes += left_out_note(document, self.material)
        if not about:
            if self.order.documents:
                what = "内容" if document.rows else "人"
                self.notes.append(f"{document.title}：这份表里没有可写入的{what}，未生成。")
            return
        try:
            maker = maker_of(document, self.material, self.templates, self.trials)
            printer = Printer(self.material.scheme, document.audience)
            work = self._work(maker)
            blanks: Counter[tuple[str, ...]] = Counter()
            for pending, outcome in self.production.run(work, self._orders(document, about, maker, printer), len(about)):
                if self._is_made(pending, outcome):
                    blanks[pending.blanks] += 1
        except TemplateError as error:
            self._fail(Entry("", document.id, document.title, "", State.FAILED, message=str(error)))
            return
        self.notes += blanks_note(document, blanks)

    def _work(self, maker: WordMaker | WorkbookMaker) -> Work | None:
        if isinstance(maker, WorkbookMaker):
            return None
        return Work(maker.path, self.order.output, self.order.overwrite, self.people, is_foreign=not is_shipped(maker.path))

    @property
    def people(self) -> frozenset[str]:
        """The names of everybody in the workbook."""
        return frozenset(person.name for person in self.material.people)

    def _orders(
        self, document: Document, about: Sequence[DocumentSubject], maker: WordMaker | WorkbookMaker, printer: Printer
    ) -> Iterator[tuple[Pending, Order | Outcome]]:
        """What is to be made, one document after the other: an order, or the outcome of what is made or known at once."""
        for draft in drafts_of(document, about, self.material, printer, self.taken, self.folder_of):
            rows = origins(draft.subject, self.material, printer, maker.used)
            day = self.material.as_of.isoformat()
            entry = Entry(
                draft.file, document.id, draft.title, draft.about, State.MADE, maker.inputs(draft), maker.name, day=day, origins=rows
            )
            if number := number_of(draft, self.material):
                self.numbered[entry.file] = number
            pending = Pending(
                entry, maker.blanks(draft), (*faulty_rows_note(draft), *unreviewed_note(draft), *owed_note(draft, self.material.scheme))
            )
            if self.refusal and is_unnumbered(draft, self.material):
                yield pending, Outcome(message=f"文号登记不上。{self.refusal}")
            elif known := self.listing.unchanged(entry):
                yield replace(pending, entry=known), Outcome(known.sha256)
            elif isinstance(maker, WordMaker):
                yield pending, maker.order(draft, printer, self.listing.replaceable(entry))
            else:
                yield pending, self._workbook(maker, draft, entry)

    def _workbook(self, maker: WorkbookMaker, draft: Draft, entry: Entry) -> Outcome:
        try:
            content, replaceable = maker.render(draft), self.listing.replaceable(entry)
            if wrong := maker.proved(draft, content, self.people):
                raise TemplateError(f"{draft.title}：生成后核对不符，{wrong}；未写入。")
            return written(self.order.output, draft.file, content, overwrite=self.order.overwrite, replaceable=replaceable)
        except (XlflowError, UnfilledError) as error:
            return Outcome(message=str(error))

    def _is_chosen(self, document: Document, subject: DocumentSubject) -> bool:
        if self.chosen is None:
            return True
        if document.scope in _OF_COMMITTEE:
            return bool(self.order.documents)
        return any(person in self.chosen for person in subject.people)

    def _is_made(self, pending: Pending, outcome: Outcome) -> bool:
        """Enters a document into the lists; whether it is new to them."""
        entry = pending.entry
        if outcome.message:
            self._fail(replace(entry, state=State.FAILED, message=outcome.message, key=""))
            return False
        is_known = entry.state is State.UNCHANGED
        state = State.UNCHANGED if outcome.stood else entry.state
        self.listing.add(replace(entry, state=state, sha256=outcome.sha256))
        documents = self.unchanged if state is State.UNCHANGED else self.made
        documents.append(Composed(self.order.output / entry.file, entry.document, entry.title, entry.about))
        if not is_known:
            self.notes += pending.notes
        return not is_known

    def settle(self) -> None:
        """Tells documents that somebody took away while the others were made."""
        lost = {self.order.output / entry.file: entry for entry in self.listing.lost()}
        self.made = [document for document in self.made if document.path not in lost]
        self.unchanged = [document for document in self.unchanged if document.path not in lost]
        for entry in lost.values():
            self._tell(entry)

    def _fail(self, entry: Entry) -> None:
        self.listing.add(entry)
        self._tell(entry)

    def _tell(self, entry: Entry) -> None:
        number = self.numbered.get(entry.file)
        if number and not (self.order.output / entry.file).is_file():
            self.reserved.append(f"{number}（{entry.title}）")
        self.failed.append(NotComposed(entry.document, entry.title, entry.about, entry.message))


def _material(answer: WorkbookReading, source: Path, order: ComposeOrder, period: Period | None) -> tuple[Material, tuple[str, ...]]:
    """What documents are made of, and a note where the scheme was not told by the workbook."""
    scheme = order.scheme
    asked = scheme if scheme is not None or answer.stamp is None else answer.stamp.scheme
    material = material_of(answer, scheme_for(answer.stamp, scheme), scheme_for(None, asked), order.as_of, period)
    if not material.people and not (answer.tables and (period or _has_lists(material))):
        raise XlflowError(f"{source.name}：没有读到推优对象，无法生成材料；请核对表头（至少要有姓名）和各行是否已填写。")
    return material, foreign_note(int(answer.stamp is None), scheme, "读取")


def _has_lists(material: Material) -> bool:
    """Whether a workbook without a nominee has rows of a list, as the accounts of a committee have."""
    listed = {document.rows for document in material.scheme.documents.values() if document.rows} - {UNIT}
    return any(material.tables.get(table) for table in listed)
