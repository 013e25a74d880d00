"""生成材料: the papers of one workbook, a document for each person, meeting, branch, Party branch or committee.

What is wrong with one document (a value that is due and empty, a faulty template, a file that is already there) is said in the result
and stops that document only. Facts that a list of unknown origin cannot have (所属团委, 对应党支部) are printed as lines to write on,
and the notes say which: nothing is ever invented. A letter names only people who passed vote and inspection and whose public notice
has ended without an objection that stands; who else passed is named in the notes with the reason.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from xlflow.documents.context.material import Material, Person
from xlflow.documents.context.subjects import Subject, subjects
from xlflow.documents.template import UnfilledError
from xlflow.domain.periods import Period
from xlflow.errors import OutputError, TemplateError, UsageError, XlflowError
from xlflow.files.names import inside
from xlflow.files.save import refuse_no_folder, save
from xlflow.forms.records import WorkbookReading
from xlflow.jobs.drafts import Draft, blanks_note, drafts_of, faulty_rows_note, left_out_note, unreviewed_note
from xlflow.jobs.makers import Maker, maker_of
from xlflow.jobs.material import material_of
from xlflow.jobs.numbering import is_unnumbered, number
from xlflow.jobs.periods import asked_period
from xlflow.jobs.progress import Progress, silent
from xlflow.jobs.reading import foreign_note, in_child, read_file, scheme_for
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme

_OF_COMMITTEE = ("unit", "period")
"""Scopes that are about no person: `who` leaves them out unless they are asked for by name."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A document that was written."""

    path: Path
    document: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class NotComposed:
    """A document that could not be made, and why; `about` is empty where it concerns all documents of the kind."""

    document: str
    title: str
    about: str
    message: str

    def __str__(self) -> str:
        about = f"（{self.about}）" if self.about else ""
        return f"{self.title}{about}未生成：{self.message}"


@dataclass(frozen=True, slots=True)
class ComposeResult:
    """What was made, what could not be, and what people should know about either."""

    made: tuple[Composed, ...]
    failed: tuple[NotComposed, ...]
    notes: tuple[str, ...]

    @property
    def written(self) -> tuple[Path, ...]:
        """The files of the documents that were made."""
        return tuple(composed.path for composed in self.made)

    def as_dict(self) -> dict[str, object]:
        """As `compose --json` prints it."""
        return {
            "written": [{"file": str(c.path), "document": c.document, "title": c.title, "about": c.about} for c in self.made],
            "failed": [{"document": f.document, "title": f.title, "about": f.about, "message": f.message} for f in self.failed],
            "notes": list(self.notes),
        }


def compose(
    source: Path,
    *,
    output: Path,
    scheme: str | Path | None = None,
    as_of: date,
    documents: Sequence[str] = (),
    who: Sequence[str] = (),
    period: str | None = None,
    overwrite: bool = False,
    progress: Progress = silent,
) -> ComposeResult:
    """The documents of a branch workbook (standard form or any list) or of a roster, written into the folder `output`.

    `documents`: ids of the scheme's documents; without them all that the workbook has rows for. `who`: names, student or ID numbers;
    documents about one person are made for these people only, documents about several where one of them is concerned, and then whole.
    `period` (2026, 2026Q1): the documents about that period, and no others unless they are asked for.
    Numbers of documents come from 发文登记 in the roster, and new ones are written into it before the documents are made.
    Raises `UsageError` for an unknown document or person, `XlflowError` where the workbook cannot be read or holds nobody,
    or nothing can be put into `output`.
    """
    refuse_no_folder(output)
    asked = asked_period(period)
    reading, material, notes = _read(source, scheme, as_of, asked)
    wanted = _wanted(documents, material.scheme, asked)
    run = _Run(material, output, overwrite, chosen=_chosen(who, material), asked=bool(documents), notes=[*notes])
    run.number(source, reading, wanted)
    for done, document in enumerate(wanted):
        progress(done, len(wanted), document.title)
        run.make_all(document)
    progress(len(wanted), len(wanted), "")
    return ComposeResult(tuple(run.made), tuple(run.failed), tuple(dict.fromkeys(run.notes)))


