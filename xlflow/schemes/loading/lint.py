"""What is wrong with a scheme folder, what its unit still has to decide, and what in it nobody uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from xlflow.messages import CATALOGUE
from xlflow.patterns import pattern
from xlflow.schemes.data import SchemeData
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.language.grammar import has_literals
from xlflow.schemes.language.known_names import Names
from xlflow.schemes.loading.build import Built
from xlflow.schemes.loading.layers import Name
from xlflow.schemes.loading.load import built_of, in_order
from xlflow.schemes.loading.sections import GRAMMAR
from xlflow.schemes.parts import DEFAULT_SOURCE, Interval, Rule, VoteShare
from xlflow.schemes.shipped import DOCUMENTS_FOLDER, document_called, find_folder, no_such_document

_MUST_CITE = ("event", "ratio", "pool", "condition")
_SAID_BY_ALL = frozenset({"label", "got"})


def omissions(built: Built) -> Iterator[Fault]:
    """All that is left out."""
    yield from _clauses(built)
    yield from _sentences(built, Names(built))


def _clauses(built: Built) -> Iterator[Fault]:
    """Demands that neither cite their clause nor say that they are a default.

    A rule that only holds the figures of a row against one another asks nothing of its own, nor one whose number is a param's: that is
    where the clause stands. So does an interval without a length.
    """
    for name, rule in built.objects["rule"].items():
        if not _is_borne_out(rule, built):
            yield from _uncited(built, "rule", name, rule)
    for name, interval in built.objects["interval"].items():
        assert isinstance(interval, Interval)
        if interval.minimum or interval.maximum:
            yield from _uncited(built, "interval", name, interval)
    for section in _MUST_CITE:
        for name, made in built.objects[section].items():
            yield from _uncited(built, section, name, made)
    for section in ("meeting", "quota"):
        for name, made in built.objects[section].items():
            if not made.basis:
                yield built.fault(section, name, "basis", "没有写依据的条款；请补上")


def _is_borne_out(rule: Rule, built: Built) -> bool:
    expressions = [one for one in (rule.require, rule.when) if isinstance(one, Expression)]
    has_param = any((word,) in built.entries["params"] for one in expressions for word in one.names)
    return has_param or not has_literals(rule.require.source)


def _uncited(built: Built, section: str, name: Name, made: Any) -> Iterator[Fault]:
    if not made.basis and made.source != DEFAULT_SOURCE:
        yield built.fault(section, name, "basis", f"没有写依据的条款；请补上，没有依据的把 source 写作“{DEFAULT_SOURCE}”")


def _sentences(built: Built, names: Names) -> Iterator[Fault]:
    """The sentence of the catalogue serves where the check gives all its words; a rule gives those of its row only."""
    for name, rule in built.objects["rule"].items():
        kind = CATALOGUE.get(rule.code)
        if kind is None:
            continue
        for key, own, general in (("message", rule.message, kind.message), ("fix", rule.fix, kind.fix)):
            tags = {tag for _, tag, _, _ in Formatter().parse(general) if tag}
            if not own and tags - _SAID_BY_ALL - names.visible(rule.table):
                yield built.fault("rule", name, key, "没有填写，通用的句子用在这里不完整；请写明错在哪里、应该怎样")


PARAMS_OF_CODE = frozenset(
    {
        "validity_years",
        "expiry_notice_days",
        "validity_starts",
        "transfer_keeps_recommendation",
        "party_members_vote",
        "notice_workdays",
        "notice_first_day_counts",
        "points_ledger_for_band",
    }
)
"""Params that the program reads by their names wherever a scheme has them."""
_READ_FOR = {
    "event": ("events",),
    "condition": ("members",),
    "pool": ("quota",),
    "points.ledger": ("points_items", "points_ledger"),
    "indicator": ("indicators",),
}
"""The tables without which a section does nothing."""

_TAG = pattern(r"\{(\w+)\}")


def leftovers(built: Built) -> Iterator[str]:
    """One sentence for each."""
    words = _words(built)
    for (key,), param in built.objects["params"].items():
        if key not in words and key not in PARAMS_OF_CODE:
            close = near(str(key), words - {key})
            yield f"参数 {param.label}（{key}）没有规则、要求或比例用到它{close}；不用的可以删去"
    used = {field.choices for field in built.objects["field"].values() if field.choices is not None}
    for key in built.choices:
        if key not in used:
            yield f"选项表 [choices.{key}] 没有字段用到它{near(key, used)}；不用的可以删去"
    modules = {layer.file for layer in built.layers if layer.is_module}
    tables = _tables(built, words, modules)
    for (key,), table in built.objects["table"].items():
        is_of_module = built.entries["table"][(key,)].origins.get("sheet") in modules
        if is_of_module and not table.shown and not table.roster_only and key not in tables:
            yield f"共用的工作表“{table.sheet}”（{key}）没有显示，也没有规则用到它；要用的在 [[table]] 里写 shown = true"
    ledgers = {item.ledger for item in built.objects["points.item"].values()}
    for (key,), _ in built.objects["points.ledger"].items():
        if key not in ledgers:
            yield f"积分体系“{key}”没有一个积分项目；请在积分细则中写明，或删去"
    yield from _templates(built)


def _templates(built: Built) -> Iterator[str]:
    """Word files in the scheme's own folder that are called after no document."""
    folder = built.layers[-1].folder
    documents = built.objects["document"].values()
    for file in sorted((folder / DOCUMENTS_FOLDER).glob("*.docx")):
        if not file.name.startswith(("~$", ".")) and document_called(file.stem, documents) is None:
            yield f"{folder.name}/{DOCUMENTS_FOLDER}/{file.name}：{no_such_document(file.stem, documents)}"


