"""演示: a whole round on the sample workbooks."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from xlflow.errors import OutputError
from xlflow.jobs.demo import DemoResult, demo, samples
from xlflow.jobs.demonstration.demo_schemes import CHART
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import shipped_ids

pytestmark = pytest.mark.slow

TODAY = date(2026, 7, 1)


def digests() -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in samples().rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """The command over an earlier demonstration; it must leave the sample workbooks as they are."""
    before, output = digests(), tmp_path_factory.mktemp("demo") / "演示"
    output.mkdir()
    (output / "旧.txt").write_text("old", encoding="utf-8")
    (output / "index.html").write_text('<meta name="generator" content="xlflow demo">', encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-m", "xlflow", "demo", "-o", str(output)]
    told = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    assert digests() == before
    return DemoResult(output, output / "index.html", tuple(told.stdout.splitlines()))


class Page(HTMLParser):
    """The links of a page and where its anchors are."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get("id"):
            self.anchors.add(str(given["id"]))


def parsed(result: DemoResult) -> Page:
    page = Page()
    page.feed(result.page.read_text(encoding="utf-8"))
    return page


def test_every_step_has_results(result: DemoResult) -> None:
    folders = sorted(path.name for path in result.folder.iterdir() if path.is_dir())
    assert folders == ["1 建表", "2 报来的表", "3 校验", "4 汇总", "5 材料", "6 方案", "7 成套材料"]
    assert all(any((result.folder / name).iterdir()) for name in folders)


def test_the_page_links_every_result_and_nothing_else(result: DemoResult) -> None:
    page = parsed(result)
    targets = {unquote(link) for link in page.links if not link.startswith("#")}
    made = {path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*") if path.is_file()}
    kept = {name for name in made if name.endswith((".xlflow", "index.html")) or "/备份/" in name}
    assert targets == made - kept - set(papers(result))
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.anchors


def lists(result: DemoResult) -> dict[Path, dict[str, Any]]:
    """The lists of the two whole rounds."""
    found = (result.folder / "7 成套材料").glob("*/材料/材料清单.json")
    return {path.parent: json.loads(path.read_text(encoding="utf-8")) for path in found}


def papers(result: DemoResult) -> Iterator[str]:
    """The documents that these lists name, from the folder of the page."""
    for folder, told in lists(result).items():
        yield from ((folder / document["file"]).relative_to(result.folder).as_posix() for document in told["documents"])


def test_two_whole_rounds_lie_in_folders_that_each_have_their_list(result: DemoResult) -> None:
    rounds = lists(result)
    assert {folder.parent.name for folder in rounds} == {"信息工程学院", "示例县"}
    assert all((result.folder / name).is_file() for name in papers(result))
    for folder in rounds:
        assert all((inner / "材料清单.xlsx").is_file() for inner in folder.rglob("*") if inner.is_dir() and any(inner.glob("*.docx")))


def test_the_accounts_of_the_two_rounds_add_up(result: DemoResult) -> None:
    text = result.page.read_text(encoding="utf-8")
    for folder, told in lists(result).items():
        accounts = told["accounts"]
        assert accounts.pop("listed") == sum(accounts.values()) == len(told["documents"])
        there = [path for path in folder.rglob("*.*") if path.is_file() and path.stem != "材料清单"]
        assert len(there) == accounts["made"] + accounts["earlier"] == len(told["documents"]) - accounts["failed"]
        assert f"清单 {len(told['documents'])} = 已生成 {len(there)} + 未生成 {accounts['failed']}" in text
    assert "表 30 = 并入 29 + 已有更新稿 1 + 打不开 0" in text
    assert "应报 30 个支部，未报 1" in text


def test_the_folders_of_a_county_lie_within_its_townships(result: DemoResult) -> None:
    [county] = [folder for folder in lists(result) if folder.parent.name == "示例县"]
    townships = {path.name for path in county.iterdir() if path.is_dir()}
    assert townships >= {"东溪镇团委", "南岭乡团委", "西湾镇团委", "北坪街道团工委"}
    assert (county / "东溪镇团委" / "送各党支部").is_dir()


def test_the_page_stands_alone(result: DemoResult) -> None:
    text = result.page.read_text(encoding="utf-8")
    assert not re.search(r"https?://|<script|<link|@import|src=", text.replace("http://example.invalid", ""))


def test_no_full_number_stands_on_the_page(result: DemoResult) -> None:
    assert not re.search(r"\d{17}[\dX]|\b1990\d{7}\b", result.page.read_text(encoding="utf-8"))


def test_all_shipped_schemes_are_shown_by_their_chinese_titles_with_figures_and_flow_charts(result: DemoResult) -> None:
    text, folder = html.unescape(result.page.read_text(encoding="utf-8")), result.folder / "6 方案"
    titles = {id: Scheme.load(id).title for id in shipped_ids()}
    assert len(titles) == 6
    assert {path.name for path in folder.iterdir()} == set(titles.values())
    assert all(re.search(r"[一-鿿]{2}", title) and f"<h3>{title}</h3>" in text for title in titles.values())
    assert text.count("</svg>") == sum(path.name == CHART for path in folder.rglob("*")) == (6 if find_spec("fast_sugiyama") else 0)
    shown = [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr>.*?</tr>", text, re.DOTALL)]
    for wanted in ("经推优入党的比例 12/12 100%", "列入名单后被吸收为入党积极分子或预备党员的 34/34 100%", "统一考试完成率 16/17"):
        assert any(wanted in " ".join(row.split()) for row in shown)


def test_a_file_that_cannot_be_opened_stops_nothing(result: DemoResult) -> None:
    text = result.page.read_text(encoding="utf-8")
    assert "2023级新闻学1班团支部推优名单.xlsx" in text
    assert any("11 个文件" in line for line in result.summary)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(OutputError, match="已有别的文件"):
        demo(tmp_path, today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("kept", encoding="utf-8")
    with pytest.raises(OutputError, match="写不进去"):
        demo(tmp_path / "文件" / "演示", today=TODAY)


def test_the_command_prints_what_was_made_and_replaces_an_earlier_demonstration(result: DemoResult) -> None:
    assert "建表      12 份标准表单" in result.summary
    assert not (result.folder / "旧.txt").exists()
