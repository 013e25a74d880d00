"""A VBA project written from source ([MS-OVBA] in a compound file of [MS-CFB]), without Office and the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from xlflow.excel.project.compound_file import compound_file
from xlflow.excel.project.compression import compress
from xlflow.excel.project.dir_stream import dir_stream, name_map, project_stream
from xlflow.excel.project.module import Module, ModuleKind, exported_source

__all__ = ["Module", "ModuleKind", "exported_source", "vba_project"]

_NO_CACHE = b"\xcc\x61\xff\xff\x00\x00\x00"
"""The _VBA_PROJECT stream (2.3.4.1) that says: no performance cache, read the source."""
_PROJECTS = UUID("6f0b6c52-2b0d-5a0e-9a52-1f0c7a3ddc11")
"""The namespace of project ids."""


def vba_project(modules: Sequence[Module], name: str = "VBAProject") -> bytes:
    """The content of vbaProject.bin with these modules. `ValueError` where two have one name, for VBA knows no capitals."""
    names = [module.name.upper() for module in modules]
    if len(set(names)) < len(names):
        raise ValueError("two VBA modules have one name")
    project_id = f"{{{uuid5(_PROJECTS, name)}}}".upper()
    streams = {module.name: module.stream for module in modules}
    packed = {"_VBA_PROJECT": _NO_CACHE, "dir": compress(dir_stream(name, modules))}
    return compound_file({"VBA": streams | packed, "PROJECT": project_stream(name, project_id, modules), "PROJECTwm": name_map(modules)})
