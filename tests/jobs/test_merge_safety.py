"""What a committee can do wrong with a roster, and how it is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from merge_lists import AS_OF, line, write_list

from xlflow.errors import OutputError, XlflowError
from xlflow.files.writing.file_names import digest_of
from xlflow.files.writing.save import BACKUP_FOLDER
from xlflow.files.writing.sqlite_store import SqliteStore, store_path
from xlflow.jobs.compose import compose
from xlflow.jobs.merge import MergeResult, merge
from xlflow.jobs.merging.undo import undo_merge, undoable

pytestmark = pytest.mark.slow
Run = Callable[..., MergeResult]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write_list(tmp_path / "报送" / "甲班.xlsx", "甲班团支部", date(2026, 6, 20), line("张三"), line("李四"))
    write_list(tmp_path / "报送" / "乙班.xlsx", "乙班团支部", date(2026, 6, 21), line("王五", branch="乙班团支部"))
    return tmp_path


@pytest.fixture
def run(office: Path) -> Run:
    def call(folder: str = "报送", **options: Any) -> MergeResult:
        return merge([office / folder], roster=office / "清单库.xlsx", as_of=AS_OF, **options)

    return call


def names(office: Path, state: str = "") -> list[str]:
    """The nominees of the roster, those in a state alone."""
    book = openpyxl.load_workbook(office / "清单库.xlsx", read_only=True)
    header, *rows = book["推优对象清单"].iter_rows(values_only=True)
    book.close()
    name, own = header.index("姓名"), header.index("行状态")
    return sorted(row[name] for row in rows if row[name] and (not state or row[own] == state))


def test_a_form_without_people_never_takes_the_place_of_one_with_some(office: Path, run: Run) -> None:
    run()
    write_list(office / "空表" / "甲班.xlsx", "甲班团支部", date(2026, 6, 29))
    result = run("空表")
    assert names(office) == ["张三", "李四", "王五"]
    assert (result.outcome.merged, result.outcome.superseded) == (0, 1)
    assert any("甲班.xlsx" in note and "没有推优对象" in note for note in result.notes)


def test_a_form_without_people_does_not_count_as_handed_in(office: Path, run: Run) -> None:
    with (units := office / "名单.csv").open("w", encoding="utf-8") as file:
        file.write("团支部全称\n甲班团支部\n丙班团支部\n")
    write_list(office / "报送" / "丙班.xlsx", "丙班团支部", date(2026, 6, 22))
    assert run(units=units).missing == ("丙班团支部",)


def test_a_merge_that_would_take_people_out_stops_with_their_names(office: Path, run: Run) -> None:
    run()
    before = digest_of(office / "清单库.xlsx")
    write_list(office / "旧表" / "甲班.xlsx", "甲班团支部", date(2026, 6, 28), line("张三"))
    with pytest.raises(XlflowError, match=r"1 人将退出本批：李四，甲班团支部.*--allow-shrink"):
        run("旧表")
    assert digest_of(office / "清单库.xlsx") == before
    run("旧表", allow_shrink=True)
    assert names(office, "退出本批") == ["李四"]


def test_somebody_whose_number_was_corrected_does_not_leave(office: Path, run: Run) -> None:
    run()
    corrected = line("李四", id_number="440305200402020037")
    write_list(office / "报送" / "甲班.xlsx", "甲班团支部", date(2026, 6, 28), line("张三"), corrected)
    run()
    assert "李四" in names(office)


@pytest.mark.parametrize("lock", ["~$清单库.xlsx", ".~lock.清单库.xlsx#"])
def test_a_roster_that_is_open_is_not_written(office: Path, run: Run, lock: str) -> None:
    run()
    before = digest_of(office / "清单库.xlsx"), digest_of(store_path(office / "清单库.xlsx"))
    (office / lock).write_bytes(b"")
    write_list(office / "报送" / "丁班.xlsx", "丁班团支部", date(2026, 6, 22), line("赵六", branch="丁班团支部"))
    with pytest.raises(OutputError, match="正在 Excel、WPS 或 LibreOffice 中打开"):
        run()
    with pytest.raises(OutputError, match="正在 Excel、WPS 或 LibreOffice 中打开"):
        undo_merge(office / "清单库.xlsx")
    assert (digest_of(office / "清单库.xlsx"), digest_of(store_path(office / "清单库.xlsx"))) == before


def add_branch(office: Path, unit: str, name: str, day: int) -> None:
    write_list(office / "报送" / f"{unit}.xlsx", unit, date(2026, 6, day), line(name, branch=unit))


def test_merges_are_taken_back_one_after_the_other(office: Path, run: Run) -> None:
    roster = office / "清单库.xlsx"
    run()
    first = digest_of(roster), SqliteStore(store_path(roster)).load()
    add_branch(office, "丁班团支部", "赵六", 22)
    run()
    assert [(each.counts["files"]["merged"]) for each in undoable(roster)] == [1, 2]
    undo_merge(roster)
    assert (digest_of(roster), SqliteStore(store_path(roster)).load()) == first
    assert undo_merge(roster).is_gone
    assert not roster.exists()
    assert undoable(roster) == ()
    with pytest.raises(XlflowError, match="没有可以撤销的汇总"):
        undo_merge(roster)


def test_what_was_taken_back_can_be_merged_again(office: Path, run: Run) -> None:
    roster = office / "清单库.xlsx"
    run()
    add_branch(office, "丁班团支部", "赵六", 22)
    run()
    after = names(office)
    undo_merge(roster)
    result = run()
    assert (result.outcome.merged, names(office)) == (1, after)
    undo_merge(roster)
    assert names(office) == ["张三", "李四", "王五"]


def test_what_an_undo_takes_away_is_kept(office: Path, run: Run) -> None:
    roster = office / "清单库.xlsx"
    run()
    add_branch(office, "丁班团支部", "赵六", 22)
    run()
    last = digest_of(roster)
    undone = undo_merge(roster)
    assert undone.kept.face is not None
    assert digest_of(undone.kept.face) == last
    assert undone.kept.heart.parent == office / BACKUP_FOLDER


def test_edits_made_before_a_merge_come_back_with_its_undo(office: Path, run: Run) -> None:
    roster = office / "清单库.xlsx"
    run()
    book = openpyxl.load_workbook(roster)
    sheet = book["推优对象清单"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["备注"]).value = "团委已电话核实"
    book.save(roster)
    book.close()
    add_branch(office, "丁班团支部", "赵六", 22)
    run()
    undo_merge(roster)
    run()
    book = openpyxl.load_workbook(roster, read_only=True)
    assert "团委已电话核实" in {cell for row in book["推优对象清单"].iter_rows(values_only=True) for cell in row}
    book.close()


def test_the_command_line_lists_and_takes_back(office: Path, run: Run, xlflow: Callable[..., Any]) -> None:
    run()
    roster = office / "清单库.xlsx"
    listed = xlflow("merge", "-r", roster, "--list-undo", "--json")
    assert [json.loads(each)["counts"]["files"]["merged"] for each in listed.out.splitlines()] == [2]
    assert "并入 2 个文件" in xlflow("merge", "-r", roster, "--list-undo").out
    done = xlflow("merge", "-r", roster, "--undo")
    assert (done.code, roster.exists()) == (0, False)
    assert xlflow("merge", "-r", roster, "--undo").code == 3
    assert xlflow("merge", office / "报送", "-r", roster, "--undo").code == 2
    assert xlflow("merge", "-r", roster).code == 2


def test_a_number_given_after_a_merge_stays_taken_when_the_merge_is_taken_back(office: Path, run: Run) -> None:
    roster = office / "清单库.xlsx"
    run()
    book = openpyxl.load_workbook(roster)
    [prefix] = [cell for row in book["团委信息"].iter_rows() for cell in row if str(cell.value).endswith("代字")]
    book["团委信息"].cell(prefix.row, prefix.column + 1).value = "校团"
    book.save(roster)
    book.close()
    add_branch(office, "丁班团支部", "赵六", 22)
    run()
    compose(roster, output=office / "材料", as_of=AS_OF, documents=["circular"])
    undone = undo_merge(roster)
    assert undone.numbers_kept == ("校团〔2026〕1号",)
    book = openpyxl.load_workbook(roster, read_only=True)
    assert [row[0] for row in book["发文登记"].iter_rows(min_row=2, values_only=True)] == ["校团〔2026〕1号"]
    book.close()
    run()
    compose(roster, output=office / "材料", as_of=AS_OF, documents=["circular"], overwrite=True)
    entries = SqliteStore(store_path(roster)).load().own["register"]
    assert [entry["document_number"] for entry in entries] == ["校团〔2026〕1号"]
