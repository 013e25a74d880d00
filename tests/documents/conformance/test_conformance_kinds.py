from __future__ import annotations

from collections.abc import Callable

import conforming_documents as conforming
import pytest
from layout_checks import made, subject
from templates.draft_blocks import addressee, body, cell, columns, row, table

from xlflow.documents.conformance.document_parts import KIND_NAMES, DocumentKind
from xlflow.documents.layout.layout_blocks import sealed, title, unsealed
from xlflow.documents.layout.paragraph_markup import paragraph


@pytest.mark.parametrize(
    ("document", "kind", "seal"),
    [
        (conforming.circular, DocumentKind.CIRCULAR, True),
        (conforming.secret_circular, DocumentKind.CIRCULAR, True),
        (conforming.upward_report, DocumentKind.CIRCULAR, True),
        (conforming.letter, DocumentKind.LETTER, True),
        (conforming.bulletin, DocumentKind.BULLETIN, True),
        (conforming.briefing, DocumentKind.BRIEFING, False),
        (conforming.minutes, DocumentKind.MINUTES, False),
        (conforming.public_notice, DocumentKind.PUBLIC, False),
        (conforming.form, DocumentKind.FORM, False),
    ],
)
def test_the_kind_of_a_document_is_known_by_what_stands_in_it(document: Callable[[], bytes], kind: DocumentKind, seal: bool) -> None:
    found = subject(document())
    assert (found.kind, found.seal) == (kind, seal)


def test_a_reply_on_plain_paper_is_sealed_by_the_committee_that_signs_it() -> None:
    found = subject(made(title("关于同意召开推优大会的批复"), addressee("某团支部"), body("同意。"), sealed("某团委", "2026年3月5日")))
    assert (found.kind, found.seal) == (DocumentKind.PLAIN, True)


@pytest.mark.parametrize("name", ["某团支部", "某团支部委员会", "张三"])
def test_a_report_of_a_branch_or_a_person_is_not(name: str) -> None:
    found = subject(made(title("推优情况报告"), addressee("某团委"), body("完成。"), unsealed(name, "2026年3月5日")))
    assert (found.kind, found.seal) == (DocumentKind.PLAIN, False)


def test_a_page_of_cells_is_a_form_whatever_its_title_says() -> None:
    rows = [row(cell("推优票　姓名　赞成　反对　弃权"), cell("本票经团支部盖章有效"))]
    assert subject(made(paragraph("票样"), table(columns((1, 1)), rows))).kind is DocumentKind.FORM


def test_what_is_given_goes_before_what_is_guessed() -> None:
    found = subject(conforming.circular(), DocumentKind.PLAIN, seal=False)
    assert (found.kind, found.seal) == (DocumentKind.PLAIN, False)


def test_every_kind_has_a_name() -> None:
    assert set(KIND_NAMES) == set(DocumentKind)
