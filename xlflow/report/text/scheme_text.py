"""A scheme as text for people: tables, params with their clause, dates, meeting, quota, steps, what it asks and counts, documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlflow.report.text.procedures_text import procedures
from xlflow.schemes.parts import Field, Interval, Param, Quota, Scalar, Source, VoteShare
from xlflow.schemes.scheme import Scheme

_WORDS_SHOWN = 4
_SCOPES = {
    "nominee": "每人一份",
    "meeting": "每次大会一份",
    "branch": "每个支部一份",
    "party_branch": "每个党支部一份",
    "unit": "一份",
    "period": "每期一份",
}


def scheme_text(scheme: Scheme, *, today: date) -> Iterator[str]:
    """The lines of `scheme show`; params as they stand on a day."""
    yield f"{scheme.title}（{scheme.id} {scheme.version}，{scheme.effective_from} 起施行）"
    yield f"依据：{scheme.basis}"
    if len(scheme.layers) > 1:
        yield f"沿用：{' → '.join(scheme.layers)}"
    yield f"位置：{scheme.folder}"
    yield from _headed("工作表", (_table(scheme, key) for key in scheme.tables))
    yield from _headed("参数", (_param(param, today) for param in scheme.params.values()))
    yield from _headed("期限", (_interval(scheme, interval) for interval in scheme.intervals if interval.minimum or interval.maximum))
    yield from _headed("推优大会", _meeting(scheme, today))
    yield from _headed("名额", [_quota(scheme, scheme.quota_on(today))])
    steps = (f"{step.number}. {step.stage}：{step.name}" + (f"（{step.actor}）" if step.actor else "") for step in scheme.steps)
    yield from _headed("流程", steps)
    for title, lines in procedures(scheme, today):
        yield from _headed(title, lines)
    yield from _headed("导出表（xlflow fill --from）", (_source(scheme, source) for source in scheme.sources))
    documents = (f"{d.id}  {d.title}  {_SCOPES[d.scope]}" for d in scheme.documents.values())
    yield from _headed("材料（xlflow compose --document 编号或名称）", documents)


def _source(scheme: Scheme, source: Source) -> str:
    label = next(field.label for fields in scheme.fields.values() for field in fields if field.key == source.field)
    how = "各条相加" if source.combine == "sum" else "取最近一次"
    return f"{source.title}：填“{label}”，{how}；数值列名如 {'、'.join(source.value[:_WORDS_SHOWN])}"


def _headed(title: str, lines: Iterator[str] | list[str]) -> Iterator[str]:
    once = list(dict.fromkeys(lines))
    if once:
        yield ""
        yield title
        yield from (f"  {line}" for line in once)


def _table(scheme: Scheme, key: str) -> str:
    table, fields = scheme.tables[key], scheme.fields[key]
    required = sum(field.required is not False for field in fields)
    whose = "，只在清单库" if table.roster_only else ""
    return f"{table.sheet}  {len(fields)} 栏，其中必填 {required}{whose}"


def _param(param: Param, today: date) -> str:
    value = param.at(today)
    shown = "、".join(map(_word, value)) if isinstance(value, tuple) else _word(value)
    notes = [note for note in (param.basis, param.source) if note]
    return f"{param.label or param.key} = {shown}{param.unit}" + (f"（{'；'.join(dict.fromkeys(notes))}）" if notes else "")


def _word(value: Scalar) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _interval(scheme: Scheme, interval: Interval) -> str:
    names = [_label(scheme, interval.table, key) for key in (interval.start, interval.end)]
    bounds = ([f"至少 {interval.minimum}"] if interval.minimum else []) + ([f"至多 {interval.maximum}"] if interval.maximum else [])
    return f"{names[0]} → {names[1]}：{'，'.join(bounds)}" + (f"（{interval.basis}）" if interval.basis else "")


def _label(scheme: Scheme, table: str, key: str) -> str:
    return scheme.field(table, key).label if scheme.has_field(table, key) else key


def _meeting(scheme: Scheme, today: date) -> list[str]:
    meeting = scheme.ballot_on(today)
    passed = "，且".join(_share(scheme, share, "赞成") for share in meeting.pass_lines)
    basis = [meeting.basis] if meeting.basis else []
    return [f"开会：{_share(scheme, meeting.quorum, '实到')}", f"通过：{passed}", *basis]


def _share(scheme: Scheme, share: VoteShare, what: str) -> str:
    return f"{what}{'超过' if share.strict else '不少于'}{_anywhere(scheme, share.of)}的 {share.ratio}"


def _quota(scheme: Scheme, quota: Quota) -> str:
    bases = "，没有时按".join(_anywhere(scheme, base) for base in quota.bases)
    return f"每次大会通过的人数不超过{bases}的 {quota.share}" + (f"（{quota.basis}）" if quota.basis else "")


def _anywhere(scheme: Scheme, key: str) -> str:
    """The label of a key that has one meaning everywhere."""
    found: list[Field] = [field for fields in scheme.fields.values() for field in fields if field.key == key]
    return found[0].term if found else key
