"""A draft of a document as a Word file: the fewest parts that Word needs, and the same bytes every time.

The parts are written here, not taken from a default template: nothing stands in the file that the standard does not ask for, and a
change of a template shows as a change of its text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape

from msgspec import Struct

from xlflow.documents.layout.layout_styles import styles_part
from xlflow.documents.layout.page_setup import PageForm, footer, section, turned_footer
from xlflow.documents.layout.paragraph_markup import paragraph
from xlflow.documents.word_package import OFFICE, PACKAGE, WORD_TYPES, XML_DECLARATION
from xlflow.documents.wordprocessingml import NAMESPACE, NAMESPACES

MEMBER_TIME = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip can hold: equal drafts give equal files."""
DECLARED = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", "r", "mc", "wp", "a", "wps"))
"""The namespaces that the parts declare."""


class Draft(Struct, frozen=True):
    """A document before it is a file: its title (for the properties of the file), the markup of its text, the kind of its pages."""

    title: str
    text: str
    form: PageForm


class _Footer(Struct, frozen=True):
    """A footer: the name of its part, the pages it is for, its markup."""

    name: str
    pages: str
    text: str


def docx_bytes(draft: Draft) -> bytes:
    """The Word file of a draft; the same draft gives the same bytes."""
    footers = _footers(draft.form)
    references = "".join(f'<w:footerReference w:type="{part.pages}" r:id="rId{number}"/>' for number, part in enumerate(footers, 3))
    body = f"<w:document {DECLARED}><w:body>{draft.text}{section(references, draft.form)}</w:body></w:document>"
    parts = {
        "[Content_Types].xml": _content_types(footers),
        "_rels/.rels": _relations(
            [(f"{OFFICE}/officeDocument", "word/document.xml"), (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")]
        ),
        "docProps/core.xml": _properties(draft.title),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _relations(
            [
                (f"{OFFICE}/styles", "styles.xml"),
                (f"{OFFICE}/settings", "settings.xml"),
                *((f"{OFFICE}/footer", part.name) for part in footers),
            ]
        ),
        "word/styles.xml": styles_part(),
        "word/settings.xml": _settings(),
    }
    for part in footers:
        parts[f"word/{part.name}"] = f"<w:ftr {DECLARED}>{part.text}</w:ftr>"
    return _zip(parts)


def _footers(form: PageForm) -> tuple[_Footer, ...]:
    """Odd and even pages are numbered apart; the first page of a letter carries no number (10.1)."""
    if form is PageForm.LANDSCAPE:
        return (_Footer("footer1.xml", "default", turned_footer("right")), _Footer("footer2.xml", "even", turned_footer("left")))
    numbers = (_Footer("footer1.xml", "default", footer("right")), _Footer("footer2.xml", "even", footer("left")))
    if form is PageForm.LETTER:
        return (*numbers, _Footer("footer3.xml", "first", paragraph(style="PageNumber")))
    return numbers if form is PageForm.NUMBERED else ()


def _zip(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, MEMBER_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, f"{XML_DECLARATION}{text}".encode(), compresslevel=9)
    return stream.getvalue()


def _content_types(footers: Sequence[_Footer]) -> str:
    overrides = {
        "/word/document.xml": f"{WORD_TYPES}.document.main+xml",
        "/word/styles.xml": f"{WORD_TYPES}.styles+xml",
        "/word/settings.xml": f"{WORD_TYPES}.settings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    } | {f"/word/{part.name}": f"{WORD_TYPES}.footer+xml" for part in footers}
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
        + "</Types>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _properties(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title, quote=False)}</dc:title></cp:coreProperties>"
    )


def _settings() -> str:
    """Different odd and even pages; no compression of punctuation, which would undo the 28 characters; the layout rules of Word 2013."""
    return (
        f'<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
