"""`xlflow compose` for many, through the command line: what a committee meets when it has forty people, long names and one printer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import xlsxwriter

from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.process

NATIONAL = Scheme.load("national")
LONG = "阿卜杜热合曼·买买提依明·吾斯曼江·艾合买提尼亚孜·阿布都克热木"
ROW = {
    "branch": "软件2201团支部",
    "gender": "女",
    "birth_date": date(2004, 3, 15),
    "ethnicity": "汉族",
    "league_join_date": "2020.05",
    "recommendation_type": "入党积极分子",
    "application_date": date(2025, 6, 1),
    "meeting_date": date(2026, 3, 5),
    "eligible": 240,
    "present": 236,
    "in_favour": 230,
    "notice_start": date(2026, 3, 9),
    "notice_end": date(2026, 3, 13),
}
Run = Callable[..., Any]


def a_list(path: Path, *names: str) -> Path:
    """A list of people, numbered from 0001."""
    keys = ("name", "student_id", *ROW)
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("名单")
        for column, key in enumerate(keys):
            sheet.write_string(0, column, NATIONAL.field("nominees", key).label)
            for row, name in enumerate(names, 1):
                sheet.write(row, column, {"name": name, "student_id": f"99990000{row:04d}", **ROW}[key])
    return path


def composed(xlflow: Run, source: Path, document: str, *more: str | Path) -> Any:
    return xlflow("compose", source, "-o", source.parent / "材料", "--as-of", "2026-03-31", "--document", document, *more)


def text(path: Path) -> str:
    """All paragraphs, those in tables too."""
    return "".join(node.text or "" for node in docx.Document(str(path)).element.body.iter() if node.tag.endswith("}t"))


def test_forty_people_stand_in_one_letter_each_once(xlflow: Run, tmp_path: Path) -> None:
    names = [f"某{chr(0x5341 + number)}" for number in range(40)]
    told = composed(xlflow, a_list(tmp_path / "名单.xlsx", *names), "recommendation_letter")
    assert told.code == 0, told.err
    [letter] = (tmp_path / "材料").glob("*.docx")
    table = "\n".join(cell.text for table in docx.Document(str(letter)).tables for row in table.rows for cell in row.cells)
    assert all(table.split("\n").count(name) == 1 for name in names)
    assert "40" in text(letter)


def test_one_name_twice_and_names_that_differ_in_case_make_files_of_their_own(xlflow: Run, tmp_path: Path) -> None:
    told = composed(xlflow, a_list(tmp_path / "名单.xlsx", "甲一", "甲一", "Anna", "ANNA"), "form_activist")
    assert told.code == 0, told.err
    files = list((tmp_path / "材料").glob("*.docx"))
    assert len({path.name.casefold() for path in files}) == 4
    assert {number for number in range(1, 5) if any(f"99990000{number:04d}" in text(path) for path in files)} == {1, 2, 3, 4}


def test_a_name_longer_than_its_cell_is_printed_whole(xlflow: Run, tmp_path: Path) -> None:
    told = composed(xlflow, a_list(tmp_path / "名单.xlsx", LONG), "form_activist")
    assert told.code == 0, told.err
    [form] = (tmp_path / "材料").glob("*.docx")
    assert LONG in text(form)
    assert len(form.name.encode()) < 255


@pytest.mark.usefixtures("soffice")
def test_every_paper_and_the_bundle_come_as_pdf_too(xlflow: Run, tmp_path: Path) -> None:
    source = a_list(tmp_path / "名单.xlsx", "甲一", "乙二")
    told = composed(xlflow, source, "inspection_report", "--pdf", "--bundle", tmp_path / "合订.docx")
    assert told.code == 0, told.err
    pages = {path.stem: printed(path) for path in (tmp_path / "材料").glob("*.pdf")}
    assert set(pages) == {path.stem for path in (tmp_path / "材料").glob("*.docx")}
    assert all(name in "".join(own) for name in ("甲一", "乙二") for stem, own in pages.items() if name in stem)
    bundle = printed(tmp_path / "合订.pdf")
    first, second = (next(number for number, page in enumerate(bundle) if name in page) for name in ("甲一", "乙二"))
    assert (first, second % 2) == (0, 0), "each paper begins on a front page"
    assert len([page for page in bundle if page.strip()]) == sum(len(own) for own in pages.values())


def printed(path: Path) -> list[str]:
    """The text of every page."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_without_a_program_that_prints_nothing_is_made_and_one_sentence_says_so(
    xlflow: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_list(tmp_path / "名单.xlsx", "甲一")
    monkeypatch.setenv("PATH", str(tmp_path))
    told = composed(xlflow, source, "form_activist", "--pdf")
    assert told.code == 2
    assert [line for line in told.err.splitlines() if line] == [
        "没有找到 LibreOffice 或 Word，不能生成 PDF；请安装其中一个后重试，或去掉 --pdf。"
    ]
    assert not (tmp_path / "材料").exists()
