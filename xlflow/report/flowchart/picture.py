"""A chart as PNG, made of its SVG by resvg: the same page at 200 dots an inch."""

from __future__ import annotations

DOTS_AN_INCH = 200


def png(svg: str) -> bytes:
    """The picture; letters in the first font of the chart's list that this machine has."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=svg, dpi=float(DOTS_AN_INCH), languages=["zh-Hans", "zh"]))
