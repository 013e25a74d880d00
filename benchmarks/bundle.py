"""One printable bundle of 300 letters: xlflow and docxcompose in turn on the same files, in CPU time.

The letters are the recommendation letters of the sample round, as `compose` writes them, repeated up to 300. docxcompose puts them one
behind the other; how many of their sections are left is counted too.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from xlflow.documents.bundle import bundle
from xlflow.jobs.compose import compose
from xlflow.jobs.merge import merge

LETTERS, ROUNDS = 300, 3
_SAMPLES = Path(__file__).resolve().parents[1] / "sample_workbooks"
_ROUND, _DAY = "2026年上半年", date(2026, 6, 30)


def letters() -> list[bytes]:
    """The letters of the sample round, again and again."""
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "清单库.xlsx"
        merge([_SAMPLES / "报送"], roster=roster, units=_SAMPLES / "支部名单.xlsx", round=_ROUND, as_of=_DAY)
        made = compose(roster, output=Path(folder) / "材料", as_of=_DAY, documents=["recommendation_letter"])
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


def main() -> None:
    """Prints seconds, sections and the ratio."""
    import docx

    files = letters()
    ways: dict[str, Callable[[list[bytes]], bytes]] = {"xlflow": by_xlflow, "docxcompose": by_docxcompose}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    sections = {}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.process_time()
            content = way(files)
            seconds[name].append(time.process_time() - begun)
            sections[name] = len(docx.Document(io.BytesIO(content)).sections)
    for name in ways:
        print(f"{name:12} {statistics.median(seconds[name]):8.3f} s CPU   {sections[name]} sections of {LETTERS}")
    print(f"ratio {statistics.median(seconds['docxcompose']) / statistics.median(seconds['xlflow']):.0f}")


if __name__ == "__main__":
    main()
