from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from xlflow.schemes import kept, shipped
from xlflow.schemes.kept import kept_or_built
from xlflow.schemes.loading.load import load_data


@pytest.fixture
def national(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped schemes that may be written; the folder of the base scheme in it."""
    copy = tmp_path / "templates"
    shutil.copytree(shipped.home(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(kept, "home", lambda: copy)
    monkeypatch.setattr(shipped, "home", lambda: copy)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return copy / "national"


def stored(folder: Path) -> list[Path]:
    return list(folder.glob("__pycache__/*"))


def test_a_kept_scheme_is_the_one_that_was_built(national: Path) -> None:
    built = kept_or_built(national)
    [file] = stored(national)
    state = file.stat().st_mtime_ns
    assert kept_or_built(national) == built == load_data(national)
    assert file.stat().st_mtime_ns == state


def test_a_scheme_that_has_changed_is_built_again(national: Path) -> None:
    kept_or_built(national)
    file = national / "scheme.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('version = "', 'version = "9', 1), encoding="utf-8")
    assert kept_or_built(national).version.startswith("9")


def test_a_damaged_store_is_built_again(national: Path) -> None:
    built = kept_or_built(national)
    [file] = stored(national)
    for content in (b"", b"x\ny", file.read_bytes()[:-50]):
        file.write_bytes(content)
        assert kept_or_built(national) == built


def test_nothing_is_kept_of_a_scheme_of_somebody_elses(national: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(national, mine)
    kept_or_built(mine)
    assert stored(mine) == []


def test_nothing_is_kept_where_python_keeps_nothing(national: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept_or_built(national)
    assert stored(national) == []


def test_what_cannot_be_put_in_its_place_leaves_nothing_behind(national: Path) -> None:
    kept_or_built(national)
    [file] = stored(national)
    file.unlink()
    file.mkdir()
    assert kept_or_built(national) == load_data(national)
    assert stored(national) == [file]
