"""`xlflow check` of a standard form with 200 people, the whole command, beside bare Python that imports calamine and reads the file.

python benchmarks/check_200.py [--rows N] [--rounds N]

The form is made by `xlflow new` and filled with invented people, without a fault. Both sides are fresh interpreters with the bytecode and
the schemes that an earlier run kept, as on the second day of a user.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from measure import TOOLS, Measure, measured
from rounds import medians

from xlflow.jobs.new import new

sys.path.append(str(TOOLS))
from branch_model import People
from sample_forms import fill_form, public_notice_over

AS_OF = date(2026, 6, 30)
BRANCH = "2023级法学1班团支部"
MOST = 3.0
READ = """
import sys
from python_calamine import CalamineWorkbook
with CalamineWorkbook.from_path(sys.argv[1]) as workbook:
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()
"""
CHECK = "from xlflow.cli import main; main()"


def make_form(path: Path, rows: int) -> None:
    """A form in the phase 公示后上报."""
    new("national", path, unit=BRANCH, round="2026年上半年", today=date(2026, 3, 2))
    fill_form(path, public_notice_over(BRANCH, "speed", People(random.Random(0), count=1000), AS_OF, rows))


def run(code: str, *arguments: str) -> int:
    """The exit code of one fresh interpreter."""
    command = [sys.executable, "-c", code, *arguments]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONUTF8": "1"}
    return subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False).returncode


def measures(rows: int = 200, rounds: int = 15) -> list[Measure]:
    """The time of the command in times of the bare read."""
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder, "form.xlsx")
        make_form(form, rows)
        arguments = ("check", str(form), "--as-of", AS_OF.isoformat(), "--json")
        if (code := run(CHECK, *arguments)) not in (0, 1):
            sys.exit(f"check ended with {code}")
        ours, theirs = medians(rounds, lambda: run(CHECK, *arguments), lambda: run(READ, str(form)))
    figure = f"{ours / theirs:.2f}x ({ours * 1000:.0f} ms beside {theirs * 1000:.0f} ms)"
    return [Measure(f"xlflow check of {rows} rows", figure, f"≤ {MOST:g}x a bare read by calamine", ours <= MOST * theirs)]


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
