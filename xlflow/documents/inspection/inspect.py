"""One look at a whole template: all parts, all tags, all faults."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from xlflow.documents.inspection.blocks import unpaired
from xlflow.documents.inspection.faults import TemplateFault
from xlflow.documents.inspection.names import misused
from xlflow.documents.inspection.tags import tags_of
from xlflow.documents.inspection.vocabulary import Vocabulary
from xlflow.documents.template import Template
from xlflow.documents.template.budget import Budget
from xlflow.documents.template.environment import make_environment
from xlflow.documents.template.package import parse_xml, read_package
from xlflow.errors import TemplateError


class Inspection(Struct, frozen=True):
    """What a template holds: how many tags, and all that is wrong with them, in the order of the file."""

    tags: int
    faults: tuple[TemplateFault, ...]


def inspect(content: bytes, name: str, vocabulary: Vocabulary) -> Inspection:
    """Every fault of a template. What only the engine itself finds is the last, where nothing else is wrong."""
    try:
        members = read_package(content)
    except ValueError as error:
        return Inspection(0, (TemplateFault("", "", f"{error}；请用 Word 或 WPS 另存为 .docx"),))
    environment = make_environment(Budget())
    count = 0
    faults: list[TemplateFault] = []
    for member in members:
        if member.title is None:
            continue
        try:
            root = parse_xml(member.data())
        except etree.XMLSyntaxError:
            faults.append(TemplateFault(member.title, "", f"文件已损坏（{member.name}）；请用 Word 或 WPS 另存为 .docx", member.name))
            continue
        tags, misplaced = tags_of(root, member.name, member.title)
        count += len(tags)
        faults += _in_order([*misplaced, *unpaired(tags), *misused(tags, vocabulary, environment)])
    return Inspection(count, tuple(faults or _of_engine(content, name)))


def _in_order(faults: list[TemplateFault]) -> list[TemplateFault]:
    last = len(faults) and max((fault.paragraph or 0) for fault in faults) + 1
    return sorted(dict.fromkeys(faults), key=lambda fault: last if fault.paragraph is None else fault.paragraph)


def _of_engine(content: bytes, name: str) -> list[TemplateFault]:
    try:
        Template(content, name)
    except TemplateError as error:
        return [TemplateFault(error.place, error.tag, reason_of(error, name))]
    return []


def reason_of(error: TemplateError, name: str) -> str:
    """The sentence of the error without what stands before it: file, place and tag."""
    text = str(error).removesuffix("。").removeprefix(f"{name}：").removeprefix(f"{name} › ")
    for part in (error.place, f"标签 {error.tag}" if error.tag else ""):
        text = text.removeprefix(part).strip()
    return text
