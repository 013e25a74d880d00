"""汇总 on real workbooks, end to end."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from merge_lists import AS_OF, LABELS, line, write_list

from xlflow.domain.identity import check_digit
from xlflow.errors import UsageError, XlflowError
from xlflow.files.writing.file_names import digest_of
from xlflow.files.writing.sqlite_store import SqliteStore
from xlflow.jobs.merge import MergeResult, merge
from xlflow.jobs.running.read_file import read_file

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with an inbox of two branches."""
    write_list(tmp_path / "报送" / "甲班.xlsx", "甲班团支部", date(2026, 6, 20), line("张三"), None, line("李四"))
    write_list(tmp_path / "报送" / "下级" / "乙班.xlsx", "乙班团支部", date(2026, 6, 21), line("王五", branch="乙班团支部"))
    return tmp_path


Run = Callable[..., MergeResult]


@pytest.fixture
def run(office: Path) -> Run:
    def call(**options: Any) -> MergeResult:
        return merge([office / "报送"], roster=office / "清单库.xlsx", as_of=AS_OF, **options)

    return call


def sheet(office: Path, name: str) -> tuple[Any, Any, dict[str, int]]:
    """The open roster, one of its sheets, and the columns by header."""
    book = openpyxl.load_workbook(office / "清单库.xlsx")
    return book, book[name], {cell.value: cell.column for cell in book[name][1]}


def column(office: Path, name: str, label: str) -> list[Any]:
    """A column of the roster as a person sees it."""
    _, page, columns = sheet(office, name)
    return [page.cell(row, columns[label]).value for row in range(2, page.max_row + 1)]


def test_the_counts_of_a_first_merge(office: Path, run: Run) -> None:
    with xlsxwriter.Workbook(str(office / "名单.xlsx")) as book:
        book.add_worksheet().write_column(0, 0, ["团支部名称", "甲班团支部", "乙班团支部", "丙班团支部"])
    (office / "报送" / "坏.xlsx").write_bytes(b"PK\x03\x04 cut off")
    result = run(units=office / "名单.xlsx").as_dict()
    (bad,) = result["files"].pop("rejected")
    assert (bad["file"], bad["code"]) == ("坏.xlsx", "workbook-unreadable")
    assert result == {
        "files": {"found": 3, "merged": 2, "superseded": 0, "unchanged": 0},
        "rows": {"read": 4, "blank": 1, "merged": 3, "duplicate": 0, "conflict": 0, "rejected": 0},
        "tables": {},
        "people": {"before": 0, "added": 3, "changed": 0, "after": 3},
        "units": {"expected": 3, "submitted": 2, "missing": ["丙班团支部"]},
        "conflicts": [],
    }
    assert set(column(office, "人员", "姓名")) == {"张三", "李四", "王五"}
    assert column(office, "报送情况", "报送状态") == ["未报", "无法读取", "已并入", "已并入"]


def test_the_same_folder_again_changes_nothing_and_opens_nothing(office: Path, run: Run) -> None:
    (office / "报送" / "坏.xlsx").write_bytes(b"PK\x03\x04 cut off")
    run()
    before = {path: path.read_bytes() for path in office.rglob("*") if path.is_file()}
    again = run()
    assert again.as_dict()["files"] == {"found": 3, "merged": 0, "superseded": 0, "unchanged": 3, "rejected": []}
    assert again.as_dict()["people"] == {"before": 3, "added": 0, "changed": 0, "after": 3}
    assert not again.is_written
    assert {path: path.read_bytes() for path in office.rglob("*") if path.is_file()} == before


def test_the_inbox_is_never_changed_and_a_trial_run_writes_nothing(office: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in office.rglob("*") if path.is_file()}
    assert run(dry_run=True).as_dict()["people"]["after"] == 3
    assert {path: path.read_bytes() for path in office.rglob("*") if path.is_file()} == before
    run()
    assert {path: path.read_bytes() for path in before} == before


