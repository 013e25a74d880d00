"""Chains of a scheme: the rows of a history as steps, and how far a person has come by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from xlflow.domain.dates import Month
from xlflow.domain.stages import StepTaken, state
from xlflow.schemes.cultivation import Chain
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import Record


def steps_of(chain: Chain, scheme: Scheme) -> tuple[str, ...]:
    """The steps in their order, which is that of the choices."""
    return tuple(scheme.choices[scheme.field(chain.table, chain.step).choices or ""])


def taken(chain: Chain, record: Record, steps: Sequence[str]) -> StepTaken:
    """A row of a chain, its step being one of the steps, as a step of a history."""
    day, result = record.values.get(chain.day), record.values.get(chain.result)
    return StepTaken(
        steps.index(str(record.values[chain.step])),
        day if isinstance(day, date | Month) else None,
        None if result is None else result in chain.passed,
    )


def step_ahead(chain: Chain, rows: Iterable[Record], scheme: Scheme) -> str | None:
    """The step that follows the last one passed; None for people of whom the chain says nothing, and after its end."""
    steps = steps_of(chain, scheme)
    history = [taken(chain, row, steps) for row in rows if row.values.get(chain.step) in steps]
    last = state(history)
    if not history or (last is not None and last.step + 1 == len(steps)):
        return None
    return steps[last.step + 1 if last else 0]
