"""Whether the tags of a part pair: every one that does not is a fault, and the others are still compared."""

from __future__ import annotations

from collections.abc import Sequence

from xlflow.documents.inspection.faults import TemplateFault
from xlflow.documents.inspection.tags import Found
from xlflow.documents.template.tags import Kind

_BRANCHING = ("if", "for")
_LEVELS = "成对的标签请都写成 {%p %} 独占一段，或都写成 {%tr %} 独占一行"


def unpaired(tags: Sequence[Found]) -> list[TemplateFault]:
    """Blocks that do not close, close nothing, or close at another level than they opened."""
    faults: list[TemplateFault] = []
    stack: list[Found] = []
    for found in tags:
        word = found.tag.word
        if found.tag.kind is not Kind.BLOCK:
            continue
        if found.tag.opens:
            stack.append(found)
        elif word in ("else", "elif"):
            faults += _branch(stack, found)
        elif word.startswith("end") and word != "endraw":
            faults += _close(stack, found, word.removeprefix("end"))
    return faults + [_unclosed(found) for found in stack]


def _branch(stack: list[Found], found: Found) -> list[TemplateFault]:
    if not stack or stack[-1].tag.word not in _BRANCHING:
        return [found.fault("前面没有与它对应的 {% if %} 或 {% for %}")]
    return _at_one_level(stack[-1], found)


def _close(stack: list[Found], found: Found, wanted: str) -> list[TemplateFault]:
    """Closes the nearest block of that word; those opened after it and not closed are faults of their own."""
    if not any(opened.tag.word == wanted for opened in stack):
        return [found.fault(f"前面没有与它对应的 {{% {wanted} %}}")]
    faults = []
    while stack[-1].tag.word != wanted:
        faults.append(_unclosed(stack.pop()))
    return faults + _at_one_level(stack.pop(), found)


def _at_one_level(opened: Found, found: Found) -> list[TemplateFault]:
    if opened.path == found.path:
        return []
    return [found.fault(f"与{opened.place}的 {opened.tag.written} 不在同一层；{_LEVELS}")]


def _unclosed(found: Found) -> TemplateFault:
    word = found.tag.word
    level = found.tag.level and f"{found.tag.level}"
    return found.fault(f"没有对应的 {{%{level} end{word} %}}")
