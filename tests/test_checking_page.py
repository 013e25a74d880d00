"""docs/checking.md: the page for branch secretaries holds what it says, on the workbooks that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from xlflow.findings import Severity
from xlflow.jobs.check import check

pytestmark = pytest.mark.slow

Run = Callable[..., Any]
AS_OF = date(2026, 6, 30)
SMALL = 150 * 1024


@pytest.fixture
def guide(repository: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The programs that made the workbooks and read the page."""
    monkeypatch.syspath_prepend(str(repository / "tools"))
    import checking_page
    import checking_samples

    return SimpleNamespace(page=checking_page, samples=checking_samples, text=checking_page.PAGE.read_text(encoding="utf-8"))


@pytest.fixture
def desk(tmp_path: Path, guide: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with copies of both workbooks, in which the commands of the page run."""
    for name in (guide.samples.FORM, guide.samples.OWN_LIST):
        (tmp_path / name).write_bytes((guide.samples.FOLDER / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(path: Path) -> list[tuple[str | None, str | None, str]]:
    """What is open: sheet, cell and sentence."""
    found = check([path], as_of=AS_OF).findings
    return [(f.place.sheet, f.place.cell, f.message) for f in found if f.severity is not Severity.INFO and not f.confirmed]


def listed(lines: list[Any]) -> list[tuple[str, str, str]]:
    return [(line.sheet, line.cell, line.message) for line in lines]


def test_the_committed_workbooks_are_what_their_program_makes(guide: SimpleNamespace) -> None:
    samples = guide.samples
    for name, made in ((samples.FORM, samples.wrong_form()), (samples.OWN_LIST, samples.own_list())):
        assert cells(samples.FOLDER / name) == cells(made), name


def cells(workbook: Path | bytes) -> dict[tuple[str, str], object]:
    """Everything that stands in a workbook."""
    from io import BytesIO

    book = openpyxl.load_workbook(workbook if isinstance(workbook, Path) else BytesIO(workbook))
    return {(s.title, c.coordinate): c.value for s in book.worksheets for row in s.iter_rows() for c in row if c.value is not None}


def test_the_form_has_many_kinds_of_faults_on_all_its_sheets(guide: SimpleNamespace) -> None:
    found = check([guide.samples.FOLDER / guide.samples.FORM], as_of=AS_OF).findings
    assert {f.place.sheet for f in found} == {"单位信息", "推优对象清单", "推优大会"}
    assert len({f.code for f in found}) >= 20


def test_the_form_corrected_as_the_page_says_can_be_handed_in(guide: SimpleNamespace, desk: Path, xlflow: Run) -> None:
    form = desk / guide.samples.FORM
    mark, report, again, fill, last, submit, *_ = guide.page.commands()
    first, second = guide.page.cures("推优对象清单")
    assert told(form) == listed(first)
    assert xlflow(*mark).code == 1
    assert xlflow(*report).code == 1
    assert "宋行志" in (desk / "校验报告.html").read_text(encoding="utf-8")
    guide.page.typed_over(form, first)
    assert told(form) == listed(second)
    assert xlflow(*again).code == 1
    guide.page.typed_over(form, second)
    assert xlflow(*fill).code == 0
    assert xlflow(*last).code == 0
    assert told(form) == []
    assert xlflow(*submit).code == 0
    (handed,) = (desk / "上报").iterdir()
    assert f"上报/{handed.name}" in guide.text


def test_the_list_corrected_as_the_page_says_is_clean(guide: SimpleNamespace, desk: Path, xlflow: Run) -> None:
    own = desk / guide.samples.OWN_LIST
    before = own.read_bytes()
    *_, mark_copy, again = guide.page.commands()
    (lines,) = guide.page.cures("名单")
    assert told(own) == listed(lines)
    assert xlflow(*mark_copy).code == 1
    assert own.read_bytes() == before
    guide.page.typed_over(own, lines)
    assert xlflow(*again).code == 0
    assert told(own) == []


def test_every_picture_of_the_page_is_there_small_and_shown(repository: Path, guide: SimpleNamespace) -> None:
    folder = repository / "docs" / "pictures"
    shown = re.findall(r"\(pictures/([^)]+)\)", guide.text)
    elsewhere = {
        name for page in (repository / "docs").glob("*.md") for name in re.findall(r"[(\"]pictures/([^)\"]+)[)\"]", page.read_text("utf-8"))
    }
    there = {path.name for path in folder.iterdir()}
    assert set(shown) <= there
    assert there == elsewhere
    assert all((folder / name).stat().st_size < SMALL for name in shown)
