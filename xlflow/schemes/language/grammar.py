"""The whitelist of the expression language: text to a checked syntax tree whose names are the variables v0, v1 and so on."""

from __future__ import annotations

import ast

from msgspec import Struct

from xlflow.errors import SchemeError
from xlflow.messages import shorten
from xlflow.schemes.language.functions import ARITY

_LONGEST = 2000
"""Characters. No rule of the field comes near; the parser is protected from texts made to exhaust it."""

_DEEPEST = 60
"""Levels of nesting; far below what Python's own compiler can bear."""

_LARGEST = 10**15
"""No count, date or sum of the field comes near, and below it every number is exact in a workbook."""

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)
_DIVISIONS = (ast.Div, ast.FloorDiv, ast.Mod)
_OF_NUMBERS = (ast.Mult, ast.Mod)
"""What Python would also do with texts, and then fill the memory: written out with a plus before each side, which only numbers bear."""
_LITERALS = (str, int, float)


class ExpressionError(SchemeError):
    """A text outside the expression language: `reason` says what is wrong, `column` where, from 1."""

    def __init__(self, source: str, reason: str, column: int) -> None:
        super().__init__(f"表达式 “{shorten(source)}” 第 {column} 个字符处：{reason}")
        self.source = source
        self.reason = reason
        self.column = column

    def __reduce__(self) -> tuple[type[ExpressionError], tuple[str, str, int]]:
        """Errors travel from worker processes."""
        return type(self), (self.source, self.reason, self.column)


class Parsed(Struct, frozen=True):
    """A checked expression. In `body` names are variables: `v<i>` for `names[i]`, unless numbers were given."""

    source: str
    body: ast.expr
    names: tuple[str, ...]
    needed: tuple[str, ...]
    compared: tuple[tuple[str, str], ...]
    """Every name with every text it is compared with: `grade in ['优秀', '合格']` gives two pairs."""


def parse(source: str, variables: dict[str, int] | None = None) -> Parsed:
    """The checked syntax tree of a text; `ExpressionError` for anything outside the language.

    `variables` numbers the names that have a variable already, and takes up the new ones: expressions that become one function share it.
    """
    line = source.replace("\r", " ").replace("\n", " ")
    text = line.lstrip()
    indent = len(line) - len(text)
    if not text:
        raise ExpressionError(source, "没有内容；请写一个条件", 1)
    if len(text) > _LONGEST:
        raise ExpressionError(source, f"超过 {_LONGEST} 个字符；请拆成几条规则", _LONGEST)
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise ExpressionError(source, "写法不完整或有多余的符号；请检查括号、引号和运算符", indent + (error.offset or 1)) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError(source, "不能读懂；请改写得更简单", indent + 1) from None
    reader = _Reader(source, text, indent, {} if variables is None else variables)
    body = reader.visit(tree.body)
    needed = tuple(name for name in reader.names if name not in reader.optional)
    return Parsed(source, body, tuple(reader.names), needed, tuple(reader.compared))


def has_literals(source: str) -> bool:
    """Whether a text of the language states a text or number of its own, rather than comparing named values only."""
    return any(isinstance(node, ast.Constant) for node in ast.walk(ast.parse(source.replace("\n", " ").strip(), mode="eval")))


