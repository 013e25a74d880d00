"""Another Word file put into a document: its text with what the text refers to.

Pictures, charts, links, lists and styles come along. A style that the template has under the same name looks as in the template. Sections,
headers and footers, comments and bookmarks stay behind; a file with footnotes or endnotes is refused.

Lists come along under numbers of their own. A list that paragraphs name begins at its start each time the file comes in; one that a style
names goes on, for the style has one list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cached_property
from pathlib import Path

from lxml import etree

from xlflow.documents import wordprocessingml as w
from xlflow.documents.template.rendering_additions import Additions
from xlflow.documents.template.word_values import PrintSpot, UnfitError, WordValue
from xlflow.documents.word_package import OFFICE, WORD_TYPES, WordPackage, parse_xml, part_bytes, read_package

_DEFINITION, _LIST = f"{w.W}abstractNum", f"{w.W}num"
_DEFINITION_ID, _LIST_ID = f"{w.W}abstractNumId", f"{w.W}numId"
_PART = "word/numbering.xml"
_BOUND = (f"{w.W}nsid", f"{w.W}tmpl", f"{w.W}numStyleLink", f"{w.W}styleLink")
"""By these Word takes lists of different files for one."""


def take_lists(body: etree._Element, file: _InsertedFile, additions: Additions) -> dict[str, str]:
    """The new number of each list of the file; all lists that are there come along, for styles may use them."""
    theirs = file.single("numbering")
    if not theirs:
        return {}
    part = additions.single("numbering") or _new_part(additions)
    root, source = parse_xml(additions.content(part) or b""), parse_xml(file.content(theirs))
    definitions = _taken(root, source, _DEFINITION, _DEFINITION_ID)
    for list_ in source.iter(_LIST):
        pointer = list_.find(_DEFINITION_ID)
        if pointer is not None:
            pointer.set(w.VALUE, definitions.get(pointer.get(w.VALUE, ""), pointer.get(w.VALUE, "")))
    numbers = _taken(root, source, _LIST, _LIST_ID)
    (additions.added if part in additions.added else additions.parts)[part] = part_bytes(root)
    renumber(body, numbers)
    return numbers


def renumber(element: etree._Element, numbers: Mapping[str, str]) -> None:
    """Lets paragraphs or a style point at the new numbers."""
    for pointer in element.iter(_LIST_ID):
        pointer.set(w.VALUE, numbers.get(pointer.get(w.VALUE, ""), pointer.get(w.VALUE, "")))


def _taken(root: etree._Element, source: etree._Element, tag: str, id: str) -> dict[str, str]:
    """Copies all elements of a kind behind those that are there, with fresh ids: the new id of each."""
    last = max((int(element.get(id, "0")) for element in root.findall(tag)), default=0)
    fresh: dict[str, str] = {}
    for number, element in enumerate(source.findall(tag), last + 1):
        own = deepcopy(element)
        fresh[own.get(id, "")] = str(number)
        own.set(id, str(number))
        for child in own.findall("*"):
            if child.tag in _BOUND:
                own.remove(child)
        for picture in list(own.iter(f"{w.W}lvlPicBulletId")):
            picture.getparent().remove(picture)  # type: ignore[union-attr]
        root.insert(_place(root, tag), own)
    return fresh


def _place(root: etree._Element, tag: str) -> int:
    """Definitions stand before lists, and both before whatever else there is."""
    before = {f"{w.W}numPicBullet", _DEFINITION, tag}
    return max((position for position, child in enumerate(root, 1) if child.tag in before), default=0)


def _new_part(additions: Additions) -> str:
    additions.added[_PART] = f'<w:numbering xmlns:w="{w.NAMESPACE}"/>'.encode()
    additions.overrides[_PART] = f"{WORD_TYPES}.numbering+xml"
    additions.relate(additions.main, f"{OFFICE}/numbering", "/" + _PART)
    return _PART


_STYLE, _ID, _NAME = f"{w.W}style", f"{w.W}styleId", f"{w.W}name"
_USES = tuple(f"{w.W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_POINTERS = tuple(f"{w.W}{name}" for name in ("basedOn", "next", "link"))


def take_styles(body: etree._Element, file: _InsertedFile, additions: Additions, lists: Mapping[str, str]) -> None:
    """Adds what styles are missing, and lets the text point at those of the document; `lists`: the new numbers of its lists."""
    part = additions.single("styles")
    theirs, ours = file.single("styles"), additions.content(part) if part else None
    if part is None or ours is None or not theirs:
        return
    root, source = parse_xml(ours), {style.get(_ID, ""): style for style in parse_xml(file.content(theirs)).iter(_STYLE)}
    known = {_named(style): style.get(_ID, "") for style in root.iter(_STYLE)}
    names: dict[str, str] = {}
    added: list[etree._Element] = []
    for id in _needed({pointer.get(w.VALUE, "") for pointer in body.iter(*_USES)}, source):
        key = _named(source[id])
        if key not in known:
            known[key] = _free(id, set(known.values()))
            added.append(deepcopy(source[id]))
            added[-1].set(_ID, known[key])
            added[-1].attrib.pop(f"{w.W}default", "")
        names[id] = known[key]
    for element in (body, *added):
        for pointer in element.iter(*_USES, *_POINTERS):
            pointer.set(w.VALUE, names.get(pointer.get(w.VALUE, ""), pointer.get(w.VALUE, "")))
    for style in added:
        renumber(style, lists)
        root.append(style)
    if added:
        additions.parts[part] = part_bytes(root)


def _needed(used: set[str], source: Mapping[str, etree._Element]) -> Iterator[str]:
    """The styles that are used, and those they rest on."""
    waiting, seen = sorted(used), set(used)
    while waiting:
        id = waiting.pop()
        if id not in source:
            continue
        yield id
        more = {pointer.get(w.VALUE, "") for pointer in source[id].iter(*_POINTERS)} - seen
        seen |= more
        waiting += sorted(more)


def _named(style: etree._Element) -> tuple[str, str]:
    name = style.find(_NAME)
    return style.get(f"{w.W}type", ""), "" if name is None else name.get(w.VALUE, "").casefold()


def _free(id: str, taken: set[str]) -> str:
    number, free = 1, id
    while free in taken:
        number += 1
        free = f"{id}_{number}"
    return free


_REFUSED = tuple(f"{w.W}{name}" for name in ("footnoteReference", "endnoteReference", "altChunk"))
_LEFT = tuple(
    f"{w.W}{name}"
    for name in (
        "sectPr",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "lastRenderedPageBreak",
    )
)
_OFFICE_ATTRIBUTE = f"{{{OFFICE}}}"
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class _InsertedFile(WordPackage):
    """The file whose text is put into a document; its parts get a folder named by `digest`."""

    def __init__(self, content: bytes) -> None:
        super().__init__(read_package(content))
        self.digest = hashlib.sha256(content).hexdigest()[:12]


class SubDocument(WordValue):
    """The text of another Word file, in the place of the paragraph of its tag: `{{p 附件 }}`. `UnfitError` where it is no Word file."""

    is_whole = True

    def __init__(self, source: bytes | str | Path) -> None:
        self._source = source

    @cached_property
    def _file(self) -> _InsertedFile:
        try:
            content = self._source if isinstance(self._source, bytes) else Path(self._source).read_bytes()
            return _InsertedFile(content)
        except OSError as error:
            raise UnfitError("要插入的文件找不到或打不开，请核对") from error
        except (ValueError, etree.XMLSyntaxError) as error:
            raise UnfitError("要插入的内容不是 .docx 文件，或文件已损坏") from error

    def as_paragraphs(self, spot: PrintSpot) -> str:
        """All paragraphs and tables of the body."""
        body = parse_xml(self._file.content(self._file.main)).find(f"{w.W}body")
        if body is None:
            raise UnfitError("要插入的内容不是 .docx 文件，或文件已损坏")
        if next(body.iter(*_REFUSED), None) is not None:
            raise UnfitError("要插入的文件带有脚注、尾注或嵌入的文件，不能插入；请改成正文")
        _leave_behind(body)
        _take_relations(body, self._file, spot)
        lists = take_lists(body, self._file, spot.additions)
        take_styles(body, self._file, spot.additions, lists)
        for drawing in body.iter(w.DRAWING_PROPERTIES):
            drawing.set("id", str(spot.additions.drawing_id()))
        return "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in body)


def _leave_behind(body: etree._Element) -> None:
    for element in list(body.iter(*_LEFT)):
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
    for element in list(body.iter(f"{w.W}id")):
        parent = element.getparent()
        if parent is not None and parent.tag == f"{w.W}sdtPr":
            parent.remove(element)
    for element in body.iter(etree.Element):
        for name in [str(name) for name in element.attrib if str(name).startswith(_PARAGRAPH_ID)]:
            if name.endswith(("}paraId", "}textId")):
                del element.attrib[name]


def _take_relations(body: etree._Element, file: _InsertedFile, spot: PrintSpot) -> None:
    """The ids by which the text refers to other parts become those of the part into which it comes; the parts come along."""
    links = {link.id: link for link in file.relationships(file.main)}
    for element in body.iter(etree.Element):
        for name, value in element.items():
            if str(name).startswith(_OFFICE_ATTRIBUTE) and (link := links.get(str(value))) is not None:
                target = link.target if link.external else "/" + _take_part(link.target, file, spot.additions)
                element.set(name, spot.additions.relate(spot.part, link.type, target, external=link.external))


def _take_part(name: str, file: _InsertedFile, additions: Additions) -> str:
    """The name that a part of the other file has in the document; what it refers to itself comes along."""
    stem, dot, suffix = name.rpartition("/")[2].rpartition(".")
    key = f"word/{file.digest}/{stem}{dot}{suffix}"
    if key not in additions.added:
        additions.added[key] = file.content(name)
        additions.overrides[key] = file.content_type(name)
        for link in file.relationships(name):
            target = link.target if link.external else "/" + _take_part(link.target, file, additions)
            additions.keep_relation(key, link, target)
    return key
