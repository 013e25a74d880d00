"""The files of a scheme and of those it extends, merged: entry by entry, each key knowing the file that set it.

`disabled = true` removes an entry, `after = "key"` places it, a key that a layer writes replaces the inherited one whole, and
`unset = ["key"]` takes inherited keys back. A layer that writes every label of a choice list also sets their order.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.errors import SchemeError
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.loading.sections import Section
from xlflow.schemes.shipped import SCHEME_FILE, find_folder, modules

Name = tuple[Any, ...]


class Layer(Struct, frozen=True):
    """One scheme file as it stands. `file` is how faults name it; `is_module`: shared tables that a scheme uses, no scheme of its own."""

    folder: Path
    file: str
    content: Mapping[str, Any]
    is_module: bool = False


class Entry(Struct):
    """A merged entry: its keys as the layers wrote them, and for each the file that set it."""

    name: Name
    file: str
    data: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, tuple[tuple[str, Any], ...]] = field(default_factory=dict)
    """What lower layers had under a key (or its alternative): their file and value, the nearest first."""

    def take_back(self, keys: Sequence[str]) -> None:
        """Forgets keys that earlier layers wrote."""
        for key in keys:
            self.data.pop(key, None)
            self.origins.pop(key, None)

    def override(self, data: Mapping[str, Any], file: str, alternatives: Sequence[str] = ()) -> None:
        """Takes over the keys of a later layer."""
        for key in data:
            others = alternatives if key in alternatives else (key,)
            had = next((other for other in others if other in self.data), None)
            if had is not None:
                self.earlier[key] = ((self.origins.get(had, self.file), self.data[had]), *self.earlier.get(had, ()))
        if any(key in data for key in alternatives):
            for key in alternatives:
                self.data.pop(key, None)
        self.data.update(data)
        self.origins.update(dict.fromkeys(data, file))
        self.file = file


def read_layers(folder: Path, faults: list[Fault]) -> list[Layer]:
    """The scheme in a folder after those it extends, the base first, each after the modules it uses. What cannot be read is a fault."""
    schemes: list[Layer] = []
    current: Path | None = folder
    while current is not None:
        file = f"{current.name}/{SCHEME_FILE}"
        content = read_toml(current / SCHEME_FILE, file, faults)
        schemes.insert(0, Layer(current, file, content))
        current = _parent(schemes, faults)
    used: set[str] = set()
    return [layer for scheme in schemes for layer in (*module_layers(scheme, used, faults), scheme)]


def module_layers(scheme: Layer, used: set[str], faults: list[Fault]) -> Iterator[Layer]:
    """The modules that a scheme uses and no layer below it has used; they are added to `used`."""
    head = scheme.content.get("scheme")
    wanted = head.get("uses", []) if isinstance(head, dict) else []
    for name in wanted if isinstance(wanted, list) else []:
        if not isinstance(name, str) or name in used:
            continue
        used.add(name)
        known = modules()
        if name in known:
            file = f"{known[name].parent.name}/{known[name].name}"
            yield Layer(known[name].parent, file, read_toml(known[name], file, faults), is_module=True)
        else:
            faults.append(
                Fault(scheme.file, "[scheme]", "uses", f"没有名为 {name} 的共用表{near(name, known)}；可用的：{'、'.join(known)}")
            )


def read_toml(path: Path, file: str, faults: list[Fault]) -> dict[str, Any]:
    """The content of a TOML file; empty, and a fault, where it is not one."""
    try:
        return tomllib.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        faults.append(Fault(file, "", "", "不是 UTF-8 编码；请用记事本另存，编码选 UTF-8"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第 {place[1]} 行第 {place[2]} 列" if place else "文件末尾"
        faults.append(Fault(file, "", "", f"{where}不合 TOML 写法；请检查这里的引号、括号、等号，以及是否重复写了同一个键"))
    except OSError:
        faults.append(Fault(file, "", "", "无法读取；请检查文件是否还在、是否有读取权限"))
    return {}


def merge(section: Section, layers: Sequence[Layer], faults: list[Fault]) -> dict[Name, Entry]:
    """The entries of a section, of all layers, in the order in which they stand."""
    merged: dict[Name, Entry] = {}
    for layer in layers:
        seen: set[Name] = set()
        for name, data in _raw_entries(section, layer, faults):
            heading = section.heading(name)
            if name in seen:
                faults.append(Fault(layer.file, heading, "", "同一项写了两次；请合并或删去一项"))
                continue
            seen.add(name)
            if _is_disabled(data, layer, heading, faults):
                if merged.pop(name, None) is None:
                    faults.append(Fault(layer.file, heading, "disabled", "所继承的方案里没有这一项，无法停用；请核对名称"))
                continue
            after = None if "after" in section.keys else data.pop("after", None)
            unset = _unset(section, merged.get(name), data, Fault(layer.file, heading, "unset", ""), faults)
            entry = merged.setdefault(name, Entry(name, layer.file))
            entry.take_back(unset)
            entry.override(data, layer.file, section.alternatives)
            if after is not None:
                merged = _placed(section, merged, name, after, Fault(layer.file, heading, "after", f"没有 {after}；请写已有的一项"), faults)
    return merged


def merge_choices(layers: Sequence[Layer], faults: list[Fault]) -> dict[str, Entry]:
    """The choice lists: for each an entry whose data are the canonical labels with their aliases."""
    merged: dict[str, Entry] = {}
    for layer in layers:
        lists = layer.content.get("choices", {})
        if not isinstance(lists, dict):
            faults.append(Fault(layer.file, "[choices]", "", "应写成 [choices.名字]，下面每行一个选项"))
            continue
        for key, labels in lists.items():
            if not isinstance(labels, dict):
                faults.append(Fault(layer.file, f"[choices.{key}]", "", '应写成表，下面每行一个选项，如 "汉族" = ["汉"]'))
            elif labels == {"disabled": True}:
                merged.pop(key, None)
            else:
                entry = merged.setdefault(key, Entry((key,), layer.file))
                for label in [label for label, aliases in labels.items() if aliases == {"disabled": True}]:
                    entry.data.pop(label, None)
                written = {label: a for label, a in labels.items() if a != {"disabled": True}}
                if written.keys() >= entry.data.keys():
                    entry.data.clear()
                entry.override(written, layer.file)
    return merged


def _parent(layers: list[Layer], faults: list[Fault]) -> Path | None:
    """The folder of the scheme that the first layer extends."""
    child = layers[0]
    head = child.content.get("scheme")
    wanted = head.get("extends") if isinstance(head, dict) else None
    if not isinstance(wanted, str):
        return None
    try:
        folder = find_folder(wanted, beside=child.folder)
    except SchemeError as error:
        faults.append(Fault(child.file, "[scheme]", "extends", str(error)))
        return None
    if any(layer.folder == folder for layer in layers):
        faults.append(Fault(child.file, "[scheme]", "extends", f"{wanted} 又继承了本方案，成了循环；请去掉其中一处 extends"))
        return None
    return folder


def _raw_entries(section: Section, layer: Layer, faults: list[Fault]) -> Iterator[tuple[Name, dict[str, Any]]]:
    raw = section.raw(layer.content)
    if raw is None:
        return
    if section.shape == "one":
        if isinstance(raw, dict):
            yield (), dict(raw)
        else:
            faults.append(Fault(layer.file, f"[{section.name}]", "", f"应写成一节 [{section.name}]，下面每行一个键"))
    elif section.shape == "named":
        yield from _named_entries(section, layer, raw, faults)
    elif isinstance(raw, list) and all(isinstance(each, dict) for each in raw):
        for index, each in enumerate(raw, 1):
            values = {**section.defaults, **each}
            missing = [key for key in section.identity if not isinstance(values.get(key), str | int)]
            if missing:
                faults.append(Fault(layer.file, f"[[{section.name}]] 第 {index} 项", missing[0], "没有填写；请补上，各项靠它区分"))
            else:
                yield tuple(values[key] for key in section.identity), values
    else:
        faults.append(Fault(layer.file, f"[[{section.name}]]", "", f"应写成 [[{section.name}]]，每项一节"))


def _named_entries(section: Section, layer: Layer, raw: Any, faults: list[Fault]) -> Iterator[tuple[Name, dict[str, Any]]]:
    if not isinstance(raw, dict):
        faults.append(Fault(layer.file, f"[{section.name}]", "", f"应写成 [{section.name}.名字]，每项一节"))
        return
    for key, each in raw.items():
        if isinstance(each, dict):
            yield (key,), dict(each)
        else:
            faults.append(Fault(layer.file, f"[{section.name}]", key, f"应写成一节 [{section.name}.{key}]"))


def _is_disabled(data: dict[str, Any], layer: Layer, heading: str, faults: list[Fault]) -> bool:
    disabled = data.pop("disabled", False)
    if not isinstance(disabled, bool):
        faults.append(Fault(layer.file, heading, "disabled", "应是 true 或 false，不加引号"))
    return disabled is True


def _unset(section: Section, inherited: Entry | None, data: dict[str, Any], fault: Fault, faults: list[Fault]) -> tuple[str, ...]:
    """The inherited keys that an entry takes back; a fault where it names one that it does not inherit."""
    keys = data.pop("unset", [])
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        faults.append(replace(fault, message='应是键的列表，如 ["when"]'))
        return ()
    for key in keys:
        if key in section.identity or inherited is None or key not in inherited.data:
            faults.append(replace(fault, message=f"没有继承来的 {key} 可以取消；请改正"))
    return tuple(key for key in keys if key not in section.identity)


def _placed(section: Section, merged: dict[Name, Entry], name: Name, after: Any, fault: Fault, faults: list[Fault]) -> dict[Name, Entry]:
    """The entries with one of them moved behind the last that has the key (of the same table), or the one of that whole identity."""
    position = section.identity.index(section.place) if section.place else None
    anchors = [
        other
        for other in merged
        if other != name
        and position is not None
        and (list(other) == after or (other[:position] == name[:position] and other[position] == after))
    ]
    if not anchors:
        faults.append(fault)
        return merged
    entry = merged.pop(name)
    ordered: dict[Name, Entry] = {}
    for other, value in merged.items():
        ordered[other] = value
        if other == anchors[-1]:
            ordered[name] = entry
    return ordered
