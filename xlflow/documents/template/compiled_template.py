"""Word templates: compiled once, rendered for every person, meeting or branch.

A template is a .docx with jinja2 tags (dialect: `tags`). Tags work in the body, tables, text boxes, headers, footers, notes and the
document's properties. An unknown name, an empty value that is required, or anything else that goes wrong in a tag ends the rendering
with its place; nothing is ever left out in silence.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateAssertionError, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import MAX_RANGE
from lxml import etree
from msgspec import Struct, field

from xlflow.documents.template.jinja_environment import SPOT, Budget, TooMuchError, UnknownNameError, limited, make_environment
from xlflow.documents.template.markup_repair import repaired
from xlflow.documents.template.rendering_additions import Additions
from xlflow.documents.template.template_source import PartSource, compile_part
from xlflow.documents.template.template_tags import PlacedTag, TemplateFaultError
from xlflow.documents.template.word_values import PrintSpot, UnfilledError, UnfitError
from xlflow.documents.word_package import PackageMember, PackageWriter, parse_xml, read_package
from xlflow.errors import TemplateError


class PrintedNames(Struct, frozen=True):
    """`names`: names printed once at least; `rows`: of lists, what is printed of each of their rows."""

    names: frozenset[str] = frozenset()
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)


def printed_always(tree: nodes.Template) -> PrintedNames:
    """The names and attributes of a template's tree; a loop with a condition, or in another loop, is not followed."""
    names = frozenset(node.name for node in _outputs(tree.body) if isinstance(node, nodes.Name))
    rows: dict[str, frozenset[str]] = {}
    for loop in tree.body:
        if isinstance(loop, nodes.For) and isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name) and loop.test is None:
            target = loop.target.name
            rows[loop.iter.name] = rows.get(loop.iter.name, frozenset()) | frozenset(_attributes(loop.body, target))
    return PrintedNames(names, rows)


def _outputs(body: list[nodes.Node]) -> Iterator[nodes.Node]:
    for node in body:
        if isinstance(node, nodes.Output):
            yield from node.nodes


def _attributes(body: list[nodes.Node], target: str) -> Iterator[str]:
    for node in _outputs(body):
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == target:
            yield node.attr


class _Part(Struct, frozen=True):
    source: PartSource
    tree: nodes.Template
    compiled: JinjaTemplate


class CostlyTemplateError(TemplateError):
    """A template asks for more turns, text, memory or depth than any document needs."""


