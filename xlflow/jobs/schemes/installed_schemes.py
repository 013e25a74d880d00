"""Where the schemes lie that were installed on this computer: `.xlflow/方案` of the user's own folder, each under its id."""

from __future__ import annotations

import os
from pathlib import Path

from xlflow.schemes.shipped import SCHEME_FILE

_PLACE = Path(".xlflow") / "方案"


def place() -> Path:
    """The folder of the installed schemes."""
    return Path.home() / _PLACE


def installed() -> dict[str, Path]:
    """The folders of the installed schemes by id, in order."""
    return {file.parent.name: file.parent for file in sorted(place().glob(f"[!.]*/{SCHEME_FILE}"))}


def known_scheme(scheme: str | Path) -> str | Path:
    """The folder of an installed scheme for its id, unless a folder of that name is at hand; anything else as it is."""
    if isinstance(scheme, Path) or os.path.lexists(scheme):
        return scheme
    return installed().get(scheme, scheme)
