"""The requirements as data: the national profile `templates/layout/gb9704.toml`, and local profiles laid over it.

A requirement says how the value that was measured is judged: `value` with `tolerance`, `minimum`, `maximum`, `accepted`, `pattern`; with
none of them the measure itself says yes or no. A local profile changes what it names and leaves the rest, or turns a key off.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct, field
from msgspec.structs import fields, replace

from xlflow.documents.conformance.document_parts import DocumentKind
from xlflow.errors import UsageError


class CheckLayer(StrEnum):
    """S: what the file says; R: what the printed page shows."""

    FILE = "S"
    PAGE = "R"


MUST, SHOULD = "必须", "推荐"


class LayoutRequirement(Struct, frozen=True):
    """One key for some kinds of documents.

    `kinds` empty: all kinds. `must`: kinds that have to have what the key measures; others are judged only where they have it.
    `seal`: yes or no where the key differs for documents with and without a seal.
    """

    key: str
    label: str
    required: str
    clause: str
    layers: tuple[str, ...] = (CheckLayer.FILE,)
    severity: str = MUST
    kinds: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    seal: str = ""
    value: float | None = None
    tolerance: float = 0.0
    minimum: float | None = None
    maximum: float | None = None
    accepted: tuple[str, ...] = ()
    pattern: str = ""
    unit: str = ""
    off: bool = False

    def concerns(self, kind: DocumentKind, seal: bool) -> bool:
        """Whether a document of this kind is judged by it."""
        of_kind = (not self.kinds or kind in self.kinds) and kind not in self.but
        return not self.off and of_kind and self.seal in ("", "yes" if seal else "no")

    def allows(self, value: float | str | bool) -> bool:
        """Whether a value that was measured is as required."""
        if isinstance(value, bool):
            return value
        if isinstance(value, str):
            return value in self.accepted if self.accepted else bool(re.fullmatch(self.pattern, value))
        if self.value is not None:
            return abs(value - self.value) <= self.tolerance + 1e-9
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)


class LayoutProfile(Struct, frozen=True):
    """All requirements, the names under which faces are known, and the words that end a title."""

    title: str
    requirements: tuple[LayoutRequirement, ...]
    faces: Mapping[str, str] = field(default_factory=dict)
    title_types: tuple[str, ...] = ()

    def face(self, name: str) -> str:
        """The face that a font is one of: 仿宋 for FangSong; its own name where it is none of them."""
        return self.faces.get(name.strip().casefold(), name.strip() or "未指定字体")


def read_profile(text: str, shown: str, below: LayoutProfile | None = None) -> LayoutProfile:
    """A profile from its TOML, laid over another one; `UsageError` names the mistake in it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{shown} 不是正确的 TOML：{error}。") from error
    unknown = sorted(set(data) - {"profile", "faces", "requirement"})
    if unknown:
        raise UsageError(f"{shown} 中有不认识的部分 {'、'.join(unknown)}；可以有 [profile]、[faces] 和 [[requirement]]。")
    about: dict[str, Any] = data.get("profile", {})
    faces = {
        str(name).casefold(): face
        for face, names in data.get("faces", {}).items()
        for name in (face, *_texts(names, shown, f"faces.{face}"))
    }
    requirements = list(below.requirements) if below else []
    known = len(requirements)
    for entry in data.get("requirement", []):
        _lay_over(requirements, known, entry, shown)
    return LayoutProfile(
        title=str(about.get("title", below.title if below else shown)),
        requirements=tuple(requirements),
        faces={**(below.faces if below else {}), **faces},
        title_types=_texts(about.get("title_types", below.title_types if below else ()), shown, "profile.title_types"),
    )


def _lay_over(requirements: list[LayoutRequirement], known: int, entry: Mapping[str, Any], shown: str) -> None:
    """Changes what an entry is about among the first `known` requirements, or adds it.

    Where a key stands several times (with and without a seal, in the file and on the page) the entry says which by `seal`, `layers`
    or `kinds`; else it changes all of them.
    """
    key = str(entry.get("key", ""))
    given = _checked(entry, shown, key)
    same = [number for number in range(known) if requirements[number].key == key]
    for name in ("seal", "layers", "kinds"):
        if name in given:
            same = [number for number in same if getattr(requirements[number], name) == given[name]] or same
    if same:
        for number in same:
            requirements[number] = replace(_without_limits(requirements[number], given), **given)
        return
    missing = [name for name in ("label", "required", "clause") if name not in given]
    if missing:
        raise UsageError(f"{shown} 的要求 {key or '（没有 key）'} 缺少 {'、'.join(missing)}。")
    requirements.append(LayoutRequirement(**given))


LIMITS = ("value", "minimum", "maximum", "accepted", "pattern")


def _without_limits(requirement: LayoutRequirement, given: Mapping[str, Any]) -> LayoutRequirement:
    """A new way to judge replaces the old one whole."""
    if not any(name in given for name in LIMITS):
        return requirement
    return replace(requirement, value=None, minimum=None, maximum=None, accepted=(), pattern="")


_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("value", "tolerance", "minimum", "maximum"), (int, float)),
    "off": (bool,),
    **dict.fromkeys(("layers", "kinds", "but", "must", "accepted"), (list,)),
}


_WORDS: Mapping[str, tuple[str, ...]] = {
    "severity": (MUST, SHOULD),
    "seal": ("yes", "no"),
    "layers": tuple(CheckLayer),
    **dict.fromkeys(("kinds", "but", "must"), tuple(DocumentKind)),
}
"""What may stand in a value of a few words."""


def _checked(entry: Mapping[str, Any], shown: str, key: str) -> dict[str, Any]:
    names = {item.name for item in fields(LayoutRequirement)}
    for name, value in entry.items():
        if name not in names:
            raise UsageError(f"{shown} 的要求 {key} 里有不认识的 {name}；可以写 {'、'.join(sorted(names))}。")
        if not isinstance(value, _TYPES.get(name, (str,))) or (isinstance(value, bool) and name != "off"):
            raise UsageError(f"{shown} 的要求 {key} 的 {name} 写的是 {value!r}，类型不对。")
    given = {name: _texts(value, shown, name) if isinstance(value, list) else value for name, value in entry.items()}
    for name, words in _WORDS.items():
        value = given.get(name, ())
        for word in (value,) if isinstance(value, str) else value:
            if word not in words:
                raise UsageError(f"{shown} 的要求 {key} 的 {name} 写的是“{word}”；可以写 {'、'.join(words)}。")
    _compilable(str(given.get("pattern", "")), shown, key)
    return given


def _compilable(pattern: str, shown: str, key: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise UsageError(f"{shown} 的要求 {key} 的 pattern“{pattern}”不是正确的正则表达式（第 {(error.pos or 0) + 1} 个字符）。") from error


def _texts(values: Any, shown: str, name: str) -> tuple[str, ...]:
    if not isinstance(values, Sequence) or isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise UsageError(f'{shown} 的 {name} 应当是一列文字，如 ["仿宋", "FangSong"]。')
    return tuple(values)
