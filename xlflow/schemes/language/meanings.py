"""Faults of what an expression says: names that nothing gives, texts that a choice never is, values that cannot meet, what never varies."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.schemes.faults import Fault, near
from xlflow.schemes.language.expressions import Expression, Verdict
from xlflow.schemes.language.known_names import Names
from xlflow.schemes.language.value_kinds import Kind, examine
from xlflow.schemes.loading.build import Built
from xlflow.schemes.loading.layers import Name

_VALUES = ("value", "base")
"""Keys whose expression is a value; all others are conditions."""
_OF_THE_ROW = ("require", "used", "part")
"""Keys whose condition tells one row from another, so that it names a field."""


def expression_faults(
    built: Built, names: Names, section: str, name: Name, key: str, expression: Expression, table: str
) -> Iterator[Fault]:
    """Faults of an expression that is judged on the rows of a table."""
    visible = names.visible(table) | names.related
    unknown = [word for word in expression.names if word not in visible]
    for word in unknown:
        column = expression.source.find(word) + 1
        message = f"表达式第 {column} 个字符处的 {word} 不是字段、参数或 as_of{near(word, visible)}；请改正"
        yield built.fault(section, name, key, message)
    for word, text in expression.compared:
        labels = names.labels(table, word)
        if labels is not None and text not in labels:
            message = f"表达式里的“{text}”不是 {word} 的选项{near(text, labels)}，这样写永远不会成立；请改正"
            yield built.fault(section, name, key, message)
    kind, wrong = examine(expression.source, lambda word: names.kind(table, word))
    for column, what in wrong:
        yield built.fault(section, name, key, f"表达式第 {column} 个字符处：{what}")
    if not unknown and not wrong:
        yield from (built.fault(section, name, key, what) for what in _senseless(names, key, expression, kind))


def _senseless(names: Names, key: str, expression: Expression, kind: Kind | None) -> Iterator[str]:
    """What is wrong with an expression as a whole, the words of which are right."""
    if key in _VALUES:
        if not expression.names:
            yield "算式里没有字段，每一行都一样；请写出字段，或删去这一行"
    elif kind in (Kind.TEXT, Kind.DAY, Kind.NUMBER, Kind.LIST):
        yield f"这里应是条件，写成了{kind}；请用比较写出条件，是否填写请用 filled(…)"
    elif not expression.names:
        always = "成立" if expression.judge({}) is Verdict.TRUE else "不成立"
        yield f"条件里没有字段或参数，总是{always}；请写出字段，或删去这一项"
    elif key in _OF_THE_ROW and names.is_same_for_all(expression.names):
        yield "条件里只有参数和 as_of，没有字段，每一行结果都一样；请写出要判断的字段"
