"""The template engine: Word files with jinja2 tags, compiled once on the element tree, rendered as text.

The way of a file: `package` (zip) → `tags` (found in the joined text of a paragraph) → `source` (marks in the tree, then jinja2 source)
→ `compiled` (one jinja2 template a part) → bytes.
"""

from xlflow.documents.template.compiled_template import CostlyTemplateError, Template
from xlflow.documents.template.picture_value import Picture
from xlflow.documents.template.rich_text import Format, PageBreak, RichParagraphs, RichText
from xlflow.documents.template.subdocument import SubDocument
from xlflow.documents.template.word_values import Unfilled, UnfilledError

__all__ = [
    "CostlyTemplateError",
    "Format",
    "PageBreak",
    "Picture",
    "RichParagraphs",
    "RichText",
    "SubDocument",
    "Template",
    "Unfilled",
    "UnfilledError",
]
