"""Makes the pictures of docs/checking.md from the workbooks of sample_workbooks/改错, going through the page as its reader does.

    python tools/make_checking_pictures.py [--out docs/pictures]

Needs LibreOffice, pdftoppm (poppler) and ImageMagick; Chromium for the HTML report, else LibreOffice draws it too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from checking_page import cures, typed_over
from checking_samples import FORM, MEETING, OWN_LIST, PEOPLE, UNIT, own_list, wrong_form
from openpyxl.utils import column_index_from_string, get_column_letter

AS_OF = ("--as-of", "2026-06-30")
RESULTS = "校验结果"
REPOSITORY = Path(__file__).resolve().parents[1]
_ZOOM = 100
"""Dots per inch."""


def main() -> int:
    """Makes all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "docs" / "pictures")
    out = parser.parse_args().out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        camera = Camera(Path(scratch), out)
        _form(camera)
        _list(camera)
    return 0


def _form(camera: Camera) -> None:
    form = camera.folder / FORM
    form.write_bytes(wrong_form())
    camera.sheet(form, PEOPLE, "A3:P11", "form-typed")
    xlflow(camera.folder, "check", form.name, "--report", "校验报告.html")
    camera.page(camera.folder / "校验报告.html", "report", height=1500)
    xlflow(camera.folder, "check", form.name, "--mark")
    camera.sheet(form, UNIT, "A1:D22", "unit-marked")
    camera.sheet(form, PEOPLE, "A3:P11", "form-marked")
    camera.sheet(form, PEOPLE, "A3:B11,AI3:AX11", "votes-marked")
    camera.sheet(form, PEOPLE, "A3:B11,BI3:BJ11", "verdicts")
    camera.sheet(form, MEETING, "A3:B4,F3:K4,M3:M4,Q3:Q4,V3:V4", "meeting-marked")
    camera.sheet(form, RESULTS, "A1:F20", "results")
    first, second = cures(PEOPLE)
    typed_over(form, first)
    xlflow(camera.folder, "check", form.name, "--mark")
    camera.sheet(form, RESULTS, "A1:G10", "results-second")
    typed_over(form, second)
    xlflow(camera.folder, "fill", form.name, "--in-place")
    xlflow(camera.folder, "check", form.name, "--mark")
    camera.sheet(form, PEOPLE, "A3:P11", "form-cured")
    camera.sheet(form, PEOPLE, "A3:B11,AI3:AX11", "votes-cured")
    camera.sheet(form, PEOPLE, "A3:B11,BI3:BJ11", "verdicts-cured")
    xlflow(camera.folder, "submit", form.name, "-o", "上报")
    camera.sheet(next((camera.folder / "上报").iterdir()), RESULTS, "A1:G8", "submitted")


def _list(camera: Camera) -> None:
    own = camera.folder / OWN_LIST
    own.write_bytes(own_list())
    camera.sheet(own, "名单", "A1:Q8", "list-typed")
    xlflow(camera.folder, "check", own.name, "--mark-copy", "校验副本")
    copy = next((camera.folder / "校验副本").iterdir())
    camera.sheet(copy, "名单", "A1:Q8", "list-marked")
    camera.sheet(copy, RESULTS, "A1:F14", "list-results")


def xlflow(folder: Path, *arguments: str) -> None:
    """Runs a command of the page in a folder; a check that finds something ends with 1."""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "xlflow", *arguments, *AS_OF, "--quiet"]
    code = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=False).returncode
    if code > 1:
        raise SystemExit(f"{' '.join(arguments)}: {code}")


class Camera:
    """Takes pictures of sheets and pages."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder = folder
        self.out = out

    def sheet(self, workbook: Path, sheet: str, cells: str, name: str) -> None:
        """Part of a sheet with the names of its rows and columns; of several ranges the columns, in the rows of the first."""
        shown = self.folder / f"{name}.xlsx"
        _only(workbook, shown, sheet, cells.split(","))
        self._draw(self._pdf(shown), name)

    def page(self, page: Path, name: str, height: int) -> None:
        """The top of an HTML page."""
        picture = self.folder / f"{name}.png"
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if chromium is None:
            self._draw(self._pdf(page), name)
            return
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size=860,{height}", "--lang=zh-CN"]
        _run([chromium, *options, f"--screenshot={picture}", page.as_uri()])
        self._shrink(picture, name)

    def _pdf(self, file: Path) -> Path:
        profile = (self.folder / "profile").as_uri()
        options = ["--headless", "--convert-to", "pdf", "--outdir", str(self.folder), str(file)]
        _run(["soffice", f"-env:UserInstallation={profile}", *options])
        return file.with_suffix(".pdf")

    def _draw(self, pdf: Path, name: str) -> None:
        _run(["pdftoppm", "-r", str(_ZOOM), "-f", "1", "-l", "1", "-singlefile", "-png", str(pdf), str(self.folder / name)])
        self._shrink(self.folder / f"{name}.png", name)

    def _shrink(self, picture: Path, name: str) -> None:
        """Without the empty edge, in few colours and without a date of its own."""
        small = [
            "-trim",
            "+repage",
            "-bordercolor",
            "white",
            "-border",
            "8",
            "-strip",
            "+dither",
            "-colors",
            "48",
            "-define",
            "png:exclude-chunk=date,time",
        ]
        _run(["convert", str(picture), *small, f"PNG8:{self.out / name}.png"])


def _only(workbook: Path, target: Path, sheet: str, ranges: Sequence[str]) -> None:
    """A copy of a workbook that prints nothing but the ranges, on one page, with the names of rows and columns."""
    book = openpyxl.load_workbook(workbook)
    for other in book.worksheets:
        other.sheet_state = "visible" if other.title == sheet else "hidden"
        other.print_area = None
    book.active = book.sheetnames.index(sheet)
    shown = book[sheet]
    (left, top), (_, bottom) = _corners(ranges[0])
    right = max(last for _, (last, _) in map(_corners, ranges))
    wanted = {column for (first, _), (last, _) in map(_corners, ranges) for column in range(first, last + 1)}
    _spread(shown.column_dimensions, right)
    for column in range(left, right + 1):
        shown.column_dimensions[get_column_letter(column)].hidden = column not in wanted
    shown._print_rows = shown._print_cols = None
    shown.row_breaks.brk, shown.col_breaks.brk = [], []
    shown.print_area = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
    shown.print_options.headings = True
    for part in (shown.oddHeader, shown.oddFooter, shown.evenHeader, shown.evenFooter, shown.firstHeader, shown.firstFooter):
        part.left.text = part.center.text = part.right.text = None
    shown.page_setup.orientation, shown.page_setup.paperSize, shown.page_setup.scale = "landscape", 8, None
    shown.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    shown.page_setup.fitToWidth = shown.page_setup.fitToHeight = 1
    book.save(target)


def _corners(cells: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """B3:D9 as ((2, 3), (4, 9))."""
    first, last = (address.rstrip("0123456789") for address in cells.split(":"))
    top, bottom = (int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for address in cells.split(":"))
    return (column_index_from_string(first), top), (column_index_from_string(last), bottom)


def _spread(columns: Mapping[str, Any], right: int) -> None:
    """Widths that several columns share, given to each of them: openpyxl keeps them at the first only."""
    for group in list(columns.values()):
        for column in range(group.min or 0, min(group.max or 0, right) + 1):
            columns[get_column_letter(column)].width = group.width
        group.max = group.min


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)


if __name__ == "__main__":
    sys.exit(main())
