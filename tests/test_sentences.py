"""What users read is whole: sentences end with 。, and their parts end with nothing, so that they can be put together."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlflow import errors
from xlflow.findings import Place
from xlflow.messages import CATALOGUE, finding, sentence
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import shipped_ids

_ENDS = "。；，、：！？.,;:!?"
_RAISED = {
    kind.__name__
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.XlflowError) and kind is not errors.WorkbookError
}
"""Errors whose text is a sentence for the user. A `WorkbookError` gives a reason, which stands in the sentence of its finding."""


def is_part(text: str) -> bool:
    return text == text.strip() and not text.endswith(tuple(_ENDS))


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_finding_is_one_sentence(code: str) -> None:
    kind = CATALOGUE[code]
    assert is_part(kind.message)
    assert is_part(kind.fix)
    assert kind.fix
    said = sentence(finding(code, Place("三班.xlsx", "推优对象清单", 12, 6, "name", "姓名"), got="张三"))
    assert said.startswith("三班.xlsx › 推优对象清单 › F12  ")
    assert said.endswith("。")
    assert said.count("。") == 1
    assert "{" not in said


@pytest.mark.parametrize("scheme", shipped_ids())
def test_what_a_scheme_says_of_its_rules_is_part_of_a_sentence(scheme: str) -> None:
    loaded = Scheme.load(scheme)
    said = [text for rule in (*loaded.rules, *loaded.intervals) for text in (rule.message, rule.fix, rule.basis) if text]
    assert [text for text in said if not is_part(text)] == []


def literal_ends(repository: Path) -> Iterator[tuple[str, str]]:
    """For every error that is raised with a text: where, and how the text ends; texts that end in a value are left out."""
    for file in sorted((repository / "xlflow").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RAISED and node.args:
                text = node.args[0].values[-1] if isinstance(node.args[0], ast.JoinedStr) else node.args[0]
                if isinstance(text, ast.Constant):
                    yield f"{file.name}:{node.lineno}", str(text.value)


@pytest.mark.slow
def test_every_error_is_a_sentence(repository: Path) -> None:
    ends = list(literal_ends(repository))
    assert len(ends) > 40
    assert [(place, text) for place, text in ends if not text.endswith("。")] == []
