"""生成材料 for many: what need not be made again, the list of the folder, the bundle, worker processes."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
import xlsxwriter
from openpyxl import load_workbook

from xlflow.documents.context.document_sources import CellOrigin
from xlflow.documents.proof import Expected, mismatch
from xlflow.errors import OutputError, UsageError
from xlflow.jobs.compose import compose
from xlflow.jobs.composing.manifest import ComposeResult, Entry, State, entry_of
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow

AS_OF = date(2026, 3, 31)
NATIONAL = Scheme.load("national")
FORM = "form_activist"
ROW = {
    "gender": "女",
    "birth_date": date(2004, 3, 15),
    "ethnicity": "汉族",
    "league_join_date": "2020.05",
    "recommendation_type": "入党积极分子",
    "application_date": date(2025, 6, 1),
    "meeting_date": date(2026, 3, 5),
    "eligible": 40,
    "present": 36,
    "in_favour": 30,
    "notice_start": date(2026, 3, 9),
    "notice_end": date(2026, 3, 13),
}


def roster(path: Path, *people: tuple[str, str], branch: str = "软件2201团支部") -> Path:
    """A list of people with what the registration form needs; a person is a name and the last four of a student number."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("名单")
        people_rows = [{"name": name, "student_id": f"99990000{number}", "branch": branch} | ROW for name, number in people]
        for column, key in enumerate(people_rows[0]):
            sheet.write_string(0, column, NATIONAL.field("nominees", key).label)
            for row, values in enumerate(people_rows, 1):
                sheet.write(row, column, values[key])
    return path


def made(source: Path, output: Path, **options: object) -> ComposeResult:
    return compose(source, output=output, as_of=AS_OF, documents=[FORM], **options)  # type: ignore[arg-type]


def names(documents: object) -> set[str]:
    return {re.split("_", document.path.name)[1] for document in documents}  # type: ignore[attr-defined]


