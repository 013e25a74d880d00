"""What one rendering may cost: turns of loops, calls and the length of repeated texts are counted.

It names the tag of what people write by mistake. What is written on purpose has more ways than can be counted; templates of unknown
origin are therefore filled in by a limited process only (`jobs.workers`).

Loops and `*` are rewritten in the tree of the part, before it is compiled: a loop counts its turns once, when it begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from jinja2 import TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

MOST_TURNS = 1_000_000
"""Of all loops of a document together: a table of 10,000 people with a few loops in each row is a tenth of it."""
MOST_CALLS = 100_000
"""Of macros and functions; each costs as much as dozens of turns."""
LONGEST = 1_000_000
"""Characters, or entries, that a repetition may make."""
HIGHEST_POWER = 64
MOST_BITS = 10_000
"""Of a number."""
_COUNTED, _TIMES, _POWER = "\ufdd9counted", "\ufdd9times", "\ufdd9power"
Node = TypeVar("Node", bound=nodes.Node)


class TooMuchError(Exception):
    """A template asks for more than any document needs; the text says for what."""


class Budget:
    """The turns and calls that are left to a rendering."""

    def __init__(self) -> None:
        """A first rendering may begin."""
        self.renew()

    def renew(self) -> None:
        """A new rendering begins."""
        self._left, self._calls = MOST_TURNS, MOST_CALLS

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """What the rewritten trees use."""
        return {_COUNTED: self._counted, _TIMES: _times, _POWER: _power}

    def call(self) -> None:
        """A macro or function is called."""
        self._calls -= 1
        if self._calls < 0:
            raise TooMuchError(f"调用超过 {MOST_CALLS:,} 次；请核对宏的写法")

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

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier) -> nodes.Node:  # noqa: N802
        """`autoescape` is worked out while the template is compiled: only true and false can stand there."""
        if not all(isinstance(option.value, nodes.Const) for option in node.options):
            raise TemplateSyntaxError("autoescape takes true or false", node.lineno)
        return self._inside(node)

    def _inside(self, node: Node) -> Node:
        self.generic_visit(node)
        return node


def _filter(value: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(arguments), [], None, None, lineno=value.lineno, environment=value.environment)


def _times(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MOST_BITS:
        raise TooMuchError("算出的数太大，请核对乘法")
    for count, repeated in ((left, right), (right, left)):
        if isinstance(count, int) and isinstance(repeated, str | list | tuple) and count * len(repeated) > LONGEST:
            raise TooMuchError(f"要重复出 {count * len(repeated):,} 个字；最多 {LONGEST:,} 个，请改小")
    return left * right


def _power(left: Any, right: Any) -> Any:
    if abs(right) > HIGHEST_POWER:
        raise TooMuchError(f"次方数 {right} 太大；最大 {HIGHEST_POWER}")
    if isinstance(left, int) and left.bit_length() * abs(right) > MOST_BITS:
        raise TooMuchError("算出的数太大，请核对次方")
    return left**right
