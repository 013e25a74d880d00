"""A scheme file as text: sections in order, each key on its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xlflow.patterns import pattern

_BARE = pattern(r"[A-Za-z0-9_-]+")


def toml_text(content: Mapping[str, Any]) -> str:
    """The text that `tomllib` reads as this content."""
    return "\n".join(_sections("", content)).lstrip("\n") + "\n"


def _sections(path: str, content: Mapping[str, Any]) -> Iterator[str]:
    for name, value in content.items():
        inner = f"{path}{_key(name)}"
        if isinstance(value, list):
            for each in value:
                yield f"\n[[{inner}]]"
                yield from _lines(each)
        elif path or not value or not all(isinstance(each, dict | list) and _is_section(each) for each in value.values()):
            yield f"\n[{inner}]"
            yield from _lines(value)
        else:
            yield from _sections(f"{inner}.", value)


def _is_section(value: Any) -> bool:
    return isinstance(value, dict) or (bool(value) and all(isinstance(each, dict) for each in value))


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        yield f"{_key(key)} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return repr(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # the one sign that JSON allows and TOML does not
