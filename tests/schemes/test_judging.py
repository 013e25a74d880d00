from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.calendar import Calendar
from xlflow.domain.dates import Month
from xlflow.schemes.language.expressions import Expression, Verdict
from xlflow.schemes.language.rule_judging import Inputs, judge_of
from xlflow.schemes.parts import Rule

CALENDAR = Calendar(years=frozenset({2024}))


def rule(require: str, when: str | None = None) -> Rule:
    return Rule("date-order", "nominees", "a", Expression(require, CALENDAR), None if when is None else Expression(when, CALENDAR))


RULES = (
    rule("a <= b"),
    rule("months_between(a, b) >= n", "kind != '听取意见'"),
    rule("filled(c) and c > n"),
    rule("not filled(a) or a >= b"),
    rule("kind in ['积极分子', '发展对象']", "n > 3"),
    rule("n / c > 1"),
    rule("workdays_between(a, b, True) >= n", "a <= b"),
    rule("count(events.day) >= n", "latest(events.day) <= b"),
    rule("any_of(kind, 'v1', 'v0')"),
    rule("2 > 1"),
)

days = st.dates(date(2023, 11, 1), date(2025, 2, 1))
months = st.builds(Month, st.just(2024), st.integers(1, 12))
numbers = st.integers(-2, 8)
rows = st.fixed_dictionaries(
    {},
    optional={
        "a": days | months | st.none(),
        "b": days | months | st.just("文字"),
        "c": numbers | st.text(max_size=2),
        "n": numbers,
        "kind": st.sampled_from(["听取意见", "积极分子", "发展对象", "v0、x"]),
        "events.day": st.lists(days | months, max_size=3).map(tuple),
    },
)


def one_by_one(values: dict[str, object]) -> list[tuple[Rule, Verdict]]:
    found: list[tuple[Rule, Verdict]] = []
    for each in RULES:
        if each.when is not None and each.when.judge(values) is not Verdict.TRUE:
            continue
        verdict = each.require.judge(values)
        if verdict not in (Verdict.TRUE, Verdict.NOT_JUDGED):
            found.append((each, verdict))
    return found


@given(st.lists(st.tuples(rows, rows), max_size=3))
def test_rules_judged_together_say_what_each_says_alone(given_rows: list[tuple[dict[str, object], dict[str, object]]]) -> None:
    own = [{name: value for name, value in row.items() if value is not None} for row, _ in given_rows]
    behind = [each for _, each in given_rows]
    alone = [(number, *told) for number, (row, back) in enumerate(zip(own, behind, strict=True)) for told in one_by_one({**back, **row})]
    assert judge_of(RULES)(own, behind) == alone


@given(st.lists(rows, max_size=3), rows)
def test_what_is_known_of_the_inputs_changes_nothing(own: list[dict[str, object]], behind: dict[str, object]) -> None:
    back = {name: value for name, value in behind.items() if name == "n"}
    stripped = [{name: value for name, value in row.items() if name != "n" and value is not None} for row in own]
    known = Inputs(row=frozenset({"a", "b", "c", "kind", "events.day"}), behind=frozenset({"n"}), single=frozenset({"n", "kind", "c"}))
    assert judge_of(RULES, known)(stripped, [back] * len(own)) == judge_of(RULES)(stripped, [back] * len(own))


def test_no_rules_find_nothing() -> None:
    assert judge_of(())([{"a": 1}], [{}]) == []


def test_rules_are_found_in_their_order_and_texts_are_not_mistaken_for_variables() -> None:
    judge = judge_of((rule("kind == 'v1'"), rule("n > 1"), rule("kind == 'v0'")))
    assert [each.require.source for _, each, _ in judge([{"kind": "v1", "n": 0}], [{}])] == ["n > 1", "kind == 'v0'"]
