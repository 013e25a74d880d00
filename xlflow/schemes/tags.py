"""Texts of a scheme with tags in braces: every tag must have something that fills it."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from xlflow.schemes.build import Built
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.layers import Name


def unknown_tags(built: Built, section: str, name: Name, key: str, text: str, known: frozenset[str], what: str = "字段") -> Iterator[Fault]:
    """The tags of the text under a key that nothing known fills; `what` says what would fill them."""
    try:
        tags = [tag for _, tag, _, _ in Formatter().parse(text) if tag is not None]
    except ValueError:
        yield built.fault(section, name, key, "花括号没有成对；请检查")
        return
    for tag in tags:
        if tag not in known:
            yield built.fault(section, name, key, f"{{{tag}}} 没有{what}可填{near(tag, known)}；请改正")
