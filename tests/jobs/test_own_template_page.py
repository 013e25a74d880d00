"""docs/own-template.md: every command of the page does what the page says, on the files that lie beside it."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
from pathlib import Path
from types import ModuleType

import docx
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def tool(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("own_template", repository / "tools" / "own_template.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "own-template.md").read_text(encoding="utf-8")


def words(file: Path) -> list[str]:
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def commands(page: str) -> list[list[str]]:
    return [shlex.split(line)[1:] for line in re.findall(r"^xlflow .+$", page, re.MULTILINE)]


def test_the_commands_of_the_page_do_what_it_says(
    xlflow, tool: ModuleType, page: str, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(repository / "docs" / "own-template", tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    shutil.copyfile(tool.SOURCE, "推优名单.xlsx")
    first, second, made, copied, linted = [xlflow(*command) for command in commands(page)]
    assert first.code == 1
    assert first.out.splitlines() == re.findall(r"^> (.+)$", page, re.MULTILINE)
    assert Path("登记表（批注）.docx").is_file()
    assert second.code == 0, second.out
    assert "试填“40 个人选”：" in second.out
    assert made.code == 0, made.err
    (file,) = Path("材料").glob("*.docx")
    assert {tool.NAME, tool.TITLE, "2025年5月15日", "志愿服务24小时。"} <= set(words(file))
    assert not any("{" in text for text in words(file))
    assert (copied.code, linted.code) == (0, 0), linted.out


def test_the_files_beside_the_page_are_those_that_the_tool_writes(tool: ModuleType, repository: Path, tmp_path: Path) -> None:
    tool.write_files(tmp_path)
    for name in (tool.EMPTY, tool.FAULTY, tool.TEMPLATE):
        assert words(tmp_path / name) == words(repository / "docs" / "own-template" / name)
    assert not any("{" in text for text in words(tmp_path / tool.EMPTY))


def test_every_tag_that_the_page_shows_is_explained_by_a_form_without_fault(xlflow, page: str, tmp_path: Path) -> None:
    document = docx.Document()
    shown = re.findall(r"`([^`\n]*\{(?:\{|%|%tr) [^`\n]*)`", page)
    of_rows = [tag for tag in shown if "%tr" in tag or "人." in tag]
    for tag in shown:
        if tag not in of_rows:
            document.add_paragraph(tag)
    table = document.add_table(len(of_rows), 1)
    for row, tag in zip(table.rows, of_rows, strict=True):
        row.cells[0].text = tag
    assert (len(document.paragraphs), len(of_rows)) == (4, 3)
    document.save(str(tmp_path / "a.docx"))
    assert "form_activist" in page
    done = xlflow("template", "check", tmp_path / "a.docx", "--document", "form_activist", "--json")
    assert '"faults":[]' in done.out


def test_the_pictures_of_the_page_are_there(page: str, repository: Path) -> None:
    shown = re.findall(r"\((pictures/[^)]+)\)", page)
    assert len(shown) == 4
    assert all((repository / "docs" / name).is_file() for name in shown)