@dataclass(slots=True)
class _Run:
    """One run: what it works on, and what has become of the documents so far."""

    material: Material
    output: Path
    overwrite: bool
    chosen: frozenset[Person] | None
    asked: bool
    made: list[Composed] = field(default_factory=list)
    failed: list[NotComposed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    refusal: str = ""
    """Why no new numbers of documents could be registered."""

    def number(self, source: Path, reading: WorkbookReading, wanted: Sequence[Document]) -> None:
        """Give every document that bears a number its own."""
        numbered = [(document, self._about(document)) for document in wanted if document.number or document.issue]
        found = number(source, reading, self.material, numbered, self.material.as_of)
        self.material = replace(self.material, numbers=found.numbers)
        self.notes += found.notes
        self.refusal = found.refusal

    def _about(self, document: Document) -> list[Subject]:
        return [subject for subject in subjects(document, self.material) if self._is_chosen(document, subject)]

    def make_all(self, document: Document) -> None:
        """Every document of one kind."""
        about = self._about(document)
        self.notes += left_out_note(document, self.material)
        if not about:
            if self.asked:
                self.notes.append(f"{document.title}：这份表里没有可写入的人，未生成。")
            return
        try:
            drafts = drafts_of(document, about, self.material, self.taken)
            maker = maker_of(document, self.material)
        except TemplateError as error:
            self.failed.append(NotComposed(document.id, document.title, "", str(error)))
            return
        blanks = Counter(maker.blanks(draft) for draft in drafts if self._make(draft, maker))
        self.notes += blanks_note(document, blanks)

    def _is_chosen(self, document: Document, subject: Subject) -> bool:
        if self.chosen is None:
            return True
        if document.scope in _OF_COMMITTEE:
            return self.asked
        return any(person in self.chosen for person in subject.people)

    def _make(self, draft: Draft, maker: Maker) -> bool:
        """Whether the document was written."""
        if self.refusal and is_unnumbered(draft, self.material):
            self.failed.append(NotComposed(draft.document.id, draft.title, draft.about, f"文号登记不上。{self.refusal}"))
            return False
        try:
            path = _write(self.output, draft.file, maker.render(draft), overwrite=self.overwrite)
        except (TemplateError, UnfilledError, OutputError) as error:
            self.failed.append(NotComposed(draft.document.id, draft.title, draft.about, str(error)))
            return False
        self.made.append(Composed(path, draft.document.id, draft.title, draft.about))
        self.notes += faulty_rows_note(draft)
        self.notes += unreviewed_note(draft)
        return True


def _read(source: Path, scheme: str | Path | None, as_of: date, period: Period | None) -> tuple[WorkbookReading, Material, tuple[str, ...]]:
    """The workbook, what documents are made of, and a note where the scheme was not told by the workbook."""
    answer = in_child(read_file, source, scheme, progress=silent)
    asked = scheme if scheme is not None or answer.stamp is None else answer.stamp.scheme
    material = material_of(answer, scheme_for(answer.stamp, scheme), scheme_for(None, asked), as_of, period)
    if not material.people and not (period and answer.tables):
        raise XlflowError(f"{source.name}：没有读到推优对象，无法生成材料；请核对表头（至少要有姓名）和各行是否已填写。")
    return answer, material, foreign_note(int(answer.stamp is None), scheme, "读取")


def _wanted(ids: Sequence[str], scheme: Scheme, period: Period | None) -> list[Document]:
    """The documents that are asked for; else those about the period, or all others where there is none."""
    for unknown in (name for name in ids if name not in scheme.documents):
        near = difflib.get_close_matches(unknown, scheme.documents, n=1, cutoff=0.5)
        hint = f"是不是 {near[0]}？" if near else ""
        raise UsageError(f"方案“{scheme.title}”没有编号为 {unknown} 的材料。{hint}可用的有：{'、'.join(scheme.documents)}。")
    if not ids:
        return [document for document in scheme.documents.values() if _fits(document, period)]
    asked = [scheme.documents[name] for name in dict.fromkeys(ids)]
    for document in asked:
        if document.scope == "period" and not _fits(document, period):
            kind = {"year": "年度，如 2026", "quarter": "季度，如 2026Q1", "": "年度或季度，如 2026、2026Q1"}[document.cycle]
            raise UsageError(f"“{document.title}”按时期生成，请用 --period 写明{kind}。")
    return asked


def _fits(document: Document, period: Period | None) -> bool:
    """Whether a document is made in a run for a period, or in one without."""
    if document.scope != "period" or period is None:
        return document.scope != "period" and period is None
    return document.cycle in ("", "quarter" if period.quarter else "year")


def _chosen(who: Sequence[str], material: Material) -> frozenset[Person] | None:
    """The people that are asked for; None where nobody is."""
    if not who:
        return None
    found: set[Person] = set()
    for word in who:
        people = [person for person in material.people if word.strip() in _calls(person)]
        if not people:
            near = difflib.get_close_matches(word, [person.name for person in material.people], n=1, cutoff=0.5)
            hint = f"是不是“{near[0]}”？" if near else "请核对姓名、学号或身份证号。"
            raise UsageError(f"表里没有“{word}”。{hint}")
        found.update(people)
    return frozenset(found)


def _calls(person: Person) -> Iterator[str]:
    return (str(value) for key in ("name", "student_id", "id_number") if (value := person.value(key)))


def _write(folder: Path, name: str, content: bytes, *, overwrite: bool) -> Path:
    path = inside(folder, name)
    if path.exists() and not overwrite:
        raise OutputError(f"{path} 已存在，未改动；要覆盖请加 --overwrite，或换一个文件夹。")
    save(path, content)
    return path
