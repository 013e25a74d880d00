"""Documentation that cannot go stale."""

from __future__ import annotations

import importlib
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from xlflow.cli.commands import xlflow as top
from xlflow.messages import CATALOGUE
from xlflow.schemes.shipped import shipped_ids

READMES = ("README.md", "README.zh-CN.md")


@pytest.fixture
def tool(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """The program in `tools` of that name; programs there use one another."""
    monkeypatch.syspath_prepend(str(repository / "tools"))
    return importlib.import_module


def test_the_reference_is_what_the_command_line_says(repository: Path, tool: Callable[[str], ModuleType]) -> None:
    written = (repository / "docs" / "cli.md").read_text(encoding="utf-8")
    assert tool("write_cli_reference").reference() == written, "run: make docs"


def test_the_page_of_the_layout_is_what_the_profile_and_the_program_say(repository: Path, tool: Callable[[str], ModuleType]) -> None:
    written = (repository / "docs" / "layout.md").read_text(encoding="utf-8")
    assert tool("write_layout_page").page() == written, "run: make docs"


def test_the_page_of_codes_is_what_the_catalogue_and_the_base_scheme_say(repository: Path, tool: Callable[[str], ModuleType]) -> None:
    written = (repository / "docs" / "codes.md").read_text(encoding="utf-8")
    assert tool("write_codes_page").page() == written, "run: make docs"


def test_the_page_of_schemes_is_what_the_shipped_schemes_say(repository: Path, tool: Callable[[str], ModuleType]) -> None:
    written = (repository / "docs" / "schemes.md").read_text(encoding="utf-8")
    assert tool("write_schemes_page").page() == written, "run: make docs"
    for id in shipped_ids():
        assert f'<a id="{id}"></a>' in written
        assert (repository / "docs" / "pictures" / f"flow-{id}.svg").is_file()


def test_every_code_has_its_place_on_the_page_of_codes(repository: Path) -> None:
    written = (repository / "docs" / "codes.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r'^<a id="([^"]+)"', written, re.MULTILINE)) == sorted(CATALOGUE)


def blocks(text: str) -> Iterator[str]:
    yield from re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def command_lines(text: str) -> Iterator[list[str]]:
    """The xlflow lines of the code blocks, without their comments."""
    for block in blocks(text):
        for line in block.splitlines():
            words = shlex.split(line.replace("\\", "/"), comments=True)
            if words and Path(words[0]).name == "xlflow":
                yield words[1:]


def parses(words: list[str]) -> None:
    """Parses without running; a usage error fails the test."""
    command: click.Command = top
    context = top.make_context("xlflow", list(words), resilient_parsing=False)
    while isinstance(command, click.Group):
        name, *rest = [*context._protected_args, *context.args]
        command = command.commands[name]
        context = command.make_context(name, rest, parent=context)


@pytest.mark.parametrize("readme", [*READMES, "docs/checking.md", "docs/excel.md", "docs/own-scheme.md", "docs/own-template.md"])
def test_every_command_line_of_the_readme_is_understood(repository: Path, readme: str) -> None:
    lines = list(command_lines((repository / readme).read_text(encoding="utf-8")))
    assert lines
    for words in lines:
        parses(words)


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_begins_with_the_two_commands(repository: Path, readme: str) -> None:
    first = next(blocks((repository / readme).read_text(encoding="utf-8")))
    assert re.findall(r"^make \w+", first, re.MULTILINE) == ["make demo", "make test"]


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_command_and_exit_code(repository: Path, readme: str) -> None:
    text = (repository / readme).read_text(encoding="utf-8")
    for name in top.commands:
        assert f"`xlflow {name}`" in text
    for code in ("0", "1", "2", "3", "4", "130"):
        assert f"| {code} |" in text


def test_links_between_documents_lead_somewhere(repository: Path) -> None:
    broken = []
    for page in [*repository.glob("*.md"), *(repository / "docs").rglob("*.md"), repository / "sample_workbooks" / "README.md"]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def test_every_make_target_of_the_readme_exists(repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    for readme in READMES:
        for target in re.findall(r"\bmake (demo|test|check|bench|samples|docs)\b", (repository / readme).read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_sample_workbook_is_in_its_readme(repository: Path) -> None:
    folder = repository / "sample_workbooks"
    text = (folder / "README.md").read_text(encoding="utf-8")
    for file in folder.rglob("*.*"):
        unit = re.search(r"2023级\w+?1班", file.name)
        assert (unit[0] if unit else file.name) in text or file.name == "README.md", file.name


def test_the_python_of_the_readme_runs(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(.*?)```", (repository / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    monkeypatch.chdir(repository)
    exec(compile(code[1], "README.md", "exec"), {"__name__": "__main__"})
    assert "id-number-checksum" in capsys.readouterr().out
