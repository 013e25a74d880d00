"""What RunPython starts in tests: Python on the command of a button, with the LibreOffice that called in Excel's place.

`office_click.py "<command>" --wb=<name> --from_xl=1`; the port, the file for boxes and the file that says "done" come with the environment.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from pathlib import Path

STARTED = time.perf_counter()


def main() -> None:
    """Runs the command; the file that says so holds its seconds, or the trace that a user must never see."""
    done = Path(os.environ["XLFLOW_CLICK_DONE"])
    try:
        told = _run(sys.argv[1])
    except BaseException:
        told = traceback.format_exc()
    waiting = done.with_suffix(".part")
    waiting.write_text(told, encoding="utf-8")
    waiting.replace(done)


def _run(command: str) -> str:
    sys.path[:] = os.environ["XLFLOW_CLICK_PATH"].split(os.pathsep)
    from excel_engines.engine import install
    from excel_engines.office_grid import OfficeGrid

    grid = OfficeGrid(int(os.environ["XLFLOW_CLICK_PORT"]), Path(os.environ["XLFLOW_CLICK_BOXES"]), shows_boxes="DISPLAY" in os.environ)
    engine = install(grid, "libreoffice")
    name = next(argument.partition("=")[2] for argument in sys.argv if argument.startswith("--wb="))
    engine.caller(next(book for book in grid.books() if Path(grid.path_of(book)).name == name))
    ready = time.perf_counter()
    exec(command, {})
    return f"ok {ready - STARTED:.3f} {time.perf_counter() - ready:.3f}"


main()
