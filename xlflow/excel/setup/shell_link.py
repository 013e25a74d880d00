"""A shortcut of Windows ([MS-SHLLINK]) as bytes: what is dropped on it reaches the program as arguments, past every shell.

A batch file would be read by cmd, which splits `a&b.xlsx` and expands `%`; scripts for wscript are being retired by Windows. The target
is named by its path (2.5.4), which Windows looks up by itself; a path on a drive stands in the link information (2.3) too.
"""

from __future__ import annotations

from struct import pack

from xlflow.errors import XlflowError

_HEADER_BYTES = 0x4C
_CLASS = bytes.fromhex("0114020000000000c000000000000046")
_HAS_LINK_INFO, _HAS_NAME, _HAS_WORKING_DIR, _HAS_ARGUMENTS, _IS_UNICODE = 0x2, 0x4, 0x10, 0x20, 0x80
_HAS_EXP_STRING, _PREFER_PATH = 0x200, 0x2000000
_ARCHIVE, _SHOW_NORMAL = 0x20, 1
_FIXED_DRIVE = 3
_PATH_BLOCK, _PATH_BLOCK_BYTES, _ANSI_BYTES, _UNICODE_BYTES = 0xA0000001, 0x314, 260, 520
_INFO_HEADER_BYTES, _VOLUME_BYTES = 0x24, 0x11


def shell_link(target: str, arguments: str, *, folder: str, description: str, code_page: str) -> bytes:
    """The content of a .lnk that starts `target` with these arguments, then the dropped files, in `folder`.

    `XlflowError` where the path of the target has no room in it (260 characters).
    """
    if len(target) >= _ANSI_BYTES:
        raise XlflowError(f"{target}: 路径超过 260 个字符，快捷方式放不下；请把 Python 装到较短的文件夹后重试。")
    info = _link_info(target, code_page) if target[1:3] == ":\\" else b""
    flags = _HAS_NAME | _HAS_WORKING_DIR | _HAS_ARGUMENTS | _IS_UNICODE | _HAS_EXP_STRING | _PREFER_PATH
    header = pack(
        "<I16sIIQQQIIIHHII",
        _HEADER_BYTES,
        _CLASS,
        flags | (_HAS_LINK_INFO if info else 0),
        _ARCHIVE,
        0,
        0,
        0,
        0,
        0,
        _SHOW_NORMAL,
        0,
        0,
        0,
        0,
    )
    strings = b"".join(map(_string, (description, folder, arguments)))
    return header + info + strings + _path_block(target, code_page) + bytes(4)


def _string(text: str) -> bytes:
    """StringData, 2.4: the count of UTF-16 units, then the text."""
    units = text.encode("utf-16-le")
    return pack("<H", len(units) // 2) + units


def _path_block(target: str, code_page: str) -> bytes:
    """EnvironmentVariableDataBlock, 2.5.4."""
    ansi = target.encode(code_page, "replace")[: _ANSI_BYTES - 1]
    wide = target.encode("utf-16-le")[: _UNICODE_BYTES - 2]
    return pack("<II", _PATH_BLOCK_BYTES, _PATH_BLOCK) + ansi.ljust(_ANSI_BYTES, b"\0") + wide.ljust(_UNICODE_BYTES, b"\0")


def _link_info(target: str, code_page: str) -> bytes:
    """LinkInfo, 2.3, with the path on a fixed drive in the code page and in UTF-16."""
    ansi = target.encode(code_page, "replace") + b"\0"
    wide = target.encode("utf-16-le") + b"\0\0"
    volume = pack("<IIII", _VOLUME_BYTES, _FIXED_DRIVE, 0, 0x10) + b"\0"
    path_at = _INFO_HEADER_BYTES + len(volume)
    suffix_at = path_at + len(ansi)
    wide_at = suffix_at + 1
    wide_suffix_at = wide_at + len(wide)
    size = wide_suffix_at + 2
    header = pack("<IIIIIIIII", size, _INFO_HEADER_BYTES, 1, _INFO_HEADER_BYTES, path_at, 0, suffix_at, wide_at, wide_suffix_at)
    return header + volume + ansi + b"\0" + wide + b"\0\0"
