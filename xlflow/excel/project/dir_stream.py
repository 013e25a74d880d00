"""The `dir` stream of [MS-OVBA] 2.3.4.2: what the project is, what it refers to, which modules it has."""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

from xlflow.excel.project.module import Module, ModuleKind

_SEED = 0x2E
"""Any byte will do; a fixed one gives the same file every time."""
_VERSION = 2
_FILLER = 0x07


def encrypt(project_id: str, data: bytes) -> str:
    """The data as hexadecimal digits, bound to the id of the project (2.4.3.2)."""
    key = sum(project_id.encode("ascii")) & 0xFF
    out = [_SEED, _SEED ^ _VERSION, _SEED ^ key]
    plain_before, before, before_that = key, out[2], out[1]
    for byte in bytes([_FILLER] * ((_SEED & 6) // 2)) + pack("<I", len(data)) + data:
        out.append(byte ^ ((before_that + plain_before) & 0xFF))
        before_that, before, plain_before = before, out[-1], byte
    return bytes(out).hex().upper()


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
    return f"{'Class' if module.kind is ModuleKind.CLASS else 'Module'}={module.name}"


def name_map(modules: Sequence[Module]) -> bytes:
    """PROJECTwm: each name in the code page and in UTF-16, each ending in zero; two zero bytes end the list."""
    names = (module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules)
    return b"".join(names) + b"\0\0"


CODE_PAGE = 1252
"""All text is ASCII, for which every code page is the same."""
_SYSTEM_64_BIT = 3
_ENGLISH = 0x0409
_NO_COOKIE = b"\xff\xff"
_REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        "#Microsoft Office 16.0 Object Library",
    ),
)
"""Office has the type of the ribbon's control; the libraries are found by their ids, wherever they lie on a computer."""


def dir_stream(name: str, modules: Sequence[Module]) -> bytes:
    """The records, not yet packed."""
    references = b"".join(_reference(*reference) for reference in _REFERENCES)
    return _information(name) + references + _module_list(modules) + _record(0x10)


def _information(name: str) -> bytes:
    """PROJECTINFORMATION, 2.3.4.2.1."""
    return b"".join(
        (
            _record(0x01, pack("<I", _SYSTEM_64_BIT)),
            _record(0x02, pack("<I", _ENGLISH)),
            _record(0x14, pack("<I", _ENGLISH)),
            _record(0x03, pack("<H", CODE_PAGE)),
            _record(0x04, name.encode("ascii")),
            _text(0x05, 0x40, ""),
            _text(0x06, 0x3D, ""),
            _record(0x07, bytes(4)),
            _record(0x08, bytes(4)),
            pack("<HIIH", 0x09, 4, 1, 1),
            _text(0x0C, 0x3C, ""),
        )
    )


def _reference(name: str, library: str) -> bytes:
    """REFERENCENAME and REFERENCEREGISTERED, 2.3.4.2.2."""
    identity = library.encode("ascii")
    return _text(0x16, 0x3E, name) + _record(0x0D, pack("<I", len(identity)) + identity + bytes(6))


def _module_list(modules: Sequence[Module]) -> bytes:
    """PROJECTMODULES, 2.3.4.2.3: their number, then each."""
    return _record(0x0F, pack("<H", len(modules))) + _record(0x13, _NO_COOKIE) + b"".join(map(_module, modules))


def _module(module: Module) -> bytes:
    """MODULE, 2.3.4.2.3.2; the source begins at offset 0 of its stream, as no performance cache stands before it."""
    return b"".join(
        (
            _text(0x19, 0x47, module.name),
            _text(0x1A, 0x32, module.name),
            _text(0x1C, 0x48, ""),
            _record(0x31, pack("<I", 0)),
            _record(0x1E, bytes(4)),
            _record(0x2C, _NO_COOKIE),
            _record(0x21 if module.kind is ModuleKind.STANDARD else 0x22),
            _record(0x2B),
        )
    )


def _text(number: int, unicode_number: int, text: str) -> bytes:
    """A text as two records, in the code page and in UTF-16."""
    return _record(number, text.encode("ascii")) + _record(unicode_number, text.encode("utf-16-le"))


def _record(number: int, content: bytes = b"") -> bytes:
    return pack("<HI", number, len(content)) + content