class _Reader:
    """Walks a tree, refuses what is not allowed, and collects the names."""

    def __init__(self, source: str, text: str, indent: int, variables: dict[str, int]) -> None:
        self.source = source
        self.bytes = text.encode()
        self.indent = indent
        self.variables = variables
        self.names: dict[str, None] = {}
        self.optional: set[str] = set()
        self.compared: list[tuple[str, str]] = []
        self.depth = 0

    def visit(self, node: ast.expr) -> ast.expr:
        """The node with variables for names."""
        if self.depth == _DEEPEST:
            raise self._fault(node, "套得太深；请拆成几条规则")
        self.depth += 1
        visited = self._visit(node)
        self.depth -= 1
        return visited

    def _visit(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.BoolOp(op, values):
                return ast.BoolOp(op, [self.visit(value) for value in values])
            case ast.UnaryOp(ast.Not() | ast.USub() | ast.UAdd() as operator, operand):
                return ast.UnaryOp(operator, self.visit(operand))
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.Constant(value):
                if not isinstance(value, _LITERALS):
                    raise self._fault(node, "这里只能写文字、数字、True 或 False")
                if isinstance(value, int | float) and value > _LARGEST:
                    raise self._fault(node, f"数字太大；最大是 {_LARGEST:.0e}")
                return node
            case ast.List(elements) | ast.Tuple(elements):
                return ast.Tuple([self.visit(element) for element in elements], ast.Load())
            case ast.Name() | ast.Attribute(ast.Name()):
                return self._variable(self._name(node))
            case ast.Call():
                return self._call(node)
        raise self._fault(node, "这种写法不在方案表达式的范围内；只能用比较、加减乘除、and、or、not、in 和规定的函数")

    def _arithmetic(self, node: ast.BinOp) -> ast.expr:
        if not isinstance(node.op, _OPERATORS):
            raise self._fault(node.right, "这个运算符不能用；只能用 + - * / // %")
        for side in (node.left, node.right):
            if isinstance(side, ast.List | ast.Tuple) or (isinstance(side, ast.Constant) and isinstance(side.value, str)):
                raise self._fault(side, "文字和列表不能做加减乘除")
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, _DIVISIONS) and _is_zero(right):
            raise self._fault(node.right, "除数是 0；请改正")
        if isinstance(node.op, _OF_NUMBERS):
            return ast.BinOp(ast.UnaryOp(ast.UAdd(), left), node.op, ast.UnaryOp(ast.UAdd(), right))
        return ast.BinOp(left, node.op, right)

    def _comparison(self, node: ast.Compare) -> ast.expr:
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if not isinstance(operator, _COMPARISONS):
                raise self._fault(right, "请用 == 或 != 比较；是否填写请用 filled(…)")
            if isinstance(operator, ast.In | ast.NotIn) and isinstance(right, ast.Constant):
                raise self._fault(right, "in 的右边应是列表，如 ['优秀', '合格']")
        self._note_texts([node.left, *node.comparators])
        return ast.Compare(self.visit(node.left), node.ops, [self.visit(right) for right in node.comparators])

    def _call(self, node: ast.Call) -> ast.expr:
        if not isinstance(node.func, ast.Name) or node.func.id not in ARITY:
            raise self._fault(node, f"没有这个函数；可用的函数：{'、'.join(ARITY)}")
        function = node.func.id
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise self._fault(node, f"{function} 的参数请依次写出，用逗号分开")
        least, most = ARITY[function]
        if not least <= len(node.args) <= most:
            wanted = str(least) if least == most else f"至少 {least}"
            raise self._fault(node, f"{function} 应有 {wanted} 个参数，这里有 {len(node.args)} 个")
        if function != "filled":
            self._note_texts(node.args)
            return ast.Call(node.func, [self.visit(argument) for argument in node.args], [])
        argument = node.args[0]
        if not isinstance(argument, ast.Name | ast.Attribute):
            raise self._fault(argument, "filled 里应写一个字段")
        name = self._name(argument)
        self.optional.add(name)
        empty = ast.Tuple([ast.Constant(None), ast.Constant(""), ast.Tuple([], ast.Load())], ast.Load())
        return ast.Compare(self._variable(name), [ast.NotIn()], [empty])

    def _note_texts(self, sides: list[ast.expr]) -> None:
        """Notes which texts stand beside which names."""
        names = [self._name(side) for side in sides if isinstance(side, ast.Name | ast.Attribute)]
        parts = [part for side in sides for part in (side.elts if isinstance(side, ast.List | ast.Tuple) else [side])]
        texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        self.compared.extend((name, text) for name in names for text in texts)

    def _name(self, node: ast.Name | ast.Attribute) -> str:
        """A field or param, or `table.field` for the values of the related rows."""
        if isinstance(node, ast.Name):
            name = node.id
        elif isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
        else:
            raise self._fault(node, "名称最多有一个点：表.字段")
        if name in ARITY:
            raise self._fault(node, f"{name} 是函数，后面应有括号")
        return name

    def _variable(self, name: str) -> ast.expr:
        self.names[name] = None
        return ast.Name(f"v{self.variables.setdefault(name, len(self.variables))}", ast.Load())

    def _fault(self, node: ast.expr, reason: str) -> ExpressionError:
        column = len(self.bytes[: node.col_offset].decode(errors="replace"))
        return ExpressionError(self.source, reason, self.indent + column + 1)


def _is_zero(checked: ast.expr) -> bool:
    """Whether a checked part is 0 whatever the row says."""
    if any(isinstance(part, ast.Name) for part in ast.walk(checked)):
        return False
    try:
        return bool(eval(ast.unparse(checked), {}) == 0)
    except (TypeError, ArithmeticError):
        return False
