"""docs/documents.md: every document of every shipped scheme, each with its picture."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

SMALL = 60 * 1024


@pytest.fixture
def tool(repository: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The program that writes the page."""
    monkeypatch.syspath_prepend(str(repository / "tools"))
    import write_documents_page

    return write_documents_page


def test_the_page_is_what_the_shipped_schemes_say(tool: ModuleType) -> None:
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run: make docs"


def test_every_document_stands_on_it_with_its_picture_scope_class_signature_and_file_name(tool: ModuleType) -> None:
    text = tool.PAGE.read_text(encoding="utf-8")
    parts = dict(re.findall(r'<a id="([^"]+)"></a>\n(.*?)(?=\n<a id=|\n## |\Z)', text, re.DOTALL))
    known = 0
    for scheme, documents in tool.catalogue():
        for document in documents:
            part = parts[f"{scheme.id}-{document.id}"]
            for said in (tool.SCOPES[document.scope], tool.CLASSES[document.audience], tool.SIGNS[document.sign], document.file):
                assert said in part
            assert f"](documents/{scheme.id}-{document.id}.png)" in part
            known += 1
    assert known == len(parts)


def test_every_document_has_a_small_picture_and_no_picture_is_left_over(tool: ModuleType) -> None:
    wanted = {tool.picture(scheme, document) for scheme, documents in tool.catalogue() for document in documents}
    assert set(tool.PICTURES.iterdir()) == wanted, "run: make pictures"
    for path in wanted:
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) <= SMALL, path.name
