"""Runs every measure and writes them with date, versions and machine to benchmarks/RESULTS.md."""

from __future__ import annotations

import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import branches
import bundle
import buttons
import check_200
import compose_memory
import corpus
import excel_click
import help as start
import in_process
import mail_merge
import marks
import merge
import rules
import screen

RESULTS = Path(__file__).with_name("RESULTS.md")
LIBRARIES = ("click", "openpyxl", "python-calamine", "XlsxWriter", "jinja2", "python-docx", "lxml", "msgspec", "xlwings")


def main() -> int:
    """All measures; exit 1 where one is missed."""
    quality = [*branches.measures(), *corpus.measures()]
    speed = [
        measure
        for each in (start, check_200, in_process, merge, rules, marks, excel_click, buttons, screen, mail_merge, bundle, compose_memory)
        for measure in each.measures()
    ]
    versions = ", ".join(f"{name} {version(name)}" for name in ("xlflow", *LIBRARIES))
    lines = [
        "# Results of `make bench`",
        "",
        f"{date.today()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs; {versions}.",
        "",
        "| measure | figure | must be | reached |",
        "|---|---|---|---|",
        *map(str, [*quality, *speed]),
        "",
    ]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    return int(not all(measure.reached for measure in [*quality, *speed]))


if __name__ == "__main__":
    sys.exit(main())
