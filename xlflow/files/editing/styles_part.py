"""The styles of a workbook, to which variants of cell formats are added, each once.

A variant is the format that a cell has with another fill or number format: everything else that its owner chose stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from lxml import etree

from xlflow.errors import OutputError
from xlflow.files.editing.cell_edits import Look
from xlflow.files.editing.spans import safe_parser

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "@": 49}
_FIRST_OWN_FORMAT = 164
_LIMIT = 64_000
"""Excel opens no workbook with more cell formats than 64,000."""
EMPTY = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf xfId="0"/></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
"""The styles of a workbook that has none."""


class StylesPart:
    """The styles part, parsed when a variant is first asked for."""

    def __init__(self, part: bytes) -> None:
        self._part = part
        self._changed = False
        self._made: dict[tuple[object, ...], int] = {}

    def to_bytes(self) -> bytes:
        """The part; the very bytes it was made of where nothing was added."""
        if not self._changed:
            return self._part
        return bytes(etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def variant(self, base: int, fill: str | None, number_format: str | None) -> int:
        """The index of the format `base` with another fill or number format."""
        if fill is None and number_format is None:
            return base
        key = (base, fill, number_format)
        if key not in self._made:
            changes: dict[str, str] = {}
            if fill is not None:
                changes |= {"fillId": str(self._fill(fill)), "applyFill": "1"}
            if number_format is not None:
                changes |= {"numFmtId": str(self._number_format(number_format)), "applyNumberFormat": "1"}
            self._made[key] = self._cell_format(base, changes)
        return self._made[key]

    def look(self, look: Look) -> int:
        """The index of a format that looks so."""
        key = (look,)
        if key not in self._made:
            changes = {
                "fontId": str(self._add("fonts", self._font(look))),
                "fillId": str(self._fill(look.fill)) if look.fill else "0",
                "borderId": str(self._add("borders", self._border(look.line))) if look.line else "0",
                "numFmtId": str(_BUILT_IN["@"]),
                **{f"apply{what}": "1" for what in ("Font", "Fill", "Border", "NumberFormat", "Alignment")},
            }
            alignment = {"vertical": "top" if look.top else "center", "wrapText": "1"}
            element = self._new("xf", {"xfId": "0", **changes})
            element.append(self._new("alignment", {"horizontal": "center" if look.centred else "left", **alignment}))
            self._made[key] = self._add("cellXfs", element)
        return self._made[key]

    @cached_property
    def _root(self) -> etree._Element:
        try:
            return etree.fromstring(self._part, safe_parser())
        except etree.XMLSyntaxError as error:
            raise OutputError("样式部件内部 XML 有错，没有写入；请用 Excel 或 WPS 打开另存后重试。") from error

    @cached_property
    def _known(self) -> dict[str, dict[tuple[object, ...], int]]:
        """For each list its elements by content, so that nothing is added twice."""
        return {}

    def _new(self, name: str, attributes: dict[str, str], children: Iterable[etree._Element] = ()) -> etree._Element:
        namespace = etree.QName(self._root).namespace
        element = etree.Element(f"{{{namespace}}}{name}", attributes)
        element.extend(children)
        return element

    def _list(self, name: str) -> etree._Element:
        """A list of the part, made in its place where there is none."""
        places = {etree.QName(child).localname: child for child in self._root if isinstance(child.tag, str)}
        if name not in places:
            places[name] = self._new(name, {})
            later = [places[other] for other in _ORDER[_ORDER.index(name) + 1 :] if other in places]
            if later:
                later[0].addprevious(places[name])
            else:
                self._root.append(places[name])
        return places[name]

    def _add(self, name: str, element: etree._Element) -> int:
        """The index of an element of a list; added where there is none like it."""
        own = self._list(name)
        if name not in self._known:
            items = [child for child in own if isinstance(child.tag, str)]
            self._known[name] = {_content(item): number for number, item in reversed(list(enumerate(items)))}
            own.set("count", str(len(items)))
        known, key = self._known[name], _content(element)
        if key not in known:
            number = int(own.get("count", "0"))
            if number >= _LIMIT:
                raise OutputError("单元格格式太多（Excel 最多 64,000 种），不能再加颜色；请把内容按数值粘贴到新表后重试。")
            own.append(element)
            own.set("count", str(number + 1))
            known[key] = number
            self._changed = True
        return known[key]

    def _cell_format(self, base: int, changes: dict[str, str]) -> int:
        formats = [child for child in self._list("cellXfs") if isinstance(child.tag, str)]
        old = formats[base] if base < len(formats) else self._new("xf", {})
        copy = self._new("xf", {str(k): str(v) for k, v in old.attrib.items()} | changes)
        copy.extend([etree.fromstring(etree.tostring(child)) for child in old])
        return self._add("cellXfs", copy)

    def _fill(self, colour: str) -> int:
        fills = self._list("fills")
        if not len(fills):
            for pattern in ("none", "gray125"):  # the first two fills are what Excel takes them for, whatever they say
                self._add("fills", self._new("fill", {}, [self._new("patternFill", {"patternType": pattern})]))
        colours = [self._new("fgColor", {"rgb": f"FF{colour}"}), self._new("bgColor", {"indexed": "64"})]
        return self._add("fills", self._new("fill", {}, [self._new("patternFill", {"patternType": "solid"}, colours)]))

    def _font(self, look: Look) -> etree._Element:
        marks = [self._new("b", {})] if look.bold else []
        marks += [self._new("u", {})] if look.underline else []
        facts = (("sz", f"{look.size_pt:g}"), ("color", f"FF{look.colour}"), ("name", look.font))
        keys = {"sz": "val", "color": "rgb", "name": "val"}
        return self._new("font", {}, [*marks, *(self._new(name, {keys[name]: value}) for name, value in facts)])

    def _border(self, colour: str) -> etree._Element:
        def side(name: str) -> etree._Element:
            return self._new(name, {"style": "thin"}, [self._new("color", {"rgb": f"FF{colour}"})])

        return self._new("border", {}, [*map(side, ("left", "right", "top", "bottom")), self._new("diagonal", {})])

    def _number_format(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        formats = self._list("numFmts")
        taken = {child.get("formatCode", ""): int(child.get("numFmtId", "0")) for child in formats if isinstance(child.tag, str)}
        if code not in taken:
            taken[code] = max([_FIRST_OWN_FORMAT - 1, *taken.values()]) + 1
            self._add("numFmts", self._new("numFmt", {"numFmtId": str(taken[code]), "formatCode": code}))
        return taken[code]


def _content(element: etree._Element) -> tuple[object, ...]:
    """What an element says, whatever its spelling."""
    children = tuple(_content(child) for child in element if isinstance(child.tag, str))
    return (etree.QName(element).localname, tuple(sorted(element.attrib.items())), children)
