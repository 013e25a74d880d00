"""The VBA that xlwings ships, read from the installed package: never kept by us, so it always fits the xlwings that answers the click.

The modules carry their own licences (BSD-3 and MIT) in comments; they go into our projects whole.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from xlflow.errors import XlflowError
from xlflow.excel.project import Module, ModuleKind, exported_source

PROJECT = "xlflow"
"""The name under which VBA looks for its settings: `~/.xlflow/xlflow.conf`, apart from those of another use of xlwings."""

_MISSING = "没有安装 xlwings，Excel 里的按钮离不开它；请运行 py -m pip install xlwings 后重试。"
_PROJECT_NAME = re.compile(r'^(Public Const PROJECT_NAME As String = )"[^"]*"', re.MULTILINE)


class XlwingsSource(Struct, frozen=True):
    """The installed xlwings: its version and the folder with its sources."""

    version: str
    folder: Path

    def workbook_modules(self) -> tuple[Module, ...]:
        """RunPython for a workbook that calls Python for itself."""
        return self._modules("xlwings.bas")

    def addin_modules(self) -> tuple[Module, ...]:
        """RunPython for an add-in that calls Python for the workbook in front."""
        return self._modules("xlwings_custom_addin.bas")

    def apple_script(self) -> Path:
        """The script that Excel for the Mac needs to start Python."""
        return self.folder / f"xlwings-{self.version}.applescript"

    def _modules(self, name: str) -> tuple[Module, ...]:
        run_python, found = _PROJECT_NAME.subn(rf'\1"{PROJECT}"', self._read(name))
        if not found:
            raise XlflowError(f"xlwings {self.version} 的 {name} 与已知的写法不同，不能用来做按钮；请改装随 xlflow 测试过的版本。")
        return Module("xlwings", run_python), Module("Dictionary", self._read("addin/Dictionary.cls"), ModuleKind.CLASS)

    def _read(self, name: str) -> str:
        try:
            return exported_source((self.folder / name).read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as error:
            raise XlflowError(
                f"xlwings {self.version} 里没有可用的 {name}；请运行 py -m pip install --force-reinstall xlwings。"
            ) from error


def installed_version() -> str:
    """The version of the installed xlwings; empty where there is none."""
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""


def installed_xlwings() -> XlwingsSource:
    """The xlwings of this interpreter, found without importing it. `XlflowError` where there is none."""
    found, spec = installed_version(), find_spec("xlwings")
    if not found or spec is None or spec.origin is None:
        raise XlflowError(_MISSING)
    return XlwingsSource(found, Path(spec.origin).parent)
