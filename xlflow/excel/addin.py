"""xlflow.xlam: the ribbon tab 推优 for workbooks without macros."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xlflow import __version__
from xlflow.excel.project import Kind, Module, vba_project
from xlflow.excel.ribbon import ribbon_parts
from xlflow.excel.vba import ribbon_module
from xlflow.excel.xlwings_source import PROJECT, XlwingsSource, installed_xlwings
from xlflow.files.writing.addin_book import addin_book

FILE_NAME = "xlflow.xlam"


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
    documents = (Module("ThisWorkbook", kind=Kind.WORKBOOK), Module("Sheet1", kind=Kind.SHEET))
    return (*documents, ribbon_module(source.version), *source.addin_modules())
