"""方案: list, show, copy and lint."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from msgspec import Struct

from xlflow.errors import OutputError, SchemeError
from xlflow.jobs.schemes.installed_schemes import installed
from xlflow.jobs.template import template_faults
from xlflow.schemes.loading import lint as linting
from xlflow.schemes.loading.origins import Origin, copied_text
from xlflow.schemes.loading.origins import origins as origins_of
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import SCHEME_FILE, find_folder, shipped_ids


class SchemeSummary(Struct, frozen=True):
    """A scheme on one line."""

    id: str
    title: str
    version: str
    basis: str


def list_schemes() -> tuple[SchemeSummary, ...]:
    """The shipped schemes in the order of their ids, then the installed ones; one of those that cannot be loaded is left to `lint`."""
    schemes = [Scheme.load(name) for name in shipped_ids()] + [own for folder in installed().values() if (own := _loaded(folder))]
    return tuple(SchemeSummary(s.id, s.title, s.version, s.basis) for s in schemes)


def show(scheme: str | Path) -> Scheme:
    """The scheme of an id or a folder."""
    return Scheme.load(scheme)


def origins(scheme: str | Path) -> tuple[Origin, ...]:
    """Every entry of the scheme of an id or a folder, with the layer that set each of its keys."""
    return origins_of(scheme)


def copy(scheme: str | Path, target: Path) -> Path:
    """Copies a scheme's folder to `target`, which must not exist or be empty; gives `target`. The copy has an id of its own.

    The copy is made beside its place and then moved, so that no half of a scheme is ever found there.
    """
    source = find_folder(scheme)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise OutputError(f"{target} 已经存在；请换一个新文件夹名。")
    if source in target.resolve().parents:
        raise OutputError(f"{target} 在方案“{scheme}”自己的文件夹里；请换一个地方。")
    text = copied_text(source, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".xlflow-") as beside:
            made = Path(beside) / "scheme"
            shutil.copytree(source, made, ignore=shutil.ignore_patterns("~$*", ".~lock*", "__pycache__"))
            (made / SCHEME_FILE).write_text(text, encoding="utf-8")
            if target.exists():
                target.rmdir()
            made.rename(target)
    except OSError as error:
        raise OutputError(f"{target} 写不进去（{error.strerror}）；请检查该位置是否存在、是否可写。") from error
    return target


def lint(folder: str | Path) -> tuple[str, ...]:
    """What is wrong with the scheme in a folder and its Word templates, one sentence each; none if it can be used as it stands."""
    faults = linting.lint(find_folder(folder))
    scheme = _loaded(folder)
    return tuple(str(fault) for fault in (*faults, *(template_faults(scheme) if scheme else ())))


def undecided(folder: str | Path) -> tuple[str, ...]:
    """What stands at a default and the unit still has to decide; none where the scheme cannot be used."""
    scheme = _loaded(folder)
    return linting.undecided(scheme) if scheme else ()


def hints(folder: str | Path) -> tuple[str, ...]:
    """What nothing in the scheme uses."""
    return linting.hints(find_folder(folder))


def _loaded(folder: str | Path) -> Scheme | None:
    try:
        return Scheme.load(find_folder(folder))
    except SchemeError:
        return None
