"""演示: a whole round on the sample workbooks."""

from __future__ import annotations

import hashlib
import html
import re
from datetime import date
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest

from xlflow.errors import OutputError
from xlflow.jobs.demo import DemoResult, demo, samples
from xlflow.jobs.demo_schemes import CHART
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import shipped_ids

TODAY = date(2026, 7, 1)


def digests() -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in samples().rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """One round; it must leave the sample workbooks as they are."""
    before = digests()
    done = demo(tmp_path_factory.mktemp("demo") / "演示", today=TODAY)
    assert digests() == before
    return done


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
    assert folders == ["1 建表", "2 报来的表", "3 校验", "4 汇总", "5 材料", "6 方案"]
    assert all(any((result.folder / name).iterdir()) for name in folders)


def test_the_page_links_every_result_and_nothing_else(result: DemoResult) -> None:
    page = parsed(result)
    targets = {unquote(link) for link in page.links if not link.startswith("#")}
    made = {path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*") if path.is_file()}
    assert targets == {name for name in made if not name.endswith((".xlflow", "index.html")) and not name.startswith("4 汇总/备份")}
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.anchors


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


def test_the_command_prints_what_was_made_and_replaces_an_earlier_demonstration(xlflow, tmp_path: Path) -> None:
    output = tmp_path / "演示"
    output.mkdir()
    (output / "旧.txt").write_text("old", encoding="utf-8")
    (output / "index.html").write_text('<meta name="generator" content="xlflow demo">', encoding="utf-8")
    told = xlflow("demo", "-o", output)
    assert told.code == 0
    assert "建表      12 份标准表单" in told.out
    assert not (output / "旧.txt").exists()
    assert parsed(DemoResult(output, output / "index.html", ())).links
