"""Runs every measure and writes them with date, versions and machine to benchmarks/RESULTS.md."""

from __future__ import annotations

import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import branches
import corpus
import help as start
import marks

RESULTS = Path(__file__).with_name("RESULTS.md")
LIBRARIES = ("click", "openpyxl", "python-calamine", "XlsxWriter", "jinja2", "python-docx", "lxml")


def main() -> int:
    """All measures; exit 1 where one is missed."""
    measured = [*start.measures(), *branches.measures(), *corpus.measures(), *marks.measures()]
    versions = ", ".join(f"{name} {version(name)}" for name in ("xlflow", *LIBRARIES))
    lines = [
        "# Results of `make bench`",
        "",
        f"{date.today()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs; {versions}.",
        "",
        "| measure | figure | must be | reached |",
        "|---|---|---|---|",
        *map(str, measured),
        "",
    ]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    return int(not all(measure.reached for measure in measured))


if __name__ == "__main__":
    sys.exit(main())
