"""Templates and expressions made at random come out as docxtpl makes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from beside_docxtpl import content_of, ours, theirs
from docx.document import Document
from docx.table import _Cell
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import paragraphs, word_file

from xlflow.errors import TemplateError

pytestmark = pytest.mark.slow

# Templates made at random: a tree of blocks, written as paragraphs and tables, whose paragraphs are cut into runs anywhere.

WORDS = st.text("甲乙丙 ab，。", min_size=1, max_size=5)
TESTS = st.sampled_from(["yes", "no", "two == 2", "xs", "empty", "not yes", "name == '张三'"])
LISTS = st.sampled_from(["xs", "empty", "people", "range(two)"])
INLINE = st.recursive(
    st.one_of(WORDS, st.sampled_from(["{{ name }}", "{{ amp }}", "{{ number }}", "{{ d.k }}", "{{ xs|join('、') }}", "{# 无 #}"])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, TESTS, inner, inner),
        st.builds("{{% for x in {} %}}{}{{{{ loop.index }}}}{{% endfor %}}".format, LISTS, inner),
    ),
    max_leaves=5,
)
Block = list[object]
LINE: st.SearchStrategy[Block] = INLINE.map(lambda text: [text])


def _wrapped(opening: str, inner: Block, closing: str) -> Block:
    return [opening, *inner, closing]


BLOCKS: st.SearchStrategy[Block] = st.recursive(
    LINE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: [*two[0], *two[1]]),
        st.builds(lambda test, block: _wrapped(f"{{%p if {test} %}}", block, "{%p endif %}"), TESTS, inner),
        st.builds(lambda items, block: _wrapped(f"{{%p for y in {items} %}}", block, "{%p endfor %}"), LISTS, inner),
        st.builds(lambda items, block: [("for", items, block), ""], LISTS, inner),
        st.builds(lambda test, block: [("if", test, block), ""], TESTS, inner),
    ),
    max_leaves=5,
)


def write_blocks(parent: Document | _Cell, blocks: Block, cuts: Iterator[int]) -> None:
    for block in blocks:
        if isinstance(block, str):
            paragraph = parent.add_paragraph()
            for piece in cut(block, next(cuts)):
                paragraph.add_run(piece)
        else:
            assert isinstance(block, tuple)
            word, what, inner = block
            opening = f"{{%tr for z in {what} %}}" if word == "for" else f"{{%tr if {what} %}}"
            table = parent.add_table(4, 1)
            for y, text in enumerate(("头", opening, "", f"{{%tr end{word} %}}")):
                table.cell(y, 0).paragraphs[0].add_run(text)
            write_blocks(table.cell(2, 0), inner, cuts)
            table.cell(2, 0).add_paragraph("尾")


def cut(text: str, seed: int) -> list[str]:
    """The text in pieces: where the bits of the seed are set, a new one begins."""
    pieces = [""]
    for number, char in enumerate(text):
        if pieces[-1] and seed >> number % 31 & 1:
            pieces.append("")
        pieces[-1] += char
    return pieces


@settings(max_examples=30)
@given(BLOCKS, st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=4))
def test_templates_made_at_random_give_the_same_text(blocks: Block, seeds: list[int]) -> None:
    def cuts() -> Iterator[int]:
        while True:
            yield from seeds

    content = word_file(lambda document: write_blocks(document, blocks, cuts()))
    assert content_of(ours(content)) == content_of(theirs(content))


BASES = st.sampled_from(["name", "amp", "lines", "number", "two", "xs", "empty", "people", "d", "yes", "'a b'", "[3, 1, 2]", "12.345"])
CHAIN = st.lists(
    st.sampled_from(
        [
            *(
                "upper",
                "length",
                "first",
                "last",
                "join('、')",
                "default('无')",
                "string",
                "list",
                "sort",
                "reverse",
                "unique|list",
                "trim",
            ),
            *(
                "round(1)",
                "int",
                "float",
                "abs",
                "sum",
                "max",
                "title",
                "wordcount",
                "replace('三', '四')",
                "truncate(3)",
                "map('string')|join",
            ),
            *("selectattr('votes')|list|length", "batch(2)|list|length", "e", "center(9)", "indent", "tojson|length", "dictsort|length"),
        ]
    ),
    max_size=3,
)


@settings(max_examples=60)
@given(BASES, CHAIN)
def test_expressions_made_at_random_give_the_same_text_or_are_refused_by_both(base: str, chain: list[str]) -> None:
    content = paragraphs("前{{ " + " | ".join([base, *chain]) + " }}后")
    try:
        expected = content_of(theirs(content))
    except Exception:  # whatever the filters of jinja2 raise for a value of another kind
        with pytest.raises(TemplateError):
            ours(content)
        return
    if " object " in str(expected):  # docxtpl prints an iterator as Python shows it
        with pytest.raises(TemplateError, match="是一串值"):
            ours(content)
        return
    assert content_of(ours(content)) == expected
