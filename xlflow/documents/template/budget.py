"""What one rendering may cost: turns of loops and the length of repeated texts are counted, so that a template always ends.

Loops and `*` are rewritten in the tree of the part, before it is compiled: a loop counts its turns once, when it begins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from jinja2 import Environment, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

MOST_TURNS = 1_000_000
"""Of all loops of a document together: a table of 10,000 people with a few loops in each row is a tenth of it."""
LONGEST = 1_000_000
"""Characters, or entries, that a repetition may make."""
HIGHEST_POWER = 64
_COUNTED, _TIMES, _POWER = "\ufdd9counted", "\ufdd9times", "\ufdd9power"
Node = TypeVar("Node", bound=nodes.Node)


class TooMuchError(Exception):
    """A template asks for more than any document needs; the text says for what."""


class Budget:
    """The turns that are left to a rendering."""

    def __init__(self, environment: Environment) -> None:
        """Gives the environment the filters that the rewritten trees use."""
        self._left = MOST_TURNS
        environment.filters |= {_COUNTED: self._counted, _TIMES: _times, _POWER: _power}

    def renew(self) -> None:
        """A new rendering begins."""
        self._left = MOST_TURNS

    @pass_context  # which keeps jinja2 from counting a constant list once, when it compiles
    def _counted(self, _: Context, things: Iterable[Any]) -> Collection[Any]:
        known = things if isinstance(things, list | tuple | dict | range | str) else list(things)
        self._left -= len(known)
        if self._left < 0:
            raise TooMuchError(f"循环超过 {MOST_TURNS:,} 次；请核对 for 和 range 的写法")
        return known


def limited(tree: nodes.Template) -> nodes.Template:
    """The tree with its loops and repetitions counted."""
    return _Limiter().visit(tree)  # type: ignore[no-any-return]


class _Limiter(NodeTransformer):
    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - the name that jinja2 looks for
        node = self._inside(node)
        assert isinstance(node.iter, nodes.Expr)
        node.iter = _filter(node.iter, _COUNTED)
        return node

    def visit_Mul(self, node: nodes.Mul) -> nodes.Node:  # noqa: N802
        node = self._inside(node)
        return _filter(node.left, _TIMES, node.right)

    def visit_Pow(self, node: nodes.Pow) -> nodes.Node:  # noqa: N802
        node = self._inside(node)
        return _filter(node.left, _POWER, node.right)

    def _inside(self, node: Node) -> Node:
        self.generic_visit(node)
        return node


def _filter(value: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(arguments), [], None, None, lineno=value.lineno, environment=value.environment)


def _times(left: Any, right: Any) -> Any:
    for count, repeated in ((left, right), (right, left)):
        if isinstance(count, int) and isinstance(repeated, str | list | tuple) and count * len(repeated) > LONGEST:
            raise TooMuchError(f"要重复出 {count * len(repeated):,} 个字；最多 {LONGEST:,} 个，请改小")
    return left * right


def _power(left: Any, right: Any) -> Any:
    if abs(right) > HIGHEST_POWER:
        raise TooMuchError(f"次方数 {right} 太大；最大 {HIGHEST_POWER}")
    return left**right
