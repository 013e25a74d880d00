"""What the parts of a scheme say of one another: every name that is used must be there, every word must mean one thing."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from xlflow.messages import CATALOGUE
from xlflow.schemes.data import circle
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.key_references import CheckedEntry
from xlflow.schemes.language.functions import ARITY
from xlflow.schemes.language.known_names import Names, unknown_tags
from xlflow.schemes.loading.build import Built
from xlflow.schemes.loading.date_graph import check_intervals, follows
from xlflow.schemes.loading.layers import Name
from xlflow.schemes.loading.procedure_references import check_chains, check_flow, check_points, check_pools, check_switches
from xlflow.schemes.loading.sections import GRAMMAR
from xlflow.schemes.loading.toml_values import KEY
from xlflow.schemes.parts import DEFAULT_SOURCE, Document, Field, FieldType, Param, Rule, Source
from xlflow.schemes.shipped import DOCUMENTS_FOLDER

_WHOLE = Fraction(100)


def check_sense(built: Built, names: Names) -> Iterator[Fault]:
    """All such faults."""
    for check in (_twins, _labels_of_params, _weights, _bands, _evidence, _steps_in_order):
        yield from check(built, names)


def _twins(built: Built, names: Names) -> Iterator[Fault]:
    """One condition at one cell is one rule."""
    first: dict[tuple[object, ...], str] = {}
    for name, rule in built.objects["rule"].items():
        said = (rule.table, rule.at, rule.require, rule.when)
        other = first.setdefault(said, rule.code)
        if other != rule.code:
            yield built.fault("rule", name, "require", f"与 {other} 的条件相同，同一格会报两次；请删去一条")


def _labels_of_params(built: Built, names: Names) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, param in built.objects["params"].items():
        other = first.setdefault(param.label, param.key)
        if other != param.key:
            yield built.fault("params", name, "label", f"与参数 {other} 的名称相同，分不清；请改写一个")


def _weights(built: Built, names: Names) -> Iterator[Fault]:
    indicators = built.objects["indicator"]
    total = sum((Fraction(str(one.weight)) for one in indicators.values()), Fraction(0))
    if indicators and total != _WHOLE:
        yield built.fault("indicator", list(indicators)[-1], "weight", f"各项权重合计 {float(total):g}，应为 100；请核对各项的 weight")


def _bands(built: Built, names: Names) -> Iterator[Fault]:
    """From the top down each band asks for less, on every day on which a param changes."""
    ledgers: dict[str, list[tuple[Name, Any]]] = {}
    for name, band in built.objects["band"].items():
        ledgers.setdefault(band.ledger, []).append((name, band))
    for bands in ledgers.values():
        for (_, upper), (name, lower) in pairwise(bands):
            wrong = [one for day in _days_of_change(built) if (one := _out_of_order(built, upper, lower, day))]
            if wrong:
                yield built.fault("band", name, "least", f"“{lower.key}”的最低分 {wrong[0]}；请从高到低排列各档")


def _days_of_change(built: Built) -> list[date]:
    return sorted({date.min, *(dated.start for param in built.objects["params"].values() for dated in param.values)})


def _out_of_order(built: Built, upper: Any, lower: Any, day: date) -> str:
    """How the lower of two bands does not ask for less on a day; empty where it does."""
    top, bottom = (_on(built, band.least, day) for band in (upper, lower))
    if top is None or bottom is None or top > bottom:
        return ""
    return f"{bottom:g} {'与' if top == bottom else '高于'}上一档“{upper.key}”的 {top:g}" + ("相同" if top == bottom else "")


def _on(built: Built, amount: object, day: date) -> float | None:
    param = built.objects["params"].get((amount,))
    value = param.at(day) if param else amount
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _evidence(built: Built, names: Names) -> Iterator[Fault]:
    """Evidence lies after the one date and before the other, so the one comes first."""
    for name, event in built.objects["event"].items():
        if event.after and event.before and (event.after == event.before or follows(built, event.table, event.before, event.after)):
            yield built.fault(
                "event", name, "before", f"{event.before} 总在 {event.after} 之前，两者之间没有日子；请把 after 和 before 对调"
            )


def _steps_in_order(built: Built, names: Names) -> Iterator[Fault]:
    """Steps of one stage stand together, and their dates come in their order."""
    steps = sorted(built.objects["step"].items(), key=lambda item: item[1].number)
    left: set[str] = set()
    for (_, before), (name, step) in pairwise(steps):
        if step.stage != before.stage:
            left.add(before.stage)
        if step.stage in left:
            yield built.fault("step", name, "stage", f"阶段“{step.stage}”前面已经结束；请把同一阶段的步骤排在一起")
            left.discard(step.stage)
    dated = [(name, step) for name, step in steps if step.field is not None]
    for (_, earlier), (name, later) in combinations(dated, 2):
        if earlier.field != later.field and any(follows(built, table, later.field, earlier.field) for table in names.tables):
            message = f"期限里 {later.field} 总在第 {earlier.number} 步的 {earlier.field} 之前；请核对步骤的次序"
            yield built.fault("step", name, "field", message)
            break


_MESSAGE_WORDS = frozenset({"label", "got"})
"""Tags of messages that are no field: the header of the cell and what stood in it."""
_WORDS_OF_CODE = {"notice-too-short": frozenset({"days", "least", "earliest"})}
"""Tags of one code alone: what its check works out, here how long the notice lasts, should last, and when it could end."""


def check_references(built: Built, faults: list[Fault]) -> None:
    """Adds a fault for every reference that leads nowhere and every word that means two things."""
    names = Names(built)
    for section in GRAMMAR.values():
        for name, made in built.objects[section.name].items():
            faults.extend(CheckedEntry(built, names, section, name, made).faults())
        for check in _CHECKS.get(section.name, ()):
            faults.extend(check(built, names))
    faults.extend(check_sense(built, names))


def _tables(built: Built, names: Names) -> Iterator[Fault]:
    sheets: dict[str, str] = {}
    for name, table in built.objects["table"].items():
        other = sheets.setdefault(table.sheet, table.key)
        if other != table.key:
            yield built.fault("table", name, "sheet", f"表 {other} 也用工作表名“{table.sheet}”；请改一个")
        if not names.fields(table.key):
            yield built.fault("table", name, "", "没有字段；请用 [[field]] 写出它的列，或删去这张表")


def _fields(built: Built, names: Names) -> Iterator[Fault]:
    for name in built.entries["field"]:
        if (name[0],) not in built.entries["table"]:
            yield built.fault("field", name, "table", f"没有表 {name[0]}{near(name[0], names.tables)}；请先用 [[table]] 写出")
        if name[1] in ARITY or name[1] == "as_of":
            yield built.fault("field", name, "key", f"{name[1]} 在表达式里另有含义；请换一个名字")
    if around := circle(built.objects["field"].values()):
        name = next(name for name in built.objects["field"] if f"{name[0]}.{name[1]}" == around[0])
        yield built.fault("field", name, "value", f"这几栏互相推算，没有尽头：{' → '.join(around)}；请改掉其中一个算式")
    for name, field in built.objects["field"].items():
        for target in field.target.split("|") if field.target else ():
            if target not in names.tables:
                yield built.fault("field", name, "type", f"引用的表 {target} 不存在{near(target, names.tables)}；请改正")
        if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
            yield built.fault("field", name, "minimum", "下限大于上限；请核对 minimum 和 maximum")


def _periods(built: Built, names: Names) -> Iterator[Fault]:
    """A period in one column is two days of one table."""
    for name, field in built.objects["field"].items():
        if (field.period_end is None) == bool(field.period_aliases):
            yield built.fault(
                "field", name, "period_end", "period_end 和 period_aliases 应一起写：止日的字段，和起止日期合为一列时的表头；请补上"
            )
        if field.period_end is not None:
            end = built.objects["field"].get((field.table, field.period_end))
            if end is None:
                near_by = near(field.period_end, names.fields(field.table))
                yield built.fault("field", name, "period_end", f"表 {field.table} 里没有字段 {field.period_end}{near_by}；请改正")
            elif not field.type is end.type is FieldType.DATE:
                yield built.fault("field", name, "period_end", "起止两栏都应是 date；请改正")


def _headers(built: Built, names: Names) -> Iterator[Fault]:
    """In one table a header text must lead to one field."""
    meaning: dict[tuple[str, str], Field] = {}
    for name, field in built.objects["field"].items():
        for word in dict.fromkeys(_plain(word) for word in (field.label, *field.aliases, *field.period_aliases)):
            other = meaning.setdefault((field.table, word), field)
            if other is not field:
                plain = {_plain(field.label): "label"} | {_plain(alias): "aliases" for alias in field.aliases}
                key = plain.get(word, "period_aliases")
                yield built.fault("field", name, key, f"“{word}”已是字段 {other.key} 的表头；同一张表里一个表头只能指一列，请改一处")


def _terms(built: Built, names: Names) -> Iterator[Fault]:
    """A term belongs to a key, in every table, or to a param; it is an identifier that NFKC leaves as it is."""
    term_of: dict[str, str] = {}
    key_of: dict[str, str] = {}
    for name, field in built.objects["field"].items():
        term = field.term
        key = "term" if "term" in built.entries["field"][name].data else "label"
        if not _is_word(term):
            yield built.fault("field", name, key, f"术语“{term}”只能由文字、数字、下划线组成，不以数字开头；请用 term 另写一个")
            continue
        if term_of.setdefault(field.key, term) != term:
            message = f"字段 {field.key} 在别的表里的术语是“{term_of[field.key]}”，各表应一致；请用 term 写成同一个"
            yield built.fault("field", name, key, message)
        elif key_of.setdefault(term, field.key) != field.key:
            yield built.fault("field", name, key, f"术语“{term}”已属于字段 {key_of[term]}；请用 term 另写一个")
    for name, param in built.objects["params"].items():
        key = "term" if "term" in built.entries["params"][name].data else "label"
        if not _is_word(param.term):
            yield built.fault("params", name, key, f"术语“{param.term}”只能由文字、数字、下划线组成，不以数字开头；请用 term 另写一个")
        elif key_of.setdefault(param.term, param.key) != param.key:
            yield built.fault("params", name, key, f"术语“{param.term}”已属于 {key_of[param.term]}；请用 term 另写一个")


def _params(built: Built, names: Names) -> Iterator[Fault]:
    for name, param in built.objects["params"].items():
        assert isinstance(param, Param)
        if not KEY.fullmatch(param.key):
            yield built.fault("params", name, "", "参数名应由小写英文字母、数字、下划线组成，以字母开头；请改名")
        elif param.key in names.all_fields or param.key in ARITY or param.key == "as_of":
            yield built.fault("params", name, "", f"{param.key} 同时是字段、函数或 as_of，表达式里分不清；请改名")
        if not param.basis and param.source != DEFAULT_SOURCE:
            yield built.fault("params", name, "basis", f"没有写依据的条款；请补上，没有依据的把 source 写作“{DEFAULT_SOURCE}”")


def _rules(built: Built, names: Names) -> Iterator[Fault]:
    for name in built.entries["rule"]:
        code, table, at = name
        if code not in CATALOGUE:
            yield built.fault("rule", name, "code", f"没有问题代码 {code}{near(str(code), CATALOGUE)}；请用已有的代码")
        if table not in names.tables:
            yield built.fault("rule", name, "table", f"没有表 {table}{near(str(table), names.tables)}；请改正")
        elif at not in names.fields(table):
            yield built.fault("rule", name, "at", f"表 {table} 里没有字段 {at}{near(str(at), names.fields(table))}；请改正")
    for name, rule in built.objects["rule"].items():
        assert isinstance(rule, Rule)
        for key, text in (("message", rule.message), ("fix", rule.fix)):
            yield from unknown_tags(
                built, "rule", name, key, text, names.visible(rule.table) | _MESSAGE_WORDS | _WORDS_OF_CODE.get(rule.code, frozenset())
            )


def _documents(built: Built, names: Names) -> Iterator[Fault]:
    """A list shows fields that there are; a Word file has its template."""
    for name, document in built.objects["document"].items():
        assert isinstance(document, Document)
        for word in document.columns if not document.rows or document.rows in names.tables else ():
            if not word.startswith("=") and word not in names.all_fields:
                yield built.fault("document", name, "columns", f"没有字段 {word}{near(word, names.all_fields)}；请改正")
        if document.template and not any((layer.folder / DOCUMENTS_FOLDER / document.template).is_file() for layer in built.layers):
            yield built.fault("document", name, "template", f"documents 文件夹里没有 {document.template}；请放入模板，或改正文件名")
        if document.file.endswith(".docx") and not document.template:
            yield built.fault("document", name, "template", "没有填写；Word 文件应写明 documents 文件夹里的模板")


def _sources(built: Built, names: Names) -> Iterator[Fault]:
    """An export fills a number, tells people apart, and says which of two values is the later."""
    fields = {field.key: field for field in built.objects["field"].values()}
    for name, source in built.objects["source"].items():
        assert isinstance(source, Source)
        filled, origin = fields.get(source.field), fields.get(source.origin_field or "")
        if filled is not None and filled.type not in (FieldType.INT, FieldType.DEC):
            yield built.fault("source", name, "field", f"字段 {source.field} 不是数字；导出表只能填入数字，请改正")
        if not source.value:
            yield built.fault("source", name, "value", "没有表头；请写明数值在哪一列")
        if not (source.name or source.id_number or source.student_id):
            yield built.fault("source", name, "name", "没有填写；请写明姓名或身份证号的表头，否则对不上人")
        if source.combine == "latest" and not source.day:
            yield built.fault("source", name, "day", "没有填写；取最近一次的，须写明日期的表头")
        if origin is not None and source.origin not in built.choices.get(origin.choices or "", {source.origin: ()}):
            yield built.fault("source", name, "origin", f"“{source.origin}”不是“{origin.label}”的选项；请改正")


def _is_word(term: str) -> bool:
    return term.isidentifier() and unicodedata.normalize("NFKC", term) == term


def _plain(header: str) -> str:
    return "".join(unicodedata.normalize("NFKC", header).split())


_CHECKS: Mapping[str, tuple[Callable[[Built, Names], Iterator[Fault]], ...]] = {
    "table": (_tables,),
    "field": (_fields, _periods, _headers, _terms),
    "params": (_params,),
    "rule": (_rules,),
    "interval": (check_intervals,),
    "document": (_documents,),
    "source": (_sources,),
    "event": (check_switches,),
    "chain": (check_chains,),
    "pool": (check_pools,),
    "points.item": (check_points,),
    "flow": (check_flow,),
}
"""What is asked of the entries of a section beyond what their keys refer to."""
