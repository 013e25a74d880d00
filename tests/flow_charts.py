"""Invented flows, and charts read back from their SVG."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from xlflow.report.flowchart.page import page_of
from xlflow.report.flowchart.svg import svg
from xlflow.schemes.flow import Box, BoxKind, Way

SVG = "{http://www.w3.org/2000/svg}"
WORDS = "支部委员会讨论研究并提出推荐意见报请上级团委审核后公示五个工作日无异议的致函党支部"


@dataclass(frozen=True)
class Drawn:
    """A box of the chart on its page, in millimetres, with its lines of words: (words, size, middle x, baseline y)."""

    key: str
    kind: str
    left: float
    top: float
    right: float
    bottom: float
    texts: tuple[tuple[str, float, float, float], ...]


@dataclass(frozen=True)
class Arrow:
    """A way of the chart on its page."""

    start: str
    end: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Chart:
    """What an SVG shows."""

    width: float
    height: float
    boxes: tuple[Drawn, ...]
    ways: tuple[Arrow, ...]
    words: tuple[str, ...]


def invented(seed: int, count: int) -> tuple[Box, ...]:
    """A flow of so many boxes: steps, decisions that lead on, back, past some steps or to an end, long and short words."""
    pick = random.Random(seed)
    keys = [f"b{number}" for number in range(count)]
    last = keys[-1]
    boxes = []
    for number, key in enumerate(keys[:-1]):
        kind, ways = BoxKind.START if number == 0 else BoxKind.STEP, [Way(keys[number + 1])]
        if number and pick.random() < 0.45:
            others = [other for other in keys if other not in (key, keys[number + 1])]
            near = [other for other in others if abs(keys.index(other) - number) < 6 or other == last]
            chosen = pick.sample(near, min(len(near), pick.choice((1, 1, 1, 2))))
            kind = BoxKind.DECISION
            ways = [Way(keys[number + 1], "是"), *(Way(other, words(pick, 1, 8)) for other in chosen)]
        material = words(pick, 4, 26) if pick.random() < 0.6 else ""
        boxes.append(Box(key, words(pick, 2, 22), words(pick, 2, 5), kind, tuple(ways), material, words(pick, 0, 14)))
    return (*boxes, Box(last, "办结归档", "团委", BoxKind.END))


def words(pick: random.Random, least: int, most: int) -> str:
    """A piece of text."""
    length = pick.randint(least, most)
    begin = pick.randrange(len(WORDS) - length)
    return WORDS[begin : begin + length]


def chart(flow: tuple[Box, ...]) -> Chart:
    """The chart of a flow."""
    return read(svg(page_of(flow), title="流程图", origin="试验方案", flow=flow))


def read(text: str) -> Chart:
    """What an SVG of ours shows, all lengths on the page."""
    root = ElementTree.fromstring(text)
    boxes, ways = list[Drawn](), list[Arrow]()
    for place in root.findall(f"{SVG}g"):
        right, down, scale = map(float, re.findall(r"-?[\d.]+", place.get("transform", "")))

        def on_page(x: float, y: float, at: tuple[float, float, float] = (right, down, scale)) -> tuple[float, float]:
            return at[0] + x * at[2], at[1] + y * at[2]

        for group in place.findall(f"{SVG}g"):
            left, top, far, bottom = _outline(group[0])
            texts = tuple(
                (each.text or "", float(each.get("font-size", "0")) * scale, *on_page(float(each.get("x", "0")), float(each.get("y", "0"))))
                for each in group.findall(f"{SVG}text")
            )
            corners = (*on_page(left, top), *on_page(far, bottom))
            boxes.append(Drawn(group.get("data-key", ""), group.get("class", ""), *corners, texts))
        for line in place.findall(f"{SVG}polyline"):
            points = tuple(on_page(*map(float, point.split(","))) for point in line.get("points", "").split())
            ways.append(Arrow(line.get("data-from", ""), line.get("data-to", ""), points))
    _, _, width, height = map(float, root.get("viewBox", "").split())
    return Chart(width, height, tuple(boxes), tuple(ways), tuple(each.text or "" for each in root.iter(f"{SVG}text")))


def _outline(shape: ElementTree.Element) -> tuple[float, float, float, float]:
    if shape.tag == f"{SVG}rect":
        x, y, width, height = (float(shape.get(name, "0")) for name in ("x", "y", "width", "height"))
        return x, y, x + width, y + height
    if shape.tag == f"{SVG}circle":
        x, y, r = (float(shape.get(name, "0")) for name in ("cx", "cy", "r"))
        return x - r, y - r, x + r, y + r
    points = [tuple(map(float, point.split(","))) for point in shape.get("points", "").split()]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
