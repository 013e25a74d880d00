"""What a click costs in a LibreOffice without a window, from the button to the end of its box: 200 people, and documents for 30.

python benchmarks/office_click.py [--rounds N]

Elapsed time past 帮助, a click that does nothing, in the same run; the quickest of the rounds, since other programs only slow it down.
The copy under 备份, which LibreOffice writes, is part of a check. Without LibreOffice and python3-uno nothing is measured.
"""

from __future__ import annotations

import compileall
import importlib
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from excel_click import excel_with
from measure import REPOSITORY, Measure, measured

from xlflow.jobs.scheme import list_schemes

VERBS = (("check", 200, 0.5), ("compose", 30, 3.0))


def measures(rounds: int = 4) -> list[Measure]:
    """The lines of the table; none where there is no LibreOffice to press buttons in."""
    program = shutil.which("soffice")
    if program is None or not importlib.import_module("excel_engines.office_uno").is_there():
        return []
    compileall.compile_dir(REPOSITORY / "xlflow", quiet=2)  # as pip does; a click is started with -B
    list_schemes()  # as `addin install` does
    warnings.simplefilter("ignore", UserWarning)  # openpyxl tells what it will not keep; nothing is kept here
    with tempfile.TemporaryDirectory() as folder:
        office = importlib.import_module("excel_engines.office").Office(program, Path(folder) / "office")
        try:
            return [_measure(office, Path(folder), verb, rows, most, rounds) for verb, rows, most in VERBS]
        finally:
            office.stop()


def _measure(office: Any, folder: Path, verb: str, rows: int, most: float, rounds: int) -> Measure:
    path = folder / verb / "三班.xlsx"
    path.parent.mkdir()
    excel_with(path.parent, rows).opened[0].save(path)
    book = office.open(path)
    taken = []
    for _ in range(rounds):
        shutil.rmtree(path.parent / "材料", ignore_errors=True)
        taken.append((_seconds(office, book, "help"), _seconds(office, book, verb)))
    empty, whole = (min(own) for own in zip(*taken, strict=True))
    book.close(True)
    figure = f"{whole - empty:.2f} s (empty click {empty:.2f} s)"
    return Measure(f"click in LibreOffice: {verb} of {rows} people past an empty click", figure, f"≤ {most} s", whole - empty <= most)


def _seconds(office: Any, book: Any, verb: str) -> float:
    start = time.perf_counter()
    office.call(book, verb)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
