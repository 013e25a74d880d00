"""An edited workbook to the scheme file that says what it says, or to everything that is wrong with it, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.domain.calendar import Calendar
from xlflow.patterns import pattern
from xlflow.schemes.book.chinese_conditions import spoken
from xlflow.schemes.book.columns import COLUMNS, HEAD_PAGE, PAGES
from xlflow.schemes.book.difference import difference
from xlflow.schemes.book.edited_sheets import CellFault, Edited, Exported, Grid, read_book
from xlflow.schemes.book.words import Vocabulary, entries_of, vocabulary
from xlflow.schemes.faults import Fault
from xlflow.schemes.loading.build import build
from xlflow.schemes.loading.layers import Layer, module_layers, read_layers
from xlflow.schemes.loading.load import examine_layers, load_data, read_calendar
from xlflow.schemes.loading.origins import reference
from xlflow.schemes.loading.sections import GRAMMAR, HEAD, MODULES
from xlflow.schemes.shipped import SCHEME_FILE, modules


class Origin(Struct, frozen=True):
    """A faultless scheme taken apart: its layers from the base up, and what they say together."""

    folder: Path
    layers: tuple[Layer, ...]
    exported: Exported
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
    return Origin(folder, tuple(layers), Exported(head, entries, words), calendar)


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


_SECTION = pattern(r"\[\[?(choices|[a-z_]+(?:\.[a-z_]+)?)\]\]?")
_WORD = pattern(r"(?<![\w.])[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?(?!\w)")
_PLACE_IN_ENGLISH = pattern(r"表达式第 \d+ 个字符处(?:的 |：)")


class Taken(Struct, frozen=True):
    """The content of the scheme file for a folder; or, where there are faults, these alone."""

    content: Mapping[str, Any]
    faults: tuple[CellFault, ...]


def take(book: Mapping[str, Grid], origin: Origin, target: Path, findings: Mapping[str, str]) -> Taken:
    """What an edited workbook makes of the scheme that it came from, for the folder `target`.

    The new scheme extends that one and says only what differs, so that what was not edited follows it. In its own folder it stays what it
    was: above the same parent, or complete where it has none.
    """
    edited = read_book(book, origin.exported, findings)
    faults = list(edited.faults)
    head, below = _head(edited, origin, target, faults)
    content = difference(head, edited.entries, edited.known, below, origin.calendar)
    layer = Layer(target.resolve(), f"{target.name}/{SCHEME_FILE}", content)
    words = vocabulary(edited.entries, findings).over(origin.exported.words)
    said = {_row_of(fault.cell) for fault in faults}
    found = (_in_cell(fault, edited, words) for fault in examine_layers([*below, layer])[1])
    faults += [fault for fault in found if _row_of(fault.cell) not in said]
    return Taken({} if faults else content, tuple(dict.fromkeys(faults)))


def _row_of(cell: str) -> str:
    """The row of a cell: what could not be read there may be the cause of whatever else is wrong with it."""
    return re.sub(r"![A-Z]+", "!", cell)


def _head(edited: Edited, origin: Origin, target: Path, faults: list[CellFault]) -> tuple[dict[str, Any], list[Layer]]:
    """The section `[scheme]`, and the layers that lie below it."""
    is_own = target.resolve() == origin.folder
    below = _parents(origin.layers) if is_own else list(origin.layers)
    head = {key: value for key, value in edited.head.items() if key not in ("extends", "uses")}
    if not is_own and head.get("id") == origin.exported.head["id"]:
        head["id"] = target.resolve().name
    parent = next((layer.folder for layer in reversed(below) if not layer.is_module), None)
    if parent is not None:
        head["extends"] = reference(target, parent)
    used = set(modules_of(below))
    asked = edited.head.get("uses", [])
    if missing := [MODULES.get(name, name) for name in modules_of(below) if name not in asked]:
        cell = edited.cells.get(("scheme", (), "uses"), HEAD_PAGE.title)
        faults.append(CellFault(cell, f"所沿用的方案已有共用表“{'、'.join(missing)}”，不能在这里去掉；不用的表请在《表》中删去"))
    if own := [name for name in asked if name not in used]:
        head["uses"] = own
    return head, [*below, *module_layers(Layer(target, "", {"scheme": head}), used, [])]


def _parents(layers: Sequence[Layer]) -> list[Layer]:
    """The layers up to the parent of the last scheme."""
    ends = [number for number, layer in enumerate(layers) if not layer.is_module]
    return list(layers[: ends[-2] + 1]) if len(ends) > 1 else []


def _in_cell(fault: Fault, edited: Edited, words: Vocabulary) -> CellFault:
    """A fault at the cell that it comes from, in the words of the workbook."""
    if fault.table == "[scheme]":
        return CellFault(edited.cells.get(("scheme", (), fault.key), HEAD_PAGE.title), in_terms(fault.message, "scheme", words))
    for section, entries in edited.entries.items():
        for name in entries:
            is_it = fault.table == f"[choices.{name[0]}]" if section == "choices" else fault.table == GRAMMAR[section].heading(name)
            if is_it and (section != "choices" or fault.key in ("", name[1])):
                key = "label" if section == "choices" else fault.key
                cell = edited.cells.get((section, name, key)) or edited.cells.get((section, name, "")) or _title(section)
                return CellFault(cell, in_terms(fault.message, section, words))
    return CellFault(fault.table, in_terms(fault.message, "", words))


def in_terms(message: str, section: str, words: Vocabulary) -> str:
    """A sentence with the words of the workbook for keys of the file."""
    headers = {column.key: column.header for column in (HEAD if section == "scheme" else COLUMNS.get(section, ()))}

    def said(match: re.Match[str]) -> str:
        word = match[0]
        table, dot, name = word.rpartition(".")
        if dot:
            return f"{words.tables.word(table)}.{words.names.word(name)}"
        found = words.names.word(word)
        return found if found != word else words.tables.word(word) if words.tables.word(word) != word else headers.get(word, word)

    message = re.sub(r"\[choices\.(\w+)\]", lambda match: f"“{words.choices.word(match[1])}”", message)
    message = _SECTION.sub(lambda match: f"《{_title(match[1])}》", message)
    return _WORD.sub(said, spoken(_PLACE_IN_ENGLISH.sub("条件里，", message)))


def _title(section: str) -> str:
    return next((page.title for page in PAGES if section in page.sections), section)
