"""Peak memory of `xlflow compose` from 1,000 to 10,000 people of one list, a document for each, beside that of reading the list alone.

python benchmarks/compose_memory.py [--people N]

What must grow is the list that people hand over; documents, their proofs and 材料清单 must not. Each run is a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from measure import Measure, measured

from xlflow.schemes.scheme import Scheme

PEOPLE = 10_000
_FEW = 10
_KIB = 8
"""Its names, its state, and its lines and links in 材料清单.xlsx."""
_DAY = date(2026, 3, 31)
_ROW = {
    "gender": "女",
    "birth_date": date(2004, 3, 15),
    "ethnicity": "汉族",
    "branch": "软件2201团支部",
    "league_join_date": "2020.05",
    "recommendation_type": "入党积极分子",
    "application_date": date(2025, 6, 1),
    "meeting_date": date(2026, 3, 5),
    "eligible": 40,
    "present": 36,
    "in_favour": 30,
    "notice_start": date(2026, 3, 9),
    "notice_end": date(2026, 3, 13),
}
_ABOUT = """
import resource, sys
from datetime import date
from pathlib import Path
from xlflow.jobs.compose import compose
from xlflow.jobs.running.progress_callback import silent
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.read_file import read_file
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.jobs.composing.composable import material_of
source, day = Path(sys.argv[2]), date.fromisoformat(sys.argv[3])
if sys.argv[1] == "read":
    answer = in_child(read_file, source, None, progress=silent)
    material = material_of(answer, scheme_for(answer.stamp, None), scheme_for(None, "national"), day, None)
    assert len(material.people) == int(sys.argv[4])
else:
    made = compose(source, output=Path(sys.argv[5]), as_of=day, documents=["form_activist"], jobs=1)
    assert len(made.made) == int(sys.argv[4]), (made.notes, made.failed[:1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def people_list(path: Path, count: int) -> Path:
    """A list of so many people of branches of forty."""
    scheme = Scheme.load("national")
    keys = ("name", "student_id", *_ROW)
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("名单")
        for column, key in enumerate(keys):
            sheet.write_string(0, column, scheme.field("nominees", key).label)
        for number in range(count):
            own = {"name": _name(number), "student_id": f"9999{number:08d}", "branch": f"软件{number // 40:04d}团支部"}
            day = {"meeting_date": _ROW["meeting_date"], "application_date": date(2025, 6, 1) - timedelta(number % 90)}
            for column, key in enumerate(keys):
                sheet.write(number + 1, column, (_ROW | own | day)[key])
    return path


def _name(number: int) -> str:
    return "某" + chr(0x4E00 + number % 5000) + chr(0x4E00 + number // 5000)


def peak(what: str, source: Path, count: int, output: Path) -> float:
    """MiB of one run."""
    command = [sys.executable, "-c", _ABOUT, what, str(source), _DAY.isoformat(), str(count), str(output)]
    return float(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)


def measures(people: int = PEOPLE) -> list[Measure]:
    """What ten times the people take."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        grown = {}
        for what in ("read", "compose"):
            peaks = []
            for count in (people // _FEW, people):
                source = people_list(folder / f"{what}-{count}.xlsx", count)
                peaks.append(peak(what, source, count, folder / f"{what}-{count}"))
            grown[what] = peaks
    (read_few, read_many), (few, many) = grown["read"], grown["compose"]
    more = ((many - few) - (read_many - read_few)) * 1024 / (people - people // _FEW)
    figure = f"{few:.0f} MiB, then {many:.0f}; the list alone {read_few:.0f}, then {read_many:.0f}: {more:.1f} KiB a document"
    what = f"compose, memory from {people // _FEW:,} to {people:,} documents beyond that of the list that they are made from"
    return [Measure(what, figure, f"≤ {_KIB} KiB a document", more <= _KIB)]


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
