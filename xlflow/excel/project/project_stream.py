"""The PROJECT stream of [MS-OVBA] 2.3.1 and PROJECTwm of 2.3.3: names of modules, protection, windows."""

from __future__ import annotations

from collections.abc import Sequence

from xlflow.excel.project.encryption import encrypt
from xlflow.excel.project.module import Kind, Module

_UNPROTECTED, _NO_PASSWORD, _VISIBLE = bytes(4), bytes(1), b"\xff"
_EDITOR = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


def project_stream(name: str, project_id: str, modules: Sequence[Module]) -> bytes:
    """The text of the stream, its lines ending in CRLF."""
    lines = (
        f'ID="{project_id}"',
        *map(_named, modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(project_id, _UNPROTECTED)}"',
        f'DPB="{encrypt(project_id, _NO_PASSWORD)}"',
        f'GC="{encrypt(project_id, _VISIBLE)}"',
        "",
        "[Host Extender Info]",
        _EDITOR,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    )
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _named(module: Module) -> str:
    """ProjectModule, 2.3.1.3."""
    if module.kind.is_document:
        return f"Document={module.name}/&H00000000"
    return f"{'Class' if module.kind is Kind.CLASS else 'Module'}={module.name}"


def name_map(modules: Sequence[Module]) -> bytes:
    """PROJECTwm: each name in the code page and in UTF-16, each ending in zero; two zero bytes end the list."""
    names = (module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules)
    return b"".join(names) + b"\0\0"
