"""Names of the packages that Word files are: namespaces, kinds of relationships, content types."""

from __future__ import annotations

from xlflow.documents.wordprocessingml import NAMESPACE

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONSHIP = f"{{{PACKAGE}/relationships}}Relationship"
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{WORD_TYPES}.document.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES, NUMBERING, SETTINGS = "styles", "numbering", "settings"
FOOTNOTES, ENDNOTES = "footnotes", "endnotes"
SINGLE = frozenset({STYLES, NUMBERING, SETTINGS, FOOTNOTES, ENDNOTES})
"""Kinds of parts of which a document has one, and which are merged."""
OF_FIRST = frozenset({"theme", "fontTable", "webSettings"})
"""Kinds of parts of which a document has one, and which the bundle takes from its first document."""
LEFT_OUT = frozenset(
    {"customXml", "glossaryDocument", "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "printerSettings"}
)
"""Kinds of parts that paper does not show."""

_MICROSOFT = "http://schemas.microsoft.com/office"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES = {
    "w": NAMESPACE,
    "r": OFFICE,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": f"{_DRAWING}/wordprocessingDrawing",
    "a": f"{_DRAWING}/main",
    "pic": f"{_DRAWING}/picture",
    "c": f"{_DRAWING}/chart",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "wps": f"{_MICROSOFT}/word/2010/wordprocessingShape",
    "wpg": f"{_MICROSOFT}/word/2010/wordprocessingGroup",
    "wpc": f"{_MICROSOFT}/word/2010/wordprocessingCanvas",
    "wpi": f"{_MICROSOFT}/word/2010/wordprocessingInk",
    "wp14": f"{_MICROSOFT}/word/2010/wordprocessingDrawing",
    "wne": f"{_MICROSOFT}/word/2006/wordml",
    "w14": f"{_MICROSOFT}/word/2010/wordml",
    "w15": f"{_MICROSOFT}/word/2012/wordml",
    "w16": f"{_MICROSOFT}/word/2018/wordml",
    "w16cex": f"{_MICROSOFT}/word/2018/wordml/cex",
    "w16cid": f"{_MICROSOFT}/word/2016/wordml/cid",
    "w16se": f"{_MICROSOFT}/word/2015/wordml/symex",
}
"""The prefixes that Word itself uses: the bundle declares them once for all documents."""
_IGNORABLE = "w14 w15 w16 w16cex w16cid w16se wp14"
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
ROOT = f'<w:document {_DECLARED} mc:Ignorable="{_IGNORABLE}">'
