"""A page as SVG: boxes coloured by who acts, decisions as diamonds, ends rounded, ways as arrows with their condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from xlflow.report.flowchart.chart_layout import CONDITION_SIZE
from xlflow.report.flowchart.chart_parts import Node
from xlflow.report.flowchart.page import (
    BESIDE_SWATCH,
    MARGIN,
    NAME_ROOM,
    NEUTRAL,
    ROW,
    SWATCH,
    Colours,
    Page,
    Place,
    colours_of,
    entry_width,
    legend_rows,
)
from xlflow.report.flowchart.shapes import SMALL_SIZE, Shape, width
from xlflow.report.flowchart.ways import Line
from xlflow.schemes.flow import Box, BoxKind

DOTS_AN_INCH = 200


def png(svg: str) -> bytes:
    """The picture; letters in the first font of the chart's list that this machine has."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=svg, dpi=float(DOTS_AN_INCH), languages=["zh-Hans", "zh"]))


FONTS = (
    "Microsoft YaHei",
    "微软雅黑",
    "SimHei",
    "黑体",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "SimSun",
    "宋体",
)
"""Sans serif Chinese faces of Windows, macOS and Linux; the first that is there is used."""
_FAMILIES = ", ".join([*(f"'{name}'" for name in FONTS), "sans-serif"])
TITLE_SIZE = 6.4
_LINE, _WORDS, _SMALL_WORDS = "#444444", "#1a1a1a", "#4a4a4a"
_BASELINE = 0.36


def svg(page: Page, *, title: str, origin: str, flow: Sequence[Box]) -> str:
    """The page with its title, a line that says whose flow it is, and the colours of the actors."""
    colours = colours_of(flow)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(page.width)}mm" height="{_n(page.height)}mm" '
        f'viewBox="0 0 {_n(page.width)} {_n(page.height)}" font-family={quoteattr(_FAMILIES)}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_n(page.width)}" height="{_n(page.height)}" fill="#ffffff"/>',
        _text(title, page.width / 2, MARGIN + TITLE_SIZE * 0.6, TITLE_SIZE, _WORDS, anchor="middle", bold=True),
    ]
    for place in page.places:
        parts.append(f'<g transform="translate({_n(place.right)} {_n(place.down)}) scale({place.scale:.4f})">')
        parts += _place(place, colours)
        parts.append("</g>")
    parts += _legend(page, colours, origin)
    return "\n".join([*parts, "</svg>", ""])


def _place(place: Place, colours: Colours) -> Iterator[str]:
    for line in place.drawn.lines:
        yield from _line(place, line)
    for number, node in enumerate(place.drawn.part.nodes):
        yield from _node(node, place.drawn.middles[number], colours)


def _line(place: Place, line: Line) -> Iterator[str]:
    (x0, y0), (x, y) = line.points[-2:]
    across, down = (x > x0) - (x < x0), (y > y0) - (y < y0)
    back = (x - 1.6 * across, y - 1.6 * down)
    ways = " ".join(f"{_n(a)},{_n(b)}" for a, b in (*line.points[:-1], back))
    names = (_name(place.drawn.part.nodes[end]) for end in (line.link.start, line.link.end))
    yield (
        f'<polyline class="way" data-from={quoteattr(next(names))} data-to={quoteattr(next(names))} points="{ways}" '
        f'fill="none" stroke="{_LINE}" stroke-width="0.4" stroke-linejoin="round"/>'
    )
    sides = [(x - 2.2 * across + 0.9 * sign * down, y - 2.2 * down + 0.9 * sign * across) for sign in (-1, 1)]
    head = " ".join(f"{_n(a)},{_n(b)}" for a, b in ((x, y), *sides))
    yield f'<polygon points="{head}" fill="{_LINE}"/>'
    if line.label:
        yield _text(line.label.words, line.label.left, line.label.middle, CONDITION_SIZE, "#a02020", anchor="start", kind="condition")


def _node(node: Node, middle: tuple[float, float], colours: Colours) -> Iterator[str]:
    x, y = middle
    shape, box = node.shape, node.box
    fill, edge = colours.get(box.actor, NEUTRAL) if box else ("#ffffff", _LINE)
    yield f'<g class="{box.kind if box else "connector"}" data-key={quoteattr(_name(node))}>'
    yield f'{_outline(shape, box, x, y)} fill="{fill}" stroke="{edge}" stroke-width="0.4"/>'
    for text in shape.texts:
        small = text.size <= SMALL_SIZE
        yield _text(
            text.words, x, y + text.middle, text.size, _SMALL_WORDS if small else _WORDS, anchor="middle", bold=not small and bool(box)
        )
    yield "</g>"


def _outline(shape: Shape, box: Box | None, x: float, y: float) -> str:
    across, down = shape.width / 2, shape.height / 2
    if box is None:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(across)}"'
    if box.kind is BoxKind.DECISION:
        points = ((x, y - down), (x + across, y), (x, y + down), (x - across, y))
        return f'<polygon points="{" ".join(f"{_n(a)},{_n(b)}" for a, b in points)}"'
    rounded = min(down, 5.0) if box.kind in (BoxKind.START, BoxKind.END) else 0.8
    place = f'x="{_n(x - across)}" y="{_n(y - down)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
    return f'<rect {place} rx="{_n(rounded)}"'


def _name(node: Node) -> str:
    return node.box.key if node.box else node.shape.texts[0].words


def _legend(page: Page, colours: Colours, origin: str) -> Iterator[str]:
    """Who has which colour, and on the right whose flow it is."""
    rows = legend_rows(colours, page.width - 2 * MARGIN)
    for number, row in enumerate(rows, 1 - len(rows)):
        x, y = MARGIN, page.height - MARGIN + number * ROW
        for actor in row:
            fill, edge = colours[actor]
            yield (
                f'<rect x="{_n(x)}" y="{_n(y - SWATCH * 0.35)}" width="{_n(SWATCH)}" height="{_n(SWATCH * 0.7)}" rx="0.5" '
                f'fill="{fill}" stroke="{edge}" stroke-width="0.3"/>'
            )
            yield _text(actor, x + SWATCH + BESIDE_SWATCH, y, SMALL_SIZE, _SMALL_WORDS, anchor="start", kind="legend")
            x += entry_width(actor)
    size = min(SMALL_SIZE, NAME_ROOM / max(1.0, width(origin)))
    yield _text(origin, page.width - MARGIN, page.height - MARGIN, size, _SMALL_WORDS, anchor="end", kind="legend")


def _text(words: str, x: float, middle: float, size: float, colour: str, *, anchor: str, bold: bool = False, kind: str = "") -> str:
    weight = ' font-weight="bold"' if bold else ""
    named = f' class="{kind}"' if kind else ""
    return (
        f'<text{named} x="{_n(x)}" y="{_n(middle + size * _BASELINE)}" font-size="{_n(size)}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}>{escape(words)}</text>'
    )


def _n(number: float) -> str:
    """Two decimals: a hundredth of a millimetre."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
