"""Where the sheets and properties of an Office package stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NoReturn
from xml.parsers import expat

from msgspec import Struct

from xlflow.errors import WorkbookError
from xlflow.files.reading.archive import Archive
from xlflow.patterns import pattern
from xlflow.tables.raw import FormStamp, RawSheet

STAMP_SHEET = "_xlflow"
COLUMNS = "fields."


def split_stamp(sheets: Sequence[RawSheet]) -> tuple[tuple[RawSheet, ...], FormStamp | None]:
    """The sheets without the stamp, and what the stamp says; a stamp without kind or scheme says nothing."""
    listed = tuple(sheet for sheet in sheets if sheet.name != STAMP_SHEET)
    stamps = [sheet for sheet in sheets if sheet.name == STAMP_SHEET]
    return listed, _stamp(stamps[0]) if stamps else None


def stamp_rows(stamp: FormStamp) -> list[tuple[str, str]]:
    """What the stamp sheet of a roster says, key and value a row."""
    head = [("kind", stamp.kind), ("scheme", stamp.scheme), ("scheme_version", stamp.scheme_version)]
    return [*head, *((f"{COLUMNS}{table}", " ".join(keys)) for table, keys in stamp.columns.items())]


def _stamp(sheet: RawSheet) -> FormStamp | None:
    facts = {_text(row[0]): _text(row[1]) for row in sheet.rows if len(row) > 1}
    kind, scheme = facts.get("kind"), facts.get("scheme")
    if not kind or not scheme:
        return None
    columns = {key.removeprefix(COLUMNS): tuple(text.split()) for key, text in facts.items() if key.startswith(COLUMNS)}
    return FormStamp(kind, scheme, facts.get("scheme_version", ""), facts.get("form_id", ""), columns)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


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


WORKBOOK = "xl/workbook.xml"
_OFFICE_DOCUMENT = "/officeDocument"
_SPREADSHEET = "opendocument.spreadsheet"
_MODIFIED = pattern(rb":modified[^>]*>([^<]+)<")
"""Properties need no parser: damaged ones must not hinder reading the sheets."""


def require_workbook(archive: Archive) -> None:
    """Raise `WorkbookError` where the package is something else than a workbook."""
    if WORKBOOK in archive or "xl/workbook.bin" in archive:
        return
    if "mimetype" in archive:
        _require_spreadsheet(archive)
    elif "word/document.xml" in archive or "ppt/presentation.xml" in archive:
        raise WorkbookError("workbook-type-mismatch", "内容是 Word 或 PowerPoint 文件，不是工作簿")
    elif "[Content_Types].xml" not in archive:
        raise WorkbookError("workbook-type-mismatch", "内容是普通压缩包，不是工作簿")


def _require_spreadsheet(archive: Archive) -> None:
    if _SPREADSHEET not in archive.read("mimetype")[:200].decode("ascii", "replace"):
        raise WorkbookError("workbook-type-mismatch", "内容是别的文档，不是工作簿")
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise WorkbookError("workbook-encrypted", "已加密")


def sheet_parts(archive: Archive) -> dict[str, str]:
    """Name of the sheet to name of its part, of those that are there; empty where the package has no XML workbook."""
    workbook = workbook_part(archive)
    if workbook not in archive or workbook.endswith(".bin"):
        return {}
    targets = relations(archive, workbook)
    sheets = [element.attributes for element in elements(archive.read(workbook), ("sheet",))]
    parts = {sheet.get("name", ""): targets.get(_relation_id(sheet), "") for sheet in sheets}
    return {name: part for name, part in parts.items() if part in archive}


def modified_at(archive: Archive) -> datetime | None:
    """When the package says it was last changed (docProps/core.xml), in UTC."""
    if "docProps/core.xml" not in archive:
        return None
    modified = _MODIFIED.search(archive.read("docProps/core.xml"))
    return _moment(modified[1].decode("ascii", "replace").strip()) if modified else None


def _relation_id(sheet: dict[str, str]) -> str:
    return next((value for key, value in sheet.items() if key.endswith(":id")), "")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def workbook_part(archive: Archive) -> str:
    """The name of the part that lists the sheets."""
    if WORKBOOK in archive or "_rels/.rels" not in archive:
        return WORKBOOK
    for element in elements(archive.read("_rels/.rels"), ("Relationship",)):
        if element.attributes.get("Type", "").endswith(_OFFICE_DOCUMENT):
            return element.attributes.get("Target", WORKBOOK)
    return WORKBOOK


def relations(archive: Archive, part: str) -> dict[str, str]:
    """Id of a relation of the part to the name of the part that it leads to."""
    folder, _, name = part.lstrip("/").rpartition("/")
    links_part = f"{folder}/_rels/{name}.rels"
    if links_part not in archive:
        return {}
    links = [element.attributes for element in elements(archive.read(links_part), ("Relationship",))]
    return {link.get("Id", ""): _resolve(folder, link.get("Target", "")) for link in links if link.get("TargetMode") != "External"}


def _resolve(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    path = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            path = path[:-1]
        elif step not in ("", "."):
            path.append(step)
    return "/".join(path)
