"""The wheel holds what git tracks, no more and no less."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import pytest

SHIPPED = ("xlflow", "templates", "sample_workbooks")


def tracked(repository: Path) -> set[str]:
    """Tracked files of the shipped folders, as they are named in the wheel."""
    if not shutil.which("git") or not (repository / ".git").exists():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no git checkout here to compare with")
    listing = subprocess.run(["git", "ls-files", "-z", *SHIPPED], cwd=repository, check=True, capture_output=True)
    names = [name for name in listing.stdout.decode("utf-8").split("\0") if name]
    return {name if name.startswith("xlflow/") else f"xlflow/{name}" for name in names}


def test_the_wheel_holds_exactly_the_tracked_files(repository: Path) -> None:
    import xlflow

    if Path(xlflow.__file__).is_relative_to(repository / "xlflow"):
        pytest.skip("xlflow is imported from the checkout; `make test` tests the wheel")
    files = distribution("xlflow").files or []
    inside = {f.as_posix() for f in files if f.parts[0] == "xlflow" and "__pycache__" not in f.parts}
    assert inside == tracked(repository)
