"""统计 and places over a whole roster, from forms as branches hand them in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from counting_scheme import write_scheme

from xlflow.errors import OutputError, UsageError, XlflowError
from xlflow.files.writing.file_names import digest_of
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import MergeResult, merge
from xlflow.jobs.new import new
from xlflow.jobs.statistics import report

pytestmark = pytest.mark.slow

AS_OF = date(2026, 6, 30)
LIST, PLACES, ITEMS = "推优对象清单", "名额台账", "积分细则"
PERSON: Mapping[str, object] = {
    "姓名": "张三", "身份证号": "110105200603079010", "推优类型": "入党积极分子", "推优大会时间": date(2026, 3, 2),
    "赞成票": 20, "大会结果": "通过", "名额类别": "全县",
}  # fmt: skip
OTHER = {"身份证号": None, "出生日期": date(2005, 1, 2)}


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_scheme(tmp_path_factory.mktemp("statistics") / "counting")


@pytest.fixture(scope="module")
def forms(scheme: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two branches with three people on the two places of the county."""
    folder = tmp_path_factory.mktemp("inbox")
    county = {"年度": 2026, "名额类别": "全县", "单位": "本县", "分配名额": 2}
    write(
        scheme, folder / "一班.xlsx", "软件1班团支部", [PERSON, {**PERSON, **OTHER, "姓名": "李四", "学号/工号": "999900000002"}], [county]
    )
    write(
        scheme, folder / "二班.xlsx", "软件2班团支部", [{**PERSON, **OTHER, "姓名": "王五", "学号/工号": "999900000003"}], [county], "城西"
    )
    return folder


@pytest.fixture(scope="module")
def roster(scheme: Path, forms: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MergeResult]:
    path = tmp_path_factory.mktemp("roster") / "清单库.xlsx"
    return path, merge([forms], roster=path, scheme=scheme, as_of=AS_OF)


def write(
    scheme: Path, path: Path, unit: str, people: list[Mapping[str, object]], places: list[Mapping[str, object]], district: str = "城东"
) -> None:
    new(scheme, path, unit=unit, round="2026年上半年", today=date(2026, 3, 1))
    book = openpyxl.load_workbook(path)
    for row in book["单位信息"].iter_rows():
        if plain(row[0].value) == "县（市、区）":
            row[1].value = district
    for name, header, rows in ((LIST, 4, people), (PLACES, 3, places)):
        labels = {plain(cell.value): cell.column for cell in book[name][header] if cell.value is not None}
        for number, values in enumerate(rows, header + 1):
            for label, value in values.items():
                book[name].cell(number, labels[label]).value = value
    book.save(path)
    book.close()


def plain(header: object) -> str:
    return str(header).lstrip("*").replace("\n", "")


def test_merging_names_the_places_that_only_all_branches_together_overdraw(roster: tuple[Path, MergeResult]) -> None:
    _, result = roster
    [wrong] = [found for found in result.findings if found.code == "quota-pool-exceeded"]
    assert wrong.message == "本县 2026 年的“全县”名额共 2 个，已用 3 个，超出 1 个（张三、李四、王五）"
    assert (wrong.place.file, wrong.place.sheet, wrong.place.row) == ("清单库.xlsx", PLACES, None)
    assert result.has_errors


def test_neither_branch_overdraws_them_alone_and_checking_the_roster_finds_it(
    scheme: Path, forms: Path, roster: tuple[Path, MergeResult]
) -> None:
    def overdrawn(*files: Path) -> int:
        found = check(files, scheme=scheme, as_of=AS_OF).findings
        return sum(wrong.code == "quota-pool-exceeded" for wrong in found)

    assert overdrawn(*sorted(forms.iterdir())) == 0
    assert overdrawn(roster[0]) == 1


