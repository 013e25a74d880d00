"""Word calls a file damaged whose elements stand in another order than the schema's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree
from templates.docx_draft import DECLARED, docx_bytes

from templates import DRAFTS_OF_SCHEMES
from xlflow.documents.layout.layout_blocks import (
    briefing_head,
    colophon,
    letter_head,
    number_line,
    red_head,
    sealed,
    sealed_and_printed,
    title,
    unsealed,
)
from xlflow.documents.wordprocessingml import NAMESPACE

DRAFTS = {name: draft for drafts in DRAFTS_OF_SCHEMES.values() for name, draft in drafts.items()}

W = f"{{{NAMESPACE}}}"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs kinsoku wordWrap"
    " overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing jc"
    " textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign",
    "sectPr": "headerReference footerReference pgSz pgMar pgNumType cols titlePg docGrid",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "tc": "tcPr p",
}


def disorder(root: etree._Element) -> Iterator[tuple[str, list[str]]]:
    """Every element whose children do not stand in the order of the schema."""
    for name, order in ORDER.items():
        places = order.split()
        for element in root.iter(f"{W}{name}"):
            children = [etree.QName(child).localname for child in element]
            if name == "tc":  # tables and paragraphs in any order, a paragraph last
                assert children[-1] == "p"
                children = [child for child in children if child != "tbl"]
            if [places.index(child) for child in children] != sorted(places.index(child) for child in children):
                yield name, children


@pytest.mark.parametrize("name", list(DRAFTS))
def test_the_elements_of_a_template_stand_in_the_order_of_the_schema(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(DRAFTS[name]()))) as archive:
        parts = {
            part: etree.fromstring(archive.read(part)) for part in archive.namelist() if part.startswith("word/") and part.endswith(".xml")
        }
    assert [fault for root in parts.values() for fault in disorder(root)] == []


@pytest.mark.parametrize(
    "markup",
    [
        title("关于推荐张三等3名同志作为入党积极分子和党的发展对象人选的函"),
        sealed("团委", "2026年3月5日"),
        unsealed("团支部", "2026年3月5日"),
        red_head("共青团江州大学委员会文件"),
        number_line("江团〔2026〕3号"),
        letter_head("共青团江州大学委员会", ""),
        briefing_head("推优要讯", "5", "共青团江州大学委员会", "2026年3月5日"),
        colophon("学院党委组织部", "某团委办公室", "2026年3月5日"),
        sealed_and_printed("某团委", "2026年3月5日", "学院党委组织部", "某团委办公室", "2026年3月6日"),
    ],
)
def test_the_elements_of_a_block_stand_in_the_order_of_the_schema(markup: str) -> None:
    assert list(disorder(etree.fromstring(f"<w:body {DECLARED}>{markup}</w:body>"))) == []


@pytest.mark.parametrize("name", list(DRAFTS))
def test_every_style_that_a_template_uses_is_in_it(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(DRAFTS[name]()))) as archive:
        body, styles = (etree.fromstring(archive.read(f"word/{part}.xml")) for part in ("document", "styles"))
    used = {str(style.get(f"{W}val")) for style in body.iter(f"{W}pStyle")}
    assert used <= {str(style.get(f"{W}styleId")) for style in styles.iter(f"{W}style")}
