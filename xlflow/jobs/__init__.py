"""The verbs, one module each. Paths, today and a progress callback are arguments; nothing below reads a clock.

For other programs a verb is a function of this package: `xlflow.jobs.check(files, as_of=…)`. Its module has the same name, so the
package answers with the function also after the module was imported. Each is imported when first asked for: no command pays for
the libraries of another. `scheme` has no function of its own name and stays a module.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlflow.jobs.check import check
    from xlflow.jobs.compose import compose
    from xlflow.jobs.demo import demo
    from xlflow.jobs.doctor import doctor
    from xlflow.jobs.fill import fill
    from xlflow.jobs.merge import merge
    from xlflow.jobs.new import new
    from xlflow.jobs.records import records
    from xlflow.jobs.submit import submit

__all__ = ["check", "compose", "demo", "doctor", "fill", "merge", "new", "records", "submit"]


class _Verbs(ModuleType):
    """The package itself: the import system binds a module that it has loaded to its name, this one binds the function in it."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in __all__ and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """A verb on first use."""
    if name in __all__:
        return getattr(import_module(f"{__name__}.{name}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


sys.modules[__name__].__class__ = _Verbs
