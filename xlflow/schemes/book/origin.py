"""The scheme that a workbook is made of and read against."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.domain.calendar import Calendar
from xlflow.schemes.book.reading import Exported
from xlflow.schemes.book.words import Vocabulary, entries_of, vocabulary
from xlflow.schemes.build import build
from xlflow.schemes.copying import reference
from xlflow.schemes.layers import Layer, module_layers, read_layers
from xlflow.schemes.load import load_data, read_calendar
from xlflow.schemes.shipped import modules
from xlflow.schemes.values import Section


class Origin(Struct, frozen=True):
    """A faultless scheme taken apart: its layers from the base up, and what they say together."""

    folder: Path
    layers: tuple[Layer, ...]
    exported: Exported
    grammar: Mapping[str, Section]
    calendar: Calendar


def origin_of(id_or_folder: str | Path, findings: Mapping[str, str]) -> Origin:
    """The scheme of an id or a folder; `SchemeError` with every fault if it is not usable."""
    folder = load_data(id_or_folder).folder
    layers = read_layers(folder, [])
    calendar = read_calendar([layer.folder for layer in layers if not layer.is_module], [])
    built = build(layers, calendar, [])
    entries = entries_of(built)
    head: dict[str, Any] = {key: value for key, value in built.head.items() if key != "extends"}
    head["uses"] = modules_of(layers)
    words = vocabulary(entries, findings).over(_words_of_all_modules(layers, calendar, findings))
    return Origin(folder, tuple(layers), Exported(head, entries, words), built.sections, calendar)


def _words_of_all_modules(layers: list[Layer], calendar: Calendar, findings: Mapping[str, str]) -> Vocabulary:
    """The words of shared tables that the scheme may take up: a workbook that does so speaks of them at once."""
    asking = Layer(Path(), "", {"scheme": {"uses": list(modules())}})
    every = [*layers, *module_layers(asking, set(modules_of(layers)), [])]
    return vocabulary(entries_of(build(every, calendar, [])), findings)


def modules_of(layers: list[Layer] | tuple[Layer, ...]) -> list[str]:
    """The names of the shared tables among some layers."""
    return [Path(layer.file).stem for layer in layers if layer.is_module]


def called_from(book: Path, origin: Origin) -> str:
    """How a workbook at a place names the scheme that it was made of."""
    return reference(book.parent, origin.folder)
