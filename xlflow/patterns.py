"""Regular expressions that are compiled when they are first used.

A run uses a few of the hundred that the package has, and one with Han characters takes up to a millisecond to compile.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for a compiled expression; what was asked of it once is an attribute of its own from then on."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The expression; its faults show when it is first used."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
