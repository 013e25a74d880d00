"""Writes docs/schemes.md from the shipped schemes, with the hand-written parts of docs/schemes/ and the flow charts of docs/pictures/.

python tools/write_schemes_page.py [--check]

`--check` only says whether the page is up to date. The flow charts are drawn anew where the libraries for it are installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from written_page import is_comparing, write_or_compare

from xlflow.errors import XlflowError
from xlflow.jobs.schemes.flowchart import flowchart
from xlflow.report.rule_names import TITLES
from xlflow.report.text.scheme_origins import SECTIONS, said
from xlflow.report.text.scheme_text import scheme_text
from xlflow.schemes.loading.origins import Origin, origins
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import shipped_ids

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "schemes.md"
BASE = "national"
HEAD = """# 随附的方案

本页由 `tools/write_schemes_page.py` 从随附的方案生成；各方案开头的说明写在 `docs/schemes/`。同样的内容可用 `xlflow scheme show 方案` 看，
逐项由哪一层规定用 `xlflow scheme show 方案 --origin` 看。
改成自己单位的：`xlflow scheme copy 方案 我校方案`，改好后用 `xlflow scheme lint 我校方案` 检查。

标“默认值，待填”的，原文没有规定，由使用单位核定后改写。其他方案以 `national` 为底，与它相同的各节不再重复。
"""
_ASIDE = frozenset({"help", "aliases", "width", "next"})
"""Keys whose change says nothing of what is asked."""
_NAMED = 6
"""How many entries of a kind are told by name before the rest is counted."""


def page() -> str:
    """The whole page."""
    schemes = [Scheme.load(id) for id in sorted(shipped_ids(), key=lambda id: (id != BASE, id))]
    parts = [HEAD, *(f"- [{scheme.title}（{scheme.id}）](#{scheme.id})" for scheme in schemes), ""]
    base = dict(_sections(schemes[0]))
    for scheme in schemes:
        parts += _part(scheme, {} if scheme.id == BASE else base)
    return "\n".join(parts)


def day_of(schemes: Iterable[Scheme]) -> date:
    """The day whose params the page tells: the last on which a param changes or a scheme begins, so that the page stays the same."""
    starts = (dated.start for scheme in schemes for param in scheme.params.values() for dated in param.values)
    return max([*(scheme.effective_from for scheme in schemes), *starts])


def _part(scheme: Scheme, base: dict[str, list[str]]) -> Iterator[str]:
    written = DOCS / "schemes" / f"{scheme.id}.md"
    heading, _, said_by_hand = written.read_text(encoding="utf-8").partition("\n") if written.is_file() else ("", "", "")
    yield f'<a id="{scheme.id}"></a>'
    yield heading or f"## {scheme.title}（{scheme.id}）"
    yield f"\n版本 {scheme.version}，{scheme.effective_from} 起施行。依据：{_plain(scheme.basis)}。"
    yield f"{said_by_hand.rstrip()}\n" if said_by_hand else ""
    if (DOCS / "pictures" / f"flow-{scheme.id}.svg").is_file():
        yield f"### 流程图\n\n![{scheme.title}的推优工作流程图](pictures/flow-{scheme.id}.svg)\n"
    if base:
        yield "### 本方案规定的各项\n"
        yield from _differences(origins(scheme.folder), scheme.id)
        yield ""
    same = []
    for title, lines in _sections(scheme):
        own = [line for line in lines if line not in base.get(title, [])]
        if own:
            yield f"### {title}\n"
            yield from (f"- {_plain(line)}" for line in own)
            yield ""
        else:
            same.append(title)
    if same:
        yield f"与全国基础方案相同：{'、'.join(same)}。\n"


def _sections(scheme: Scheme) -> Iterator[tuple[str, list[str]]]:
    """The titled parts of `scheme show`."""
    title, lines = "", []
    for line in scheme_text(scheme, today=day_of([scheme])):
        if line.startswith("  "):
            lines.append(line.strip())
        else:
            if title and lines:
                yield title, lines
            title, lines = line, []
    if title and lines:
        yield title, lines


def _differences(found: Iterable[Origin], id: str) -> Iterator[str]:
    """What the scheme itself brings in, and what it says otherwise than the layers below."""
    for section, entries in groupby(found, key=lambda origin: origin.section):
        listed = list(entries)
        own = [_called(origin) for origin in listed if origin.layer == id]
        if own:
            rest = f"等 {len(own)} 项" if len(own) > _NAMED else ""
            yield f"- {SECTIONS[section]}，新增：{_plain('、'.join(own[:_NAMED]))}{rest}"
        for origin in listed:
            changed = [setting for setting in origin.settings if setting.is_change and setting.layer == id and setting.key not in _ASIDE]
            if changed and origin.layer != id:
                words = "；".join(f"`{setting.key}` = {_plain(said(setting))}" for setting in changed)
                yield f"- {SECTIONS[section]}，改写 {_plain(_called(origin))}：{words}"


def _called(origin: Origin) -> str:
    if origin.section == "rule":
        code, *at = origin.name
        return f"{TITLES[code]}（{'.'.join(at)}）"
    return origin.label or ".".join(origin.name) or SECTIONS[origin.section]


def _plain(text: str) -> str:
    """A text that Markdown leaves alone."""
    return re.sub(r"([*_#|<>\[\]\\~])", r"\\\1", text)


def draw() -> None:
    """Draws the flow chart of every scheme that has one."""
    for scheme in map(Scheme.load, shipped_ids()):
        if scheme.flow:
            flowchart(scheme.id, DOCS / "pictures" / f"flow-{scheme.id}.svg", today=day_of([scheme]))


def main() -> int:
    """Draws and writes, or compares."""
    if not is_comparing():
        try:
            draw()
        except XlflowError as error:
            print(f"流程图没有重画：{error}", file=sys.stderr)
    return write_or_compare(PAGE, page())


if __name__ == "__main__":
    sys.exit(main())
