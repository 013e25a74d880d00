"""A light check of what an expression does with its values: text is not compared with numbers, days are not added up.

Only what can never be judged is a fault. Where the kind of a value is not known (a reference, a param of mixed values) nothing is said.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from enum import StrEnum

from xlflow.schemes.parts import Field, FieldType, Param


class Kind(StrEnum):
    """What a value is, in the words of a fault."""

    NUMBER = "数"
    TEXT = "文字"
    DAY = "日期"
    FLAG = "是或否"
    LIST = "列表"


KindOf = Callable[[str], Kind | None]
Wrong = tuple[int, str]
"""A column, from 1, and what is wrong there."""

_FIELD_KINDS = {
    **dict.fromkeys((FieldType.INT, FieldType.DEC, FieldType.MONEY, FieldType.PCT), Kind.NUMBER),
    **dict.fromkeys((FieldType.DATE, FieldType.DATE_OR_MONTH), Kind.DAY),
    FieldType.BOOL: Kind.FLAG,
    FieldType.REF: None,
}
_DAYS = (Kind.DAY,)
_ARGUMENTS: dict[str, tuple[tuple[Kind, ...], ...]] = {
    "age_on": (_DAYS, _DAYS),
    "months_between": (_DAYS, _DAYS),
    "days_between": (_DAYS, _DAYS),
    "workdays_between": (_DAYS, _DAYS, (Kind.FLAG,)),
    "count_above": ((Kind.LIST, Kind.NUMBER), (Kind.NUMBER,)),
}
"""For each argument of a function the kinds that it can be."""
_ANY_NUMBER_OF = {"latest": (Kind.DAY, Kind.LIST), "total": (Kind.NUMBER, Kind.LIST)}
_RESULTS = {"filled": Kind.FLAG, "any_of": Kind.FLAG, "latest": Kind.DAY}


def kind_of_field(field: Field, meetings: str) -> Kind | None:
    """The kind of the values of a field; a reference to the meetings is their day."""
    if field.type is FieldType.REF:
        return Kind.DAY if field.target == meetings else None
    return _FIELD_KINDS.get(field.type, Kind.TEXT)


def kind_of_param(param: Param) -> Kind | None:
    """The kind of a param; None where its values by date are of several."""
    kinds = {kind_of_value(dated.value) for dated in param.values}
    return kinds.pop() if len(kinds) == 1 else None


def kind_of_value(value: object) -> Kind:
    """The kind of a written value."""
    if isinstance(value, bool):
        return Kind.FLAG
    if isinstance(value, int | float):
        return Kind.NUMBER
    if isinstance(value, str):
        return Kind.TEXT
    return Kind.LIST if isinstance(value, tuple | list) else Kind.DAY


def examine(source: str, kind_of: KindOf) -> tuple[Kind | None, list[Wrong]]:
    """The kind of what an expression comes to, and what in it can never be judged. The text is one of the language."""
    line = source.replace("\r", " ").replace("\n", " ")
    text = line.lstrip()
    examiner = _Examiner(text, len(line) - len(text), kind_of)
    return examiner.kind(ast.parse(text, mode="eval").body), examiner.wrong


class _Examiner:
    def __init__(self, text: str, indent: int, kind_of: KindOf) -> None:
        self.bytes = text.encode()
        self.indent = indent
        self.kind_of = kind_of
        self.wrong: list[Wrong] = []

    def kind(self, node: ast.expr) -> Kind | None:
        """The kind of a part; what is wrong in it is noted."""
        match node:
            case ast.Constant(value):
                return kind_of_value(value)
            case ast.Name(id):
                return self.kind_of(id)
            case ast.Attribute(ast.Name(table), key):
                return self.kind_of(f"{table}.{key}")
            case ast.List(elements) | ast.Tuple(elements):
                for element in elements:
                    self.kind(element)
                return Kind.LIST
            case ast.BoolOp(_, operands):
                for operand in operands:
                    self._condition(operand)
                return Kind.FLAG
            case ast.UnaryOp(ast.Not(), operand):
                self._condition(operand)
                return Kind.FLAG
            case ast.UnaryOp(_, operand):
                self._number(operand)
                return Kind.NUMBER
            case ast.BinOp(left, _, right):
                before = len(self.wrong)
                self._number(left)
                self._number(right)
                return Kind.NUMBER if len(self.wrong) == before else None
            case ast.Compare():
                self._comparison(node)
                return Kind.FLAG
            case ast.Call(ast.Name(function), arguments):
                self._call(function, arguments)
                return _RESULTS.get(function, Kind.NUMBER)
        return None

    def _condition(self, node: ast.expr) -> None:
        if isinstance(node, ast.Constant):
            self._note(node, "这里总是同一个结果；请写条件，或删去")
        elif (kind := self.kind(node)) in (Kind.TEXT, Kind.DAY, Kind.LIST):
            self._note(node, f"这里是{kind}，应是条件；是否填写请用 filled(…)")

    def _number(self, node: ast.expr) -> None:
        kind = self.kind(node)
        if kind is Kind.DAY:
            self._note(node, "日期不能加减；请用 days_between、months_between 或 workdays_between")
        elif kind in (Kind.TEXT, Kind.LIST):
            self._note(node, f"{kind}不能做加减乘除；请改用数字的字段" + ("，或用 total、count" if kind is Kind.LIST else ""))

    def _comparison(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        kinds = [self.kind(side) for side in sides]
        for operator, left, right, one, other in zip(node.ops, sides, sides[1:], kinds, kinds[1:], strict=False):
            if isinstance(operator, ast.In | ast.NotIn):
                self._membership(right, one, other)
            elif ast.dump(left) == ast.dump(right):
                self._note(right, "两边是同一个值，总是同一个结果；请改正其中一边")
            elif one and other and one is not other:
                self._note(right, f"{one}和{other}不能相比，永远不会成立；请改正其中一边")

    def _membership(self, right: ast.expr, one: Kind | None, other: Kind | None) -> None:
        if other is not None and other is not Kind.LIST:
            self._note(right, f"in 的右边是{other}，应是列表；几个值写在一格里的，请用 any_of(…)")
        for element in right.elts if isinstance(right, ast.List | ast.Tuple) else []:
            kind = self.kind(element)
            if one and kind and one is not kind:
                self._note(element, f"{one}不会等于{kind}；请改正列表里的值")

    def _call(self, function: str, arguments: list[ast.expr]) -> None:
        for node, wanted in zip(arguments, self._wanted(function, len(arguments)), strict=False):
            kind = self.kind(node)
            if wanted and kind and kind not in wanted:
                self._note(node, f"{function} 的这个参数是{kind}，应是{'或'.join(wanted)}；请改正")

    def _wanted(self, function: str, count: int) -> Iterator[tuple[Kind, ...]]:
        if function in _ARGUMENTS:
            yield from _ARGUMENTS[function]
        else:
            yield from (_ANY_NUMBER_OF.get(function, ()) for _ in range(count))

    def _note(self, node: ast.expr, what: str) -> None:
        column = len(self.bytes[: node.col_offset].decode(errors="replace"))
        self.wrong.append((self.indent + column + 1, what))
