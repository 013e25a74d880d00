"""体检: what this machine has and lacks for the work, each lack with its cure."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from xlflow.errors import SchemeError
from xlflow.jobs.running.installed_fonts import Fonts, installed_fonts
from xlflow.schemes.shipped import home, shipped_ids

LEAST_PYTHON = (3, 11)
LIBRARIES = ("openpyxl", "python-calamine", "XlsxWriter", "jinja2", "python-docx", "lxml", "msgspec", "click")
_SECONDS = 60


class State(StrEnum):
    """`error`: xlflow does not work without it; `warning`: something comes out worse or cannot be done."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


_MARKS = {State.OK: "√", State.WARNING: "▲", State.ERROR: "●"}


class Diagnosis(Struct, frozen=True):
    """One thing looked at: what was found, and what to do where it is not well."""

    subject: str
    severity: State
    found: str
    cure: str = ""

    def as_dict(self) -> dict[str, str]:
        """As `doctor --json` prints it."""
        return asdict(self)

    def __str__(self) -> str:
        """As people read it."""
        line = f"{_MARKS[self.severity]} {self.subject}：{self.found}"
        return f"{line}\n  → {self.cure}" if self.cure else line


class OfficialFont(Struct, frozen=True):
    """A face that official documents name: its names, and where it stands in a document."""

    name: str
    others: tuple[str, ...]
    used_for: str
    comes_with: str


FONTS = (
    OfficialFont(
        "仿宋_GB2312", ("FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "STFangsong", "华文仿宋"), "正文", "Windows 自带“仿宋”"
    ),
    OfficialFont(
        "方正小标宋简体", ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"), "标题", "方正字库，须向本单位信息部门索取"
    ),
    OfficialFont(
        "楷体_GB2312", ("KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "STKaiti", "华文楷体"), "二级标题、姓名", "Windows 自带“楷体”"
    ),
    OfficialFont("黑体", ("SimHei", "方正黑体_GBK", "STHeiti", "华文黑体"), "一级标题、表头", "Windows 自带“黑体”"),
    OfficialFont("宋体", ("SimSun", "方正书宋_GBK", "STSong", "华文宋体"), "表格、页码", "Windows 自带“宋体”"),
)


def doctor() -> tuple[Diagnosis, ...]:
    """Everything that was looked at, well or not."""
    return (_python(), *_libraries(), _schemes(), _libreoffice(), *_fonts(installed_fonts()))


def _python() -> Diagnosis:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= LEAST_PYTHON:
        return Diagnosis("Python", State.OK, found)
    least = ".".join(map(str, LEAST_PYTHON))
    return Diagnosis("Python", State.ERROR, f"{found}，需要 {least} 以上", f"请安装 Python {least} 以上版本后重新安装 xlflow")


def _libraries() -> Iterator[Diagnosis]:
    missing = []
    for name in LIBRARIES:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Diagnosis(
            "依赖库", State.ERROR, f"缺少 {'、'.join(missing)}", "请重新安装 xlflow：py -m pip install --force-reinstall xlflow"
        )
    else:
        yield Diagnosis("依赖库", State.OK, f"{len(LIBRARIES)} 个齐全")


def _schemes() -> Diagnosis:
    try:
        return Diagnosis("方案", State.OK, f"{'、'.join(shipped_ids())}（{home()}）")
    except SchemeError as error:
        return Diagnosis("方案", State.ERROR, str(error), "请重新安装 xlflow")


def _libreoffice() -> Diagnosis:
    program = find_libreoffice()
    if program is None:
        return Diagnosis(
            "LibreOffice",
            State.WARNING,
            "没有安装；建表、校验、汇总和生成 Word 材料不需要它，只有转换成 PDF 时才用",
            "需要时请安装 LibreOffice（Debian：apt install libreoffice-calc-nogui libreoffice-writer-nogui）",
        )
    return Diagnosis("LibreOffice", State.OK, _version_of(program) or str(program))


def find_libreoffice() -> Path | None:
    """The program, on the path or where Windows and macOS put it."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    places = (
        Path("C:/Program Files/LibreOffice/program/soffice.exe"),
        Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    )
    return Path(on_path) if on_path else next((place for place in places if place.is_file()), None)


def _version_of(program: Path) -> str:
    """LibreOffice 7.4.7.2; empty where it does not answer (on Windows it opens a window instead)."""
    if sys.platform == "win32":
        return ""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return " ".join(done.stdout.decode("utf-8", "replace").split()[:2])


def _fonts(fonts: Fonts | None) -> Iterator[Diagnosis]:
    if fonts is None:
        yield Diagnosis("公文字体", State.WARNING, "这台机器上查不到字体清单", "请在“字体”设置里确认有仿宋、小标宋、楷体、黑体、宋体")
        return
    for font in FONTS:
        yield _font(font, fonts)


def _font(font: OfficialFont, fonts: Fonts) -> Diagnosis:
    subject = f"字体 {font.name}"
    if fonts.has_any((font.name,)):
        return Diagnosis(subject, State.OK, "已安装")
    other = next((name for name in font.others if fonts.has_any((name,))), "")
    if other:
        return Diagnosis(subject, State.OK, f"由“{other}”代替")
    stand_in = fonts.stand_in(font.name)
    found = f"没有，{font.used_for}显示时由“{stand_in}”代替" if stand_in else f"没有，{font.used_for}会显示成别的字体"
    return Diagnosis(subject, State.WARNING, found, f"{font.comes_with}；材料里已写明字体名，在装有该字体的机器上打开即正常")