def test_the_roster_counts_what_is_used_and_left_over_all_branches_and_again_alike(
    scheme: Path, forms: Path, roster: tuple[Path, MergeResult]
) -> None:
    book = openpyxl.load_workbook(roster[0])
    labels, *rows = book[PLACES].iter_rows(values_only=True)
    book.close()
    used, left = labels.index("已用"), labels.index("剩余")
    assert {(row[used], row[left]) for row in rows} == {(3, 0)}
    before = digest_of(roster[0])
    assert not merge([forms], roster=roster[0], scheme=scheme, as_of=AS_OF).is_written
    assert digest_of(roster[0]) == before


def test_a_workbook_of_places_alone_does_not_say_that_none_is_used(scheme: Path, tmp_path: Path) -> None:
    county = {"年度": 2026, "名额类别": "全县", "单位": "本县", "分配名额": 2}
    write(scheme, tmp_path / "团委.xlsx", "县团委", [], [county])
    told = fill(tmp_path / "团委.xlsx", output=tmp_path / "已填.xlsx", scheme=scheme, as_of=AS_OF)
    assert not [change for change in told.changes if change.label in ("已用", "剩余")]


def test_a_fresh_form_shows_the_items_of_the_scheme_and_has_no_fault_in_them(scheme: Path, tmp_path: Path) -> None:
    path = tmp_path / "新表.xlsx"
    new(scheme, path, unit="软件1班团支部", round="2026年上半年", today=date(2026, 3, 1))
    book = openpyxl.load_workbook(path)
    rows = list(book[ITEMS].iter_rows(min_row=4, max_row=8, max_col=7, values_only=True))
    book.close()
    assert rows[0] == ("A1", "红领新青年", "参加培训", "加分", "2", 3, "季度")
    assert rows[1] == ("A2", "红领新青年", "承诺完成", "等次", "优秀=5;合格=3", None, None)
    assert [found for found in check([path], scheme=scheme, as_of=AS_OF).findings if found.place.sheet == ITEMS] == []


def test_statistics_have_the_same_numbers_in_the_workbook_and_as_json(
    scheme: Path, roster: tuple[Path, MergeResult], tmp_path: Path
) -> None:
    before = digest_of(roster[0])
    for name in ("统计.xlsx", "统计.json"):
        report(roster[0], output=tmp_path / name, scheme=scheme, period="2026", as_of=AS_OF)
    told: dict[str, Any] = json.loads((tmp_path / "统计.json").read_text(encoding="utf-8"))
    [ratio] = told["ratios"]
    assert (ratio["part"], ratio["whole"], ratio["percent"]) == (3, 3, 100)
    assert ratio["groups"]["branch"]["软件1班团支部"] == {"part": 2, "whole": 2, "percent": 100, "unknown": 0}
    assert {word: share["whole"] for word, share in ratio["groups"]["district"].items()} == {"城东": 2, "城西": 1}
    assert {"who": "王五", "unit": "软件2班团支部", "file": "二班.xlsx", "cell": f"{LIST}!B5"} in ratio["part_rows"]
    assert [(one["pool"], one["total"], one["used"], one["left"], one["over"]) for one in told["places"]] == [("全县", 2, 3, 0, 1)]
    book = openpyxl.load_workbook(tmp_path / "统计.xlsx")
    assert book.sheetnames == ["总览", "名额", "1.推优通过率"]
    assert [cell.value for cell in book["总览"][2]][:6] == ["推优通过率", "全部", "", 3, 3, "100%"]
    assert [cell.value for cell in book["名额"][2]] == [2026, "全县", "本县", 2, 3, 0, "超出 1 个；占用：张三、李四、王五"]
    assert [row[2] for row in book["1.推优通过率"].iter_rows(min_row=2, values_only=True)] == ["张三", "李四", "王五"]
    book.close()
    assert digest_of(roster[0]) == before


def test_lists_never_show_a_number_of_a_person(scheme: Path, roster: tuple[Path, MergeResult], tmp_path: Path) -> None:
    report(roster[0], output=tmp_path / "统计.json", scheme=scheme, as_of=AS_OF)
    assert "110105" not in (tmp_path / "统计.json").read_text(encoding="utf-8")


