"""xlflow.xlam: the ribbon tab 推优 for workbooks without macros."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from xlflow import __version__
from xlflow.excel.project import Module, ModuleKind, vba_project
from xlflow.excel.vba import CALLBACK, macro_name, ribbon_module
from xlflow.excel.verbs import VERBS, Verb
from xlflow.excel.xlwings_source import PROJECT, XlwingsSource, installed_xlwings
from xlflow.files.writing.addin_book import CUSTOM_UI, CUSTOM_UI_14, addin_book

FILE_NAME = "xlflow.xlam"
TAB = "推优"
_NAMESPACES = {
    CUSTOM_UI: "http://schemas.microsoft.com/office/2006/01/customui",
    CUSTOM_UI_14: "http://schemas.microsoft.com/office/2009/07/customui",
}


def addin(settings: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The add-in. `settings` stand in a sheet of it, before any file that lies beside a workbook; without them the user's file counts.

    `XlflowError` where xlwings is not installed.
    """
    source = installed_xlwings()
    project = vba_project(addin_modules(source), PROJECT)
    note = f"xlflow {__version__}，xlwings {source.version}"
    return addin_book(project, sheet=f"{PROJECT}.conf", rows=settings, parts=ribbon_parts(), note=note)


def addin_modules(source: XlwingsSource) -> tuple[Module, ...]:
    """Those of workbook and sheet, empty, then ours and those of xlwings."""
    documents = (Module("ThisWorkbook", kind=ModuleKind.WORKBOOK), Module("Sheet1", kind=ModuleKind.SHEET))
    return (*documents, ribbon_module(source.version), *source.addin_modules())


def ribbon_parts(verbs: Sequence[Verb] = VERBS) -> dict[str, bytes]:
    """Name of the part to its content."""
    return {part: _custom_ui(namespace, verbs) for part, namespace in _NAMESPACES.items()}


def _custom_ui(namespace: str, verbs: Sequence[Verb]) -> bytes:
    groups = groupby(verbs, lambda verb: verb.group)
    inside = "".join(_group(number, label, tuple(members)) for number, (label, members) in enumerate(groups, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<customUI xmlns={quoteattr(namespace)}><ribbon><tabs>"
        f'<tab id="XlflowTab" label={quoteattr(TAB)}>{inside}</tab></tabs></ribbon></customUI>'
    ).encode()


def _group(number: int, label: str, verbs: Sequence[Verb]) -> str:
    return f'<group id="XlflowGroup{number}" label={quoteattr(label)}>{"".join(map(_button, verbs))}</group>'


def _button(verb: Verb) -> str:
    return (
        f'<button id="{macro_name(verb)}" label={quoteattr(verb.caption)} size="large" imageMso="{verb.icon}" onAction="{CALLBACK}" '
        f"screentip={quoteattr(verb.caption)} supertip={quoteattr(verb.tooltip)}/>"
    )
