"""The jinja2 environment of Word templates: everything is escaped, nothing undefined prints, nothing of Python can be reached."""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined, UndefinedError, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import missing
from markupsafe import Markup

from xlflow.documents.template import tags
from xlflow.documents.template.budget import Budget
from xlflow.documents.template.values import Paragraphs, Spot, WordValue, plain_text, run_of, word_text


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


def _spot(context: Context) -> Spot:
    spot = context.parent[SPOT]
    assert isinstance(spot, Spot)
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

    Nothing is worked out while a template is compiled: what is in no document costs nothing, and what costs too much is counted.
    """
    environment = _Environment(
        block_start_string=tags.BLOCK_START,
        block_end_string=tags.BLOCK_END,
        variable_start_string=tags.VARIABLE_START,
        variable_end_string=tags.VARIABLE_END,
        comment_start_string=tags.COMMENT_START,
        comment_end_string=tags.COMMENT_END,
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
    environment.filters |= {tags.PLAIN: plain_text, tags.RUNS: _as_runs, tags.PARAGRAPHS: _as_paragraphs, tags.DRAWING_ID: _drawing_id}
    environment.tests[tags.WHOLE_PARAGRAPHS] = _is_whole_paragraphs
    return environment
