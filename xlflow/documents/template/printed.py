"""What a template prints in any case: outside of conditions, as it is, without a filter. It can be looked for in every document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2 import nodes
from msgspec import Struct, field


class Printed(Struct, frozen=True):
    """`names`: names printed once at least; `rows`: of lists, what is printed of each of their rows."""

    names: frozenset[str] = frozenset()
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)


def printed_always(tree: nodes.Template) -> Printed:
    """The names and attributes of a template's tree; a loop with a condition, or in another loop, is not followed."""
    names = frozenset(node.name for node in _outputs(tree.body) if isinstance(node, nodes.Name))
    rows: dict[str, frozenset[str]] = {}
    for loop in tree.body:
        if isinstance(loop, nodes.For) and isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name) and loop.test is None:
            target = loop.target.name
            rows[loop.iter.name] = rows.get(loop.iter.name, frozenset()) | frozenset(_attributes(loop.body, target))
    return Printed(names, rows)


def _outputs(body: list[nodes.Node]) -> Iterator[nodes.Node]:
    for node in body:
        if isinstance(node, nodes.Output):
            yield from node.nodes


def _attributes(body: list[nodes.Node], target: str) -> Iterator[str]:
    for node in _outputs(body):
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == target:
            yield node.attr
