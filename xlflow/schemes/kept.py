"""A shipped scheme as it was built last time, kept beside its file as Python keeps its bytecode.

Reading back what was built takes a seventh of building it. Only schemes that lie with the program are kept: whoever can write there can
change the program itself, while a scheme of somebody else's must not bring anything but text. Where nothing can be written nothing is kept.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xlflow import domain
from xlflow.schemes.data import SchemeData
from xlflow.schemes.shipped import home

_FOLDER = "__pycache__"
_CODE = (Path(__file__).parent, Path(domain.__file__).parent)


def kept_or_built(folder: Path) -> SchemeData:
    """All that the scheme in a folder (absolute) says; `SchemeError` with every fault if it is not usable."""
    if not folder.is_relative_to(home()):
        return _built(folder)
    file, state = folder / _FOLDER / f"scheme.{sys.implementation.cache_tag}.pickle", _state() + os.fsencode(folder)
    kept = _kept(file, state)
    if kept is None:
        kept = _built(folder)
        if not sys.dont_write_bytecode:
            _keep(file, state, kept)
    return kept


def _built(folder: Path) -> SchemeData:
    from xlflow.schemes.loading.load import load_data  # what reads and builds schemes is of no use where one was kept

    return load_data(folder)


def _kept(file: Path, state: bytes) -> SchemeData | None:
    """What was kept in this very state of schemes and program; None where it was another, or where the file is damaged."""
    with suppress(Exception):  # a damaged pickle raises whatever it likes
        stored_state, data = file.read_bytes().split(b"\n", 1)
        if stored_state == _line(state):
            found = pickle.loads(data)
            return found if isinstance(found, SchemeData) else None
    return None


def _keep(file: Path, state: bytes, data: SchemeData) -> None:
    new = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(exist_ok=True)
        new.write_bytes(_line(state) + b"\n" + pickle.dumps(data, pickle.HIGHEST_PROTOCOL))
        new.replace(file)
    except OSError:  # a full disk, or a process that reads the old one on Windows: the next run keeps it
        with suppress(OSError):
            new.unlink()


def _line(state: bytes) -> bytes:
    return hashlib.sha256(state).hexdigest().encode()


def _state() -> bytes:
    """Names, sizes and times of everything that shipped schemes are made of, and of the code that makes them."""
    files = sorted(file for folder in (home(), *_CODE) for file in _files(folder))
    return repr([sys.version, *files]).encode()


def _files(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != _FOLDER:
                    yield from _files(entry.path)
            else:
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns
