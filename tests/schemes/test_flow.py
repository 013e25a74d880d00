"""The flow chart of a scheme as data: its figures are those of the scheme, and it leads from one start to an end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from xlflow.jobs.schemes.flowchart import flow_on
from xlflow.schemes.loading.lint import lint
from xlflow.schemes.loading.procedure_references import MOST_BOXES
from xlflow.schemes.scheme import Scheme

DAY = date(2026, 11, 24)
FLOW = """
[[flow]]
key = "begin"
label = "摸排"
kind = "start"
next = ["decide"]

[[flow]]
key = "decide"
label = "同意？"
kind = "decision"
limit = "{notice_days}个工作日"
next = [{to = "done", when = "是"}, {to = "begin", when = "否"}]

[[flow]]
key = "done"
label = "办结"
kind = "end"
"""
WriteScheme = Callable[..., Path]


@pytest.fixture
def faults_of(write_scheme: WriteScheme, small: str) -> Callable[[str, str], list[tuple[str, str]]]:
    """Faults of the small scheme with a flow after a replacement: where they stand and their key."""

    def faults(old: str, new: str) -> list[tuple[str, str]]:
        assert old in FLOW
        return [(fault.table, fault.key) for fault in lint(write_scheme(small + FLOW.replace(old, new, 1)))]

    return faults


@pytest.mark.parametrize(
    ("old", "new", "box", "key"),
    [
        ('kind = "start"\n', "", "begin", "kind"),
        ('kind = "end"', 'kind = "start"', "done", "kind"),
        (', {to = "begin", when = "否"}', "", "decide", "next"),
        ('when = "否"', 'when = ""', "decide", "next"),
        ('{to = "begin"', '{to = "done"', "decide", "next"),
        ('{to = "begin"', '{to = "decide"', "decide", "next"),
        ('{to = "begin"', '{to = "nowhere"', "decide", "next"),
        ('kind = "decision"\n', "", "decide", "next"),
        ('kind = "end"', 'kind = "end"\nnext = ["begin"]', "done", "next"),
        ('kind = "end"', "", "done", "next"),
        ('{to = "done", when = "是"}', '{to = "begin", when = "是"}', "done", ""),
        ("{notice_days}", "{notice_dais}", "decide", "limit"),
        ("{notice_days}", "{notice_days", "decide", "limit"),
    ],
)
def test_a_flow_that_leads_nowhere_is_a_fault(faults_of, old: str, new: str, box: str, key: str) -> None:
    assert (f"[[flow]] {box}", key) in faults_of(old, new)


def test_a_flow_with_a_way_back_is_without_fault(faults_of) -> None:
    assert faults_of("begin", "begin") == []


def test_figures_are_those_of_the_scheme(write_scheme: WriteScheme, small: str) -> None:
    scheme = Scheme.load(write_scheme(small + FLOW.replace("同意？", "赞成{pass_line}")))
    decide = flow_on(scheme, DAY)[1]
    assert decide.limit == f"{scheme.param('notice_days', DAY)}个工作日"
    assert decide.label.startswith("赞成超过")
    assert decide.label.endswith("的半数")
    assert flow_on(scheme, date(2020, 1, 1))[1].limit != decide.limit


def test_the_national_flow_tells_the_limits_of_its_params() -> None:
    scheme = Scheme.load("national")
    boxes = {box.key: box for box in flow_on(scheme, DAY)}
    assert boxes["notice"].limit == f"不少于{scheme.param('notice_workdays', DAY)}个工作日"
    assert f"{scheme.param('validity_years', DAY)}年" in boxes["tracking"].limit
    assert all(box.actor and box.basis for box in boxes.values())


def test_more_boxes_than_anybody_reads_are_a_fault(faults_of) -> None:
    steps = "".join(f'[[flow]]\nkey = "s{n}"\nlabel = "第{n}步"\nnext = ["s{n + 1}"]\n\n' for n in range(MOST_BOXES - 1))
    last = f'[[flow]]\nkey = "s{MOST_BOXES - 1}"\nlabel = "归档"\nnext = ["done"]\n\n[[flow]]\nkey = "done"'
    added = steps.rstrip() + "\n\n" + last
    assert [where for where, _ in faults_of('[[flow]]\nkey = "done"', added)] == [f"[[flow]] s{MOST_BOXES - 2}"]
