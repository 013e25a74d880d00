"""No traceback, no hang, no gigabyte: `tools/run_corpus.py` over files that nobody here made.

python benchmarks/corpus.py [--limit N]          the folder: $XLFLOW_TESTDATA/corpus, by default ../shared/corpus
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from measure import REPOSITORY, TOOLS, Measure, measured, product

LISTS_OF_NOBODY = {"h39_bad_date_serials.xlsx"}
"""Files that the table expects to be read with a warning, and that hold no list of people: xlflow says so and refuses them."""
COMMANDS = {"check": "check {file} --json", "records": "records {file}"}


def corpus() -> Path:
    """The folder of foreign and hostile files."""
    folder = Path(os.environ.get("XLFLOW_TESTDATA", REPOSITORY.parent / "shared")) / "corpus"
    if not folder.is_dir():
        sys.exit(f"no corpus in {folder} (set XLFLOW_TESTDATA)")
    return folder


def measures(limit: int | None = None) -> list[Measure]:
    """One line for each command, and one for what hostile files should get."""
    lines = []
    for name, words in COMMANDS.items():
        summary = run(words, corpus(), limit)
        figure = f"{summary['clean']}/{summary['files']} clean, {summary['classes']}"
        lines.append(Measure(f"corpus: {name}", figure, "no traceback, no hang (20 s), ≤ 1 GiB", summary["clean"] == summary["files"]))
        if "as_expected" in summary:
            other = set(map(base_name, summary["not_as_expected"])) - LISTS_OF_NOBODY
            figure = f"{summary['as_expected']} as expected" + (f", not {', '.join(sorted(other))}" if other else "")
            target = f"all but {', '.join(sorted(LISTS_OF_NOBODY))}, which lists nobody"
            lines.append(Measure(f"corpus: {name} of hostile files", figure, target, not other))
    return lines


def base_name(path: str) -> str:
    """The name of a file without its folder."""
    return path.rpartition("/")[2]


def run(words: str, folder: Path, limit: int | None) -> dict[str, Any]:
    """The summary of one run."""
    with tempfile.TemporaryDirectory() as out:
        options = ["--folder", str(folder), "--expected", str(folder / "hostile" / "expected.csv"), "--out", f"{out}/runs.csv"]
        options += ["--limit", str(limit)] if limit else []
        done = subprocess.run(
            [sys.executable, TOOLS / "run_corpus.py", "--cmd", f"{product()} {words}", *options],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    start = done.stdout.find("{")
    if start < 0:
        sys.exit(f"no summary in\n{done.stdout}{done.stderr}")
    summary: dict[str, Any] = json.loads(done.stdout[start:])
    return summary


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
