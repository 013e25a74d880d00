"""The styles of all documents side by side: equal ones once, those that differ under names of their own.

A document whose defaults differ from those of the first one brings all its styles under new names, with its defaults written into them,
so that its text looks as it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from xlflow.documents.word_package import XML_DECLARATION, parse_xml
from xlflow.documents.wordprocessingml import NAMESPACE, PARAGRAPH_PROPERTIES, RUN_PROPERTIES, VALUE, W


def _tags(names: str) -> list[str]:
    return [W + name for name in names.split()]


_SIDES = f"{W}evenAndOddHeaders"
_TIED = frozenset(
    _tags(
        "attachedTemplate documentProtection writeProtection trackRevisions footnotePr endnotePr mailMerge saveThroughXslt attachedSchema "
        "rsids evenAndOddHeaders"
    )
)
_BEFORE_SIDES = frozenset(
    _tags(
        "view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText "
        "printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins "
        "alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors "
        "activeWritingStyle proofState formsDesign linkStyles stylePaneFormatFilter stylePaneSortMethod documentType revisionView "
        "doNotTrackMoves doNotTrackFormatting autoFormatOverride styleLockTheme styleLockQFSet defaultTabStop autoHyphenation "
        "consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle"
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
    return XML_DECLARATION.encode() + etree.tostring(root, encoding="utf-8")


_STYLE, _ID, _KIND, _DEFAULT, _NAME = f"{W}style", f"{W}styleId", f"{W}type", f"{W}default", f"{W}name"
_POINTERS = (f"{W}basedOn", f"{W}next", f"{W}link")
_PARAGRAPH_STYLE, _TABLE_STYLE, _RUN_STYLE = f"{W}pStyle", f"{W}tblStyle", f"{W}rStyle"
_TRUE = ("1", "true", "on")
_TOC_LEVEL = f"{W}aliases"


class Restyling(Struct, frozen=True):
    """What changes in a document: new names of its styles; the styles that paragraphs and tables without one have in it.

    `numbered`: paragraph styles (new names) that number their paragraphs, each with list and level.
    """

    names: Mapping[str, str]
    paragraph: str = ""
    table: str = ""
    numbered: Mapping[str, tuple[str, str]] | None = None

    @property
    def is_needed(self) -> bool:
        """Whether the text has to be changed at all."""
        return bool(self.names or self.numbered)


class MergedStyles:
    """The styles of the bundle; the first part that is added gives defaults and latent styles."""

    def __init__(self) -> None:
        self._root: etree._Element | None = None
        self._defaults = b""
        self._known: dict[tuple[bytes, tuple[tuple[str, str], ...]], Restyling] = {}

    def add(self, part: bytes, numbers: Mapping[str, str]) -> Restyling:
        """Takes over the styles of a document, with the new numbers of its lists; equal parts are taken over once."""
        key = (part, tuple(numbers.items()))
        if key not in self._known:
            self._known[key] = self._taken_over(parse_xml(part), numbers)
        return self._known[key]

    def _taken_over(self, root: etree._Element, numbers: Mapping[str, str]) -> Restyling:
        styles = {style.get(_ID, ""): style for style in root.iter(_STYLE)}
        numbering = _numbered(styles)
        for number in root.iter(f"{W}numId"):
            number.set(VALUE, numbers.get(number.get(VALUE, "0"), "0"))
        if self._root is None:
            self._root, self._defaults = root, _canonical(root.find(f"{W}docDefaults"))
            return Restyling({}, numbered=numbering)
        there = {style.get(_ID, ""): style for style in self._root.iter(_STYLE)}
        foreign = _canonical(root.find(f"{W}docDefaults")) != self._defaults
        changed = set(styles) if foreign else _differing(styles, there)
        names = {old: _free(old, there, styles) for old in changed if foreign or old in there}
        taken = {_name(style) for style in there.values()}
        for old, style in styles.items():
            if old in there and old not in names:
                continue
            own = deepcopy(style)
            if foreign:
                _write_defaults(own, root)
            if old in names:
                own.set(_ID, names[old])
                own.attrib.pop(_DEFAULT, "")
            elif any(_is_default(other, own.get(_KIND)) for other in there.values()):
                own.attrib.pop(_DEFAULT, "")
            _rename(own, taken)
            for pointer in own:
                if pointer.tag in _POINTERS:
                    pointer.set(VALUE, names.get(pointer.get(VALUE, ""), pointer.get(VALUE, "")))
            self._root.append(own)
        default = {kind: next((i for i, s in styles.items() if _is_default(s, kind)), "") for kind in ("paragraph", "table")}
        renamed = {names.get(style, style): number for style, number in numbering.items()}
        return Restyling(names, names.get(default["paragraph"], ""), names.get(default["table"], ""), renamed)

    def part(self) -> bytes:
        """The part of the bundle."""
        assert self._root is not None
        return XML_DECLARATION.encode() + etree.tostring(self._root, encoding="utf-8")


def restyled(root: etree._Element, restyling: Restyling) -> None:
    """Changes the text (or a header, or notes) of a document in place."""
    for tag in (_PARAGRAPH_STYLE, _TABLE_STYLE, _RUN_STYLE):
        for pointer in root.iter(tag):
            pointer.set(VALUE, restyling.names.get(pointer.get(VALUE, ""), pointer.get(VALUE, "")))
    if restyling.paragraph:
        for paragraph in root.iter(f"{W}p"):
            _give(paragraph, PARAGRAPH_PROPERTIES, _PARAGRAPH_STYLE, restyling.paragraph)
    if restyling.table:
        for table in root.iter(f"{W}tbl"):
            _give(table, f"{W}tblPr", _TABLE_STYLE, restyling.table)
    for paragraph in root.iter(f"{W}p") if restyling.numbered else ():
        _number(paragraph, restyling.numbered or {})


def _give(element: etree._Element, properties_tag: str, tag: str, style: str) -> None:
    properties = element.find(properties_tag)
    if properties is None:
        properties = etree.Element(properties_tag)
        element.insert(0, properties)
    if properties.find(tag) is None:
        properties.insert(0, etree.Element(tag, {VALUE: style}))


def _number(paragraph: etree._Element, numbered: Mapping[str, tuple[str, str]]) -> None:
    """A paragraph that is numbered by its style gets the number itself: a style has one list for all documents."""
    properties = paragraph.find(PARAGRAPH_PROPERTIES)
    style = None if properties is None else properties.find(_PARAGRAPH_STYLE)
    if properties is None or style is None or properties.find(f"{W}numPr") is not None:
        return
    if style.get(VALUE, "") in numbered:
        number, level = numbered[style.get(VALUE, "")]
        own = etree.Element(f"{W}numPr")
        etree.SubElement(own, f"{W}ilvl", {VALUE: level})
        etree.SubElement(own, f"{W}numId", {VALUE: number})
        before = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
        place = sum(child.tag in {W + name for name in before} for child in properties)
        properties.insert(place, own)


def _numbered(styles: Mapping[str, etree._Element]) -> dict[str, tuple[str, str]]:
    """Paragraph styles that number, with what they inherit from the styles below them; numbers as in the document."""
    found = {}
    for old, style in styles.items():
        numbers = [pr for each in _chain(style, styles) if (pr := each.find(f"{PARAGRAPH_PROPERTIES}/{W}numPr")) is not None]
        number = next((n.get(VALUE, "0") for pr in numbers if (n := pr.find(f"{W}numId")) is not None), "0")
        level = next((n.get(VALUE, "0") for pr in numbers if (n := pr.find(f"{W}ilvl")) is not None), "0")
        if number != "0":
            found[old] = (number, level)
    return found


def _chain(style: etree._Element, styles: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    seen: set[str] = set()
    current: etree._Element | None = style
    while current is not None and current.get(_ID, "") not in seen:
        seen.add(current.get(_ID, ""))
        yield current
        below = current.find(f"{W}basedOn")
        current = None if below is None else styles.get(below.get(VALUE, ""))


def _differing(styles: Mapping[str, etree._Element], there: Mapping[str, etree._Element]) -> set[str]:
    """Styles that are not there under the same name in the same form, and those that rest on one of them."""
    changed = {old for old, style in styles.items() if old in there and _canonical(style) != _canonical(there[old])}
    while True:
        more = {
            old
            for old, style in styles.items()
            if old not in changed and old in there and any(child.get(VALUE) in changed for child in style if child.tag in _POINTERS[:1])
        }
        if not more:
            return changed
        changed |= more


def _free(old: str, there: Mapping[str, object], styles: Mapping[str, object]) -> str:
    number = 2
    while f"{old}_{number}" in there or f"{old}_{number}" in styles:
        number += 1
    return f"{old}_{number}"


def _name(style: etree._Element) -> str:
    name = style.find(_NAME)
    return "" if name is None else name.get(VALUE, "").casefold()


def _rename(style: etree._Element, taken: set[str]) -> None:
    """Two styles of one name are one for Word."""
    name = style.find(_NAME)
    if name is None:
        return
    text, number = name.get(VALUE, ""), 1
    while _name(style) in taken:
        number += 1
        name.set(VALUE, f"{text} {number}")
        for alias in style.findall(_TOC_LEVEL):
            style.remove(alias)
    taken.add(_name(style))


def _is_default(style: etree._Element, kind: str | None) -> bool:
    return style.get(_KIND) == kind and style.get(_DEFAULT) in _TRUE


def _write_defaults(style: etree._Element, root: etree._Element) -> None:
    """The defaults of the document into a style that rests on no other."""
    if style.find(f"{W}basedOn") is not None or style.get(_KIND) != "paragraph":
        return
    wanted = {PARAGRAPH_PROPERTIES: f"{W}docDefaults/{W}pPrDefault", RUN_PROPERTIES: f"{W}docDefaults/{W}rPrDefault"}
    for tag, path in wanted.items():
        default = root.find(f"{path}/{tag}")
        if default is None:
            continue
        own = style.find(tag)
        if own is None:
            own = etree.Element(tag)
            place = style.find(RUN_PROPERTIES) if tag == PARAGRAPH_PROPERTIES else None
            style.append(own) if place is None else place.addprevious(own)
        have = {child.tag for child in own}
        merged = [deepcopy(child) for child in default if child.tag not in have] + list(own)
        order = _PARAGRAPH_ORDER if tag == PARAGRAPH_PROPERTIES else _RUN_ORDER
        own[:] = sorted(merged, key=lambda element: order.index(element.tag) if element.tag in order else len(order))


_PARAGRAPH_ORDER = _tags(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens "
    "kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
    "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_RUN_ORDER = _tags(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color "
    "spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)


def _canonical(element: etree._Element | None) -> bytes:
    return b"" if element is None else etree.tostring(element, method="c14n")
