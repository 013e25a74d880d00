"""The names in the tags of a part, held against what the document offers: in loops against the row that the loop gives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jinja2 import Environment, TemplateSyntaxError, nodes
from msgspec import Struct, field

from xlflow.documents.inspection.found_tags import FoundTag, TemplateFault
from xlflow.documents.inspection.template_vocabulary import (
    AnyShape,
    ListShape,
    RowShape,
    Shape,
    TemplateVocabulary,
    ValueShape,
    item_of,
    joined,
    near,
)
from xlflow.documents.template import template_tags
from xlflow.documents.template.template_tags import OPENERS, Tag, TagKind

_CLOSERS = frozenset({"else", "raw", "endraw", *(f"end{word}" for word in OPENERS)})
_ALONE = frozenset({"elif", "do", *_CLOSERS})
_OTHER_FILES = frozenset({"include", "import", "from", "extends"})
WORDS = OPENERS | _ALONE


class Mistake(Struct, frozen=True):
    """Why a tag cannot be read."""

    message: str


def parsed(tag: Tag, environment: Environment) -> nodes.Template | Mistake | None:
    """The tree of the code; None for a tag that holds none, such as `{% endfor %}`."""
    source = _source(tag)
    if isinstance(source, Mistake | None):
        return source
    try:
        return environment.parse(source)
    except TemplateSyntaxError as error:
        return Mistake(_in_chinese(error.message or ""))
    except RecursionError:
        return Mistake("括号或运算嵌套得太深；请改简单些")


def _source(tag: Tag) -> str | Mistake | None:
    if tag.kind is TagKind.VARIABLE:
        if not tag.code:
            return Mistake("标签里没有写名称")
        return f"{template_tags.VARIABLE_START}{tag.code}{template_tags.VARIABLE_END}"
    word = tag.word
    if word in _OTHER_FILES:
        return Mistake("模板里不能引用别的文件")
    if word not in WORDS:
        return Mistake(f"没有“{word}”这种标签{near(word, WORDS)}；要印一个值请写成 {{{{ 名称 }}}}")
    if word in _CLOSERS:
        return None
    if word == "elif":
        return _block(f"if{tag.code.removeprefix('elif')}") + _block("endif")
    return _block(tag.code) + (_block(f"end{word}") if tag.opens else "")


def _block(code: str) -> str:
    return f"{template_tags.BLOCK_START}{code}{template_tags.BLOCK_END}"


_UNEXPECTED_CHARACTER = re.compile(r"unexpected char '(.)'")
_GOT = re.compile(r"(?:got|unexpected) '([^']+)'")


def _in_chinese(message: str) -> str:
    """The sentence of jinja2 in words of ours."""
    if match := _UNEXPECTED_CHARACTER.search(message):
        if ord(match[1]) > 0x7F:
            return f"写了“{match[1]}”；标签里的标点和运算符号须用半角的"
        return f"写了多余的“{match[1]}”"
    match = _GOT.search(message)
    if match and match[1].startswith("end of"):
        return "没有写完；请核对括号、引号和用词"
    if match and match[1].isidentifier():
        return f"写法有误，“{match[1]}”不应在此处；名称中间不能有空格，条件用 ==、and、or 连接"
    if match:
        return f"写法有误，“{match[1]}”不应在此处；请核对括号、引号、逗号"
    return "写法有误；请核对括号、引号、逗号和用词"


_LOOP_NAMES = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "changed", "cycle", "depth")
_LOOP = RowShape(dict.fromkeys(_LOOP_NAMES, AnyShape()))
_OF_TEXT = frozenset(name for kind in (str, int, float) for name in dir(kind) if not name.startswith("_"))
_OF_ROW = frozenset({"items", "keys", "values", "get"})
_OF_LIST = frozenset({"index", "count"})
_SAME_LIST = frozenset({"sort", "reverse", "unique", "list", "select", "reject", "selectattr", "rejectattr"})
_ONE_OF_LIST = frozenset({"first", "last", "random", "min", "max"})
_ATTRIBUTE_FIRST = frozenset({"selectattr", "rejectattr", "groupby"})
_ASKS_WHETHER = frozenset({"defined", "undefined"})
_DEFAULTS = frozenset({"default", "d"})
_SHARES_SCOPE = frozenset({"if", "filter", "autoescape", "block", "set"})


def misused(tags: Sequence[FoundTag], vocabulary: TemplateVocabulary, environment: Environment) -> list[TemplateFault]:
    """Tags that cannot be read, names that nothing fills, filters and tests that there are not; in the order of the tags."""
    reader = _Reader(vocabulary, environment)
    for found in tags:
        reader.read(found)
    return reader.faults


class _Scope(Struct):
    word: str
    names: dict[str, Shape]


class _Reader(Struct):
    """Goes through the tags with the names that loops and `set` give."""

    vocabulary: TemplateVocabulary
    environment: Environment
    faults: list[TemplateFault] = field(default_factory=list)
    scopes: list[_Scope] = field(default_factory=lambda: [_Scope("", {})])
    found: FoundTag | None = None

    def read(self, found: FoundTag) -> None:
        """One tag."""
        self.found = found
        tree = parsed(found.tag, self.environment)
        word = found.tag.word
        if isinstance(tree, Mistake):
            self._fault(tree.message)
            if found.tag.opens:
                self._push(word, {})
        elif tree is not None:
            for statement in tree.body:
                self._statement(statement, word)
        elif word.startswith("end"):
            self._pop(word.removeprefix("end"))

    def _fault(self, message: str) -> None:
        assert self.found is not None
        fault = self.found.fault(message)
        if fault not in self.faults:
            self.faults.append(fault)

    def _push(self, word: str, names: dict[str, Shape]) -> None:
        shared = word in _SHARES_SCOPE
        self.scopes.append(_Scope(word, self.scopes[-1].names if shared else names))

    def _pop(self, word: str) -> None:
        if any(scope.word == word for scope in self.scopes):
            while self.scopes.pop().word != word:
                pass

    def _statement(self, node: nodes.Node, word: str) -> None:
        match node:
            case nodes.Output():
                for each in node.nodes:
                    self._shape(each)
            case nodes.For():
                self._push(word, {"loop": _LOOP} | _assigned(node.target, item_of(self._shape(node.iter))))
                if node.test is not None:
                    self._shape(node.test)
            case nodes.If():
                self._shape(node.test)
                if word == "if":
                    self._push(word, {})
            case nodes.Assign():
                self.scopes[-1].names |= _assigned(node.target, self._shape(node.node))
            case nodes.AssignBlock():
                self.scopes[-1].names |= _assigned(node.target, AnyShape())
                self._push(word, {})
            case nodes.Macro():
                self.scopes[-1].names[node.name] = AnyShape()
                self._push(word, _arguments(node.args) | dict.fromkeys(("caller", "varargs", "kwargs"), AnyShape()))
            case nodes.CallBlock():
                self._shape(node.call)
                self._push(word, _arguments(node.args))
            case nodes.With():
                shapes = [self._shape(value) for value in node.values]
                self._push(
                    word,
                    {name: s for target, shape in zip(node.targets, shapes, strict=True) for name, s in _assigned(target, shape).items()},
                )
            case nodes.FilterBlock():
                self._shape(node.filter)
                self._push(word, {})
            case _:
                self._push(word, {})

    def _shape(self, node: nodes.Node, asked: bool = False) -> Shape:
        """What an expression gives; `asked`: the template only asks whether the name is there."""
        match node:
            case nodes.Name():
                return self._named(node.name, asked)
            case nodes.Getattr():
                return self._member(self._shape(node.node, asked), node.attr, asked)
            case nodes.Getitem():
                return self._item(node, asked)
            case nodes.Filter():
                return self._filtered(node)
            case nodes.Test():
                if node.name not in self.environment.tests:
                    self._fault(f"is 后面没有“{node.name}”这种检验{near(node.name, self.environment.tests)}")
                self._all(node, asked=node.name in _ASKS_WHETHER)
                return ValueShape()
            case nodes.Call():
                self._all(node)
                called = node.node.name if isinstance(node.node, nodes.Name) else ""
                return ListShape(ValueShape()) if called == "range" else AnyShape()
            case nodes.CondExpr():
                self._shape(node.test)
                return joined([self._shape(each) for each in (node.expr1, node.expr2) if each is not None])
            case nodes.Or() | nodes.And() | nodes.Add():
                return joined([self._shape(node.left), self._shape(node.right)])
            case nodes.List() | nodes.Tuple():
                return ListShape(joined([self._shape(each) for each in node.items]))
            case nodes.Const() | nodes.TemplateData():
                return ValueShape()
            case _:
                self._all(node)
                return AnyShape()

    def _all(self, node: nodes.Node, asked: bool = False) -> None:
        for child in node.iter_child_nodes():
            self._shape(child, asked)

    def _named(self, name: str, asked: bool) -> Shape:
        for scope in reversed(self.scopes):
            if name in scope.names:
                return scope.names[name]
        if name in self.vocabulary.names:
            return self.vocabulary.names[name]
        if name in self.environment.globals:
            return AnyShape()
        if not asked or name in self.vocabulary.hidden:
            given = [known for scope in self.scopes for known in scope.names]
            self._fault(self.vocabulary.unknown(name, given))
        return AnyShape()

    def _member(self, shape: Shape, name: str, asked: bool = False) -> Shape:
        match shape:
            case RowShape() if name in shape.names:
                return shape.names[name]
            case RowShape() if name not in _OF_ROW and (not asked or name in self.vocabulary.hidden):
                self._fault(self.vocabulary.unknown_member(name, shape))
            case ListShape() if name not in _OF_LIST:
                self._fault(f"“.{name}”前面是一份名单，不是一个人；请先用 {{% for 人 in 名单 %}} 逐个取出，再写 人.{name}")
            case ValueShape() if name not in _OF_TEXT:
                self._fault(f"“.{name}”前面是一个值，它没有下一级的名称；请去掉“.{name}”")
        return AnyShape()

    def _item(self, node: nodes.Getitem, asked: bool) -> Shape:
        shape = self._shape(node.node, asked)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._member(shape, node.arg.value, asked)
        self._shape(node.arg) if not isinstance(node.arg, nodes.Slice) else self._all(node.arg)
        return shape if isinstance(node.arg, nodes.Slice) else item_of(shape)

    def _filtered(self, node: nodes.Filter) -> Shape:
        if node.name not in self.environment.filters:
            self._fault(f"没有“{node.name}”这种过滤器{near(node.name, self.environment.filters)}；请核对 | 后面的名称")
        shape = self._shape(node.node, asked=node.name in _DEFAULTS) if node.node is not None else ValueShape()
        for each in (*node.args, *(pair.value for pair in node.kwargs)):
            self._shape(each)
        attribute = self._attribute(node, item_of(shape))
        if node.name in _SAME_LIST:
            return shape
        if node.name in _ONE_OF_LIST:
            return item_of(shape)
        if node.name in ("batch", "slice"):
            return ListShape(shape)
        return ListShape(attribute) if node.name == "map" else AnyShape()

    def _attribute(self, node: nodes.Filter, item: Shape) -> Shape:
        """The attribute that a filter takes from every item: `passed|map(attribute='姓名')`."""
        named = next((pair.value for pair in node.kwargs if pair.key == "attribute"), None)
        if named is None and node.name in _ATTRIBUTE_FIRST and node.args:
            named = node.args[0]
        if not (isinstance(named, nodes.Const) and isinstance(named.value, str)):
            return AnyShape()
        for name in named.value.split("."):
            item = self._member(item, name)
        return item


def _assigned(target: nodes.Node, shape: Shape) -> dict[str, Shape]:
    """The names that a loop or `set` gives."""
    if isinstance(target, nodes.Name):
        return {target.name: shape}
    return {name.name: AnyShape() for name in target.find_all(nodes.Name)}


def _arguments(arguments: Sequence[nodes.Name]) -> dict[str, Shape]:
    return {argument.name: AnyShape() for argument in arguments}
