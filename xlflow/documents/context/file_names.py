"""The file names of a document: its pattern filled in, no two alike, none with an ID or a phone number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from xlflow.documents.context.printing import RULED
from xlflow.documents.context.subjects import Subject
from xlflow.documents.template import Unfilled
from xlflow.errors import TemplateError
from xlflow.findings import mask
from xlflow.schemes.parts import Document

_WORD_LIMIT = 40
"""Characters of one value in a file name or title: what identifies the document must not be cut off at its end."""
_NAME = re.compile(r"\{(\w+)\}")


def filled(pattern: str, names: Mapping[str, object], *, where: str) -> str:
    """A `{name}` text of the scheme with its values; what is missing leaves nothing behind."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in names:
            raise TemplateError(f"{where}：“{pattern}”里的 {{{match[1]}}} 不是已知的名称；请改正方案。", where, match[0])
        word = names[match[1]]
        return "" if isinstance(word, Unfilled) or word == RULED else mask(str(word))[:_WORD_LIMIT]

    return _NAME.sub(value, pattern)


def same_names(about: Iterable[Subject]) -> Counter[tuple[object, str]]:
    """How many people of each name a branch has among the subjects of one kind of document."""
    return Counter((subject.units[:1], subject.person.name) for subject in about if subject.person)


def stem(document: Document, subject: Subject, names: Mapping[str, object], same: Mapping[tuple[object, str], int]) -> str:
    """The file name of a document, without suffix and as yet with characters that no host allows; `same`: see `same_names`.

    Two people of one name get the last four of their student numbers. A letter without addressee is named for the branch.
    """
    words = dict(names)
    if subject.person and same[subject.units[:1], subject.person.name] > 1:
        number = str(subject.person.value("student_id") or "")[-4:]
        words["name"] = f"{subject.person.name}_{number}" if number else subject.person.name
    if words.get("party_branch") in ("", RULED) or isinstance(words.get("party_branch"), Unfilled):
        words["party_branch"] = f"{words.get('branch_short', '')}对应党支部"
    pattern = document.file.rpartition(".")[0] or document.file
    return re.sub("^_+|_+$", "", filled(pattern, words, where=f"文件名 {document.id}"))
