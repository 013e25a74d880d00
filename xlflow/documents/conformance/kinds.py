"""The kinds of documents that the standard tells apart, and how one is known by what stands in it."""

from __future__ import annotations

import re
from enum import StrEnum

from xlflow.documents.conformance.parts import ISSUE, Parts, is_red
from xlflow.documents.conformance.word import Word

NOTICE = re.compile(r".*公示(\(.*\)|（.*）)?$")
FORM = re.compile(r".*(表|票|单|卡|册|名册|清单|记录|封面)(（.*）)?$")
LETTER = re.compile(r".*(函|复函)$")
BULLETIN = re.compile(r".*通报$")


class Kind(StrEnum):
    """What kind of document a file is."""

    CIRCULAR = "circular"
    LETTER = "letter"
    BULLETIN = "bulletin"
    BRIEFING = "briefing"
    MINUTES = "minutes"
    PUBLIC = "public"
    FORM = "form"
    PLAIN = "plain"


KIND_NAMES = {
    Kind.CIRCULAR: "红头文件",
    Kind.LETTER: "信函",
    Kind.BULLETIN: "通报",
    Kind.BRIEFING: "简报",
    Kind.MINUTES: "纪要",
    Kind.PUBLIC: "公示",
    Kind.FORM: "表格",
    Kind.PLAIN: "无红头的文件",
}
SEALED = frozenset({Kind.CIRCULAR, Kind.LETTER, Kind.BULLETIN})
"""Kinds that get a seal where nobody says otherwise."""


WITH_SEAL = re.compile(r".*(团委|党委|工委|委员会|总支|办公室|学院|大学|公司)")
"""Who has a seal, by the end of the name; the committee of a branch (支部委员会) has none."""


def guess_seal(kind: Kind, parts: Parts) -> bool:
    """Whether a document gets a seal where nobody says so: by its kind, or on plain paper by who signs it."""
    if kind in SEALED:
        return True
    name = parts.name.words if parts.name and not parts.by_hand else ""
    return kind is Kind.PLAIN and "支部" not in name and bool(WITH_SEAL.fullmatch(name))


def guess_kind(word: Word, parts: Parts) -> Kind:
    """The kind of a document that nobody has named: by its mark first, then by its title, then by how much of it is a table."""
    title = parts.title_text
    if parts.mark or parts.red_line:
        return _of_head(word, parts)
    if NOTICE.fullmatch(title):
        return Kind.PUBLIC
    if FORM.fullmatch(title) and (word.tables() or not parts.text):
        return Kind.FORM
    in_tables = sum(len(p.words) for table in word.tables() for p in table.paragraphs())
    return Kind.FORM if in_tables > 2 * sum(len(p.words) for p in parts.text) else Kind.PLAIN


def _of_head(word: Word, parts: Parts) -> Kind:
    mark = "".join(paragraph.words for paragraph in parts.mark)
    if any(paragraph.frame for paragraph in parts.mark) or sum(is_red(line.color) for line in word.lines) >= 2:
        return Kind.LETTER
    if mark.endswith("纪要"):
        return Kind.MINUTES
    if mark.endswith(("简报", "动态", "通讯", "快报", "信息")) or (parts.number and ISSUE.match(parts.number.words)):
        return Kind.BRIEFING
    return Kind.BULLETIN if BULLETIN.fullmatch(parts.title_text) else Kind.CIRCULAR
