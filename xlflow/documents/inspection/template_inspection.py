"""One look at a whole template: all parts, all tags, all faults."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from msgspec import Struct

from xlflow.documents.inspection.found_tags import FoundTag, TemplateFault, tags_of
from xlflow.documents.inspection.name_faults import misused
from xlflow.documents.inspection.template_vocabulary import TemplateVocabulary
from xlflow.documents.template import Template
from xlflow.documents.template.jinja_environment import Budget, make_environment
from xlflow.documents.template.template_tags import TagKind
from xlflow.documents.word_package import parse_xml, read_package
from xlflow.errors import TemplateError

_BRANCHING = ("if", "for")
_LEVELS = "成对的标签请都写成 {%p %} 独占一段，或都写成 {%tr %} 独占一行"


def unpaired(tags: Sequence[FoundTag]) -> list[TemplateFault]:
    """Blocks that do not close, close nothing, or close at another level than they opened."""
    faults: list[TemplateFault] = []
    stack: list[FoundTag] = []
    for found in tags:
        word = found.tag.word
        if found.tag.kind is not TagKind.BLOCK:
            continue
        if found.tag.opens:
            stack.append(found)
        elif word in ("else", "elif"):
            faults += _branch(stack, found)
        elif word.startswith("end") and word != "endraw":
            faults += _close(stack, found, word.removeprefix("end"))
    return faults + [_unclosed(found) for found in stack]


def _branch(stack: list[FoundTag], found: FoundTag) -> list[TemplateFault]:
    if not stack or stack[-1].tag.word not in _BRANCHING:
        return [found.fault("前面没有与它对应的 {% if %} 或 {% for %}")]
    return _at_one_level(stack[-1], found)


def _close(stack: list[FoundTag], found: FoundTag, wanted: str) -> list[TemplateFault]:
    """Closes the nearest block of that word; those opened after it and not closed are faults of their own."""
    if not any(opened.tag.word == wanted for opened in stack):
        return [found.fault(f"前面没有与它对应的 {{% {wanted} %}}")]
    faults = []
    while stack[-1].tag.word != wanted:
        faults.append(_unclosed(stack.pop()))
    return faults + _at_one_level(stack.pop(), found)


def _at_one_level(opened: FoundTag, found: FoundTag) -> list[TemplateFault]:
    if opened.path == found.path:
        return []
    return [found.fault(f"与{opened.place}的 {opened.tag.written} 不在同一层；{_LEVELS}")]


def _unclosed(found: FoundTag) -> TemplateFault:
    word = found.tag.word
    level = found.tag.level and f"{found.tag.level}"
    return found.fault(f"没有对应的 {{%{level} end{word} %}}")


class Inspection(Struct, frozen=True):
    """What a template holds: how many tags, and all that is wrong with them, in the order of the file."""

    tags: int
    faults: tuple[TemplateFault, ...]


def inspect(content: bytes, name: str, vocabulary: TemplateVocabulary) -> Inspection:
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