def test_a_newer_submission_replaces_the_older_one_and_who_is_gone_leaves_the_round(office: Path, run: Run) -> None:
    run()
    write_list(office / "报送" / "甲班2.xlsx", "甲班团支部", date(2026, 6, 25), line("张三", phone="19900000009"))
    result = run(allow_shrink=True)
    assert result.as_dict()["files"] == {"found": 3, "merged": 1, "superseded": 0, "unchanged": 2, "rejected": []}
    assert result.as_dict()["people"] == {"before": 3, "added": 0, "changed": 1, "after": 2}
    assert [row.values["name"] for row in result.outcome.roster.withdrawn] == ["李四"]
    assert dict(zip(column(office, "推优对象清单", "姓名"), column(office, "推优对象清单", "行状态"), strict=True)) == {
        "张三": "正常",
        "李四": "退出本批",
        "王五": "正常",
    }
    assert sorted(file.suffix for file in (office / "备份").iterdir()) == [".xlflow", ".xlflow", ".xlsx"]


def test_what_the_committee_filled_in_under_a_number_since_corrected_is_named_until_it_is_copied(office: Path, run: Run) -> None:
    run()
    book, page, columns = sheet(office, "推优对象清单")
    page.cell(column(office, "推优对象清单", "姓名").index("张三") + 2, columns["团委审核意见"]).value = "同意推荐"
    book.save(office / "清单库.xlsx")
    number = "44030520050101903" + check_digit("44030520050101903")
    write_list(office / "报送" / "甲班2.xlsx", "甲班团支部", date(2026, 6, 25), line("张三", id_number=number), line("李四"))
    assert any(note.startswith("张三 4403") and "团委填的团委审核意见留在原行" in note for note in run().notes)
    book, page, columns = sheet(office, "推优对象清单")
    states = zip(column(office, "推优对象清单", "姓名"), column(office, "推优对象清单", "行状态"), strict=True)
    page.cell(list(states).index(("张三", "正常")) + 2, columns["团委审核意见"]).value = "同意推荐"
    book.save(office / "清单库.xlsx")
    assert not any("留在原行" in note for note in run().notes)


def test_what_the_committee_typed_survives_and_a_cell_put_right_wins(office: Path, run: Run) -> None:
    run()
    book, page, columns = sheet(office, "推优对象清单")
    row = column(office, "推优对象清单", "姓名").index("张三") + 2
    page.cell(row, columns["团委审核意见"]).value = "同意推荐"
    page.cell(row, columns["团委审核时间"]).value = datetime(2026, 6, 29)
    page.cell(row, columns["联系电话"]).value = "19911111111"
    book["团委信息"].cell(1, 2).value = "某某学院团委"
    book.save(office / "清单库.xlsx")
    write_list(office / "报送" / "甲班2.xlsx", "甲班团支部", date(2026, 6, 25), line("张三", in_favour=31), line("李四"))
    result = run()
    cells = dict(zip(column(office, "推优对象清单", "姓名"), range(2, 9), strict=False))
    _, page, columns = sheet(office, "推优对象清单")
    shown = {label: page.cell(cells["张三"], columns[label]).value for label in ("团委审核意见", "联系电话", "赞成票")}
    assert shown == {"团委审核意见": "同意推荐", "联系电话": "19911111111", "赞成票": 31}
    assert page.cell(cells["张三"], columns["团委审核时间"]).value == datetime(2026, 6, 29)
    assert sheet(office, "团委信息")[1].cell(1, 2).value == "某某学院团委"
    assert result.as_dict()["conflicts"] == []
    assert not run().is_written


def test_a_conflict_is_decided_in_the_sheet(office: Path, run: Run) -> None:
    others = line("张三", application_date=date(2025, 4, 1)), line("李四", in_favour=35)
    write_list(office / "报送" / "丙班.xlsx", "丙班团支部", date(2026, 6, 22), *others)
    found = run()
    first = found.as_dict()
    assert found.has_errors
    assert first["rows"] == {"read": 6, "blank": 1, "merged": 3, "duplicate": 0, "conflict": 2, "rejected": 0}
    assert [(c["person"], c["field"], [v["value"] for v in c["values"]]) for c in first["conflicts"]] == [
        ("张三 4403**********9014", "application_date", ["2025-04-20", "2025-04-01"]),
        ("李四 4403**********9030", "in_favour", [30, 35]),
    ]
    assert [(v["file"], v["cell"]) for v in first["conflicts"][0]["values"]] == [("甲班.xlsx", "J3"), ("丙班.xlsx", "J3")]
    book, page, columns = sheet(office, "冲突")
    page.cell(2, columns["处理"]).value = "采用另值"
    page.cell(3, columns["处理"]).value = "保留现值"
    book.save(office / "清单库.xlsx")
    decided = run()
    assert (decided.as_dict()["conflicts"], decided.has_errors) == ([], False)
    people = dict(zip(column(office, "推优对象清单", "姓名"), column(office, "推优对象清单", "递交入党申请书时间"), strict=True))
    assert str(people["张三"]).startswith("2025-04-01")
    assert set(column(office, "推优对象清单", "行状态")) == {"正常"}


