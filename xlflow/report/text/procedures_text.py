"""What a scheme asks, counts and allots, as text for people: evidence, routes, chains, screening, places, points, indicators, figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlflow.schemes.procedures import Amount, Band, Chain, Condition, Indicator, Pool, Ratio, Requirement, Route, Total
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import EVENTS, MEETINGS, UNIT

Lines = Iterator[tuple[str, list[str]]]


def procedures(scheme: Scheme, today: date) -> Lines:
    """The headings and their lines; params as they stand on a day. Headings without a line come too."""
    yield "推荐路径", [_route(route) for route in scheme.routes]
    yield "培养要求", [_requirement(scheme, each, today) for each in scheme.requirements]
    yield "流转环节", [_chain(scheme, chain) for chain in scheme.chains]
    yield "甄别条件", [_condition(condition) for condition in scheme.conditions]
    yield "名额类别", [_pool(scheme, pool, today) for pool in scheme.pools]
    yield "积分体系", [_noted(ledger.key, ledger.basis, ledger.source) for ledger in scheme.ledgers]
    yield "考核档次", [_band(scheme, band, today) for band in scheme.bands]
    yield "考核指标", [_indicator(indicator) for indicator in scheme.indicators]
    yield "统计：比例", [_figure(scheme, ratio) for ratio in scheme.ratios]
    yield "统计：合计", [_figure(scheme, total) for total in scheme.totals]


def _noted(line: str, *notes: str) -> str:
    told = [note for note in notes if note]
    return line + (f"（{'；'.join(dict.fromkeys(told))}）" if told else "")


def _amount(scheme: Scheme, amount: Amount, today: date) -> str:
    return f"{scheme.amount(amount, today):g}"


def _term(scheme: Scheme, table: str, key: str) -> str:
    """How people call a value that a row of the table sees: its header, there or where it comes from."""
    owners = (table, MEETINGS, UNIT, *scheme.tables)
    return next((scheme.field(owner, key).label for owner in owners if scheme.has_field(owner, key)), key)


def _route(route: Route) -> str:
    kinds = f"：推优类型限{'、'.join(route.types)}" if route.types else ""
    return _noted(f"{route.key}{kinds}", route.basis)


def _requirement(scheme: Scheme, asked: Requirement, today: date) -> str:
    said = [f"{'、'.join(asked.kinds)}至少 {_amount(scheme, asked.count, today)} 次"]
    bounds = [(asked.after, "以后"), (asked.before, "以前")]
    said += ["、".join(f"{_term(scheme, asked.table, key)}{word}" for key, word in bounds if key)] if asked.after or asked.before else []
    said += [f"不早于此前 {asked.within}"] if asked.within else []
    for least, words in ((asked.least_hours, "合计不少于 {} 学时"), (asked.least_score, "成绩不低于 {}")):
        if least is not None and scheme.amount(least, today):  # 0 asks nothing
            said.append(words.format(_amount(scheme, least, today)))
    said += [f"等次为{'、'.join(asked.grades)}"] if asked.grades else []
    said += [f"组织单位含“{'”“'.join(asked.organisers)}”"] if asked.organisers else []
    said += [f"填有{'、'.join(_term(scheme, EVENTS, key) for key in asked.shows)}"] if asked.shows else []
    said += ["由本人做"] if asked.personal else []
    if asked.blocks:
        said.append("缺的不能上报" if scheme.param(asked.blocks, today) else "缺的只提醒")
    return _noted(f"{asked.label}：{'，'.join(said)}", asked.basis, asked.source)


def _chain(scheme: Scheme, chain: Chain) -> str:
    steps = scheme.choices.get(scheme.field(chain.table, chain.step).choices or "", {})
    return _noted(f"{chain.label}：{' → '.join(steps)}", chain.basis)


def _condition(condition: Condition) -> str:
    return _noted(condition.label + ("，不符合的不甄别" if condition.excludes else ""), condition.basis, condition.source)


def _pool(scheme: Scheme, pool: Pool, today: date) -> str:
    whose = "全部单位一本账" if pool.undivided else f"按{_term(scheme, 'nominees', pool.unit)}记账"
    total = f"，共 {_amount(scheme, pool.total, today)} 个" if pool.total is not None else ""
    earmarked = "，单列，须写批准部门和依据" if pool.earmarked else ""
    return _noted(f"{pool.key}：{whose}{total}{earmarked}，不与别的名额垫支", pool.basis, pool.source)


def _band(scheme: Scheme, band: Band, today: date) -> str:
    listed = "，直接列入年度名单" if band.listed else ""
    return _noted(f"{band.ledger} {band.key}：年度积分 {_amount(scheme, band.least, today)} 分以上{listed}", band.basis, band.source)


def _indicator(indicator: Indicator) -> str:
    computed = "，由比例计算" if indicator.ratio else ""
    return _noted(f"{indicator.code} {indicator.name}：{indicator.weight:g} 分{computed}", indicator.basis, indicator.source)


def _figure(scheme: Scheme, figure: Ratio | Total) -> str:
    by = "、".join(_term(scheme, figure.table, key) for key in figure.by)
    return _noted(figure.title + (f"，按{by}分列" if by else ""), figure.basis, figure.source)
