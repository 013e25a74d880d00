"""Right answers on messy workbooks: five seeds of `tools/make_branches.py`, scored by `tools/score_branches.py`.

python benchmarks/branches.py [--dirt light] [--seeds 1 2 3 4 5] [--branches 40]
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from measure import TOOLS, Measure, product, report

SCORES = re.compile(
    r"^values: (?P<values>\d+/\d+) .*?^findings: recall (?P<recall>\d+/\d+) .*?precision (?P<precision>\d+/\d+)"
    r".*?^merge: (?P<merge>\d+/\d+) counts equal",
    re.MULTILINE | re.DOTALL,
)
TARGETS = {"values": 0.999, "recall": 0.95, "precision": 0.95, "merge": 1.0}


def score(seed: int, dirt: str, branches: int, verbose: bool) -> dict[str, tuple[int, int]]:
    """Right and all of each score, for one seed."""
    with tempfile.TemporaryDirectory() as folder:
        make = ["--out", folder, "--branches", str(branches), "--seed", str(seed), "--layouts", "all", "--dirt", dirt]
        subprocess.run([sys.executable, TOOLS / "make_branches.py", *make], check=True, stdout=subprocess.DEVNULL)
        scored = subprocess.run(
            [sys.executable, TOOLS / "score_branches.py", folder, "--cmd", product()], capture_output=True, encoding="utf-8", check=False
        )
    if verbose:
        print(scored.stdout, file=sys.stderr)
    found = SCORES.search(scored.stdout)
    if found is None:
        sys.exit(f"seed {seed}: no scores in\n{scored.stdout}{scored.stderr}")
    return {name: (int(right), int(total)) for name, text in found.groupdict().items() for right, total in [text.split("/")]}


def measures(dirt: str = "light", seeds: Sequence[int] = (1, 2, 3, 4, 5), branches: int = 40, verbose: bool = False) -> list[Measure]:
    """One line for each score, the worst seed in brackets."""
    scores = [score(seed, dirt, branches, verbose) for seed in seeds]
    lines = []
    for name, least in TARGETS.items():
        right, total = (sum(each[name][n] for each in scores) for n in (0, 1))
        worst = min(each[name][0] / each[name][1] for each in scores)
        figure = f"{right}/{total} = {right / total:.4%} (worst seed {worst:.4%})"
        lines.append(Measure(f"branches {dirt}: {name}", figure, f"≥ {least:.1%} for each seed", worst >= least))
    return lines


def main() -> int:
    """Measures as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dirt", default="light", choices=("none", "light", "real", "heavy"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--branches", type=int, default=40)
    parser.add_argument("--verbose", action="store_true", help="also the mistakes")
    args = parser.parse_args()
    return report(measures(args.dirt, args.seeds, args.branches, args.verbose))


if __name__ == "__main__":
    sys.exit(main())