def test_a_single_workbook_is_counted_as_well(scheme: Path, forms: Path, tmp_path: Path) -> None:
    result = report(forms / "一班.xlsx", output=tmp_path / "统计.json", scheme=scheme, as_of=AS_OF)
    assert [len(figure.share.whole) for figure in result.statistics.ratios] == [2]


def test_the_same_roster_gives_the_same_bytes(scheme: Path, roster: tuple[Path, MergeResult], tmp_path: Path) -> None:
    first, second = (report(roster[0], output=tmp_path / name, scheme=scheme, as_of=AS_OF).output for name in ("一.xlsx", "二.xlsx"))
    assert first.read_bytes() == second.read_bytes()


def test_a_scheme_that_counts_nothing_says_so(forms: Path, tmp_path: Path) -> None:
    [note] = report(forms / "一班.xlsx", output=tmp_path / "统计.xlsx", scheme="national", as_of=AS_OF).notes
    assert "没有规定统计项" in note


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"period": "2026年"}, UsageError),
        ({"output": "统计.docx"}, OutputError),
        ({"output": "一班.xlsx"}, OutputError),
        ({"source": "没有.xlsx"}, XlflowError),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    scheme: Path, forms: Path, tmp_path: Path, options: Mapping[str, str], error: type[XlflowError]
) -> None:
    output = forms / "一班.xlsx" if options.get("output") == "一班.xlsx" else tmp_path / options.get("output", "统计.xlsx")
    with pytest.raises(error, match=r"。$"):
        report(forms / options.get("source", "一班.xlsx"), output=output, scheme=scheme, period=options.get("period"), as_of=AS_OF)
    assert not (tmp_path / "统计.xlsx").exists()


def test_the_command_offers_what_it_can_do(
    xlflow: Callable[..., Any], scheme: Path, roster: tuple[Path, MergeResult], tmp_path: Path
) -> None:
    target = tmp_path / "统计.xlsx"
    done = xlflow("report", roster[0], "-o", target, "--kind", "statistics", "--scheme", scheme, "--as-of", "2026-06-30")
    assert (done.code, done.out.strip()) == (0, str(target))
    refused = xlflow("report", roster[0], "-o", target, "--kind", "bulletin")
    assert refused.code == 2
    assert "没有“bulletin”；可写 statistics。" in refused.err


def test_places_that_the_committee_types_into_the_roster_count_from_the_next_merge(scheme: Path, tmp_path: Path) -> None:
    inbox, path = tmp_path / "报送", tmp_path / "清单库.xlsx"
    inbox.mkdir()
    person = {**PERSON, "名额类别": "单列"}
    write(scheme, inbox / "一班.xlsx", "软件1班团支部", [person, {**person, **OTHER, "姓名": "李四", "学号/工号": "999900000002"}], [])
    assert merge([inbox], roster=path, scheme=scheme, as_of=AS_OF).overdrawn == ()
    book = openpyxl.load_workbook(path)
    labels = {cell.value: cell.column for cell in book[PLACES][1]}
    for label, value in {"年度": 2026, "名额类别": "单列", "单位": "软件1班", "分配名额": 1}.items():
        book[PLACES].cell(2, labels[label]).value = value
    book.save(path)
    book.close()
    for _ in range(2):
        [wrong] = merge([inbox], roster=path, scheme=scheme, as_of=AS_OF).overdrawn
        assert wrong.message == "软件1班 2026 年的“单列”名额共 1 个，已用 2 个，超出 1 个（张三、李四）"


def test_a_folder_is_sent_to_merge_first(tmp_path: Path) -> None:
    with pytest.raises(XlflowError, match=r"这是文件夹.*先用 xlflow merge 汇总成清单库"):
        report(tmp_path, output=tmp_path / "统计.xlsx", as_of=date(2026, 6, 30))