class Template:
    """A compiled Word template. `TemplateError` where the file or a tag of it is faulty."""

    def __init__(self, path_or_bytes: str | Path | bytes, name: str = "") -> None:
        content = path_or_bytes if isinstance(path_or_bytes, bytes) else _read(Path(path_or_bytes))
        self.name = name or ("模板" if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).name)
        self._budget = Budget()
        self._environment = make_environment(self._budget)
        try:
            self._members = read_package(content)
        except ValueError as error:
            raise TemplateError(f"{self.name}：{error}；请用 Word 或 WPS 另存为 .docx。") from error
        self._parts = {m.name: part for m in self._members if m.title is not None and (part := self._compile(m, m.title))}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that the template takes from the mapping."""
        return frozenset(name for part in self._parts.values() for name in meta.find_undeclared_variables(part.tree))

    @cached_property
    def attributes(self) -> frozenset[str]:
        """Every name that the template takes from another value: `姓名` in `{{ 人.姓名 }}`."""
        trees = [part.tree for part in self._parts.values()]
        dotted = {node.attr for tree in trees for node in tree.find_all(nodes.Getattr)}
        quoted = {node.arg.value for tree in trees for node in tree.find_all(nodes.Getitem) if isinstance(node.arg, nodes.Const)}
        return frozenset(dotted | {name for name in quoted if isinstance(name, str)})

    @cached_property
    def words(self) -> frozenset[str]:
        """Every text in the tags: filters may ask for an attribute by one (`map(attribute="姓名")`)."""
        constants = (node.value for part in self._parts.values() for node in part.tree.find_all(nodes.Const))
        return frozenset(value for value in constants if isinstance(value, str))

    @cached_property
    def printed(self) -> PrintedNames:
        """What the body prints in any case."""
        body = next((self._parts[member.name] for member in self._members if member.title == "" and member.name in self._parts), None)
        return printed_always(body.tree) if body else PrintedNames()

    def render(self, mapping: Mapping[str, Any]) -> bytes:
        """The document with the values of the mapping; `TemplateError` names paragraph or table cell, and tag."""
        self._budget.renew()
        additions = Additions(self._by_name, self._last_drawing)
        for name, part in self._parts.items():
            additions.parts[name] = self._render(part, mapping, PrintSpot(additions, name))
        additions.finish()
        return self._package.written(additions.parts, additions.added)

    @cached_property
    def _package(self) -> PackageWriter:
        return PackageWriter(self._members)

    @cached_property
    def _by_name(self) -> Mapping[str, PackageMember]:
        return {member.name: member for member in self._members}

    @cached_property
    def _last_drawing(self) -> int:
        """The highest number of a drawing in the file."""
        parts = (member.data() for member in self._members if member.title is not None)
        return max((int(number) for part in parts for number in _DRAWING_NUMBER.findall(part)), default=0)

    def _compile(self, member: PackageMember, title: str) -> _Part | None:
        try:
            source = compile_part(parse_xml(member.data()), title)
        except TemplateFaultError as fault:
            raise self._error(fault.reason, fault.place, fault.tag) from fault
        except etree.XMLSyntaxError as error:
            raise TemplateError(f"{self.name}：文件已损坏（{member.name}）；请用 Word 或 WPS 另存为 .docx。") from error
        if source is None:
            return None
        try:
            tree = self._environment.parse(source.source, filename=member.name)
            return _Part(source, tree, self._environment.from_string(limited(tree)))
        except TemplateSyntaxError as error:
            raise self._error_at(source.tag_at(error.lineno), _fault_of(error)) from error
        except RecursionError as error:
            raise CostlyTemplateError(f"{self.name} › {title or '正文'}的标签里括号、运算或循环嵌套得太深；请改简单些。") from error

    def _render(self, part: _Part, mapping: Mapping[str, Any], spot: PrintSpot) -> bytes:
        try:
            text = part.compiled.render({**mapping, SPOT: spot})
        except Exception as error:  # whatever the code of a template raises is the template's fault, not a fault of ours
            placed = part.source.tag_at(_line_of(error.__traceback__))
            told = self._error_at(placed, _reason(error, mapping))
            if isinstance(error, TooMuchError | MemoryError | RecursionError):
                raise CostlyTemplateError(str(told), told.place, told.tag) from error
            raise told from error
        source = part.source
        flags = {"empties_cells": source.empties_cells, "empties_tables": source.empties_tables, "shapes_tables": source.shapes_tables}
        return repaired(text, **flags).encode()

    def _error_at(self, placed: PlacedTag, reason: str) -> TemplateError:
        return self._error(reason, placed.place, placed.tag.written)

    def _error(self, reason: str, place: str, tag: str) -> TemplateError:
        shown = f" 标签 {tag} " if tag else " "
        return TemplateError(f"{self.name} › {place}{shown}{reason}。", place, tag)


_DRAWING_NUMBER = re.compile(rb'<wp:docPr\b[^>]*?\bid="(\d+)"')


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path.name}：找不到或打不开这个模板；请核对方案文件夹里的 documents。") from error


def _line_of(traceback: TracebackType | None) -> int:
    """The line of the template's source: jinja2 gives its frames the name <template>."""
    line = 1
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _fault_of(error: TemplateSyntaxError) -> str:
    if isinstance(error, TemplateAssertionError):
        return "用了没有的过滤器或检验；请核对 | 和 is 后面的名称"
    return "写法有误；请核对括号、引号、逗号和用词"


def _reason(error: Exception, mapping: Mapping[str, Any]) -> str:
    if isinstance(error, UnfilledError | UnfitError | TooMuchError):
        return str(error)
    if isinstance(error, UnknownNameError):
        return f"用了没有的名称“{error.name}”{_nearest(error.name, error.known or mapping)}；请改正模板"
    if isinstance(error, SecurityError):
        return "用了模板里不允许的写法；模板只能取值，不能调用程序内部"
    if isinstance(error, MemoryError):
        return "要用的内存太多；请核对循环和重复的次数"
    if isinstance(error, OverflowError):
        return f"数太大；range 最多 {MAX_RANGE:,} 个数"
    if isinstance(error, RecursionError):
        return "自己套用自己，没有尽头；请核对宏和循环"
    return f"不能执行（{type(error).__name__}）；请改正模板"


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"，最接近的是“{close[0]}”" if close else ""
