"""Merged entries to the objects of the model. Whatever cannot be built is a fault, and building goes on with the rest."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.domain.calendar import Calendar
from xlflow.errors import SchemeError
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.loading.layers import Entry, Layer, Name, merge, merge_choices
from xlflow.schemes.loading.sections import GRAMMAR, HEAD, Section
from xlflow.schemes.loading.toml_values import Converter, converter, texts
from xlflow.schemes.parts import Document
from xlflow.schemes.shipped import DOCUMENTS_FOLDER, template_names

Labels = Mapping[str, tuple[str, ...]]


class Built(Struct, frozen=True):
    """What could be built of a scheme: for each section its entries and the objects made of them, both by name."""

    layers: Sequence[Layer]
    head: Mapping[str, Any]
    entries: Mapping[str, Mapping[Name, Entry]]
    objects: Mapping[str, Mapping[Name, Any]]
    choices: Mapping[str, Labels]
    choice_entries: Mapping[str, Entry]
    calendar: Calendar

    def fault(self, section: str, name: Name, key: str, message: str) -> Fault:
        """A fault of an entry, in the file that set the key."""
        entry = self.entries[section][name]
        return Fault(entry.origins.get(key, entry.file), GRAMMAR[section].heading(name), key, message)

    def template(self, document: Document) -> Path | None:
        """The Word template of a document, of the nearest layer that has it, by whichever of its names; None for a workbook."""
        names = template_names(document) if document.template else ()
        paths = (layer.folder / DOCUMENTS_FOLDER / name for layer in reversed(self.layers) for name in names)
        return next((path for path in paths if path.is_file()), None)


def build(layers: Sequence[Layer], calendar: Calendar, faults: list[Fault]) -> Built:
    """All objects of the merged layers; faults are added to the list."""
    for layer in layers:
        _check_section_names(layer, faults)
    entries = {name: merge(section, layers, faults) for name, section in GRAMMAR.items()}
    _drop_entries_of_removed_tables(layers, entries)
    _resolve_like(entries["field"], faults)
    choice_entries = merge_choices(layers, faults)
    return Built(
        layers,
        _head(layers, calendar, faults),
        entries,
        {name: _objects(section, entries[name], calendar, faults) for name, section in GRAMMAR.items()},
        {key: _labels(key, entry, faults) for key, entry in choice_entries.items()},
        choice_entries,
        calendar,
    )


def _check_section_names(layer: Layer, faults: list[Fault]) -> None:
    outer = {name.partition(".")[0] for name in GRAMMAR if "." in name}
    known = {"choices", *GRAMMAR} | (set() if layer.is_module else {"scheme"})
    for name, content in layer.content.items():
        if name in outer and isinstance(content, dict):
            for key in content:
                if f"{name}.{key}" not in known:
                    faults.append(Fault(layer.file, f"[{name}]", key, f"没有这一节{near(f'{name}.{key}', known)}；请改正或删去"))
        elif name not in known:
            faults.append(Fault(layer.file, f"[{name}]", "", f"没有这一节{near(name, known)}；请改正或删去"))


def _head(layers: Sequence[Layer], calendar: Calendar, faults: list[Fault]) -> dict[str, Any]:
    """`[scheme]` of the last layer; the day and the basis may be inherited."""
    head: dict[str, Any] = {}
    converters = {key.key: converter(key, calendar) for key in HEAD}
    for layer in (layer for layer in layers if not layer.is_module):
        raw = layer.content.get("scheme")
        if not isinstance(raw, dict):
            faults.append(Fault(layer.file, "[scheme]", "", "没有 [scheme] 一节；请写明 id、title、version、effective_from、basis"))
            continue
        inherited: dict[str, Any] = {key: head[key] for key in ("effective_from", "basis") if key in head}
        head = {**inherited, **_converted(raw, converters, layer.file, "[scheme]", faults)}
        for key in ("id", "title", "version", "effective_from", "basis"):
            if key not in head and key not in raw:
                faults.append(Fault(layer.file, "[scheme]", key, "没有填写；请补上"))
    return head


def _drop_entries_of_removed_tables(layers: Sequence[Layer], entries: Mapping[str, dict[Name, Entry]]) -> None:
    """A layer that removes a table means its fields, rules and intervals too."""
    lists = [tables for layer in layers if isinstance(tables := layer.content.get("table"), list)]
    written = [entry for tables in lists for entry in tables if isinstance(entry, dict)]
    removed = {str(entry.get("key")) for entry in written if entry.get("disabled") is True} - {name[0] for name in entries["table"]}
    for section in ("field", "rule", "interval"):
        for name in [name for name, entry in entries[section].items() if entry.data["table"] in removed]:
            del entries[section][name]


def _resolve_like(entries: Mapping[Name, Entry], faults: list[Fault]) -> None:
    """Gives every field `like` one of another table the keys of that field which it does not state itself."""
    for name, entry in entries.items():
        chain, source = [name], entry
        while isinstance(table := source.data.get("like"), str):
            wanted = (table, name[1])
            if wanted in chain or wanted not in entries:
                problem = "绕成了一圈" if wanted in chain else f"表 {table} 里没有字段 {name[1]}"
                faults.append(Fault(entry.file, GRAMMAR["field"].heading(name), "like", f"{problem}；请改为有这个字段的表"))
                break
            chain.append(wanted)
            source = entries[wanted]
            entry.data = {**source.data, **entry.data}
            entry.origins = {**source.origins, **entry.origins}


def _objects(section: Section, entries: Mapping[Name, Entry], calendar: Calendar, faults: list[Fault]) -> dict[Name, Any]:
    if section.shape == "one" and not entries:
        faults.append(Fault("", f"[{section.name}]", "", f"方案里没有 [{section.name}] 一节；请补上"))
    converters = {name: converter(key, calendar) for name, key in section.keys.items()}
    return {name: made for name, entry in entries.items() if (made := _object(section, name, entry, converters, faults)) is not None}


def _object(section: Section, name: Name, entry: Entry, converters: Mapping[str, Converter], faults: list[Fault]) -> Any | None:
    """The object of one entry; None, and faults, where it cannot be made."""
    heading, before = section.heading(name), len(faults)
    for key in section.required:
        if key not in entry.data:
            faults.append(Fault(entry.file, heading, key, "没有填写；请补上"))
    values: dict[str, Any] = {}
    for key in entry.data:
        values |= _converted({key: entry.data[key]}, converters, entry.origins.get(key, entry.file), heading, faults)
    if section.shape == "named":
        values["key"] = name[0]
    if len(faults) > before:
        return None
    try:
        return section.made(values)
    except ValueError as error:
        faults.append(Fault(entry.file, heading, "", str(error)))
        return None


def _converted(raw: Mapping[str, Any], keys: Mapping[str, Converter], file: str, heading: str, faults: list[Fault]) -> dict[str, Any]:
    """The values of the keys that are known and right."""
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in keys:
            faults.append(Fault(file, heading, key, f"没有这个键{near(key, keys)}；请改正或删去"))
            continue
        try:
            values[key] = keys[key](value)
        except (ValueError, SchemeError) as error:
            faults.append(Fault(file, heading, key, str(error)))
    return values


def _labels(key: str, entry: Entry, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    """A choice list, and faults where one word would mean two choices."""
    labels: dict[str, tuple[str, ...]] = {}
    meaning: dict[str, str] = {}
    heading = f"[choices.{key}]"
    for label, aliases in entry.data.items():
        file = entry.origins.get(label, entry.file)
        try:
            labels[label] = texts(aliases)
        except ValueError as error:
            faults.append(Fault(file, heading, label, f"别名{error}"))
            continue
        for word in (label, *labels[label]):
            other = meaning.setdefault(unicodedata.normalize("NFKC", word), label)
            if other != label:
                faults.append(Fault(file, heading, label, f"“{word}”已经指“{other}”，一个词只能指一个选项；请删去一处"))
    if not entry.data:
        faults.append(Fault(entry.file, heading, "", "没有选项；请至少写一个"))
    return labels