def _words(built: Built) -> frozenset[str]:
    """Every name that an expression, an amount, a share or a sentence of the scheme holds."""
    found: set[str] = set()
    for section, objects in built.objects.items():
        for made in objects.values():
            found |= {word for key in GRAMMAR[section].keys.values() if key.attribute for word in _of(getattr(made, key.attribute))}
    return frozenset(found)


def _of(value: Any) -> Iterator[str]:
    if isinstance(value, Expression):
        yield from value.names
    elif isinstance(value, str):
        yield value
        yield from _TAG.findall(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _of(each)
    elif hasattr(value, "param") and not isinstance(value, VoteShare):
        yield value.param


def _tables(built: Built, words: frozenset[str], modules: Collection[str]) -> frozenset[str]:
    """The tables that rules, evidence or figures read, other than those that a shared table brings along."""
    found = {word.partition(".")[0] for word in words if "." in word}
    for section in ("rule", "interval", "chain", "ratio", "total"):
        entries = built.entries[section]
        found |= {made.table for name, made in built.objects[section].items() if entries[name].file not in modules}
    found |= {target for field in built.objects["field"].values() if field.target for target in field.target.split("|")}
    found |= {table for section, tables in _READ_FOR.items() if built.objects[section] for table in tables}
    return frozenset(found)


def lint(folder: Path) -> tuple[Fault, ...]:
    """Every fault of the scheme in a folder; `SchemeError` where the folder holds no scheme.

    A clause or sentence that is left out is a fault too, though the scheme runs without it.
    """
    built, faults = built_of(find_folder(folder))
    return faults if built is None else tuple(in_order([*faults, *omissions(built)], built.layers))


def hints(folder: Path) -> tuple[str, ...]:
    """What nothing in the scheme uses, one sentence each; empty where a file cannot be read."""
    built, _ = built_of(find_folder(folder))
    return () if built is None else tuple(leftovers(built))


def undecided(scheme: SchemeData) -> tuple[str, ...]:
    """What stands at a default that the unit has to decide (默认值，待填), one sentence each: first the params, then all else."""
    params = (
        f"{param.label}（{param.key}）现用默认值 {_shown(param.values[-1].value)}{param.unit}，待本单位确定"
        for param in scheme.params.values()
        if param.is_default
    )
    return (*params, *(f"{what}取默认，待本单位确定" for what in _defaults(scheme)))


def _defaults(scheme: SchemeData) -> Iterator[str]:
    """The other entries that stand at a default."""
    yield from _named("规则", scheme.rules, lambda one: f"{one.code}（{one.table}.{one.at}）")
    yield from _named("期限", scheme.intervals, lambda one: f"{one.start} → {one.end}")
    yield from _named("培养要求", scheme.requirements, lambda one: one.label)
    yield from _named("甄别条件", scheme.conditions, lambda one: one.label)
    yield from _named("名额类别", scheme.pools, lambda one: one.key)
    yield from _named("积分体系", scheme.ledgers, lambda one: one.key)
    yield from _named("积分项目", scheme.points_items, lambda one: f"{one.code} {one.name}")
    yield from _named("档次", scheme.bands, lambda one: f"{one.ledger}·{one.key}")
    yield from _named("指标", scheme.indicators, lambda one: f"{one.code} {one.name}")
    yield from _named("比例", scheme.ratios, lambda one: one.title)
    yield from _named("合计", scheme.totals, lambda one: one.title)


def _named(what: str, entries: Iterable[Any], name: Any) -> Iterator[str]:
    for one in entries:
        if one.source == DEFAULT_SOURCE:
            yield f"{what}“{name(one)}”"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(_shown(each) for each in value) if isinstance(value, tuple) else str(value)
