"""流程图: the flow of a scheme on one page, as SVG, PNG or a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from xlflow.errors import OutputError, SchemeError, UsageError, XlflowError
from xlflow.files.writing.save import save
from xlflow.jobs.running.installed_fonts import Fonts, installed_fonts
from xlflow.report.flowchart.book import book
from xlflow.report.flowchart.page import page_of
from xlflow.report.flowchart.svg import FONTS, png, svg
from xlflow.schemes.flow import PASS, QUORUM, TAGGED, Box
from xlflow.schemes.parts import VoteShare
from xlflow.schemes.scheme import Scheme

_HALF = Fraction(1, 2)


def flow_on(scheme: Scheme, day: date) -> tuple[Box, ...]:
    """The boxes of a scheme's flow chart, each tag replaced by the value that its param, the quorum or the pass line has on a day."""
    ballot = scheme.ballot_on(day)
    values = {key: _in_words(param.at(day)) for key, param in scheme.params.items()}
    values[QUORUM] = _share(scheme, ballot.quorum)
    values[PASS] = "，且".join(_share(scheme, share) for share in ballot.pass_lines)
    return tuple(replace(box, **{key: getattr(box, key).format_map(values) for key in TAGGED}) for box in scheme.flow)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(_in_words, value)) if isinstance(value, tuple) else str(value)


def _share(scheme: Scheme, share: VoteShare) -> str:
    """超过应到会人数的半数, 不少于有效票数的 2/3."""
    terms = [field.term for fields in scheme.fields.values() for field in fields if field.key == share.of]
    whole = f"{'超过' if share.strict else '不少于'}{terms[0] if terms else share.of}的"
    return f"{whole}半数" if share.ratio == _HALF else f"{whole} {share.ratio}"


TITLE = "推优工作流程图"
_LAYOUT, _PICTURE = "fast_sugiyama", "resvg_py"
_NEEDED = {".svg": (_LAYOUT,), ".png": (_LAYOUT, _PICTURE), ".xlsx": (_LAYOUT, _PICTURE)}


def flowchart(scheme: str | Path, output: Path, *, today: date) -> Path:
    """Draws the flow of a scheme, its params as they stand on a day, in the form that the suffix of the output names.

    `UsageError` for another suffix, `SchemeError` for a scheme without a flow, `XlflowError` where the libraries of the extra are missing,
    `OutputError` where a picture is asked and the machine has no Chinese font.
    """
    form = output.suffix.lower()
    if form not in _NEEDED:
        raise UsageError(f"{output}: 流程图只能写成 .svg、.png 或 .xlsx；请改用这三种扩展名。")
    loaded = Scheme.load(scheme)
    return save(output, chart(loaded, form, today))


def chart(scheme: Scheme, form: str, today: date) -> bytes:
    """The flow of a scheme as a file of a form (.svg, .png, .xlsx); raises as `flowchart` does."""
    if not scheme.flow:
        raise SchemeError(f"方案“{scheme.title}”没有写流程图；请在 scheme.toml 里用 [[flow]] 写出各步。")
    refuse_missing(_NEEDED[form])
    if form != ".svg":
        refuse_no_chinese(installed_fonts())
    flow = flow_on(scheme, today)
    page = page_of(flow)
    drawn = svg(page, title=TITLE, origin=f"{scheme.title}（{scheme.version}）", flow=flow)
    if form == ".svg":
        return drawn.encode("utf-8")
    picture = png(drawn)
    return picture if form == ".png" else book(scheme, flow, page, picture)


def refuse_missing(modules: Sequence[str]) -> None:
    """`XlflowError` where one of the modules cannot be imported."""
    if any(find_spec(module) is None for module in modules):
        raise XlflowError('画流程图的组件还没有安装；请先运行 python -m pip install "xlflow[flowchart]"，再画一次。')


def refuse_no_chinese(fonts: Fonts | None) -> None:
    """`OutputError` where the fonts are known and no Chinese one is among them: the picture would show empty squares."""
    if fonts and not fonts.has_any(FONTS) and not fonts.stand_in("sans-serif"):
        raise OutputError(
            "这台电脑上没有找到中文字体，图片里的字会成为空框；请安装微软雅黑、黑体或思源黑体，或改写成 .svg 到别的电脑上打开。"
        )
