"""The jinja2 environment of Word templates: everything is escaped, nothing undefined prints, nothing of Python can be reached.

What one rendering may cost is limited: turns of loops, calls and the length of repeated texts are counted, so that a mistake is reported
with its tag. Counting cannot stop a template written to harm; templates of unknown origin are filled in by a limited process only
(`jobs.workers`). Loops and `*` are rewritten in the tree of the part before it is compiled; a loop counts its turns once, when it begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from xlflow.documents.template import template_tags
from xlflow.documents.template.word_values import Paragraphs, PrintSpot, WordValue, plain_text, run_of, word_text

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


class UnknownNameError(UndefinedError):
    """A template uses a name that is not there; `known` are the names that are, where it was asked of a value (`人.姓名`)."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class _Unknown(StrictUndefined):
    """Remembers its name, so that the error can name it; jinja2's own keeps it in an English sentence only."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError) -> None:
        super().__init__(hint, obj, name, exc)
        if exc is UndefinedError and isinstance(name, str):
            known = tuple(map(str, obj)) if isinstance(obj, dict) else ()
            self._undefined_exception = lambda _message: UnknownNameError(name, known)  # type: ignore[assignment]


class _OnceEscaped(CodeGenerator):
    """What prints is escaped by `word_text` alone: jinja2 would escape the result of `finalize` a second time."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(finalize.src or "")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, in which `人.姓名` first asks a mapping for its key: keys are what templates are about, methods are not."""

    code_generator_class = _OnceEscaped
    budget: Budget

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The key of a mapping, else the attribute where the sandbox allows it."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """The result of a macro or function; the budget counts it."""
        self.budget.call()
        return super().call(context, obj, *args, **kwargs)


SPOT = "\ufdd8spot"
"""The name under which a rendering keeps its `Spot`; no template can write it."""


def _spot(context: Context) -> PrintSpot:
    spot = context.parent[SPOT]
    assert isinstance(spot, PrintSpot)
    return spot


@pass_context
def _printed(context: Context, value: object) -> str:
    if isinstance(value, WordValue):
        return value.in_run(_spot(context))
    return word_text(value)


@pass_context
def _as_runs(context: Context, value: object, properties: str) -> Markup:
    runs = value.as_runs(_spot(context), properties) if isinstance(value, WordValue) else run_of(word_text(value), properties)
    return Markup(runs)


@pass_context
def _as_paragraphs(context: Context, value: object) -> object:
    return Markup(value.as_paragraphs(_spot(context))) if isinstance(value, WordValue) else Markup(value)


def _is_whole_paragraphs(value: object) -> bool:
    return value.is_whole if isinstance(value, WordValue) else isinstance(value, Paragraphs)


@pass_context
def _drawing_id(context: Context, _: object) -> str:
    return str(_spot(context).additions.drawing_id())


def make_environment(budget: Budget) -> ImmutableSandboxedEnvironment:
    """A fresh environment with the delimiters of `marks`; of jinja2's globals only `range` is left, of at most 100,000 numbers.

    Nothing is worked out while a template is compiled: an expression that is never printed costs nothing, and costly ones are counted.
    """
    environment = _Environment(
        block_start_string=template_tags.BLOCK_START,
        block_end_string=template_tags.BLOCK_END,
        variable_start_string=template_tags.VARIABLE_START,
        variable_end_string=template_tags.VARIABLE_END,
        comment_start_string=template_tags.COMMENT_START,
        comment_end_string=template_tags.COMMENT_END,
        autoescape=True,
        undefined=_Unknown,
        finalize=_printed,
        keep_trailing_newline=True,
        cache_size=0,
        optimized=False,
    )
    environment.budget = budget
    environment.filters |= budget.filters
    environment.globals = {"range": safe_range}
    for html in ("safe", "urlize", "xmlattr"):
        del environment.filters[html]
    environment.filters |= {
        template_tags.PLAIN: plain_text,
        template_tags.RUNS: _as_runs,
        template_tags.PARAGRAPHS: _as_paragraphs,
        template_tags.DRAWING_ID: _drawing_id,
    }
    environment.tests[template_tags.WHOLE_PARAGRAPHS] = _is_whole_paragraphs
    return environment
