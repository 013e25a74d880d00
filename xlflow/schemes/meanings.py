"""Faults of what an expression says: names that nothing gives, texts that a choice never is."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.schemes.build import Built
from xlflow.schemes.expressions import Expression
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.layers import Name
from xlflow.schemes.names import Names


def expression_faults(
    built: Built, names: Names, section: str, name: Name, key: str, expression: Expression, table: str
) -> Iterator[Fault]:
    """Faults of an expression that is judged on the rows of a table."""
    visible = names.visible(table) | names.related
    for word in expression.names:
        if word not in visible:
            column = expression.source.find(word) + 1
            message = f"表达式第 {column} 个字符处的 {word} 不是字段、参数或 as_of{near(word, visible)}；请改正"
            yield built.fault(section, name, key, message)
    for word, text in expression.compared:
        labels = names.labels(table, word)
        if labels is not None and text not in labels:
            message = f"表达式里的“{text}”不是 {word} 的选项{near(text, labels)}，这样写永远不会成立；请改正"
            yield built.fault(section, name, key, message)
