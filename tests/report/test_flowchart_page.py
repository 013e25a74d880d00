"""The flow chart: everything is drawn, nothing overlaps, all is on the page and every word in its box."""

from __future__ import annotations

from itertools import combinations

import pytest
from flow_charts import Chart, Drawn, chart, invented
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xlflow.report.flowchart.chart_parts import in_order
from xlflow.report.flowchart.page import MARGIN, page_of
from xlflow.report.flowchart.shapes import lines, width
from xlflow.report.flowchart.svg import svg
from xlflow.schemes.flow import Box, BoxKind, Way

HAIR = 0.06
FLOWS = st.builds(invented, st.integers(0, 10**6), st.integers(3, 18))


@settings(max_examples=10)
@given(FLOWS)
@example(invented(5, 40))
def test_any_flow_is_drawn_whole_on_its_page(flow: tuple[Box, ...]) -> None:
    drawn = chart(flow)
    assert {box.key for box in flow} <= {box.key for box in drawn.boxes}
    assert all(connected(drawn, box.key, way.to) for box in flow for way in box.ways)
    for one, other in combinations(drawn.boxes, 2):
        assert apart(one, other), (one.key, other.key)
    for box in drawn.boxes:
        assert box.left >= MARGIN - HAIR
        assert box.right <= drawn.width - MARGIN + HAIR
        assert box.top >= MARGIN
        assert box.bottom <= drawn.height - MARGIN + HAIR
        assert all(holds(box, *text) for text in box.texts), box.key
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for way in drawn.ways for x, y in way.points)


@settings(max_examples=10)
@given(FLOWS)
def test_no_way_runs_through_a_box(flow: tuple[Box, ...]) -> None:
    drawn = chart(flow)
    assert drawn.ways
    for way in drawn.ways:
        for (x0, y0), (x1, y1) in zip(way.points, way.points[1:], strict=False):
            for box in drawn.boxes:
                across = min(x0, x1) < box.right - HAIR and max(x0, x1) > box.left + HAIR
                down = min(y0, y1) < box.bottom - HAIR and max(y0, y1) > box.top + HAIR
                assert not (across and down), (way.start, way.end, box.key)


def test_a_plain_flow_is_read_straight_down() -> None:
    ways = [Way("decide"), Way("done", "是"), Way("out", "否")]
    flow = (
        Box("begin", "提出申请", "团支部", BoxKind.START, (ways[0],)),
        Box("decide", "同意？", "团委", BoxKind.DECISION, (ways[1], ways[2])),
        Box("done", "办结", "团委", BoxKind.END),
        Box("out", "继续培养", "团支部", BoxKind.END),
    )
    boxes = {box.key: box for box in chart(flow).boxes}
    middles = [(boxes[key].left + boxes[key].right) / 2 for key in ("begin", "decide", "done")]
    assert max(middles) - min(middles) < HAIR
    assert boxes["begin"].bottom < boxes["decide"].top < boxes["done"].top
    assert boxes["out"].left > boxes["decide"].right


def test_conditions_actors_and_papers_are_on_the_chart() -> None:
    flow = invented(7, 9)
    shown = "".join(chart(flow).words)
    for box in flow:
        assert all(way.condition in shown for way in box.ways)
        assert box.actor in shown


def test_the_same_flow_gives_the_same_svg() -> None:
    assert len({svg(page_of(invented(3, 30)), title="图", origin="方案", flow=invented(3, 30)) for _ in range(2)}) == 1


def test_boxes_are_read_after_those_that_lead_to_them() -> None:
    flow = invented(11, 12)
    places = {box.key: number for number, box in enumerate(in_order(flow))}
    assert places["b0"] == 0
    assert all(places[f"b{number}"] < places[f"b{number + 1}"] for number in range(10))


def test_who_acts_is_told_by_colour_even_for_many() -> None:
    flow = (
        Box("b0", "开始", "甲", BoxKind.START, (Way("b1"),)),
        *(Box(f"b{number}", "办理", f"第{number}个承办部门", ways=(Way(f"b{number + 1}"),)) for number in range(1, 12)),
        Box("b12", "结束", "乙", BoxKind.END),
    )
    assert "其他" in chart(flow).words


def test_an_upright_page_holds_a_round_of_usual_length() -> None:
    drawn = chart(invented(2, 14))
    assert (drawn.width, drawn.height) == (210, 297)


@pytest.mark.parametrize("widest", [4, 7.5, 12])
@given(text=st.text(st.sampled_from("团支部大会，。（）“”12 5abc/"), max_size=60))
def test_lines_are_never_wider_and_lose_nothing(widest: float, text: str) -> None:
    broken = lines(text, widest)
    assert all(width(line) <= widest for line in broken)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")


def test_a_line_does_not_begin_with_a_closing_mark() -> None:
    assert not any(line[0] in "，。）" for line in lines("团支部，团委。（党支部），" * 4, 6))


def connected(drawn: Chart, start: str, end: str) -> bool:
    """Whether an arrow leads from one box to the other, by way of connectors of the same name too."""
    leads = {(way.start, way.end) for way in drawn.ways}
    circles = {box.key for box in drawn.boxes if box.kind == "connector"}
    return (start, end) in leads or any((start, circle) in leads and (circle, end) in leads for circle in circles)


def apart(one: Drawn, other: Drawn) -> bool:
    return one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top


def holds(box: Drawn, words: str, size: float, x: float, baseline: float) -> bool:
    """Whether a line of words lies within its box; within the slanting edges of a diamond."""
    half = width(words) * size / 2
    if not (box.left <= x - half + HAIR and x + half <= box.right + HAIR and box.top <= baseline - size * 0.8 and baseline <= box.bottom):
        return False
    if box.kind != "decision":
        return True
    middle, high, wide = (box.top + box.bottom) / 2, (box.bottom - box.top) / 2, (box.right - box.left) / 2
    return all(half <= wide * (1 - abs(y - middle) / high) + HAIR for y in (baseline - size * 0.72, baseline + size * 0.05))
