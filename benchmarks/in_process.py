"""Small branch workbooks read, mapped, checked and merged in one process, beside python-calamine reading the same sheets and no more.

python benchmarks/in_process.py [--branches N] [--rows N] [--rounds N]

The workbooks are those of `tools/make_branches.py`: all layouts, real dirt. The roster is built as a value; its file is not written.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from measure import TOOLS, Measure, measured
from python_calamine import CalamineWorkbook
from rounds import medians

from xlflow.jobs.merging.intake import take_one
from xlflow.roster.roster_merge import merge
from xlflow.roster.roster_state import State
from xlflow.schemes.scheme import Scheme

AS_OF = date(2026, 6, 30)
LEAST = 0.5


def make_inbox(folder: str, branches: int, rows: int) -> list[Path]:
    """Workbooks of `rows` people each."""
    options = [
        "--out",
        folder,
        "--branches",
        str(branches),
        "--rows",
        f"{rows}-{rows}",
        "--seed",
        "1",
        "--layouts",
        "all",
        "--dirt",
        "real",
    ]
    subprocess.run([sys.executable, TOOLS / "make_branches.py", "--out", folder, *options], check=True, stdout=subprocess.DEVNULL)
    return sorted(Path(folder, "inbox").iterdir())


def by_calamine(files: Sequence[Path]) -> int:
    """The number of rows of all sheets."""
    count = 0
    for path in files:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            count += sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)
    return count


def by_xlflow(files: Sequence[Path]) -> int:
    """The number of rows of the roster, every workbook judged."""
    taken = [take_one(path, path.name, None, AS_OF, None, False) for path in files]
    arrivals = [one.submission for one in taken if one.submission]
    outcome = merge(State(), arrivals, {}, Scheme.load("national"), AS_OF)
    return sum(counts.read for counts in outcome.rows.values())


def measures(branches: int = 60, rows: int = 20, rounds: int = 9) -> list[Measure]:
    """The speed beside the bare read."""
    with tempfile.TemporaryDirectory() as folder:
        files = make_inbox(folder, branches, rows)
        if by_xlflow(files) < branches * rows // 2:
            sys.exit("the roster lacks most of the rows")
        ours, theirs = medians(rounds, lambda: by_xlflow(files), lambda: by_calamine(files))
    count = len(files)
    figure = f"{theirs / ours:.2f}x ({count / ours:.0f} workbooks/s beside {count / theirs:.0f})"
    return [Measure(f"read, check, merge {rows} rows a workbook", figure, f"≥ {LEAST}x calamine reading alone", theirs >= LEAST * ours)]


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
