"""Which properties hold for a paragraph or a run: docDefaults, table style, paragraph styles, numbering, character style, direct ones.

Properties are flat: `ind@left`, `spacing@line`, `b`, `pBdr.bottom@sz`; a later layer overrides an earlier one property by property.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from xlflow.documents.wordprocessingml import NAMESPACES, W

A = f"{{{NAMESPACES['a']}}}"
Properties = dict[str, str]
_SIDES = ("ascii", "hAnsi", "eastAsia", "cs")
_SWITCHED_OFF = ("0", "false", "off", "none")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def properties(element: etree._Element | None) -> Properties:
    """The properties that an element `w:pPr`, `w:rPr` or `w:tblPr` sets."""
    found: Properties = {}
    for child in element if element is not None else ():
        if not isinstance(child.tag, str) or not child.tag.startswith(W):
            continue
        name = local(child)
        found[name] = child.get(f"{W}val", "1")
        found |= {f"{name}@{local_name(key)}": str(value) for key, value in child.attrib.items()}
        if name in ("pBdr", "tblBorders", "tcBorders"):
            for side in child:
                found |= {f"{name}.{local(side)}@{local_name(key)}": str(value) for key, value in side.attrib.items()}
        if name == "tabs":
            for tab in child:
                if tab.get(f"{W}val") in ("right", "end"):
                    found["tabs.right"] = tab.get(f"{W}pos", "0")
    return found


def local_name(key: str | bytes) -> str:
    """The name of an attribute without its namespace."""
    return str(key).rpartition("}")[2]


def over(base: Mapping[str, str], upper: Mapping[str, str]) -> Properties:
    """`upper` laid over `base`. An indent that hangs replaces one of the first line, a named face one of the theme, and the other way."""
    kept = dict(base)
    for one, other in (("firstLine", "hanging"), ("hanging", "firstLine")):
        if f"ind@{one}" in upper or f"ind@{one}Chars" in upper:
            kept.pop(f"ind@{other}", None)
            kept.pop(f"ind@{other}Chars", None)
    for side in _SIDES:
        theme = "cstheme" if side == "cs" else f"{side}Theme"
        if f"rFonts@{side}" in upper and f"rFonts@{theme}" not in upper:
            kept.pop(f"rFonts@{theme}", None)
    return kept | dict(upper)


def is_on(found: Mapping[str, str], name: str) -> bool:
    """Whether a property that is on or off is on."""
    return found.get(name, "0") not in _SWITCHED_OFF


def whole(found: Mapping[str, str], name: str, otherwise: int = 0) -> int:
    """A property that is a number; what is none counts as absent."""
    return whole_number(found.get(name, ""), otherwise)


def whole_number(text: str | bytes, otherwise: int = 0) -> int:
    """A whole number as files write it, 1588 or 1588.0; anything else counts as absent."""
    try:
        return round(float(text))
    except (ValueError, OverflowError):
        return otherwise


class StyleCascade:
    """The part `styles.xml`: what a style says with all that it is based on."""

    def __init__(self, root: etree._Element | None, theme: Mapping[str, str]) -> None:
        self._theme = theme
        self._styles = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")} if root is not None else {}
        self._chains: dict[tuple[str, str], Properties] = {}
        defaults = root.find(f"{W}docDefaults") if root is not None else None
        self.paragraph_defaults = properties(defaults.find(f"{W}pPrDefault/{W}pPr")) if defaults is not None else {}
        self.run_defaults = properties(defaults.find(f"{W}rPrDefault/{W}rPr")) if defaults is not None else {}
        self.default = {
            style.get(f"{W}type", ""): name for name, style in self._styles.items() if style.get(f"{W}default") in ("1", "true", "on")
        }

    def name(self, style: str) -> str:
        """What Word shows as the name of a style."""
        found = self._styles.get(style)
        name = found.find(f"{W}name") if found is not None else None
        return name.get(f"{W}val", "") if name is not None else ""

    def of(self, style: str, kind: str) -> Properties:
        """What a style sets, with all that it is based on; `kind` is pPr, rPr or tblPr."""
        if (style, kind) in self._chains:
            return self._chains[style, kind]
        chain: list[etree._Element] = []
        below = style
        while (found := self._styles.get(below)) is not None and found not in chain:
            chain.append(found)
            based = found.find(f"{W}basedOn")
            below = based.get(f"{W}val", "") if based is not None else ""
        merged: Properties = {}
        for found in reversed(chain):
            merged = over(merged, properties(found.find(f"{W}{kind}")))
        self._chains[style, kind] = merged
        return merged

    def face(self, found: Mapping[str, str], side: str) -> str:
        """The name of the face of a run for eastAsia or ascii."""
        theme = found.get(f"rFonts@{side}Theme")
        return (self._theme.get(theme, "") if theme else "") or found.get(f"rFonts@{side}", "")


def theme_faces(root: etree._Element | None) -> dict[str, str]:
    """The faces of a theme by the names that runs use: minorEastAsia, majorAscii and so on."""
    faces: dict[str, str] = {}
    for size in ("major", "minor"):
        fonts = root.find(f".//{A}{size}Font") if root is not None else None
        if fonts is None:
            continue
        chinese = next((font.get("typeface", "") for font in fonts.iterfind(f"{A}font") if font.get("script") == "Hans"), "")
        east, latin = fonts.find(f"{A}ea"), fonts.find(f"{A}latin")
        faces[f"{size}EastAsia"] = (east.get("typeface", "") if east is not None else "") or chinese
        for name in ("Ascii", "HAnsi"):
            faces[f"{size}{name}"] = latin.get("typeface", "") if latin is not None else ""
    return faces
