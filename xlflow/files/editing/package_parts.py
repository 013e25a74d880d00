"""The parts of a package that tie sheets together: the workbook, its relations, the content types."""

from __future__ import annotations

from collections.abc import Container

from lxml import etree

from xlflow.errors import OutputError
from xlflow.files.editing.spans import safe_parser
from xlflow.files.editing.styles_part import EMPTY
from xlflow.files.reading.archive import Archive
from xlflow.files.reading.workbook_package import relations, sheet_parts, workbook_part

CONTENT_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_AFTER_NAMES = frozenset(
    {
        "calcPr",
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    }
)


_AFTER_CALCULATION = _AFTER_NAMES - {"calcPr"}


class PackageParts:
    """A package of which some parts are changed. `changed` and `dropped` are what the container needs to know in the end."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.workbook = workbook_part(archive)
        self.sheets = sheet_parts(archive)
        """Name of the sheet to name of its part."""
        self.changed: dict[str, bytes] = {}
        self.dropped: set[str] = set()
        self._read: dict[str, bytes] = {}
        folder, _, name = self.workbook.lstrip("/").rpartition("/")
        self._folder = folder
        self._relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"

    def read(self, part: str) -> bytes:
        """A part as it is now."""
        if part in self.changed:
            return self.changed[part]
        if part not in self._read:
            self._read[part] = self._archive.read(part)
        return self._read[part]

    def write(self, part: str, content: bytes) -> None:
        """New contents of a part; the old ones change nothing."""
        if part not in self._archive or content != self.read(part):
            self.changed[part] = content

    @property
    def namespace(self) -> str:
        """The namespace of sheets: that of strict workbooks is another one."""
        return str(etree.QName(_parsed(self.read(self.workbook))).namespace)

    @property
    def counts_from_1904(self) -> bool:
        """Whether days are counted from 1904, as old Macs did."""
        properties = _first(_parsed(self.read(self.workbook)), "workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    def styles_part(self) -> str:
        """The part of the styles, made where there is none."""
        root = _parsed(self.read(self._relations))
        for link in _elements(root):
            if link.get("Type", "").endswith("/styles"):
                return relations(self._archive, self.workbook)[link.get("Id", "")]
        part = f"{self._folder}/styles.xml"
        self._relate(part, "styles", _STYLES_TYPE)
        self.write(part, EMPTY)
        return part

    def add_sheet(self, name: str, content: bytes) -> None:
        """One more sheet behind all others."""
        number = 1
        while (part := f"{self._folder}/worksheets/sheet{number}.xml") in self._archive or part in self.changed:
            number += 1
        relation = self._relate(part, "worksheet", _SHEET_TYPE)
        root = _parsed(self.read(self.workbook))
        sheets = _first(root, "sheets")
        if sheets is None or not len(sheets):
            raise OutputError("工作簿里没有工作表，没有写入；请用 Excel 或 WPS 打开另存后重试。")
        last = sheets[-1]
        attributes = {"name": name, "sheetId": str(max(int(s.get("sheetId", "0")) for s in _elements(sheets)) + 1)}
        key = next(key for key in last.attrib if str(key).endswith("}id"))
        element = etree.SubElement(sheets, last.tag, attributes)
        element.set(str(key), relation)
        self.changed[self.workbook] = _spelled(root)
        self.changed[part] = content
        self.sheets[name] = part

    def repeat_on_paper(self, sheet: str, row: int) -> None:
        """Print a row of a sheet, counted from 0, on top of every page."""
        root = _parsed(self.read(self.workbook))
        names = _made(root, "definedNames", _AFTER_NAMES)
        sheets = _first(root, "sheets")
        known = [] if sheets is None else [element.get("name") for element in _elements(sheets)]
        place = {"name": "_xlnm.Print_Titles", "localSheetId": str(known.index(sheet))}
        own = etree.SubElement(names, f"{{{etree.QName(root).namespace}}}definedName", place)
        own.text = "'{}'!${row}:${row}".format(sheet.replace("'", "''"), row=row + 1)
        self.changed[self.workbook] = _spelled(root)

    def recalculate(self) -> None:
        """Ask for all formulas to be calculated when the workbook is opened."""
        root = _parsed(self.read(self.workbook))
        own = _made(root, "calcPr", _AFTER_CALCULATION)
        if own.get("fullCalcOnLoad") not in ("1", "true"):
            own.set("fullCalcOnLoad", "1")
            self.changed[self.workbook] = _spelled(root)

    @property
    def recalculates(self) -> bool:
        """Whether the workbook asks for that already."""
        own = _first(_parsed(self.read(self.workbook)), "calcPr")
        return own is not None and own.get("fullCalcOnLoad") in ("1", "true")

    @property
    def has_formulas(self) -> bool:
        """Whether any sheet holds a formula."""
        return any(_holds_formula(self.read(part)) for part in self.sheets.values())

    def drop_calculation_chain(self) -> None:
        """Take out the order of calculation, which names cells that hold no formula any more; every program finds it anew."""
        root = _parsed(self.read(self._relations))
        for link in _elements(root):
            if not link.get("Type", "").endswith("/calcChain"):
                continue
            part = relations(self._archive, self.workbook)[link.get("Id", "")]
            root.remove(link)
            self.changed[self._relations] = _spelled(root)
            self.dropped.add(part)
            types = _parsed(self.read(CONTENT_TYPES))
            for override in _elements(types):
                if override.get("PartName", "").lstrip("/").lower() == part.lower():
                    types.remove(override)
            self.changed[CONTENT_TYPES] = _spelled(types)

    def _relate(self, part: str, kind: str, content_type: str) -> str:
        """Make a new part known to the workbook and to the package; the id of the relation."""
        root = _parsed(self.read(self._relations))
        links = _elements(root)
        taken = {link.get("Id", "") for link in links}
        number = len(links) + 1
        while (relation := f"rId{number}") in taken:
            number += 1
        family = next(link.get("Type", "").rpartition("/")[0] for link in links)
        target = part.removeprefix(f"{self._folder}/") if self._folder else part
        etree.SubElement(root, links[0].tag, {"Id": relation, "Type": f"{family}/{kind}", "Target": target})
        self.changed[self._relations] = _spelled(root)
        types = _parsed(self.read(CONTENT_TYPES))
        override = f"{{{etree.QName(types).namespace}}}Override"
        etree.SubElement(types, override, {"PartName": f"/{part}", "ContentType": content_type})
        self.changed[CONTENT_TYPES] = _spelled(types)
        return relation


def package_suffix(archive: Archive) -> str | None:
    """The suffix that a workbook of this content must have, such as .xlsm; None for what holds no sheets in XML (.xlsb, .ods)."""
    if not sheet_parts(archive):
        return None
    part = workbook_part(archive).lstrip("/").lower()
    types = _elements(_parsed(archive.read(CONTENT_TYPES)))
    own = next((e.get("ContentType", "") for e in types if e.get("PartName", "").lower() == f"/{part}"), "")
    kind = "xlt" if "template" in own else "xls"
    return f".{kind}{'m' if 'macroEnabled' in own else 'x'}"


def _holds_formula(part: bytes) -> bool:
    """A search for the one letter is many times faster than one for the tag, as long as texts are Chinese."""
    at = part.find(b"f")
    while at >= 0:
        if part[at - 1 : at] in (b"<", b":") and part[at + 1 : at + 2] in (b">", b" ", b"/"):
            return True
        at = part.find(b"f", at + 1)
    return False


def _parsed(part: bytes) -> etree._Element:
    try:
        return etree.fromstring(part, safe_parser())
    except etree.XMLSyntaxError as error:
        raise OutputError("工作簿内部 XML 有错，没有写入；请用 Excel 或 WPS 打开另存后重试。") from error


def _spelled(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _elements(parent: etree._Element) -> list[etree._Element]:
    return [child for child in parent if isinstance(child.tag, str)]


def _made(root: etree._Element, name: str, later: Container[str]) -> etree._Element:
    """A child of the workbook, made before those that come later in the order of the format where there is none."""
    own = _first(root, name)
    if own is None:
        own = etree.Element(f"{{{etree.QName(root).namespace}}}{name}")
        behind = next((child for child in _elements(root) if etree.QName(child).localname in later), None)
        if behind is None:
            root.append(own)
        else:
            behind.addprevious(own)
    return own


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in _elements(root) if etree.QName(child).localname == name), None)
