from __future__ import annotations

import re

import pytest

from xlflow.patterns import pattern


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    lazy, compiled = pattern(r"(\d+)\s*人", re.ASCII), re.compile(r"(\d+)\s*人", re.ASCII)
    for text in ("28 人", "人", "实到28人"):
        assert bool(lazy.fullmatch(text)) == bool(compiled.fullmatch(text))
        assert lazy.sub("x", text) == compiled.sub("x", text)
    assert lazy.pattern == compiled.pattern
    assert pattern(b"a").split(b"bab") == [b"b", b"b"]


def test_a_faulty_pattern_says_so_when_it_is_used() -> None:
    lazy = pattern("(")
    with pytest.raises(re.error):
        lazy.search("x")
