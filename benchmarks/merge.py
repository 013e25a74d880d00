"""The whole `xlflow merge`: a first run beside a bare read and a bare write of the same rows, and runs in which little or nothing is new.

python benchmarks/merge.py [--branches N] [--rows N] [--rounds N]

The bare read is a fresh Python that reads all sheets by calamine; the bare write another that writes the rows of the roster by XlsxWriter,
one sheet a table, without a format. All sides are fresh interpreters. A rerun with 1 % of the files changed writes nothing (`--dry-run`),
and neither does the first run that it stands beside, so that the face of the roster counts in none.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from help import XLFLOW as HELP
from in_process import AS_OF, make_inbox
from measure import Measure, measured
from rounds import medians

READ = """
import sys
from pathlib import Path
from python_calamine import CalamineWorkbook
for path in Path(sys.argv[1]).iterdir():
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
"""
WRITE = """
import json, sys
from pathlib import Path
import xlsxwriter
with xlsxwriter.Workbook(sys.argv[2]) as book:
    for name, rows in json.loads(Path(sys.argv[1]).read_text("utf-8")).items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
"""
MERGE = "from xlflow.cli import main; main()"
READS, WRITES, RERUN, HELPS = 2.0, 1.3, 0.1, 5.0


def run(code: str, *arguments: str | Path) -> str:
    """What one fresh interpreter prints."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, env=environment, text=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{done.returncode}: {done.stderr}")
    return done.stdout


def merge(inbox: Path, roster: Path, *options: str) -> dict[str, Any]:
    """The counts of one run."""
    counts: dict[str, Any] = json.loads(run(MERGE, "merge", inbox, "-r", roster, "--as-of", AS_OF.isoformat(), "--json", *options))
    return counts


def rows_of(roster: Path) -> dict[str, list[list[str]]]:
    """All cells of the sheets of the roster, as text."""
    book = openpyxl.load_workbook(roster, read_only=True)
    return {
        sheet.title: [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book
    }


def change(files: Sequence[Path]) -> None:
    """One cell of each workbook says something else."""
    for path in files:
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        sheet.cell(sheet.max_row + 3, 1, f"备注：{path.stem}")
        book.save(path)


def measures(branches: int = 300, rows: int = 20, rounds: int = 5) -> list[Measure]:
    """The first run, the run with 1 % changed, the run with nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_inbox(folder, branches, rows)
        inbox, roster, table = made[0].parent, Path(folder, "清单库.xlsx"), Path(folder, "rows.json")
        merge(inbox, roster)
        table.write_text(json.dumps(rows_of(roster)), encoding="utf-8")

        def first() -> None:
            place = Path(tempfile.mkdtemp(dir=folder))
            merge(inbox, place / "清单库.xlsx")
            shutil.rmtree(place)

        ours, read, written = medians(rounds, first, lambda: run(READ, inbox), lambda: run(WRITE, table, Path(folder, "rows.xlsx")))
        nothing, helped = medians(rounds, lambda: merge(inbox, roster), lambda: run(HELP))
        changed = [path for path in made if path.suffix == ".xlsx"][: max(1, len(made) // 100)]
        change(changed)
        opened = len(made) - merge(inbox, roster, "--dry-run")["files"]["unchanged"]
        again, anew = medians(rounds, lambda: merge(inbox, roster, "--dry-run"), lambda: merge(inbox, Path(folder, "新.xlsx"), "--dry-run"))
    bare = READS * read + WRITES * written
    return [
        Measure(
            f"merge {len(made)} workbooks of {rows} rows",
            f"{ours:.2f} s beside {read:.2f} s read, {written:.2f} s written",
            f"≤ {READS:g}x the read + {WRITES:g}x the write ({bare:.2f} s)",
            ours <= bare,
        ),
        Measure(
            "merge again, 1 % changed",
            f"{again / anew:.2f}x, {opened} opened",
            f"≤ {RERUN:g}x, {len(changed)} opened",
            again <= RERUN * anew and opened == len(changed),
        ),
        Measure("merge again, nothing changed", f"{nothing / helped:.1f}x --help", f"≤ {HELPS:g}x", nothing <= HELPS * helped),
    ]


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