def test_nothing_changed_nothing_made(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002"))
    first = made(source, tmp_path / "材料")
    before = {path: path.stat().st_mtime_ns for path in first.written}
    again = made(source, tmp_path / "材料", changed=True)
    assert (len(first.made), len(again.made), len(again.unchanged)) == (2, 0, 2)
    assert {path: path.stat().st_mtime_ns for path in first.written} == before


def test_only_the_person_whose_row_changed_is_made_again(tmp_path: Path) -> None:
    made(roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002")), tmp_path / "材料")
    again = made(roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0009")), tmp_path / "材料", changed=True)
    assert names(again.unchanged) == {"甲一"}
    assert names(again.made) == {"乙二"}


def test_papers_of_people_who_are_gone_are_listed_and_left(tmp_path: Path) -> None:
    first = made(roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002")), tmp_path / "材料")
    again = made(roster(tmp_path / "名单.xlsx", ("甲一", "0001")), tmp_path / "材料", changed=True)
    assert names(again.gone) == {"乙二"}
    assert all(path.is_file() for path in first.written)
    assert any("乙二" in note and "留在原处" in note for note in again.notes)


def test_a_document_that_people_changed_by_hand_is_not_replaced(tmp_path: Path) -> None:
    first = made(roster(tmp_path / "名单.xlsx", ("甲一", "0001")), tmp_path / "材料")
    (path,) = first.written
    edited = docx.Document(str(path))
    edited.add_paragraph("手工补充")
    edited.save(str(path))
    kept = path.read_bytes()
    again = made(roster(tmp_path / "名单.xlsx", ("甲一", "0009")), tmp_path / "材料", changed=True)
    assert "有人改过" in again.failed[0].message
    assert path.read_bytes() == kept


def test_a_missing_file_is_made_again(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"))
    made(source, tmp_path / "材料").written[0].unlink()
    assert len(made(source, tmp_path / "材料", changed=True).made) == 1


def test_the_list_names_the_cell_of_every_value_and_its_accounts_add_up(tmp_path: Path) -> None:
    made(roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002")), tmp_path / "材料")
    told = json.loads((tmp_path / "材料" / "材料清单.json").read_text(encoding="utf-8"))
    accounts = told["accounts"]
    assert accounts.pop("listed") == sum(accounts.values()) == len(told["documents"]) == 2
    second = next(entry for entry in told["documents"] if "乙二" in entry["about"])
    (source,) = [one for one in second["sources"] if one.get("person") == "乙二"]
    assert (source["sheet"], source["row"]) == ("名单", 3)
    assert source["cells"][NATIONAL.field("nominees", "name").label] == "A3"
    assert "999900000002" not in json.dumps(told, ensure_ascii=False)


def test_the_index_leads_from_a_name_to_the_paper_and_to_the_cell(tmp_path: Path) -> None:
    made(roster(tmp_path / "名单.xlsx", ("甲一", "0001")), tmp_path / "材料")
    book = load_workbook(tmp_path / "材料" / "材料清单.xlsx")
    assert book.sheetnames == ["材料清单", "按人查", "取值来源"]
    name, _, file, cell, _ = next(book["按人查"].iter_rows(min_row=2, values_only=True))
    assert (name, cell) == ("甲一", "名单!A2")
    assert (tmp_path / "材料" / str(file)).is_file()
    assert "姓名 A2" in str(book["取值来源"]["E2"].value)
    assert "共 1 份" in str(book["材料清单"]["A2"].value)


# --- runs that are cut off, files that are open ---------------------------------------------------------------------------------


def listed(folder: Path) -> dict[str, str]:
    """The state of every document that 材料清单.xlsx names, by its person."""
    sheet = load_workbook(folder / "材料清单.xlsx")["材料清单"]
    states = {state.value for state in State}
    rows = [[str(value) for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]
    return {file.split("_")[1]: next(v for v in row if v in states) for row in rows for file in row if file.startswith("软件")}


def held_open(monkeypatch: pytest.MonkeyPatch, *open_names: str) -> None:
    """Windows replaces no file that another program has open; elsewhere it would."""
    real = os.replace

    def replace(source: str | Path, target: str | Path) -> None:
        if Path(target).name in open_names:
            raise PermissionError(13, "Permission denied", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(Path, "replace", replace)


def test_a_run_that_was_killed_goes_on_where_it_was_without_a_complaint(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002"))
    first = made(source, tmp_path / "材料")
    for name in ("材料清单.json", "材料清单.xlsx"):
        (tmp_path / "材料" / name).unlink()
    first.written[1].unlink()
    for again in (made(source, tmp_path / "材料"), made(source, tmp_path / "材料", changed=True)):
        assert again.failed == ()
        assert len(again.made) + len(again.unchanged) == 2
    assert set(listed(tmp_path / "材料")) == {"甲一", "乙二"}


def test_what_lies_there_otherwise_is_kept_and_the_cure_is_said(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"))
    (path,) = made(source, tmp_path / "材料").written
    path.write_bytes(b"mine")
    (failure,) = made(source, tmp_path / "材料").failed
    assert failure.message.endswith("已存在，内容不同，未改动；要换成新的，请先把它移走，或在命令行加 --overwrite。")
    assert path.read_bytes() == b"mine"


def test_papers_that_were_taken_away_during_the_run_are_not_listed_as_made(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002"))
    folder = tmp_path / "材料"

    def take_away(done: int, count: int, text: str) -> None:
        if done == 1:
            next(folder.glob("*甲一*")).unlink()

    result = made(source, folder, progress=take_away)
    assert names(result.made) == {"乙二"}
    (failure,) = result.failed
    assert "不见了" in failure.message
    assert listed(folder) == {"甲一": "未生成", "乙二": "本次生成"}
    accounts = json.loads((folder / "材料清单.json").read_text(encoding="utf-8"))["accounts"]
    assert (accounts["listed"], accounts["made"], accounts["failed"]) == (2, 1, 1)


def test_a_folder_that_was_deleted_whole_during_the_run_holds_no_list(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"))
    folder = tmp_path / "材料"
    result = made(source, folder, folders=True, progress=lambda done, count, text: shutil.rmtree(folder) if done == 1 else None)
    assert (result.made, result.index, len(result.failed)) == ((), (), 1)
    assert not folder.exists()


def test_whatever_ends_the_run_what_was_made_is_listed(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"))

    def stop(done: int, count: int, text: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compose(source, output=tmp_path / "材料", as_of=AS_OF, documents=[FORM, "branch_report"], progress=stop)
    assert listed(tmp_path / "材料") == {"甲一": "本次生成"}


def test_a_paper_that_is_open_is_one_failure_and_the_others_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002"))
    first = made(source, tmp_path / "材料")
    held_open(monkeypatch, first.written[0].name)
    again = made(source, tmp_path / "材料", overwrite=True)
    assert names(again.made) == {"乙二"}
    assert ["请关闭占用它的程序" in failure.message for failure in again.failed] == [True]
    assert listed(tmp_path / "材料") == {"甲一": "未生成", "乙二": "本次生成"}


@pytest.mark.parametrize("name", ["材料清单.xlsx", "材料清单.json", "合订.docx"])
def test_a_list_or_bundle_that_is_open_is_one_failure_and_the_papers_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"))
    held_open(monkeypatch, name)
    result = made(source, tmp_path / "材料", bundle=tmp_path / "合订.docx")
    assert len(result.made) == 1
    assert [(failure.title, "请关闭占用它的程序" in failure.message) for failure in result.failed] == [(name, True)]


def test_a_pdf_that_is_open_is_one_failure_and_the_others_are_made(tmp_path: Path) -> None:
    """A folder in the place of the PDF can be replaced as little as an open file."""
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002"))
    first = made(source, tmp_path / "材料")
    first.written[0].with_suffix(".pdf").mkdir()
    result = made(source, tmp_path / "材料", pdf=True, bundle=tmp_path / "合订.docx")
    assert [failure.title for failure in result.failed] == [first.written[0].with_suffix(".pdf").name]
    assert {path.name for path in result.extra} == {"合订.docx", "合订.pdf", first.written[1].with_suffix(".pdf").name}
    assert len(result.index) == 2


def listing(**line: object) -> str:
    return json.dumps({"documents": [{"state": "本次生成", "file": "甲.docx", **line}]})


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("{", id="half"),
        pytest.param("[" * 200_000, id="deep"),
        pytest.param(listing(file="../别处.docx"), id="another-folder"),
        pytest.param(listing(file="推" * 200), id="no-name-of-a-file"),
        pytest.param(listing(title="\ud800 甲"), id="no-text"),
        pytest.param(listing(sources=[{"sheet": "名单", "row": 1, "cells": {}}]).replace("1,", "1e999,"), id="no-number"),
    ],
)
def test_a_list_that_cannot_be_read_is_a_sentence(tmp_path: Path, told: str) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"))
    made(source, tmp_path / "材料")
    (tmp_path / "材料" / "材料清单.json").write_text(told, encoding="utf-8")
    with pytest.raises(OutputError, match="清单读不懂"):
        made(source, tmp_path / "材料", changed=True)


def test_a_source_without_cells_is_read_back_as_it_was() -> None:
    entry = Entry("甲.docx", "a", "甲", "乙", State.MADE, origins=(CellOrigin("", "名单", 0, {}, ("", "")),))
    assert entry_of(json.loads(json.dumps(entry.as_dict()))) == entry


def test_the_bundle_holds_every_paper_once(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002"))
    made(source, tmp_path / "材料", bundle=tmp_path / "合订.docx")
    text = zipfile.ZipFile(tmp_path / "合订.docx").read("word/document.xml").decode()
    assert text.count('w:val="oddPage"') == 2
    assert "甲一" in text
    assert "乙二" in text
    assert len(docx.Document(str(tmp_path / "合订.docx")).sections) == 2


def test_a_bundle_of_another_kind_or_on_another_file_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"))
    with pytest.raises(UsageError, match="docx"):
        made(source, tmp_path / "材料", bundle=tmp_path / "合订.pdf")
    (tmp_path / "合订.docx").write_bytes(b"mine")
    with pytest.raises(OutputError, match="已存在"):
        made(source, tmp_path / "材料", bundle=tmp_path / "合订.docx")
    assert not (tmp_path / "材料").exists()


def test_worker_processes_write_the_same_files(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", *((f"某{chr(0x4E00 + n)}", f"{n:04d}") for n in range(60)))
    alone = made(source, tmp_path / "一", jobs=1)
    together = made(source, tmp_path / "二", jobs=2)
    assert [path.name for path in alone.written] == [path.name for path in together.written]
    assert all((tmp_path / "一" / p.name).read_bytes() == p.read_bytes() for p in together.written)


def test_two_people_of_one_name_have_papers_of_their_own(tmp_path: Path) -> None:
    result = made(roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("甲一", "0002")), tmp_path / "材料")
    assert len({path.name for path in result.written}) == 2
    assert not result.failed


def test_names_that_differ_in_case_only_do_not_meet_in_one_file(tmp_path: Path) -> None:
    result = made(roster(tmp_path / "名单.xlsx", ("Anna", "0001"), ("ANNA", "0002")), tmp_path / "材料")
    assert len({path.name.casefold() for path in result.written}) == 2


def test_a_name_longer_than_its_cell_is_printed_whole(tmp_path: Path) -> None:
    name = "阿卜杜热合曼·买买提依明·吾斯曼江·艾合买提尼亚孜·阿布都克热木"
    result = made(roster(tmp_path / "名单.xlsx", (name, "0001")), tmp_path / "材料")
    assert not result.failed
    assert name in zipfile.ZipFile(io.BytesIO(result.written[0].read_bytes())).read("word/document.xml").decode()


def test_what_the_row_says_must_stand_in_the_document() -> None:
    expected = Expected((("姓名", "甲一"), ("入团时间", "2020年5月")), ("甲一", "2020年5月"))
    people = frozenset({"甲一", "乙二"})
    assert mismatch("姓名 甲一，2020年\n5月入团", expected, "姓名 ，入团", people) == ""
    assert "文中没有" in mismatch("姓名 甲一，2021年5月入团", expected, "姓名 ，入团", people)


def test_what_belongs_to_somebody_else_must_not() -> None:
    people = frozenset({"甲一", "乙二"})
    mine = Expected((), ("甲一", "999900000001"))
    assert "乙二" in mismatch("甲一、乙二", mine, "", people)
    assert "不在这份材料的数据里" in mismatch("甲一 999900000002", mine, "", people)
    assert "不在这份材料的数据里" in mismatch("甲一 2026年3月5日", mine, "", people)
    assert mismatch("1999900000001", Expected((), ("1", "999900000001")), "", people) == ""


def test_papers_in_folders_by_branch_each_with_its_list(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"), ("乙二", "0002"), branch="软件2201团支部")
    result = compose(source, output=tmp_path / "材料", as_of=AS_OF, folders=True)
    within = {path.relative_to(tmp_path / "材料").parts[0] for path in result.written}
    assert "软件2201" in within
    assert "送各党支部" in within
    for folder in within:
        listed = [
            row[3] for row in load_workbook(tmp_path / "材料" / folder / "材料清单.xlsx")["材料清单"].iter_rows(min_row=4, values_only=True)
        ]
        there = {path.name for path in (tmp_path / "材料" / folder).iterdir()} - {"材料清单.xlsx"}
        assert set(listed) == there
    whole = json.loads((tmp_path / "材料" / "材料清单.json").read_text(encoding="utf-8"))["documents"]
    assert sorted(entry["file"] for entry in whole) == sorted(p.relative_to(tmp_path / "材料").as_posix() for p in result.written)


def test_papers_in_folders_are_left_alone_when_nothing_changed(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"))
    made(source, tmp_path / "材料", folders=True)
    again = made(source, tmp_path / "材料", folders=True, changed=True)
    assert (len(again.made), len(again.unchanged)) == (0, 1)


def test_a_branch_named_like_a_path_stays_within_the_folder(tmp_path: Path) -> None:
    source = roster(tmp_path / "名单.xlsx", ("甲一", "0001"), branch="../../外团支部")
    [path] = made(source, tmp_path / "材料", folders=True).written
    assert path.resolve().is_relative_to((tmp_path / "材料").resolve())
    assert len(path.relative_to(tmp_path / "材料").parts) == 2
