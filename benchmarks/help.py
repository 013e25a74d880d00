"""The start of the command line beside click's own: `xlflow --help` and the help of a bare click command, in turn.

python benchmarks/help.py [--rounds N]
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from measure import Measure, measured

CLICK = """
import click
@click.command()
@click.option("--count", default=1, help="Number of greetings.")
def hello(count):
    "Simple program."
hello(["--help"])
"""
XLFLOW = "from xlflow.cli import main; main(['--help'])"
LIMIT = 1.2


def seconds(code: str) -> float:
    """The time of one fresh interpreter."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measures(rounds: int = 30) -> list[Measure]:
    """The ratio of the medians of interleaved rounds."""
    pairs = [(seconds(CLICK), seconds(XLFLOW)) for _ in range(rounds)]
    theirs, ours = (median(pair[n] for pair in pairs) for n in (0, 1))
    figure = f"{ours / theirs:.2f}x ({ours * 1000:.0f} ms beside {theirs * 1000:.0f} ms)"
    return [Measure("xlflow --help", figure, f"≤ {LIMIT}x click's own", ours <= LIMIT * theirs)]


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
