"""Documents of a committee, made from a roster: their numbers, the documents about a period, what public ones may not say."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from xlflow.errors import UsageError
from xlflow.jobs.compose import ComposeResult, compose
from xlflow.jobs.merge import merge

pytestmark = pytest.mark.slow

AS_OF = date(2026, 7, 20)
SAMPLES = Path(__file__).parents[2] / "sample_workbooks"
LETTERS = ("circular", "recommendation_letter")

Roster = Callable[..., Path]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merged")
    forms = sorted((SAMPLES / "报送").glob("*_推优表.xlsx"))
    merge(forms, roster=folder / "清单库.xlsx", as_of=AS_OF)
    book = openpyxl.load_workbook(folder / "清单库.xlsx")
    facts = {"代字": "示校团", "联系人": "李示例", "联系电话": "19900000001", "简报分送": "学校党委组织部\n各团支部"}
    for label, value in book["团委信息"].iter_rows():
        value.value = facts.get(str(label.value), value.value)
    book.save(folder / "清单库.xlsx")
    return folder


@pytest.fixture
def roster(merged: Path, tmp_path: Path) -> Roster:
    """A roster of its own for a test, with rows typed into sheets of the committee."""

    def made(rows: Mapping[str, Sequence[Sequence[object]]] | None = None, name: str = "库") -> Path:
        shutil.copytree(merged, tmp_path / name)
        path = tmp_path / name / "清单库.xlsx"
        if rows:
            book = openpyxl.load_workbook(path)
            for sheet, lines in rows.items():
                for line in lines:
                    book[sheet].append(line)
            book.save(path)
        return path

    return made


def register(path: Path) -> list[tuple[object, ...]]:
    """Number, title, whom, round of every line."""
    return [row[:4] for row in openpyxl.load_workbook(path)["发文登记"].iter_rows(min_row=2, values_only=True) if row[0]]


def made(path: Path, folder: Path, *documents: str, period: str | None = None) -> ComposeResult:
    return compose(path, output=folder, as_of=AS_OF, documents=documents, period=period, overwrite=True)


def text(result: ComposeResult, document: str) -> str:
    (path,) = [composed.path for composed in result.made if composed.document == document]
    body = docx.Document(io.BytesIO(path.read_bytes())).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def numbers_in(result: ComposeResult) -> set[str]:
    found = set()
    for composed in result.made:
        body = docx.Document(io.BytesIO(composed.path.read_bytes())).element.body
        lines = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
        found |= {line for line in lines if line.startswith("示校团〔")}
    return found


# --- numbers ------------------------------------------------------------------------------------------------------------------


def test_every_letter_has_a_number_of_its_own_that_stands_in_the_register(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    result = made(path, tmp_path / "材料", *LETTERS)
    registered = [str(row[0]) for row in register(path)]
    assert registered == [f"示校团〔2026〕{number}号" for number in range(1, len(registered) + 1)]
    assert numbers_in(result) == set(registered)
    assert any("已在“清单库.xlsx”的“发文登记”表登记" in note for note in result.notes)
    assert list((path.parent / "备份").iterdir())


def test_composed_again_a_document_keeps_its_number_and_the_roster_its_bytes(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    first = numbers_in(made(path, tmp_path / "材料", *LETTERS))
    before = path.read_bytes()
    result = made(path, tmp_path / "材料", *LETTERS)
    assert numbers_in(result) == first
    assert path.read_bytes() == before
    assert not any("已在" in note for note in result.notes)


def test_numbers_go_on_after_those_that_people_typed(roster: Roster, tmp_path: Path) -> None:
    path = roster({"发文登记": [["示校团[2026]11号", "关于召开团代会的通知"]]})
    made(path, tmp_path / "材料", "circular")
    assert [row[0] for row in register(path)] == ["示校团[2026]11号", "示校团〔2026〕12号"]


def test_the_number_of_a_letter_is_proposed_to_its_people_and_a_merge_keeps_all(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    made(path, tmp_path / "材料", *LETTERS)
    before = register(path)
    merge(sorted((SAMPLES / "报送").glob("*_推优表.xlsx")), roster=path, as_of=AS_OF)
    assert register(path) == before
    sheet = openpyxl.load_workbook(path)["推优对象清单"]
    column = next(cell.column for cell in sheet[1] if cell.value == "推荐函文号")
    proposed = {cell.value for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column) if cell.value}
    assert proposed == {row[0] for row in before if row[1] == "推荐函"}


def test_a_withdrawn_or_deleted_number_does_not_come_back(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    made(path, tmp_path / "材料", *LETTERS)
    count = len(register(path))
    book = openpyxl.load_workbook(path)
    sheet = book["发文登记"]
    sheet.cell(2, 6).value = "作废"
    sheet.delete_rows(count + 1)
    people = book["推优对象清单"]
    column = next(cell.column for cell in people[1] if cell.value == "推荐函文号")
    for (cell,) in people.iter_rows(min_row=2, min_col=column, max_col=column):
        cell.value = None
    book.save(path)
    made(path, tmp_path / "又一次", *LETTERS)
    rows = list(openpyxl.load_workbook(path)["发文登记"].iter_rows(min_row=2, values_only=True))
    states = {str(row[0]): row[5] for row in rows if row[0]}
    assert states["示校团〔2026〕1号"] == "作废"
    assert states[f"示校团〔2026〕{count}号"] == "作废"
    assert list(states)[-2:] == [f"示校团〔2026〕{count + 1}号", f"示校团〔2026〕{count + 2}号"]


def in_rows(path: Path) -> list[str]:
    """推荐函文号 of the people who have one."""
    sheet = openpyxl.load_workbook(path)["推优对象清单"]
    column = next(cell.column for cell in sheet[1] if cell.value == "推荐函文号")
    return [str(cell.value) for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column) if cell.value]


def withdraw(path: Path, number: str, state: str = "作废") -> None:
    book = openpyxl.load_workbook(path)
    line = next(row for row in book["发文登记"].iter_rows(min_row=2) if row[0].value == number)
    line[5].value = state
    book.save(path)


def test_a_letter_whose_number_is_withdrawn_goes_out_under_a_new_one_though_its_people_still_bear_the_old(
    roster: Roster, tmp_path: Path
) -> None:
    path = roster()
    first = made(path, tmp_path / "材料", *LETTERS)
    old = in_rows(path)[0]
    new = f"示校团〔2026〕{len(register(path)) + 1}号"
    withdraw(path, old)
    result = made(path, tmp_path / "材料", *LETTERS)
    assert numbers_in(result) == numbers_in(first) - {old} | {new}
    assert old not in in_rows(path)
    assert new in in_rows(path)
    assert any(f"{old} 在“发文登记”表里已作废，推荐函改用 {new}" in note for note in result.notes)
    assert numbers_in(made(path, tmp_path / "材料", *LETTERS)) == numbers_in(result)


def test_without_a_prefix_no_letter_bears_a_withdrawn_number_either(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    made(path, tmp_path / "材料", *LETTERS)
    old = in_rows(path)[0]
    withdraw(path, old)
    book = openpyxl.load_workbook(path)
    for label, value in book["团委信息"].iter_rows():
        value.value = None if label.value == "代字" else value.value
    book.save(path)
    assert old not in numbers_in(made(path, tmp_path / "材料", *LETTERS))


def test_a_state_of_a_number_that_cannot_be_read_is_told_and_kept_by_a_merge(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    made(path, tmp_path / "材料", *LETTERS)
    withdraw(path, "示校团〔2026〕1号", "重发了")
    assert any("示校团〔2026〕1号（重发了）" in note for note in made(path, tmp_path / "材料", *LETTERS).notes)
    merge(sorted((SAMPLES / "报送").glob("*_推优表.xlsx")), roster=path, as_of=AS_OF)
    assert openpyxl.load_workbook(path)["发文登记"].cell(2, 6).value == "重发了"


def test_a_roster_that_is_open_gets_no_numbers_and_no_numbered_document_goes_out(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    (path.parent / "~$清单库.xlsx").write_bytes(b"")
    result = made(path, tmp_path / "材料", "circular", "expiry_reminder")
    assert [composed.document for composed in result.made] == ["expiry_reminder"]
    assert "文号登记不上" in result.failed[0].message
    assert "正在 Excel" in result.failed[0].message
    assert register(path) == []


def test_without_a_prefix_nothing_is_numbered_and_the_roster_is_left_alone(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    book = openpyxl.load_workbook(path)
    for label, value in book["团委信息"].iter_rows():
        value.value = None if label.value == "代字" else value.value
    book.save(path)
    before = path.read_bytes()
    result = made(path, tmp_path / "材料", *LETTERS)
    assert numbers_in(result) == set()
    assert path.read_bytes() == before


def test_a_roster_without_a_register_gets_one(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    book = openpyxl.load_workbook(path)
    del book["发文登记"]
    book.save(path)
    made(path, tmp_path / "材料", "circular")
    made(path, tmp_path / "材料", "circular", "recommendation_letter")
    assert [row[0] for row in register(path)][:2] == ["示校团〔2026〕1号", "示校团〔2026〕2号"]


def test_a_register_that_was_removed_whole_comes_back_and_every_document_keeps_its_number(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    first = numbers_in(made(path, tmp_path / "材料", *LETTERS))
    before = register(path)
    book = openpyxl.load_workbook(path)
    del book["发文登记"]
    book.save(path)
    assert numbers_in(made(path, tmp_path / "又一次", *LETTERS)) == first
    assert register(path) == before


# --- periods ------------------------------------------------------------------------------------------------------------------

CASES = {
    "简报素材": [
        [date(2026, 5, 20), "2023级法学1班团支部", "把评议做实", "逐人征求意见。\n结果与本人见面"],
        [date(2025, 5, 20), "2023级法学1班团支部", "去年的事", "不在本时期。"],
    ]
}


def test_a_quarter_gives_its_bulletin_its_list_and_an_issue_of_the_briefing(roster: Roster, tmp_path: Path) -> None:
    result = made(roster(CASES), tmp_path / "材料", period="2026Q2")
    assert [path.name for path in result.written if "材料清单" not in path.name] == [
        "2026年第2季度推优工作通报.docx",
        "2026年第2季度互查问题清单.xlsx",
        "2026年第1期简报.docx",
    ]
    assert result.failed == ()


def test_the_briefing_has_numbered_cases_of_the_period_and_its_readers(roster: Roster, tmp_path: Path) -> None:
    briefing = text(made(roster(CASES), tmp_path / "材料", "briefing", period="2026"), "briefing")
    assert "第1期" in briefing
    assert "一、把评议做实\n逐人征求意见。\n结果与本人见面。" in briefing
    assert "去年的事" not in briefing
    assert "分送：学校党委组织部。" in briefing


def test_a_period_composed_again_is_the_same_issue_and_the_next_period_the_next(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    for period in ("2026Q1", "2026Q1", "2026Q2"):
        made(path, tmp_path / "材料", "briefing", period=period)
    assert [row[0] for row in register(path)] == ["2026年第1期", "2026年第2期"]


def test_bulletins_name_nobody_and_add_up(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    people = [row[0] for row in openpyxl.load_workbook(path)["人员"].iter_rows(min_row=2, values_only=True)]
    result = made(path, tmp_path / "材料", period="2026")
    bulletin = text(result, "annual_bulletin")
    assert not [name for name in people if isinstance(name, str) and name in bulletin]
    assert "没有报送考核指标评分" in bulletin
    book = openpyxl.load_workbook(next(path for path in result.written if "统计表" in path.name))
    rows = list(book["工作环节"].iter_rows(min_row=4, values_only=True))
    branches = [row for row in rows if isinstance(row[0], int)]
    total = next(row for row in rows if row[1] == "合计")
    assert branches
    assert [sum(int(row[column]) for row in branches) for column in range(2, 10)] == [int(total[column]) for column in range(2, 10)]


def test_a_period_in_which_nothing_was_done_is_said_in_words(roster: Roster, tmp_path: Path) -> None:
    bulletin = text(made(roster(), tmp_path / "材料", "quarterly_bulletin", period="2020Q1"), "quarterly_bulletin")
    assert "没有团支部召开推优大会" in bulletin


def test_documents_about_a_period_need_one(roster: Roster, tmp_path: Path) -> None:
    path = roster()
    with pytest.raises(UsageError, match="--period"):
        made(path, tmp_path / "材料", "briefing")
    with pytest.raises(UsageError, match="季度，如 2026Q1"):
        made(path, tmp_path / "材料", "quarterly_bulletin", period="2026")


# --- what public documents may not say ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["身份证号110101200501011234", "电话19900000002"])
def test_a_public_document_with_a_number_of_a_person_is_refused(roster: Roster, tmp_path: Path, number: str) -> None:
    path = roster({"简报素材": [[date(2026, 5, 20), "法学1班", "做法", f"联系王五，{number}。"]]})
    result = made(path, tmp_path / "材料", "briefing", period="2026Q2")
    assert not any(composed.document == "briefing" for composed in result.made)
    assert "2026年第1期简报.docx：公开文件不得写个人号码，正文第" in result.failed[0].message
    assert number[-10:] not in result.failed[0].message


def test_the_phone_of_the_contact_stands_in_the_circular(roster: Roster, tmp_path: Path) -> None:
    assert "联系电话：19900000001" in text(made(roster(), tmp_path / "材料", "circular"), "circular")


# --- lists --------------------------------------------------------------------------------------------------------------------


def test_the_places_of_all_branches_add_up(roster: Roster, tmp_path: Path) -> None:
    (path,) = [composed.path for composed in made(roster(), tmp_path / "材料", "quota_table").made]
    rows = list(openpyxl.load_workbook(path).active.iter_rows(min_row=4, values_only=True))
    branches = [int(str(row[5])) for row in rows if isinstance(row[0], int)]
    assert len(branches) == 3
    assert next(int(str(row[5])) for row in rows if row[2] == "合计") == sum(branches)


def test_the_list_of_candidates_shows_neither_id_nor_phone(roster: Roster, tmp_path: Path) -> None:
    result = made(roster(), tmp_path / "材料", "candidate_list")
    assert result.made
    for composed in result.made:
        sheet = openpyxl.load_workbook(composed.path).active
        values = [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
        assert not [value for value in values if sum(character.isdigit() for character in value) >= 11]
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows == "$1:$3"
