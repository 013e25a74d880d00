"""Documents of a roster where something is missing, wrong or switched off: what stops, what goes on, what is said."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from xlflow.jobs.compose import compose
from xlflow.jobs.composing.manifest import ComposeResult
from xlflow.jobs.merge import merge
from xlflow.jobs.scheme import copy

pytestmark = pytest.mark.slow

AS_OF = date(2026, 7, 20)
SAMPLES = Path(__file__).parents[2] / "sample_workbooks"
NOT_VOTED = date(2020, 1, 15)

Roster = Callable[..., Path]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merged")
    merge(sorted((SAMPLES / "报送").glob("*_推优表.xlsx")), roster=folder / "清单库.xlsx", as_of=AS_OF)
    return folder


@pytest.fixture
def roster(merged: Path, tmp_path: Path) -> Path:
    """A roster with 代字, of its own for a test."""
    shutil.copytree(merged, tmp_path / "库")
    path = tmp_path / "库" / "清单库.xlsx"
    with_cells(path, "团委信息", lambda row: row[0].value == "代字", 1, "示校团")
    return path


def with_cells(path: Path, sheet: str, is_meant: Callable[[tuple[object, ...]], bool], column: int, value: object) -> int:
    """The workbook with a value in a column (from 0) of the rows meant; how many there were."""
    book = openpyxl.load_workbook(path)
    rows = [row for row in book[sheet].iter_rows() if is_meant(row)]
    for row in rows:
        row[column].value = value
    book.save(path)
    return len(rows)


def column_of(path: Path, sheet: str, label: str) -> int:
    return [cell.value for cell in next(openpyxl.load_workbook(path)[sheet].iter_rows())].index(label)


def register(path: Path) -> list[str]:
    return [str(row[0]) for row in openpyxl.load_workbook(path)["发文登记"].iter_rows(min_row=2, values_only=True) if row[0]]


def made(path: Path, folder: Path, *documents: str) -> ComposeResult:
    return compose(path, output=folder, as_of=AS_OF, documents=documents, overwrite=True)


def text(path: Path) -> str:
    body = docx.Document(io.BytesIO(path.read_bytes())).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


# --- through the command line ---------------------------------------------------------------------------------------------------


def test_no_paper_of_a_branch_has_a_red_head_or_a_number_and_every_letter_has_its_own(
    roster: Path, tmp_path: Path, xlflow: Callable[..., Any]
) -> None:
    out = tmp_path / "材料"
    told = xlflow("compose", roster, "-o", out, "--as-of", AS_OF.isoformat())
    assert told.code in (0, 1), told.err
    numbered = {path.name for path in out.glob("*.docx") if "示校团〔" in text(path)}
    assert numbered == {path.name for path in out.glob("*.docx") if path.name.endswith(("推优工作通知.docx", "_推荐函.docx"))}
    red = {path.name for path in out.glob("*.docx") if b"FF0000" in _body(path).upper()}
    assert red == numbered
    assert len(register(roster)) == len(set(register(roster))) == len(numbered)


def _body(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml")


def test_a_number_whose_document_fails_waits_for_it_and_goes_to_no_other(roster: Path, tmp_path: Path) -> None:
    column = column_of(roster, "推优对象清单", "出生日期")
    name = column_of(roster, "推优对象清单", "所在团支部")
    branch = "2023级法学1班团支部"
    born = {}
    book = openpyxl.load_workbook(roster)
    for row in book["推优对象清单"].iter_rows(min_row=2):
        if row[name].value == branch:
            born[row[0].row] = row[column].value
            row[column].value = "不详"
    book.save(roster)
    first = made(roster, tmp_path / "一", "circular", "recommendation_letter")
    failed = [each for each in first.failed if each.document == "recommendation_letter"]
    assert failed
    kept = next(note for note in first.notes if "仍为它保留" in note)
    numbers = register(roster)
    book = openpyxl.load_workbook(roster)
    for line, value in born.items():
        book["推优对象清单"].cell(line, column + 1).value = value
    book.save(roster)
    second = made(roster, tmp_path / "二", "circular", "recommendation_letter")
    assert register(roster) == numbers
    letter = next(each.path for each in second.made if each.about == failed[0].about)
    own = next(line for line in text(letter).split("\n") if line.startswith("示校团〔"))
    assert own in kept
    assert not any("发文登记缺号" in note for note in second.notes)


def test_a_document_that_stands_already_is_not_said_to_lack_its_number(roster: Path, tmp_path: Path) -> None:
    first = made(roster, tmp_path, "circular")
    next(each.path for each in first.made).write_bytes(b"edited")
    again = compose(roster, output=tmp_path, as_of=AS_OF, documents=["circular"])
    assert again.failed
    assert all("已存在" in each.message for each in again.failed)
    assert not any("仍为它保留" in note for note in again.notes)


# --- what is owed ---------------------------------------------------------------------------------------------------------------


def test_the_table_of_all_branches_marks_what_one_of_them_owes_and_goes_on(roster: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(roster)
    sheet = book["推优对象清单"]
    joined = column_of(roster, "推优对象清单", "入团时间")
    line = next(row for row in sheet.iter_rows(min_row=2) if row[joined].value)
    line[joined].value = None
    book.save(roster)
    result = made(roster, tmp_path / "材料", "summary_table_unit", "summary_table")
    names = {each.document for each in result.made}
    assert "summary_table_unit" in names
    table = next(each.path for each in result.made if each.document == "summary_table_unit")
    values = [cell for sheet in openpyxl.load_workbook(table) for row in sheet.iter_rows(values_only=True) for cell in row]
    (owed,) = [note for note in result.notes if "标作“（缺）”" in note]
    assert values.count("（缺）") == owed.count("还没有填") + owed.count("无法识别") > 0
    assert f"{line[column_of(roster, '推优对象清单', '姓名')].value}的入团时间还没有填" in owed


# --- 退改通知 ---------------------------------------------------------------------------------------------------------------------


def test_a_committee_tells_each_branch_from_the_roster_what_to_correct_in_its_own_file(roster: Path, tmp_path: Path) -> None:
    result = made(roster, tmp_path / "材料", "return_cover")
    assert result.made
    for each in result.made:
        said = text(each.path)
        assert each.about in said
        assert "_推优表.xlsx › " in said
        others = [other.about for other in result.made if other.about != each.about]
        assert [other for other in others if other in said] == []


# --- members and events of a roster ---------------------------------------------------------------------------------------------


def test_members_and_events_of_a_roster_belong_to_their_own_branch(tmp_path: Path) -> None:
    path = tmp_path / "清单库.xlsx"
    merge([SAMPLES / "唐山3+1+1"], roster=path, scheme="tangshan", as_of=AS_OF)
    result = made(path, tmp_path / "材料", "sign_in_sheet", "exam_sheet")
    members = openpyxl.load_workbook(path)["团员花名册"]
    heads = [cell.value for cell in members[1]]
    of_branch: dict[str, set[str]] = {}
    for row in members.iter_rows(min_row=2, values_only=True):
        of_branch.setdefault(str(row[heads.index("所在团支部")]), set()).add(str(row[heads.index("姓名")]))
    sheets = [each for each in result.made if each.document == "sign_in_sheet"]
    assert len(sheets) > 1
    for each in sheets:
        said = set(text(each.path).split("\n"))
        others = set().union(*(names for branch, names in of_branch.items() if branch != each.about)) - of_branch[each.about]
        assert said & of_branch[each.about]
        assert said & others == set()


# --- the vote switched off ------------------------------------------------------------------------------------------------------


def test_where_the_years_list_replaces_the_vote_there_are_no_papers_of_a_meeting(tmp_path: Path) -> None:
    scheme = copy("wuyi", tmp_path / "方案")
    file = scheme / "scheme.toml"
    file.write_text(_off(file.read_text(encoding="utf-8")), encoding="utf-8")
    forms = _without_votes(tmp_path)
    path = tmp_path / "清单库.xlsx"
    merge(forms, roster=path, scheme=scheme, as_of=NOT_VOTED)
    result = compose(path, output=tmp_path / "材料", scheme=scheme, as_of=NOT_VOTED, overwrite=True)
    documents = {each.document for each in result.made}
    assert not documents & {"meeting_request", "meeting_minutes", "ballot_paper", "tally_sheet", "sign_in_sheet", "meeting_reply"}
    letters = [text(each.path) for each in result.made if each.document == "recommendation_letter"]
    assert letters
    assert all("不再经推优大会表决" in letter and "无记名投票" not in letter for letter in letters)


def _off(text: str) -> str:
    """The scheme file with both params answered by no."""
    lines, current = [], ""
    for line in text.split("\n"):
        current = line.strip() if line.startswith("[") else current
        is_ours = current in ("[params.listed_needs_meeting]", "[params.listed_needs_notice]")
        lines.append("value = false" if is_ours and line.startswith("value") else line)
    return "\n".join(lines)


def _without_votes(folder: Path) -> list[Path]:
    """The forms of wuyi as if no vote had been held: no meeting, no votes, no notice; only people of the top band."""
    found = []
    for source in sorted((SAMPLES / "武义红领新青年").glob("*_推优表.xlsx")):
        path = folder / source.name
        shutil.copyfile(source, path)
        book = openpyxl.load_workbook(path)
        sheet = book["推优对象清单"]
        (head,) = [row for row in sheet.iter_rows() if any(str(cell.value).strip("*＊ ") == "姓名" for cell in row)]
        columns = {str(cell.value).strip("*＊ "): cell.column for cell in head if cell.value}
        emptied = [
            columns[label]
            for label in columns
            if label.startswith(("推优大会", "应到会", "实到会", "赞成", "反对", "弃权", "大会结果", "公示", "到会率"))
        ]
        for row in range(head[0].row + 1, sheet.max_row + 1):
            kept = sheet.cell(row, columns["考核档次"]).value == "优秀"
            for column in emptied if kept else range(1, sheet.max_column + 1):
                sheet.cell(row, column).value = None
        meetings = book["推优大会"]
        for row in meetings.iter_rows(min_row=3):
            for cell in row:
                if type(cell).__name__ != "MergedCell" and isinstance(cell.value, date | int | float):
                    cell.value = None
        book.save(path)
        found.append(path)
    return found
