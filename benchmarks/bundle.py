"""One printable bundle of 300 letters, long and short: xlflow and docxcompose in turn on the same files, in CPU time.

The papers are those of the sample round, as `compose` writes them, repeated up to 300. docxcompose puts them one
behind the other; how many of their sections are left is counted too.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from measure import Measure, report

from xlflow.documents.bundle import bundle
from xlflow.jobs.compose import compose
from xlflow.jobs.merge import merge

LETTERS, ROUNDS, _TIMES = 300, 3, 50
_SAMPLES = Path(__file__).resolve().parents[1] / "sample_workbooks"
_ROUND, _DAY = "2026年上半年", date(2026, 6, 30)


def letters(document: str) -> list[bytes]:
    """The papers of one kind of the sample round, again and again."""
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "清单库.xlsx"
        merge([_SAMPLES / "报送"], roster=roster, units=_SAMPLES / "支部名单.xlsx", round=_ROUND, as_of=_DAY)
        made = compose(roster, output=Path(folder) / "材料", as_of=_DAY, documents=[document])
        return list(islice(cycle([path.read_bytes() for path in made.written]), LETTERS))


def by_xlflow(files: list[bytes]) -> bytes:
    """The bundle of xlflow."""
    stream = io.BytesIO()
    bundle(files, "推荐函", stream)
    return stream.getvalue()


def by_docxcompose(files: list[bytes]) -> bytes:
    """The same by docxcompose."""
    import docx
    from docxcompose.composer import Composer

    composer = Composer(docx.Document(io.BytesIO(files[0])))
    for content in files[1:]:
        composer.append(docx.Document(io.BytesIO(content)))
    stream = io.BytesIO()
    composer.save(stream)
    return stream.getvalue()


def measures() -> list[Measure]:
    """Letters with their lists of people, and papers of half a page."""
    return [_measured("of 300 letters", "recommendation_letter"), _measured("of 300 papers of half a page", "notice_result")]


def _measured(what: str, document: str) -> Measure:
    import docx

    files = letters(document)
    ways: dict[str, Callable[[list[bytes]], bytes]] = {"xlflow": by_xlflow, "docxcompose": by_docxcompose}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    sections = {}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.process_time()
            content = way(files)
            seconds[name].append(time.process_time() - begun)
            sections[name] = len(docx.Document(io.BytesIO(content)).sections)
    ours, theirs = (statistics.median(seconds[name]) for name in ("xlflow", "docxcompose"))
    kept = f"{sections['xlflow']} sections of {LETTERS} kept, {sections['docxcompose']} by docxcompose"
    figure = f"{theirs / ours:.0f}x ({ours:.2f} s of CPU beside {theirs:.1f}); {kept}"
    reached = theirs / ours >= _TIMES and sections["xlflow"] >= LETTERS
    return Measure(f"one bundle {what}, beside docxcompose", figure, f"≥ {_TIMES}x, sections kept", reached)


if __name__ == "__main__":
    sys.exit(report(measures()))
