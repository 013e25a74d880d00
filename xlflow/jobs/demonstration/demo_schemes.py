"""The other schemes in 演示: for each its form, its samples merged, its figures, how its members stand, and its flow chart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.domain.screening import ScreeningState
from xlflow.errors import XlflowError
from xlflow.figures.period_statistics import Statistics
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.jobs.schemes.flowchart import flowchart
from xlflow.jobs.screen import ScreenResult, screen
from xlflow.jobs.statistics import report
from xlflow.report.pages.demo_page import Drawing, Figure, Link, SchemeShown
from xlflow.schemes.scheme import Scheme

FORM, CHART = "标准表单.xlsx", "推优工作流程图.svg"
ROSTER, FIGURES, STANDINGS = "清单库.xlsx", "统计.xlsx", "甄别结果.xlsx"
_INBOX = "报来的表"


class SampleRound(Struct, frozen=True):
    """The samples of a scheme: their folder, the day they were made for, and the period whose figures they reproduce (None: all)."""

    scheme: str
    folder: str
    as_of: date
    period: str | None = None


ROUNDS = (
    SampleRound("tangshan", "唐山3+1+1", date(2026, 6, 30)),
    SampleRound("chongqing", "重庆高校", date(2025, 12, 31)),
    SampleRound("anhui", "安徽非公企业", date(2026, 6, 30)),
    SampleRound("wuyi", "武义红领新青年", date(2019, 12, 31), "2019"),
    SampleRound("csg", "南方电网1+2+3", date(2019, 12, 31), "2019"),
)


def show(round: SampleRound, samples: Path, work: Path, folder: Path, *, today: date) -> SchemeShown:
    """A round on the samples of a scheme, written into `folder`; links go from `work`."""
    scheme = Scheme.load(round.scheme)
    folder.mkdir(parents=True)
    inbox, roster = folder / _INBOX, folder / ROSTER
    new(round.scheme, folder / FORM, today=round.as_of)
    shutil.copytree(samples / round.folder, inbox)
    merged = merge([inbox], roster=roster, as_of=round.as_of).as_dict()
    counted = report(roster, output=folder / FIGURES, period=round.period, as_of=round.as_of)
    standings = screen([roster], output=folder / STANDINGS, as_of=round.as_of)
    made = [(FORM, folder / FORM), (ROSTER, roster), (FIGURES, folder / FIGURES), (STANDINGS, folder / STANDINGS)]
    return SchemeShown(
        scheme.id,
        scheme.title,
        scheme.basis,
        round.as_of,
        merged,
        [_link(path, work, name) for name, path in made],
        [_link(path, work, path.name) for path in sorted(inbox.iterdir())],
        list(figures(counted.statistics, standings)),
        drawing(round.scheme, folder / CHART, work, today=today),
    )


def drawing(scheme: str, path: Path, work: Path, *, today: date) -> Drawing | None:
    """The flow chart of a scheme; None where the libraries that draw it are not installed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        flowchart(scheme, path, today=today)
    except XlflowError:
        return None
    return Drawing(_link(path, work, path.name), path.read_text(encoding="utf-8"))


def figures(counted: Statistics, standings: ScreenResult) -> Iterator[Figure]:
    """The figures of a scheme in words: ratios with both numbers, sums, places of all units, and how many stand how."""
    told: Mapping[str, Any] = counted.as_dict()
    for one in told["ratios"]:
        share = "无数据" if one["percent"] is None else f"{one['percent']:g}%"
        yield Figure(one["title"], f"{one['part']}/{one['whole']}", share)
    for one in told["totals"]:
        if one["amount"] is not None:
            yield Figure(one["title"], f"{one['amount']:,}", one["unit"])
    for pool in dict.fromkeys(one["pool"] for one in told["places"]):
        own = [one for one in told["places"] if one["pool"] == pool]
        yield Figure(f"名额：{pool}", f"{sum(one['used'] for one in own)}/{sum(one['total'] or 0 for one in own)}", "已用/分配")
    states = {state.value: standings.screening.count(state) for state in ScreeningState}
    said = "，".join(f"{word} {count}" for word, count in states.items() if count)
    yield Figure("逐人甄别", str(sum(states.values())), f"人：{said}")


def _link(path: Path, work: Path, name: str) -> Link:
    return Link(name, path.relative_to(work).as_posix())
