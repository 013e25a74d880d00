"""A whole roster of members screened by the national scheme: members a second, and the memory that it takes at its height.

python benchmarks/screen.py [--members N] [--rounds N]

Seconds are of CPU. The members are as a university has them: days and months, gaps, recommendations that hold and that lapsed. Reading the
workbook and writing the result are not in the figure.
"""

from __future__ import annotations

import random
import sys
import time
import tracemalloc
from datetime import date, timedelta
from statistics import median

from measure import Measure, measured

from xlflow.domain.dates import Month
from xlflow.roster.screened_people import screening
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import Record, TableHeader, TableReading, Value, WorkbookReading

AS_OF = date(2026, 11, 24)
LEAST_A_SECOND, MOST_MIB = 5_000, 256
KEYS = (
    *("name", "birth_date", "student_id", "political_status", "league_join_date", "member_state", "application_date", "activist_date"),
    *("appraisal_grade", "last_recommendation_type", "last_recommendation_date", "dues_arrears_months"),
)


def measures(members: int = 30_000, rounds: int = 3) -> list[Measure]:
    """Speed and memory."""
    scheme, reading = Scheme.load("national"), roster(members)
    speed = members / median(_seconds(reading, scheme) for _ in range(rounds))
    tracemalloc.start()
    screening([(reading, scheme)], AS_OF)
    peak = tracemalloc.get_traced_memory()[1] >> 20
    tracemalloc.stop()
    name = f"{members:,} members screened, in one process"
    return [
        Measure(name, f"{speed:,.0f} a second of CPU", f"≥ {LEAST_A_SECOND:,}", speed >= LEAST_A_SECOND),
        Measure(f"{name}: memory beyond the members", f"{peak} MiB", f"≤ {MOST_MIB}", peak <= MOST_MIB),
    ]


def _seconds(reading: WorkbookReading, scheme: Scheme) -> float:
    started = time.process_time()
    screening([(reading, scheme)], AS_OF)
    return time.process_time() - started


def roster(members: int) -> WorkbookReading:
    """A workbook with a roster of that many invented members."""
    header = TableHeader("members", "团员花名册", 0, (1, 1), {key: column for column, key in enumerate(KEYS, 1)}, {})
    rows = [Record(header, number + 2, member(number, random.Random(number))) for number in range(members)]
    return WorkbookReading("团员花名册.xlsx", "0" * 64, "national", None, [TableReading(header, rows)], [])


def member(number: int, draw: random.Random) -> dict[str, Value]:
    """One of them."""
    joined = date(2019, 1, 1) + timedelta(draw.randrange(2800))
    values: dict[str, Value] = {
        "name": f"团员{number}",
        "birth_date": date(2003, 1, 1) + timedelta(draw.randrange(1500)),
        "student_id": f"9999{number:08d}",
        "political_status": draw.choice(("共青团员",) * 18 + ("中共预备党员", "群众")),
        "league_join_date": joined if draw.random() < 0.8 else Month(joined.year, joined.month),
        "member_state": draw.choice(("正常",) * 20 + ("已转出",)),
        "dues_arrears_months": draw.choice((0, 0, 0, 2, 7)),
    }
    if draw.random() < 0.7:
        values["application_date"] = date(2022, 1, 1) + timedelta(draw.randrange(1400))
        values["appraisal_grade"] = draw.choice(("优秀", "合格", "合格", "未参评"))
        if draw.random() < 0.4:
            values["activist_date"] = date(2026, 3, 1)
    if draw.random() < 0.25:
        values["last_recommendation_type"] = draw.choice(("入党积极分子", "发展对象"))
        values["last_recommendation_date"] = date(2023, 1, 1) + timedelta(draw.randrange(1300))
    return values


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
