"""What the pages for maintainers name is there: modules, functions, identifiers, pages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PAGES = ("docs/architecture.md", "CONTRIBUTING.md", "docs/reading-rules.md", "docs/counting-rules.md", "docs/glossary.md")
PLACE = re.compile(r"`((?:xlflow|tests|tools|templates|benchmarks|docs)/[\w./-]*)(?:::(\w+))?`")


@pytest.mark.parametrize("page", PAGES)
def test_every_place_that_a_page_names_is_there(repository: Path, page: str) -> None:
    missing = []
    for path, name in PLACE.findall((repository / page).read_text(encoding="utf-8")):
        place = repository / path
        if not place.exists() or (name and not re.search(rf"^\s*(?:def|class) {name}\b|^{name}\b", place.read_text("utf-8"), re.MULTILINE)):
            missing.append(f"{path}::{name}")
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(repository: Path, page: str) -> None:
    at = repository / page
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", at.read_text(encoding="utf-8"))
    assert [link for link in links if not (at.parent / link).exists()] == []


def test_the_architecture_names_every_layer_in_its_order(repository: Path) -> None:
    settings = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract for contract in settings["contracts"] if contract["type"] == "layers")["layers"]
    text = (repository / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert " › ".join(layers) in text


def test_every_decision_is_dated_and_listed(repository: Path) -> None:
    folder = repository / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in sorted(folder.glob("[0-9]*.md")):
        assert re.search(r"^Status: (accepted|superseded by \S+) · \d{4}-\d\d-\d\d", page.read_text(encoding="utf-8"), re.MULTILINE), (
            page.name
        )
        assert f"]({page.name})" in listed, page.name


def test_an_identifier_of_the_glossary_is_used(repository: Path) -> None:
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (repository / "xlflow").rglob("*.py"))
    sources += "\n".join(file.read_text(encoding="utf-8") for file in (repository / "templates").rglob("*.toml"))
    rows = re.findall(r"^\|[^|]+\|([^|]+)\|", (repository / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    names = [name for row in rows for name in re.findall(r"`([a-z_]+)`", row)]
    assert len(names) > 50
    assert [name for name in names if name not in sources] == []
