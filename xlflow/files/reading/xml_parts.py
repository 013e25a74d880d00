"""Small XML parts as flat lists of elements: enough for relations, sheet lists, styles and properties, and nothing that can swell."""

from __future__ import annotations

from collections.abc import Collection
from typing import NoReturn
from xml.parsers import expat

from msgspec import Struct

from xlflow.errors import WorkbookError


class Element(Struct):
    """One element: its local name and its attributes as written."""

    name: str
    attributes: dict[str, str]


def new_parser() -> expat.XMLParserType:
    """An expat parser that refuses document types, and with them every entity of its own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def escaped(text: str) -> str:
    """The text as it stands in an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def local(name: str) -> str:
    """The name without its namespace prefix."""
    return name.rpartition(":")[2]


def elements(part: bytes, names: Collection[str]) -> list[Element]:
    """The elements of these local names in document order."""
    found: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = local(name)
        if name in names:
            found.append(Element(name, attributes))

    parser = new_parser()
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise WorkbookError("workbook-unreadable", "内部 XML 有错") from error
    return found


def _refuse_doctype(*_: object) -> NoReturn:
    raise WorkbookError("workbook-unreadable", "内部 XML 含有文档类型声明")
