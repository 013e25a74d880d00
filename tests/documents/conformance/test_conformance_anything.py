"""Whatever stands in a document: it is judged, in the same way every time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from layout_checks import checked, failing, made
from templates.draft_blocks import cell, columns, row, table

from xlflow.documents.conformance.document_parts import DocumentKind
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph

WORDS = "附件：|附件1|抄送：|2026年3月5日|年　月　日|江团〔2026〕3号|签发人：|第5期|一、|（一）|1.|出席：|印发|机密★1年|关于|的通知|：|\t"
PIECES = st.sampled_from(WORDS.split("|"))
TEXTS = (
    st.lists(PIECES | st.text(max_size=6), max_size=4)
    .map("".join)
    .map(lambda text: "".join(c for c in text if c.isprintable() or c == "\t"))
)
STYLES = st.sampled_from(["Normal", "Body", "DocumentTitle", "Addressee", "Mark", "SignatureName", "SignatureDate", "AttachmentHead"])
PARAGRAPHS = st.builds(paragraph, TEXTS.filter(lambda text: not text.startswith("<")), STYLES)
TABLES = TEXTS.filter(lambda text: not text.startswith("<")).map(lambda text: table(columns((1, 1)), [row(cell(text), cell(""))]))
BLOCKS = st.lists(PARAGRAPHS | TABLES | st.just(blank_line()), max_size=12)


@settings(max_examples=80)
@given(BLOCKS, st.sampled_from([None, *DocumentKind]), st.sampled_from([None, True, False]))
def test_any_document_is_judged_and_again_alike(blocks: list[str], kind: DocumentKind | None, seal: bool | None) -> None:
    content = made(*blocks)
    found = checked(content, kind, seal)
    assert found
    assert all(check.measured for check in found.values() if check.status == "fail")
    assert failing(content, kind, seal) == {key for key, check in found.items() if check.status == "fail"}
