"""A scheme folder to all that it says. A wrong scheme never runs half: every fault is told, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from xlflow.errors import SchemeError
from xlflow.schemes.build import Built, build
from xlflow.schemes.calendars import read_calendar
from xlflow.schemes.data import SchemeData
from xlflow.schemes.faults import Fault
from xlflow.schemes.layers import Layer, read_layers
from xlflow.schemes.parts import Field
from xlflow.schemes.references import check_references
from xlflow.schemes.shipped import find_folder


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
