"""Marks: what stands in the tree of a part instead of a tag, and the jinja2 code that it becomes.

A mark is a number between two noncharacters. Delimiters of the jinja2 source are noncharacters too, so whatever else stands in a file,
`{{` included, is plain text to jinja2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlflow.documents.template.tags import Kind, Tag

BLOCK_START, BLOCK_END = "\ufdd2", "\ufdd3"
VARIABLE_START, VARIABLE_END = "\ufdd4", "\ufdd5"
COMMENT_START, COMMENT_END = "\ufdd6", "\ufdd7"
PLAIN = "plain_text"
"""The filter for values outside running text: attributes, field codes, properties."""
WHOLE_PARAGRAPHS = "whole_paragraphs"
"""The test for values that are paragraphs themselves."""

MARK = re.compile("\ufdd0([0-9]+)\ufdd1")


class TemplateFaultError(Exception):
    """What is wrong with a template, where and in which tag."""

    def __init__(self, reason: str, place: str, tag: str = "") -> None:
        super().__init__(reason)
        self.reason, self.place, self.tag = reason, place, tag


@dataclass(frozen=True, slots=True)
class PlacedTag:
    """A tag of the source: its code with its place in the document; `plain` where it stands outside running text."""

    tag: Tag
    place: str
    plain: bool = False

    @property
    def source(self) -> str:
        """The tag as jinja2 code, on a line of its own."""
        tag = self.tag
        if tag.kind is Kind.BLOCK:
            return f"{BLOCK_START}{tag.trim_before}\n{tag.code}\n{tag.trim_after}{BLOCK_END}"
        code = f"({tag.code})|{PLAIN}" if self.plain else tag.code
        return f"{VARIABLE_START}{tag.trim_before}\n{code}\n{tag.trim_after}{VARIABLE_END}"
