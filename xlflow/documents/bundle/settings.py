"""The settings of a bundle: those of its first document, without what ties that one to other files, with odd and even pages told apart."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from xlflow.documents.bundle.names import HEAD
from xlflow.documents.template.elements import NAMESPACE, VALUE, W

_SIDES = f"{W}evenAndOddHeaders"
_TIED = frozenset(
    W + name
    for name in (
        *(
            "attachedTemplate",
            "documentProtection",
            "writeProtection",
            "trackRevisions",
            "footnotePr",
            "endnotePr",
            "mailMerge",
        ),
        *(
            "saveThroughXslt",
            "attachedSchema",
            "rsids",
            "evenAndOddHeaders",
        ),
    )
)
_BEFORE_SIDES = frozenset(
    W + name
    for name in (
        *(
            "view",
            "zoom",
            "removePersonalInformation",
            "removeDateAndTime",
            "doNotDisplayPageBoundaries",
            "displayBackgroundShape",
        ),
        *(
            "printPostScriptOverText",
            "printFractionalCharacterWidth",
            "printFormsData",
            "embedTrueTypeFonts",
            "embedSystemFonts",
        ),
        *(
            "saveSubsetFonts",
            "saveFormsData",
            "mirrorMargins",
            "alignBordersAndEdges",
            "bordersDoNotSurroundHeader",
        ),
        *(
            "bordersDoNotSurroundFooter",
            "gutterAtTop",
            "hideSpellingErrors",
            "hideGrammaticalErrors",
            "activeWritingStyle",
            "proofState",
        ),
        *(
            "formsDesign",
            "linkStyles",
            "stylePaneFormatFilter",
            "stylePaneSortMethod",
            "documentType",
            "revisionView",
            "doNotTrackMoves",
        ),
        *(
            "doNotTrackFormatting",
            "autoFormatOverride",
            "styleLockTheme",
            "styleLockQFSet",
            "defaultTabStop",
            "autoHyphenation",
        ),
        *(
            "consecutiveHyphenLimit",
            "hyphenationZone",
            "doNotHyphenateCaps",
            "showEnvelope",
            "summaryLength",
            "clickAndTypeStyle",
        ),
        *("defaultTableStyle",),
    )
)
"""The settings that stand before it: Word refuses another order."""


def knows_sides(settings: etree._Element) -> bool:
    """Whether a document has different headers on odd and even pages."""
    found = settings.find(_SIDES)
    return found is not None and found.get(VALUE, "1") not in ("0", "false", "off")


def settings_part(settings: etree._Element | None, *, sides: bool) -> bytes:
    """The part of the bundle; `settings` are those of the first document."""
    root = etree.Element(f"{W}settings", nsmap={"w": NAMESPACE}) if settings is None else deepcopy(settings)
    for element in [element for element in root if element.tag in _TIED]:
        root.remove(element)
    if sides:
        root.insert(sum(element.tag in _BEFORE_SIDES for element in root), etree.Element(_SIDES))
    return HEAD.encode() + etree.tostring(root, encoding="utf-8")