def test_rows_and_sheets_that_people_added_are_kept(office: Path, run: Run) -> None:
    run()
    book, page, columns = sheet(office, "推优对象清单")
    for key in ("name", "id_number", "recommendation_type", "branch"):
        page.cell(page.max_row + (key == "name"), columns[{**LABELS, "student_id": "学号/工号"}[key]]).value = line("赵六")[key]
    book.create_sheet("备忘").append(["记得", 5])
    book.save(office / "清单库.xlsx")
    result = run()
    assert result.as_dict()["people"] == {"before": 3, "added": 1, "changed": 0, "after": 4}
    assert "赵六" in column(office, "推优对象清单", "姓名")
    assert [cell.value for cell in sheet(office, "备忘")[1][1]] == ["记得", 5]
    assert any("备忘" in note for note in result.notes)
    assert not run().is_written


def test_a_row_typed_in_without_a_key_is_said(office: Path, run: Run) -> None:
    run()
    book, page, columns = sheet(office, "推优对象清单")
    page.cell(page.max_row + 1, columns["姓名"]).value = "赵六"
    book.save(office / "清单库.xlsx")
    result = run()
    assert result.as_dict()["people"]["after"] == 3
    assert any("手工添加的 1 行" in note for note in result.notes)


def test_with_only_the_workbook_at_hand_the_store_is_rebuilt(office: Path, run: Run) -> None:
    write_list(office / "报送" / "丙班.xlsx", "丙班团支部", date(2026, 6, 22), line("张三", in_favour=35), line("赵六", phone="1"))
    first = run()
    (office / "清单库.xlflow").unlink()
    again = run()
    assert again.as_dict()["files"] == {"found": 3, "merged": 0, "superseded": 0, "unchanged": 3, "rejected": []}
    assert again.as_dict()["people"] == {"before": 4, "added": 0, "changed": 0, "after": 4}
    assert [(c.person, c.field, c.other.value) for c in again.outcome.roster.conflicts] == [
        (c.person, c.field, c.other.value) for c in first.outcome.roster.conflicts
    ]
    assert again.outcome.state.base == first.outcome.state.base
    assert not run().is_written


