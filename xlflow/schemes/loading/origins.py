"""Which layer set what: every entry of a scheme with its keys, the layer that wrote each, and what the layers below had."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.errors import SchemeError
from xlflow.patterns import pattern
from xlflow.schemes.faults import Fault
from xlflow.schemes.loading.build import Built
from xlflow.schemes.loading.layers import Entry, Layer, Name, read_toml
from xlflow.schemes.loading.load import built_of
from xlflow.schemes.loading.sections import GRAMMAR
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


class Setting(Struct, frozen=True):
    """A key as it now stands: its value as written, the layer that wrote it, and what lower layers had, the nearest first."""

    key: str
    value: Any
    layer: str
    earlier: tuple[tuple[str, Any], ...] = ()
    is_change: bool = False
    """Whether a layer above the one that brought the entry in says something else, or something more."""


class Origin(Struct, frozen=True):
    """An entry of a section: its name (`nominees`, `league_join_date`), how it is called for people, and its settings."""

    section: str
    name: tuple[str, ...]
    label: str
    layer: str
    """The layer that brought the entry in."""
    settings: tuple[Setting, ...]


def origins(id_or_folder: str | Path) -> tuple[Origin, ...]:
    """All entries of a scheme, section by section. `SchemeError` where it is not usable."""
    folder = find_folder(id_or_folder)
    built, faults = built_of(folder)
    if built is None or faults:
        raise SchemeError(f"方案 {folder.name} 有 {len(faults)} 处错误，改正后才能使用：{faults[0]}", [str(fault) for fault in faults])
    return tuple(_origins(built))


def _origins(built: Built) -> Iterator[Origin]:
    for section, entries in built.entries.items():
        for name, entry in entries.items():
            yield _origin(built, section, name, built.objects[section][name], entry)
    for key, entry in built.choice_entries.items():
        yield _origin(built, "choices", (key,), None, entry)


def _origin(built: Built, section: str, name: Name, made: Any, entry: Entry) -> Origin:
    layers = {layer.file: _called(layer) for layer in built.layers}
    ranks = {file: rank for rank, file in enumerate(layers)}
    identity = GRAMMAR[section].identity if section in GRAMMAR else ()
    told = [key for key in identity if key in entry.data] or [*entry.data]
    first = min((file for key in told for file in _writers(entry, key)), key=ranks.__getitem__)
    settings = (
        Setting(
            key,
            value,
            layers[_writers(entry, key)[0]],
            tuple((layers[file], old) for file, old in entry.earlier.get(key, ())),
            key not in identity and ranks[_writers(entry, key)[0]] > ranks[first],
        )
        for key, value in entry.data.items()
    )
    label = next((text for key in ("label", "sheet", "title", "name") if isinstance(text := getattr(made, key, None), str)), "")
    return Origin(section, tuple(map(str, name)), label, layers[first], tuple(settings))


def _writers(entry: Entry, key: str) -> tuple[str, ...]:
    """The files that wrote a key, the last first."""
    return (entry.origins.get(key, entry.file), *(file for file, _ in entry.earlier.get(key, ())))


def _called(layer: Layer) -> str:
    """The id of the scheme, or the name of the shared tables."""
    return f"共用表 {Path(layer.file).stem}" if layer.is_module else str(layer.content["scheme"]["id"])
