"""Chains: steps that follow one another, kept as a history of rows (荐才—培育—推优)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from xlflow.domain.stages import Break, Fault, faults
from xlflow.findings import Finding
from xlflow.rules.case import Case, Judging, Stated, day_text
from xlflow.rules.chains import steps_of, taken
from xlflow.schemes.cultivation import Chain


def broken(judging: Judging) -> Iterator[Finding]:
    """Steps before the ones that they follow (date-order, at the day), and after ones left out or not passed (event-missing)."""
    for chain in judging.scheme.chains:
        for cases in _people(judging.cases(chain.table)):
            yield from _history(chain, cases)


def _people(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """The rows of each person. Where a name is two people's, by their numbers, rows without one may be of either: nobody's are judged."""
    by_name: dict[tuple[object, ...], list[Case]] = defaultdict(list)
    for case in cases:
        by_name[tuple(case.record.values.get(key) for key in ("branch", "name"))].append(case)
    for group in by_name.values():
        numbers = {_number(case) for case in group}
        if len(numbers - {None}) < 2:
            yield group
        elif None not in numbers:
            yield from ([case for case in group if _number(case) == number] for number in sorted(map(str, numbers)))


def _number(case: Case) -> str | None:
    number = case.record.values.get("id_number", case.record.values.get("student_id"))
    return None if number is None else str(number)


def _history(chain: Chain, cases: Sequence[Case]) -> Iterator[Finding]:
    """The faults of one person's history; a row whose step could not be read may be the one that is missing."""
    steps = steps_of(chain, cases[0].judging.scheme)
    if any(chain.step in case.record.unread for case in cases):
        return
    known = [case for case in cases if case.record.values.get(chain.step) in steps]
    for fault in faults([taken(chain, case.record, steps) for case in known]):
        yield _finding(chain, steps, known, fault)


def _finding(chain: Chain, steps: Sequence[str], cases: Sequence[Case], fault: Fault) -> Finding:
    case = cases[fault.at]
    step = str(case.record.values[chain.step])
    if fault.kind is Break.TOO_EARLY and fault.before is not None:
        other = cases[fault.before].record.values
        words = {"other": f"“{other[chain.step]}”", "expected": day_text(other[chain.day])}
        return case.finding("date-order", chain.day, stated=Stated(basis=chain.basis), got=day_text(case.record.values[chain.day]), **words)
    before = steps[steps.index(step) - 1]
    if fault.before is None:
        missing = f"“{step}”之前没有“{before}”"
    else:
        missing = f"“{before}”结果为“{cases[fault.before].record.values[chain.result]}”，不能进入“{step}”"
    return case.finding("event-missing", chain.step, stated=Stated.by(chain), got=step, missing=missing)