def test_a_conflict_line_that_somebody_changed_does_not_stop_the_rebuilding(office: Path, run: Run) -> None:
    write_list(office / "报送" / "丙班.xlsx", "丙班团支部", date(2026, 6, 22), line("张三", in_favour=35))
    assert run().outcome.roster.conflicts
    (office / "清单库.xlflow").unlink()
    workbook = openpyxl.load_workbook(office / "清单库.xlsx")
    for row in workbook["冲突"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("{"):
                cell.value = cell.value[:-3]
    workbook.save(office / "清单库.xlsx")
    assert run().as_dict()["people"]["after"] == 3


def test_a_record_of_submissions_that_somebody_changed_is_said(office: Path, run: Run) -> None:
    run()
    (office / "清单库.xlflow").unlink()
    workbook = openpyxl.load_workbook(office / "清单库.xlsx")
    for row in workbook["报送情况"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("{"):
                cell.value = cell.value[:-3]
    workbook.save(office / "清单库.xlsx")
    with pytest.raises(XlflowError, match="报送情况"):
        run()


def test_rows_with_errors_are_merged_and_marked_and_strict_keeps_them_out(office: Path, run: Run) -> None:
    write_list(office / "报送" / "丙班.xlsx", "丙班团支部", date(2026, 6, 22), line("赵六", present=60))
    assert run(strict=True, dry_run=True).as_dict()["rows"]["rejected"] == 1
    run()
    states = dict(zip(column(office, "推优对象清单", "姓名"), column(office, "推优对象清单", "行状态"), strict=True))
    assert states["赵六"] == "待改"
    said = dict(zip(column(office, "推优对象清单", "姓名"), column(office, "推优对象清单", "校验结论"), strict=True))
    assert said["赵六"].startswith("● ")
    assert said["张三"] == "通过"


def test_what_could_not_be_read_is_not_read_in_the_roster_either(office: Path, run: Run) -> None:
    write_list(
        office / "报送" / "丙班.xlsx",
        "丙班团支部",
        date(2026, 6, 22),
        line("赵六", application_date=2025.1, notice_end="2026.13.5", phone="无"),
    )
    run()
    reading = read_file(office / "清单库.xlsx", "清单库.xlsx", None)
    (record,) = (r for r in reading.records("nominees") if r.values["name"] == "赵六")
    assert record.unread == {"application_date": "2025.1", "notice_end": "2026.13.5"}


def test_the_roster_reads_back_as_it_was_written(office: Path, run: Run) -> None:
    result = run()
    reading = read_file(office / "清单库.xlsx", "清单库.xlsx", None)
    assert reading.stamp is not None
    assert (reading.stamp.kind, reading.stamp.scheme) == ("roster", "national")
    records = {str(r.values["row_key"]): r for r in reading.records("nominees")}
    for row in result.outcome.roster.tables["nominees"]:
        record = records[row.key]
        assert record.values["round"] == "2026年上半年"
        assert (record.values["row_state"], record.values["source_file"]) == ("正常", row.file)
        assert record.values["meeting_date"] == date(2026, 5, 11)
    assert len(reading.records("people")) == 3
    assert len(reading.records("unit")) == 2


def test_a_run_cut_off_after_the_new_face_is_made_good_by_the_next(office: Path, run: Run) -> None:
    run()
    store = office / "清单库.xlflow"
    before = store.read_bytes()
    write_list(office / "报送" / "甲班2.xlsx", "甲班团支部", date(2026, 6, 25), line("张三", phone="19900000009"), line("李四"))
    whole = run()
    store.write_bytes(before)
    SqliteStore(store).announce({}, digest_of(office / "清单库.xlsx") or "")
    again = run()
    assert again.outcome.state.edits == {}
    assert again.outcome.state.base == whole.outcome.state.base
    assert not run().is_written


def test_a_unit_list_that_comes_later_names_the_earlier_submissions_too(office: Path, run: Run) -> None:
    assert run().as_dict()["units"] == {"expected": 0, "submitted": 2, "missing": []}
    with xlsxwriter.Workbook(str(office / "名单.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["团支部全称", "支部简称", "对应党支部"])
        sheet.write_row(1, 0, ["某学院甲班团支部", "甲班团支部", "学生党支部"])
    result = run(units=office / "名单.xlsx")
    assert result.as_dict()["units"] == {"expected": 1, "submitted": 1, "missing": []}
    assert set(column(office, "单位信息", "对应党支部")) == {"学生党支部", None}
    assert run().as_dict()["units"]["expected"] == 1


def test_copies_of_one_file_count_once(office: Path, run: Run) -> None:
    shutil.copy(office / "报送" / "甲班.xlsx", office / "报送" / "甲班(1).xlsx")
    files = run().as_dict()["files"]
    assert (files["found"], files["merged"], files["unchanged"]) == (3, 2, 1)


def test_a_workbook_without_a_list_takes_nobody_s_place(office: Path, run: Run) -> None:
    with xlsxwriter.Workbook(str(office / "报送" / "甲班团支部_20260629.xlsx")) as book:
        book.add_worksheet().write_row(0, 0, ["会议通知", "请各支部"])
    result = run().as_dict()
    assert [(bad["file"], bad["code"]) for bad in result["files"]["rejected"]] == [("甲班团支部_20260629.xlsx", "header-not-found")]
    assert result["people"]["after"] == 3


def test_a_newer_file_without_a_nominee_takes_no_place_and_is_told(office: Path, run: Run) -> None:
    write_list(office / "报送" / "甲班花名册.xlsx", "甲班团支部", date(2026, 6, 29), None)
    result = run()
    [said] = [note for note in result.notes if "没有推优对象" in note]
    assert "“甲班花名册.xlsx”里没有推优对象，不算一份上报，仍以“甲班.xlsx”为准" in said
    assert result.as_dict()["people"]["after"] == 3
    assert not any("乙班" in note for note in result.notes if "没有推优对象" in note)


def test_another_roster_in_the_inbox_is_no_submission(office: Path, run: Run) -> None:
    run()
    shutil.copy(office / "清单库.xlsx", office / "报送" / "旧库.xlsx")
    result = run()
    assert result.as_dict()["files"]["found"] == 2
    assert any("旧库.xlsx" in note for note in result.notes)


def test_weaker_sources_and_the_scheme_are_said(run: Run) -> None:
    notes = "\n".join(run().notes)
    assert "2 个文件没有单位信息表，单位按填报单位一行认定：下级/乙班.xlsx、甲班.xlsx" in notes
    assert "批次按填报日期所在半年认定" in notes
    assert "2 个文件不是标准表单" in notes


def test_a_workbook_that_is_no_roster_is_not_overwritten(office: Path, run: Run) -> None:
    shutil.copy(office / "报送" / "甲班.xlsx", office / "清单库.xlsx")
    before = (office / "清单库.xlsx").read_bytes()
    with pytest.raises(XlflowError, match="不是 xlflow 写出的清单库"):
        run()
    assert (office / "清单库.xlsx").read_bytes() == before


@pytest.mark.parametrize("with_store", [True, False])
def test_a_header_changed_in_the_roster_empties_nothing(office: Path, run: Run, with_store: bool) -> None:
    run()
    if not with_store:
        (office / "清单库.xlflow").unlink()
    book, page, columns = sheet(office, "推优对象清单")
    page.cell(1, columns["性别"]).value = "记号"
    book.save(office / "清单库.xlsx")
    before = (office / "清单库.xlsx").read_bytes()
    with pytest.raises(XlflowError, match="推优对象清单：性别"):
        run()
    assert (office / "清单库.xlsx").read_bytes() == before
    page.cell(1, columns["性别"]).value = "性别"
    page.delete_cols(columns["来源文件"])
    book.save(office / "清单库.xlsx")
    assert run().as_dict()["people"]["changed"] == 0


def test_nothing_to_merge_and_a_wrong_name_are_said(office: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(XlflowError, match="没有找到工作簿"):
        merge([tmp_path / "空"], roster=tmp_path / "清单库.xlsx", as_of=AS_OF)
    with pytest.raises(UsageError, match=r"\.xlsx"):
        merge([office / "报送"], roster=tmp_path / "清单库.xls", as_of=AS_OF)


def test_only_unreadable_files_make_no_roster(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / "坏.xlsx").write_bytes(b"PK\x03\x04 cut off")
    result = merge([tmp_path / "报送"], roster=tmp_path / "清单库.xlsx", as_of=AS_OF)
    assert len(result.rejected) == 1
    assert not (tmp_path / "清单库.xlsx").exists()


def score(testdata: Path) -> Sequence[Any]:
    """The tools that make and score branch workbooks."""
    sys.path.insert(0, str(testdata / "tools"))
    try:
        import make_branches
        import score_branches
    finally:
        sys.path.remove(str(testdata / "tools"))
    return make_branches, score_branches


def test_made_branches_are_counted_exactly(testdata: Path, tmp_path: Path) -> None:
    maker, scorer = score(testdata)
    truth = json.loads(json.dumps(maker.make(tmp_path, 12, 3, 9, "3", list(maker.LAYOUTS), "heavy", AS_OF)))
    once, again = (
        merge([tmp_path / "inbox"], roster=tmp_path / "清单库.xlsx", units=tmp_path / "units.xlsx", as_of=AS_OF).as_dict() for _ in range(2)
    )
    assert scorer.score_merge(truth, once, again) == 1
