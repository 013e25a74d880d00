"""Marks: what stands in the tree of a part instead of a tag, and the jinja2 code that it becomes.

A mark is a number between two noncharacters. Delimiters of the jinja2 source are noncharacters too, so whatever else stands in a file,
`{{` included, is plain text to jinja2.
"""

from __future__ import annotations

import re

from msgspec import Struct

from xlflow.documents.template.tags import Kind, Tag

BLOCK_START, BLOCK_END = "\ufdd2", "\ufdd3"
VARIABLE_START, VARIABLE_END = "\ufdd4", "\ufdd5"
COMMENT_START, COMMENT_END = "\ufdd6", "\ufdd7"
PLAIN = "plain_text"
"""The filter for values outside running text: attributes, field codes, properties."""
RUNS, PARAGRAPHS = "as_runs", "as_paragraphs"
"""The filters for values that take the place of whole runs, or of their paragraph."""
DRAWING_ID = "drawing_id"
"""The filter that gives the next number of a drawing: a loop repeats the drawing, and no two may have one number."""
WHOLE_PARAGRAPHS = "whole_paragraphs"
"""The test for values that are paragraphs themselves."""

MARK = re.compile("\ufdd0([0-9]+)\ufdd1")


class TemplateFaultError(Exception):
    """What is wrong with a template, where and in which tag."""

    def __init__(self, reason: str, place: str, tag: str = "") -> None:
        super().__init__(reason)
        self.reason, self.place, self.tag = reason, place, tag


class PlacedTag(Struct, frozen=True):
    """A tag of the source: its code with its place in the document; `through` is the filter that its value goes through."""

    tag: Tag
    place: str
    through: str = ""

    @property
    def source(self) -> str:
        """The tag as jinja2 code, on a line of its own."""
        tag = self.tag
        if tag.kind is Kind.BLOCK:
            return f"{BLOCK_START}\n{tag.code}\n{BLOCK_END}"
        code = f"({tag.code})|{self.through}" if self.through else tag.code
        return f"{VARIABLE_START}{tag.trim_before}\n{code}\n{tag.trim_after}{VARIABLE_END}"
