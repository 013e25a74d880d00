"""Documents before they are written: what each is about, its names, its title and its file name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from msgspec import Struct

from xlflow.documents.context.document_files import FolderOf, filled, same_names, stem
from xlflow.documents.context.document_names import mapping_of
from xlflow.documents.context.material import Material
from xlflow.documents.context.printed_values import RULED, Printer
from xlflow.documents.context.subjects import DocumentSubject, left_out
from xlflow.documents.template import Unfilled
from xlflow.files.writing.file_names import first_free, safe_name
from xlflow.jobs.composing.manifest import RESERVED
from xlflow.messages import some_of
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES

_NAME_LIMIT = 80
"""Characters of a file name with its suffix."""
_FOLDER_LIMIT = 40
_NUMBER_ROOM = 4
"""Characters for （2） after a name that is taken."""
NAMED_AT_MOST = 8
_TABLE_OF_ALL = "summary_table_unit"
_LETTER = "recommendation_letter"
"""The letter that says 经我委审核; the slip for the answer does not."""


class Draft(Struct, frozen=True):
    """A document that can be rendered: its names, and the file that it goes into."""

    document: Document
    subject: DocumentSubject
    names: Mapping[str, object]
    file: str
    title: str

    @property
    def about(self) -> str:
        """Whom the document is about, for people: a person, branches, a Party branch, a committee."""
        key = {"party_branch": "party_branch", "unit": "league_committee"}.get(self.document.scope)
        named = self.names.get(key) if key else None
        return named if isinstance(named, str) and named not in ("", RULED) else self.subject.about


def drafts_of(
    document: Document, about: Sequence[DocumentSubject], material: Material, printer: Printer, taken: set[str], folder_of: FolderOf
) -> Iterator[Draft]:
    """The drafts of one kind of document, each made when it is asked for. `taken`: names (casefolded) that documents of this run have.

    The file of a draft is its path from the folder of the documents, with / between the folders that `folder_of` gives.
    """
    same = same_names(about)
    suffix = PurePath(document.file).suffix
    for subject in about:
        names = mapping_of(document, subject, material, printer)
        title = filled(document.title, names, where=document.id)
        folder = "".join(f"{safe_name(part, _FOLDER_LIMIT)}/" for part in folder_of(document, subject))
        yield Draft(document, subject, names, _free_name(folder, stem(document, subject, names, same), suffix, taken), title)


def _free_name(folder: str, stem: str, suffix: str, taken: set[str]) -> str:
    stem = safe_name(stem, _NAME_LIMIT - len(suffix) - _NUMBER_ROOM)
    name = first_free(
        lambda number: f"{stem}（{number}）{suffix}" if number > 1 else f"{stem}{suffix}",
        lambda name: name in RESERVED or f"{folder}{name}".casefold() in taken,
    )
    taken.add(f"{folder}{name}".casefold())
    return f"{folder}{name}"


def left_out_note(document: Document, material: Material) -> Iterator[str]:
    """A sentence about people who passed and cannot be recommended yet."""
    if document.id != _LETTER:
        return
    waiting = [f"{person.name}（{obstacle}）" for person, obstacle in left_out(document, material)]
    if waiting:
        yield f"暂不列入推荐函：{some_of(waiting, NAMED_AT_MOST, '等{}人')}。"


def blanks_note(document: Document, blanks: Mapping[tuple[str, ...], int]) -> Iterator[str]:
    """A sentence about the facts that were left to be written by hand: their labels, and in how many documents."""
    for labels, count in blanks.items():
        if labels:
            yield f"{document.title}（{count}份）：{'、'.join(labels)}没有填，已留空白供手写。"


def unreviewed_note(draft: Draft) -> Iterator[str]:
    """A sentence about people in a letter, which says that the committee agreed, whose review the roster does not hold."""
    if draft.document.id == _LETTER:
        waiting = [person.name for person in draft.subject.people if not person.value("review_result")]
        if waiting:
            yield f"{draft.file}：函中写明“经我委审核”，而团委审核意见还没有填，发出前请核实：{some_of(waiting, NAMED_AT_MOST, '等{}人')}。"


def owed_note(draft: Draft, scheme: Scheme) -> Iterator[str]:
    """A sentence about what people owe in the table of a committee, which goes on without it."""
    rows = draft.names.get("passed")
    if draft.document.id == _TABLE_OF_ALL and isinstance(rows, list):
        shown = [field.key for field in scheme.fields[NOMINEES] if field.printed]
        owed = [
            f"{row['name']}的{value.label}{value.fault}" for row in rows for key in shown if isinstance(value := row.get(key), Unfilled)
        ]
        if owed:
            yield f"{draft.file}：下列必填项标作“（缺）”，补齐后请重新生成：{some_of(owed, NAMED_AT_MOST, '等{}处')}。"


def faulty_rows_note(draft: Draft) -> Iterator[str]:
    """A sentence about people in a letter whose rows in the roster still wait for a correction or a decision."""
    if draft.document.scope == "party_branch":
        doubtful = [f"{person.name}（{person.row.state}）" for person in draft.subject.people if person.row.state not in ("", "正常")]
        if doubtful:
            yield f"{draft.file}：清单库中有的行尚未处理，发出前请核实：{some_of(doubtful, NAMED_AT_MOST, '等{}人')}。"


def voted_note(titles: Sequence[str]) -> Iterator[str]:
    """A sentence about papers that belong before a vote, of meetings that are held."""
    if titles:
        yield f"推优大会已经表决，会前用的没有再生成：{'、'.join(dict.fromkeys(titles))}；要补印的用 --document 指明。"


def reserved_note(numbers: Sequence[str]) -> Iterator[str]:
    """A sentence about documents that could not be made: their numbers are out, and wait for them."""
    if numbers:
        yield (
            f"没有生成的公文，文号已登记、仍为它保留：{some_of(numbers, NAMED_AT_MOST, '等{}个')}；改正后再生成时就用这个号。"
            "不再发文的，请在“发文登记”表把文号状态改为“作废”，这个号不会再发。"
        )
