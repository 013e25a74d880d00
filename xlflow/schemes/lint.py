"""What is wrong with a scheme folder, and what its unit still has to decide."""

from __future__ import annotations

from pathlib import Path

from xlflow.schemes.data import SchemeData
from xlflow.schemes.faults import Fault
from xlflow.schemes.load import examine
from xlflow.schemes.shipped import find_folder


def lint(folder: Path) -> tuple[Fault, ...]:
    """Every fault of the scheme in a folder; none: it can be used. `SchemeError` where the folder holds no scheme."""
    return examine(find_folder(folder))[1]


def undecided(scheme: SchemeData) -> tuple[str, ...]:
    """The params whose value is a default that the unit has to decide (默认值，待填), one sentence each."""
    return tuple(
        f"{param.label}（{param.key}）现用默认值 {_shown(param.values[-1].value)}{param.unit}，待本单位确定"
        for param in scheme.params.values()
        if param.is_default
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(_shown(each) for each in value) if isinstance(value, tuple) else str(value)
