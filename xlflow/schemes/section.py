"""What a section of a scheme file is: its keys, what each key holds, and what an entry becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct, field

from xlflow.schemes import values as v


class Section(Struct, frozen=True):
    """One section. `shape`: `[[many]]`, `[named.KEY]` or `[one]`; entries of layers merge where the `identity` keys are equal."""

    name: str
    """With a dot where the section lies in another: `points.item` is written [[points.item]]."""
    shape: Literal["many", "named", "one"]
    keys: Mapping[str, v.Converter]
    required: tuple[str, ...]
    make: Callable[..., Any]
    identity: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Values that identity keys have when they are not written."""
    place: str = ""
    """The key that `after` names; empty where entries have no place, and where `after` is a key that says something else."""
    alternatives: tuple[str, ...] = ()
    """Keys of which a layer's one replaces the others."""

    def heading(self, name: tuple[Any, ...]) -> str:
        """How a fault names an entry: `[[field]] nominees.name`."""
        words = ".".join(str(part) for part in name)
        if self.shape == "one":
            return f"[{self.name}]"
        return f"[{self.name}.{words}]" if self.shape == "named" else f"[[{self.name}]] {words}"

    def raw(self, content: Mapping[str, Any]) -> Any:
        """What a file holds under the name of the section; None where it has none."""
        found: Any = content
        for part in self.name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found
