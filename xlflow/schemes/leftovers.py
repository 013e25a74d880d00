"""What a scheme says and nothing uses: params, choice lists, shared sheets that stay hidden, ledgers without an item, templates.

None of it is wrong; a list that nobody reads is often a slip of the pen elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from xlflow.patterns import pattern
from xlflow.schemes.build import Built
from xlflow.schemes.expressions import Expression
from xlflow.schemes.faults import near
from xlflow.schemes.parts import VoteShare
from xlflow.schemes.shipped import DOCUMENTS_FOLDER
from xlflow.schemes.template_files import document_called, no_such_document

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
            found |= {word for key in built.sections[section].keys for word in _of(getattr(made, _ATTRIBUTES.get(key, key), None))}
    return frozenset(found)


_ATTRIBUTES = {"pass": "pass_lines", "from": "start", "to": "end"}
"""Keys that the model calls otherwise."""


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
