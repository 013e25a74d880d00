"""What every measure gives: a line of the table, and whether it is where it must be."""

from __future__ import annotations

import argparse
import inspect
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TOOLS = REPOSITORY / "tools"


@dataclass(frozen=True)
class Measure:
    """A figure, what it must reach, and whether it does."""

    name: str
    figure: str
    target: str
    reached: bool

    def __str__(self) -> str:
        """A row of the table in RESULTS.md."""
        return f"| {self.name} | {self.figure} | {self.target} | {'yes' if self.reached else '**no**'} |"


def product() -> str:
    """The command that is measured: the installed program beside this Python."""
    installed = shutil.which("xlflow", path=str(Path(sys.executable).parent))
    if installed is None:
        sys.exit("xlflow is not installed beside this Python; run `make bench`")
    return installed


def report(measures: list[Measure]) -> int:
    """Prints the rows; the exit code is 1 where a measure is missed."""
    print(*measures, sep="\n")
    return int(not all(measure.reached for measure in measures))


def measured(measures: Callable[..., list[Measure]], about: str | None) -> int:
    """What `measures` gives when a script is started, as `report` tells it: each of its parameters, a number, is an option."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, parameter in inspect.signature(measures).parameters.items():
        parser.add_argument(f"--{name}", type=int, default=parameter.default)
    return report(measures(**vars(parser.parse_args())))
