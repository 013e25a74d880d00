"""How a kind of document is made: by the Word template of the scheme, or as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from xlflow import __version__
from xlflow.documents.context.document_sources import expectations, fingerprint
from xlflow.documents.context.material import Material
from xlflow.documents.context.printed_values import RULED, Printer, hidden_names
from xlflow.documents.proof import Expected, mismatch, values_of, workbook_text
from xlflow.documents.template import Template, Unfilled
from xlflow.errors import TemplateError
from xlflow.files.reading.workbook_package import stamp_rows
from xlflow.files.writing.file_names import digest_of
from xlflow.jobs.composing.planned_documents import Draft
from xlflow.jobs.composing.production import Order, template_at
from xlflow.jobs.composing.trial import Trials, is_shipped, template_content
from xlflow.jobs.schemes.flowchart import chart
from xlflow.report.workbooks.committee_books import annual_statistics, candidate_list, mutual_check_list, quota_table
from xlflow.report.workbooks.list_book import KNOWN, feedback_book, list_book
from xlflow.report.workbooks.scheme_books import (
    coverage_table,
    quota_ledger,
    share_sheet,
    training_summary,
    village_recommendation,
    year_list,
)
from xlflow.report.workbooks.summary_table import Heading, summary_table
from xlflow.roster.feedback import FEEDBACK
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import DOCUMENTS_FOLDER
from xlflow.schemes.table_roles import COMMITTEE, UNIT
from xlflow.tables.raw import FormStamp

_NAMED_ROWS = {"summary_table": "passed", "summary_table_unit": "passed", "candidate_list": "nominees"}
"""Workbooks that name each person of a list."""
_OVER_ALL_KEYS = frozenset({"items", "keys", "values"})
"""Asked of a row, they give what no name of the template tells."""


def maker_of(document: Document, material: Material, templates: Mapping[str, Path], trials: Trials) -> WordMaker | WorkbookMaker:
    """The maker of a kind of document; `TemplateError` where its template is missing, faulty, harmful, or asks for what its class hides.

    `templates`: the Word templates by the ids of the documents.
    """
    scheme = material.scheme
    if document.file.endswith(".png"):
        return WorkbookMaker(lambda draft, scheme: chart(scheme, ".png", material.as_of), scheme, repr(scheme.flow))
    if not document.template and (write := _WORKBOOKS.get(document.id) or (_list if document.columns else None)):
        return WorkbookMaker(write, scheme, repr(document.columns))
    path = templates.get(document.id) or _missing(scheme, document)
    if not is_shipped(path):
        trials.refuse_harmful(template_content(path), path.name, document, scheme, material.as_of)
    template, _ = template_at(path)
    hidden = hidden_names(material.scheme, document.audience)
    for name in sorted((template.names | template.attributes) & hidden.keys()):
        reason = f"用了“{name}”（{hidden[name]}），这种文件不得出现该项个人信息；请从模板中删去"
        raise TemplateError(f"{template.name}：{reason}。", tag=name)
    return WordMaker(path, template, material.scheme)


def _missing(scheme: Scheme, document: Document) -> NoReturn:
    if not document.template:
        raise TemplateError(f"方案“{scheme.title}”没有给“{document.title}”指定模板；请在方案里补上后重试。")
    raise TemplateError(f"方案“{scheme.title}”缺少模板 {document.template}；请放进 {scheme.folder / DOCUMENTS_FOLDER} 后重试。")


class WordMaker(Struct, frozen=True, dict=True):
    """Makes documents by a Word template."""

    path: Path
    template: Template
    scheme: Scheme

    @cached_property
    def name(self) -> str:
        """The file name of the template."""
        return self.path.name

    @cached_property
    def used(self) -> frozenset[str]:
        """Names and attributes that the template may ask for."""
        return self.template.names | self.template.attributes | self.template.words

    @cached_property
    def _digest(self) -> str:
        return digest_of(self.path) or ""

    def inputs(self, draft: Draft) -> str:
        """What tells the inputs of a document from others: its values, the template, the version of this program."""
        attributes = None if self.template.attributes & _OVER_ALL_KEYS else self.used
        return sha256(f"{__version__} {self._digest} {fingerprint(draft.names, self.template.names, attributes)}".encode()).hexdigest()

    def order(self, draft: Draft, printer: Printer, replaceable: str) -> Order:
        """What is made: the names that the template asks for, all of them where one is unknown, so that the nearest can be named."""
        wanted = self.template.names
        names = {name: draft.names[name] for name in wanted} if wanted <= draft.names.keys() else draft.names
        texts = expectations(draft.subject, self.template.printed, printer)
        return Order(draft.file, names, Expected(texts, tuple(values_of(draft.names, wanted))), replaceable, _public(draft))

    def blanks(self, draft: Draft) -> tuple[str, ...]:
        """Facts of the unit, and of the committee, that the template prints and that are lines to write on."""
        used = self._ruled(UNIT, self.template.names, draft.names)
        committee = draft.names.get("committee")
        if isinstance(committee, Mapping) and "committee" in self.template.names:
            used += self._ruled(COMMITTEE, self.template.attributes, committee)
        return tuple(dict.fromkeys(used))

    def _ruled(self, table: str, used: frozenset[str], values: Mapping[str, object]) -> list[str]:
        fields = self.scheme.fields.get(table, ())
        return [field.label for field in fields if {field.key, field.term} & used and values.get(field.key) == RULED]


def _public(draft: Draft) -> tuple[str, ...] | None:
    """The texts whose telephone numbers a public document may show; None where it is not public."""
    if draft.document.audience != "public":
        return None
    if draft.document.id == "circular":
        committee = draft.names.get("committee")
        return (str(committee.get("contact_phone") or ""),) if isinstance(committee, Mapping) else ()
    return tuple(unit.fact("notice_contact") for unit in draft.subject.units)


class WorkbookMaker(Struct, frozen=True):
    """Makes documents that are workbooks, and the flow chart, which is a picture."""

    write: Callable[[Draft, Scheme], bytes]
    scheme: Scheme
    form: str = ""
    """What the scheme says of the form of the document; where that changes the document does."""
    name = ""
    used = None

    def inputs(self, draft: Draft) -> str:
        """What tells the inputs of a document from others: all its values, the version of this program."""
        return sha256(f"{__version__} {self.form} {fingerprint(draft.names, None, None)}".encode()).hexdigest()

    def render(self, draft: Draft) -> bytes:
        """The workbook."""
        return self.write(draft, self.scheme)

    def proved(self, draft: Draft, content: bytes, people: frozenset[str]) -> str:
        """What a finished workbook says otherwise than its rows, in words; "" where nothing. `people`: every name of the run."""
        if not draft.file.endswith(".xlsx"):
            return ""
        rows = draft.names.get(_NAMED_ROWS.get(draft.document.id, ""), ())
        names = [str(row["name"]) for row in rows if row.get("name")] if isinstance(rows, list) else []
        expected = Expected(tuple(("姓名", name) for name in names), (*values_of(draft.names, frozenset(draft.names)), draft.title))
        return mismatch(workbook_text(content), expected, "", people)

    def blanks(self, draft: Draft) -> tuple[str, ...]:
        """A table has empty cells, no lines to write on."""
        return ()


OWED = "（缺）"
"""Stands in a table over many branches for a value that is due and not there."""


def _summary(draft: Draft, scheme: Scheme) -> bytes:
    """推优对象汇总表 of a branch: the people who passed vote and inspection."""
    known = {key: "" if (value := draft.names.get(key)) == RULED else str(value or "") for key in ("round", "branch", "filled_on")}
    rows = draft.names["passed"]
    assert isinstance(rows, list)
    return summary_table(scheme, Heading(f"{known['round']}{draft.document.title}", known["branch"], known["filled_on"]), rows)


def _unit_summary(draft: Draft, scheme: Scheme) -> bytes:
    """推优对象汇总表 of a committee: the people of all its branches. A value that one of them owes is marked; the others go on."""
    round_name, issuer = (str(draft.names.get(key) or "") for key in ("round", "issuer"))
    found = draft.names["passed"]
    assert isinstance(found, list)
    rows = [{key: OWED if isinstance(value, Unfilled) else value for key, value in row.items()} for row in found]
    return summary_table(scheme, Heading(f"{round_name}推优对象汇总表", "" if issuer == RULED else issuer), rows)


def _titled(write: Callable[[str, Mapping[str, object]], bytes]) -> Callable[[Draft, Scheme], bytes]:
    """A writer that needs the title and the names of a document."""
    return lambda draft, scheme: write(draft.title, draft.names)


def _feedback(draft: Draft, scheme: Scheme) -> bytes:
    """The slip of a Party branch, with the keys by which a merge finds the rows again."""
    people = [person for person in draft.subject.people if person.progress.is_put_forward]
    rows = draft.names["passed"]
    assert isinstance(rows, list)
    words = [{key: "" if (value := row.get(key, "")) == RULED else str(value) for key in KNOWN} for row in rows]
    keys = [str(person.row.record.values.get("row_key") or "") if person.row.record else "" for person in people]
    known = {
        key: "" if (value := draft.names.get(key)) == RULED else str(value or "") for key in ("round", "league_committee", "party_branch")
    }
    heading = {"title": f"{known['round']}推优结果反馈单", "to": known["league_committee"] or "团委", "of": known["party_branch"]}
    stamp = stamp_rows(FormStamp(FEEDBACK, scheme.id, scheme.version, ""))
    return feedback_book(scheme, heading, words, keys, stamp)


def _list(draft: Draft, scheme: Scheme) -> bytes:
    """A list whose columns the scheme names."""
    return list_book(draft.document, draft.title, draft.names, scheme)


def _figured(write: Callable[[Document, str, Mapping[str, object], Scheme], bytes]) -> Callable[[Draft, Scheme], bytes]:
    """A writer of figures of a scheme."""
    return lambda draft, scheme: write(draft.document, draft.title, draft.names, scheme)


_WORKBOOKS: Mapping[str, Callable[[Draft, Scheme], bytes]] = {
    "summary_table": _summary,
    "summary_table_unit": _unit_summary,
    "quota_table": _titled(quota_table),
    "candidate_list": _titled(candidate_list),
    "mutual_check_list": _titled(mutual_check_list),
    "annual_statistics": _titled(annual_statistics),
    "party_feedback_sheet": _feedback,
    "training_summary": _figured(training_summary),
    "quota_ledger": _figured(quota_ledger),
    "coverage_table": _figured(coverage_table),
    "village_recommendation": _figured(village_recommendation),
    "year_list": _figured(year_list),
    "share_sheet": _figured(share_sheet),
}
"""The writers of documents that are workbooks, by the ids of the documents."""
