"""A copy of a scheme is a scheme of its own: the same text under a new id, still a layer over what the original extends.

A full scheme such as `national` stays full. The text is edited at two keys only, so that comments and order are kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from xlflow.errors import SchemeError
from xlflow.patterns import pattern
from xlflow.schemes.faults import Fault
from xlflow.schemes.layers import read_toml
from xlflow.schemes.shipped import SCHEME_FILE, find_folder, home

_HEAD = pattern(r"^\[scheme\][^\n]*\n(?:(?!\[)[^\n]*(?:\n|\Z))*", re.MULTILINE)


def copied_text(source: Path, target: Path) -> str:
    """The text of `scheme.toml` for a copy of the folder `source` at `target`: its id is the name of the new folder.

    A parent that lies beside the original is named by its path from the copy; a shipped one keeps its id. `SchemeError` where the
    original is no TOML, or extends what is not there.
    """
    file = source / SCHEME_FILE
    faults: list[Fault] = []
    head = read_toml(file, f"{source.name}/{SCHEME_FILE}", faults).get("scheme")
    if not isinstance(head, dict):
        raise SchemeError(f"方案 {source.name} 不能复制：{faults[0] if faults else '没有 [scheme] 一节'}", [str(fault) for fault in faults])
    text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    values = {"id": target.resolve().name}
    if isinstance(head.get("extends"), str):
        values["extends"] = reference(target, find_folder(head["extends"], beside=source.resolve()))
    return _HEAD.sub(lambda section: _with_values(section[0], values), text, count=1)


def reference(folder: Path, scheme: Path) -> str:
    """What a scheme in a folder calls another that it extends: the id of a shipped one, else the way to its folder."""
    return scheme.name if scheme.parent == home().resolve() else _path_from(folder.resolve(), scheme)


def _path_from(folder: Path, parent: Path) -> str:
    """The way from a folder to another, with `/`; the absolute path where they are on different drives."""
    try:
        return Path(os.path.relpath(parent, folder)).as_posix()
    except ValueError:
        return parent.as_posix()


def _with_values(section: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        section = _with_value(section, key, value)
    return section


def _with_value(section: str, key: str, value: str) -> str:
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    pattern = rf"^(\s*{key}\s*=\s*)(?:\"[^\"\n]*\"|'[^'\n]*')"
    return re.sub(pattern, lambda match: match[1] + quoted, section, count=1, flags=re.MULTILINE)
