"""What buttons cost: a form with them beside the same form without, the first of a run and each further one.

python benchmarks/buttons.py [--rounds N]

CPU time of this process. The VBA project is made once a run of `xlflow new --buttons`, whatever the number of branches.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from statistics import median

from measure import Measure, measured

from xlflow.excel.vba import form_buttons
from xlflow.files.standard_form import standard_form
from xlflow.files.standard_form.buttons import Buttons
from xlflow.schemes.scheme import Scheme

SCHEME = Scheme.load("national")


def seconds(buttons: Buttons | None) -> float:
    """The CPU time of making a form of the national scheme."""
    start = time.process_time()
    standard_form(SCHEME, round="2026年上半年", today=date(2026, 3, 1), buttons=buttons)
    return time.process_time() - start


def measures(rounds: int = 7) -> list[Measure]:
    """The first form, and each further one."""
    seconds(None)
    plain, first, further = [], [], []
    for _ in range(rounds):
        buttons = form_buttons()
        plain.append(seconds(None))
        first.append(seconds(buttons))
        further.append(seconds(buttons))
    without = median(plain)
    return [
        Measure(
            name,
            f"{took / without:.1f}x ({took * 1000:.0f} ms beside {without * 1000:.0f} ms)",
            f"≤ {limit}x without",
            took <= limit * without,
        )
        for name, took, limit in (("a form with buttons", median(first), 4), ("each further form with buttons", median(further), 1.5))
    ]


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
