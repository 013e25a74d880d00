"""An Excel add-in as the bytes of a package: a VBA project, a sheet of settings, ribbon parts. The same arguments give the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from types import MappingProxyType

from xlflow.patterns import pattern

CUSTOM_UI, CUSTOM_UI_14 = "customUI/customUI.xml", "customUI/customUI14.xml"
_RELATIONS = MappingProxyType(
    {
        CUSTOM_UI: "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
        CUSTOM_UI_14: "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    }
)
_WORKBOOK_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_NOTE = pattern(rb"<dc:description>([^<]*)<")
_CREATED = datetime(2026, 1, 1)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def addin_book(project: bytes, *, sheet: str, rows: Mapping[str, str], parts: Mapping[str, bytes], note: str) -> bytes:
    """The add-in: `rows` stand in the columns A and B of its only sheet, as text; `parts` are the ribbon, by part name.

    `note` says in the properties which versions it was made from.
    """
    with zipfile.ZipFile(BytesIO(_workbook(project, sheet, rows, note))) as made:
        members = {name: made.read(name) for name in made.namelist()}
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(_WORKBOOK_TYPE, _ADDIN_TYPE)
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"</Relationships>", _relations(parts) + b"</Relationships>")
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (members | dict(parts)).items():
            package.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def addin_note(package: bytes) -> str:
    """The note of an add-in; "" where it has none, or another program made or damaged it."""
    try:
        with zipfile.ZipFile(BytesIO(package)) as opened:
            found = _NOTE.search(opened.read("docProps/core.xml"))
    except (zipfile.BadZipFile, KeyError):
        return "已损坏"
    return found[1].decode("utf-8", "replace") if found else "不是本程序生成的"


def _workbook(project: bytes, sheet: str, rows: Mapping[str, str], note: str) -> bytes:
    from xlsxwriter import Workbook

    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": "推优", "comments": note, "created": _CREATED})
        book.set_vba_name("ThisWorkbook")
        settings = book.add_worksheet(sheet)
        settings.set_vba_name("Sheet1")
        for row, (name, value) in enumerate(rows.items()):
            settings.write_string(row, 0, name)
            settings.write_string(row, 1, value)
        book.add_vba_project(BytesIO(project), is_stream=True)
    return target.getvalue()


def _relations(parts: Mapping[str, bytes]) -> bytes:
    entries = (f'<Relationship Id="rIdUi{n}" Type="{_RELATIONS[part]}" Target="{part}"/>' for n, part in enumerate(parts, 1))
    return "".join(entries).encode("ascii")
