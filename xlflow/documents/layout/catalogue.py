"""The blocks that templates may call, by the names that they use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlflow.documents.layout.blocks import letter_head, number_line, red_head, sealed, title, unsealed
from xlflow.documents.layout.briefing import briefing_head
from xlflow.documents.layout.colophon import colophon, distribution, sealed_and_printed
from xlflow.documents.template.values import Paragraphs

BLOCKS: Mapping[str, Callable[..., Paragraphs]] = {
    "title": title,
    "sealed": sealed,
    "unsealed": unsealed,
    "red_head": red_head,
    "letter_head": letter_head,
    "number_line": number_line,
    "briefing_head": briefing_head,
    "colophon": colophon,
    "sealed_and_printed": sealed_and_printed,
    "distribution": distribution,
}
