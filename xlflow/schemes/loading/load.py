"""A scheme folder to all that it says. A wrong scheme never runs half: every fault is told, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.domain.calendar import Calendar
from xlflow.errors import SchemeError
from xlflow.schemes.data import SchemeData
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.loading import toml_values as v
from xlflow.schemes.loading.build import Built, build
from xlflow.schemes.loading.layers import Layer, read_layers, read_toml
from xlflow.schemes.loading.references import check_references
from xlflow.schemes.parts import Field
from xlflow.schemes.shipped import CALENDAR_FILE, find_folder, home

_KEYS = {"year": v.whole(1949, 9999), "holidays": v.days, "make_up_days": v.days, "basis": v.text}
_SATURDAY = 5


class _Year(Struct, frozen=True):
    year: int
    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]


def read_calendar(folders: Sequence[Path], faults: list[Fault]) -> Calendar:
    """The shipped calendar with the years that the folders of a scheme set, the base first."""
    years: dict[int, _Year] = {}
    for folder in (home(), *folders):
        path = folder / CALENDAR_FILE
        if path.is_file():
            years |= _years(path, f"{folder.name}/{CALENDAR_FILE}", faults)
    return Calendar(
        frozenset(day for year in years.values() for day in year.holidays),
        frozenset(day for year in years.values() for day in year.make_up_days),
        frozenset(years),
    )


def _years(path: Path, file: str, faults: list[Fault]) -> dict[int, _Year]:
    raw = read_toml(path, file, faults)
    entries = raw.pop("year", [])
    for name in raw:
        faults.append(Fault(file, f"[{name}]", "", "没有这一节；日历里只有 [[year]]"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(Fault(file, "[[year]]", "", "应写成 [[year]]，每年一节"))
        return {}
    years: dict[int, _Year] = {}
    for index, entry in enumerate(entries, 1):
        year = _year(entry, file, f"[[year]] {entry.get('year', f'第 {index} 项')}", faults)
        if year is None:
            continue
        if year.year in years:
            faults.append(Fault(file, f"[[year]] {year.year}", "", "同一年写了两次；请合并"))
        years[year.year] = year
    return years


def _year(entry: dict[str, Any], file: str, heading: str, faults: list[Fault]) -> _Year | None:
    before = len(faults)
    values: dict[str, Any] = {"holidays": (), "make_up_days": ()}
    for key, value in entry.items():
        if key not in _KEYS:
            faults.append(Fault(file, heading, key, f"没有这个键{near(key, _KEYS)}；请改正或删去"))
            continue
        try:
            values[key] = _KEYS[key](value)
        except ValueError as error:
            faults.append(Fault(file, heading, key, str(error)))
    if "year" not in entry:
        faults.append(Fault(file, heading, "year", "没有填写；请补上"))
    if len(faults) > before:
        return None
    year = _Year(values["year"], values["holidays"], values["make_up_days"])
    for key, days in (("holidays", year.holidays), ("make_up_days", year.make_up_days)):
        for day in days:
            if day.year != year.year:
                faults.append(Fault(file, heading, key, f"{day} 不在 {year.year} 年；请移到那一年"))
    for day in year.make_up_days:
        if day.weekday() < _SATURDAY:
            faults.append(Fault(file, heading, "make_up_days", f"{day} 不是周末，不必列为补班；请核对"))
        if day in year.holidays:
            faults.append(Fault(file, heading, "make_up_days", f"{day} 又是放假又是补班；请核对"))
    return year


def load_data(id_or_folder: str | Path) -> SchemeData:
    """All that a scheme says, its layers merged. `SchemeError` with every fault if it is not usable."""
    folder = find_folder(id_or_folder)
    data, faults = examine(folder)
    if data is None:
        raise SchemeError(f"方案 {folder.name} 有 {len(faults)} 处错误，改正后才能使用：{faults[0]}", [str(fault) for fault in faults])
    return data


def examine(folder: Path) -> tuple[SchemeData | None, tuple[Fault, ...]]:
    """The scheme in a folder, or None where there are faults, and all faults."""
    built, faults = built_of(folder)
    return (None if built is None or faults else _data(built)), faults


def built_of(folder: Path) -> tuple[Built | None, tuple[Fault, ...]]:
    """The merged entries of the scheme in a folder, each knowing who set it, and all faults; None where a file cannot be read."""
    faults: list[Fault] = []
    layers = read_layers(folder, faults)
    return (None, tuple(faults)) if faults else _built(layers)


def examine_layers(layers: list[Layer]) -> tuple[SchemeData | None, tuple[Fault, ...]]:
    """The scheme of layers that have been read, or None where there are faults, and all faults."""
    built, faults = _built(layers)
    return (None if faults else _data(built)), faults


def _built(layers: list[Layer]) -> tuple[Built, tuple[Fault, ...]]:
    faults: list[Fault] = []
    calendar = read_calendar([layer.folder for layer in layers if not layer.is_module], faults)
    built = build(layers, calendar, faults)
    check_references(built, faults)
    return built, tuple(in_order(faults, layers))


def in_order(faults: Iterable[Fault], layers: Sequence[Layer]) -> list[Fault]:
    """Each fault once, file by file."""
    files = [layer.file for layer in layers]
    return sorted(dict.fromkeys(faults), key=lambda fault: files.index(fault.file) if fault.file in files else -1)


def _data(built: Built) -> SchemeData:
    objects, head = built.objects, built.head
    documents = {document.id: document for document in objects["document"].values()}
    schemes = [layer for layer in built.layers if not layer.is_module]
    templates = {id: path for id, document in documents.items() if (path := built.template(document))}
    return SchemeData(
        id=head["id"],
        title=head["title"],
        version=head["version"],
        effective_from=head["effective_from"],
        basis=head["basis"],
        folder=built.layers[-1].folder,
        layers=tuple(layer.content["scheme"]["id"] for layer in schemes),
        folders=tuple(layer.folder for layer in schemes),
        tables={table.key: table for table in objects["table"].values()},
        fields=_fields_by_table(built),
        choices=built.choices,
        params={param.key: param for param in objects["params"].values()},
        rules=tuple(objects["rule"].values()),
        intervals=tuple(objects["interval"].values()),
        meeting=objects["meeting"][()],
        quota=objects["quota"][()],
        steps=tuple(sorted(objects["step"].values(), key=lambda step: step.number)),
        documents=documents,
        sources=tuple(objects["source"].values()),
        templates=templates,
        calendar=built.calendar,
        requirements=tuple(objects["event"].values()),
        conditions=tuple(objects["condition"].values()),
        routes=tuple(objects["route"].values()),
        chains=tuple(objects["chain"].values()),
        pools=tuple(objects["pool"].values()),
        ledgers=tuple(objects["points.ledger"].values()),
        points_items=tuple(objects["points.item"].values()),
        bands=tuple(objects["band"].values()),
        indicators=tuple(objects["indicator"].values()),
        ratios=tuple(objects["ratio"].values()),
        totals=tuple(objects["total"].values()),
        flow=tuple(objects["flow"].values()),
    )


def _fields_by_table(built: Built) -> Mapping[str, tuple[Field, ...]]:
    fields = built.objects["field"].values()
    return {name[0]: tuple(field for field in fields if field.table == name[0]) for name in built.objects["table"]}
