"""推优入党: standard workbooks are checked, merged and turned into official documents.

`xlflow.jobs` has one function per verb; `Scheme`, `Template` and `XlflowError` are the rest of what other programs may rely on. They
are imported when first asked for, so that the command line starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlflow import jobs
    from xlflow.documents.template import Template
    from xlflow.errors import XlflowError
    from xlflow.schemes.scheme import Scheme

__all__ = ["Scheme", "Template", "XlflowError", "__version__", "jobs"]
__version__ = "0.1.0"

_HOMES = {
    "Scheme": "xlflow.schemes.scheme",
    "Template": "xlflow.documents.template",
    "XlflowError": "xlflow.errors",
}


def __getattr__(name: str) -> Any:
    """What `__all__` names, imported on first use."""
    if name == "jobs":
        return import_module("xlflow.jobs")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
