"""Modules of a VBA project and their streams ([MS-OVBA] 2.3.4.3): attributes, then source.

Source is ASCII without exception: the editor of VBA shows and keeps only the code page of the computer, so anything else is damaged on
some. Chinese stands in sheets, in the ribbon and in Python.
"""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from xlflow.excel.project.compression import compress

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_HEAD = re.compile(r"(?:VERSION .*\n(?:BEGIN\n(?:.*\n)*?END\n)?)?(?:Attribute VB_.*\n)*")


class ModuleKind(Enum):
    """What a module is; the value is the class that its attribute VB_Base names."""

    STANDARD = ""
    CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"

    @property
    def is_document(self) -> bool:
        """Whether the module belongs to a workbook or a sheet."""
        return self in (ModuleKind.WORKBOOK, ModuleKind.SHEET)


class Module(Struct, frozen=True):
    """A module: its name, its source without the attributes of the module, what it is. `ValueError` for what VBA would damage."""

    name: str
    source: str = ""
    kind: ModuleKind = ModuleKind.STANDARD

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name of a VBA module")
        if not self.source.isascii():
            raise ValueError(f"the source of VBA module {self.name} is not ASCII")

    @property
    def text(self) -> str:
        """The whole module as its stream holds it, lines ending in CRLF."""
        body = self.source.replace("\r\n", "\n").strip("\n")
        return (self._attributes() + body + "\n").replace("\n", "\r\n")

    @property
    def stream(self) -> bytes:
        """The stream: source alone, packed, without a performance cache before it."""
        return compress(self.text.encode("ascii"))

    def _attributes(self) -> str:
        name = f'Attribute VB_Name = "{self.name}"\n'
        if self.kind is ModuleKind.STANDARD:
            return name
        document = self.kind.is_document
        return name + (
            f'Attribute VB_Base = "{self.kind.value}"\nAttribute VB_GlobalNameSpace = False\nAttribute VB_Creatable = False\n'
            f"Attribute VB_PredeclaredId = {document}\nAttribute VB_Exposed = {document}\n"
            f"Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = {document}\n"
        )


def exported_source(text: str) -> str:
    """The source of an exported module (.bas, .cls), without the lines that state its attributes; line ends are LF."""
    lines = text.replace("\r\n", "\n")
    head = _HEAD.match(lines)
    return lines[head.end() :] if head else lines
