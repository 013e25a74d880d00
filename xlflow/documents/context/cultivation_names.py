"""What a paper of one person says of his way: what the scheme asks and what was done, its conditions, the steps of a chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from xlflow.documents.context.material import Material, Person, SourceRow
from xlflow.documents.context.printed_values import Printer
from xlflow.domain.evidence import EvidenceOutcome, EvidenceState
from xlflow.rules import required_evidence
from xlflow.rules.case import Case
from xlflow.rules.conditions import Conditions
from xlflow.rules.joined import row_key
from xlflow.rules.required_evidence import steps_of
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.procedures import Condition, Requirement
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import EVENTS, MEMBERS, NOMINEES
from xlflow.tables.records import Record

Row = dict[str, object]

PRACTICE, TRAINEES, TRAINING = "practice", "trainees", "training"
_EVENT = ("event_date", "event_topic", "organiser", "event_hours", "event_score", "event_result", "evidence")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "stages": ("number", "label", "when", "state", "missing", "records", *_EVENT),
    "conditions": ("number", "label", "value", "threshold", "state", "missing", "evidence"),
    "hops": ("number", "hop", "hop_actor", "hop_date", "hop_result", "hop_reason"),
    "practices": ("number", "practice_kind", "central_task", "practice_text", "practice_state"),
    "courses": ("number", "class_name", "class_level", "class_start", "class_end", "course_choice", "attended_hours", "completed"),
}
_STATES = {EvidenceState.MET: "已完成", EvidenceState.MISSING: "未完成", EvidenceState.OPEN: "待核实", EvidenceState.UNREAD: "待核实"}


def cultivation_names(person: Person, material: Material, printer: Printer) -> Row:
    """The names; each list has one empty line where there is no workbook, so that what may be asked of its lines is known."""
    if material.judging is None or person.row.record is None:
        return {name: [dict.fromkeys(keys, "")] for name, keys in _KEYS.items()}
    case = material.judging.case(person.row.record)
    about = _About(case, material, printer)
    found: dict[str, list[Row]] = {
        "stages": list(about.stages()),
        "conditions": list(about.conditions()),
        "hops": list(about.hops()),
        "practices": list(about.practices()),
        "courses": list(about.courses(person)),
    }
    return {name: [{**dict.fromkeys(_KEYS[name], ""), **row, "number": n} for n, row in enumerate(rows, 1)] for name, rows in found.items()}


class _About:
    """One person before the engines."""

    def __init__(self, case: Case, material: Material, printer: Printer) -> None:
        self.case, self.material, self.printer = case, material, printer
        self.scheme: Scheme = material.scheme

    def _words(self, record: Record) -> dict[str, object]:
        return self.printer.row(record.table, self.material.by_record.get(row_key(record)) or SourceRow(record.values, record=record))

    def _events(self) -> list[Record]:
        judging = self.case.judging
        if not judging.has(EVENTS):
            return []
        return required_evidence.rows_about(self.case.record, judging.related(EVENTS), judging.related(MEMBERS))

    def stages(self) -> Iterator[Row]:
        """Each requirement on nominees that concerns him, with what counts for it."""
        own = [each for each in self.scheme.requirements if each.table == NOMINEES and required_evidence.applies(each, self.case.known)]
        events = self._events() if own else []
        for requirement in own:
            found = required_evidence.outcome(requirement, self.case.known, events, self.scheme, self.material.as_of)
            records = self._counting(found, events)
            begun = required_evidence.has_begun(requirement, self.case.known)
            state = _STATES[found.state] if begun or found.state is EvidenceState.MET else "未到阶段"
            row: Row = {"label": requirement.label, "when": self._when(requirement), "state": state, "records": records}
            row["missing"] = "；".join(found.missing) if state == "未完成" else ""
            yield row | {
                key: "、".join(dict.fromkeys(str(each[key]) for each in records if each.get(key) not in (None, ""))) for key in _EVENT
            }

    def _counting(self, found: EvidenceOutcome, events: list[Record]) -> list[dict[str, object]]:
        by_address = {required_evidence.address_of(record): record for record in events}
        return [self._words(by_address[piece.address]) for piece in found.counting if piece.address in by_address]

    def _when(self, requirement: Requirement) -> str:
        bounds = ((requirement.after, "后"), (requirement.before, "前"))
        labels = ((required_evidence.field_of(key, NOMINEES, self.scheme).label.removesuffix("时间"), word) for key, word in bounds if key)
        return "、".join(f"{label}{word}" for label, word in labels)

    def conditions(self) -> Iterator[Row]:
        """Each condition of screening that concerns him: his value, what the scheme asks, whether it is met, and by which records."""
        asked = _conditions(self.scheme).asked
        known = self._known(frozenset(name for each in asked for name in each.names)) if asked else {}
        for each in asked:
            when = each.condition.when
            if when is not None and when.judge(known) is Verdict.FALSE:
                continue
            found = each.standing(known, self.material.as_of)
            state = {True: "达标", False: "未达标", None: "待核实"}[found.holds]
            gap = "" if found.holds else each.gap(found, known, self.material.as_of, self.case.label).words
            names = each.condition.require.names
            yield {
                "label": each.condition.label,
                "value": self._values(names),
                "threshold": self._thresholds(names),
                "state": state,
                "missing": gap,
                "evidence": self._evidence(each.condition),
            }

    def _known(self, names: frozenset[str]) -> Mapping[str, object]:
        related = {name for name in names if "." in name}
        return {**self.case.known, **self.case.judging.related_values(self.case.record, related)}

    def _values(self, names: tuple[str, ...]) -> str:
        row = self.material.by_record.get(row_key(self.case.record)) or SourceRow(self.case.record.values)
        fields = [self.scheme.field(NOMINEES, name) for name in dict.fromkeys(names) if self.scheme.has_field(NOMINEES, name)]
        shown = [field for field in fields if self.printer.shows(field) and row.values.get(field.key) not in (None, "")]
        return "；".join(f"{field.label} {self.printer.field(field, row)}" for field in shown)

    def _thresholds(self, names: tuple[str, ...]) -> str:
        day = self.material.as_of
        params = [self.scheme.params[name] for name in dict.fromkeys(names) if name in self.scheme.params]
        return "；".join(f"{param.term} {_plain(param.at(day))}{param.unit}" for param in params)

    def _evidence(self, condition: Condition) -> str:
        """The records that stand behind the fields of the condition, by the requirements that are told at these fields."""
        own = [each for each in self.scheme.requirements if each.table == NOMINEES and each.at in condition.require.names]
        events = self._events() if own else []
        found = [required_evidence.outcome(each, self.case.known, events, self.scheme, self.material.as_of) for each in own]
        records = [record for one in found for record in self._counting(one, events)]
        return "；".join(_piece(record) for record in records)

    def hops(self) -> Iterator[Row]:
        """Each step of the chain with the last row about it."""
        judging = self.case.judging
        for chain in self.scheme.chains:
            rows = judging.related(chain.table).about(self.case.record) if judging.has(chain.table) else []
            last = {row.values.get(chain.step): row for row in rows}
            for step in steps_of(chain, self.scheme):
                yield {**(self._words(last[step]) if step in last else {}), "hop": step}

    def practices(self) -> Iterator[Row]:
        """What he has promised and taken on."""
        judging = self.case.judging
        if self.scheme.fields.get(PRACTICE) and judging.has(PRACTICE):
            yield from (self._words(row) for row in judging.related(PRACTICE).about(self.case.record))

    def courses(self, person: Person) -> Iterator[Row]:
        """The classes that he was in, found by his name and, where several people have it, by his unit."""
        judging = self.case.judging
        if not (self.scheme.fields.get(TRAINEES) and judging.has(TRAINEES)):
            return
        same_name = [row for row in judging.reading.records(TRAINEES) if row.values.get("name") == person.name]
        units = {str(self.case.known.get(key)) for key in ("branch", "village", "township") if self.case.known.get(key)}
        of_unit = [row for row in same_name if any(unit in str(row.values.get("unit_name")) for unit in units)]
        alone = sum(other.name == person.name for other in self.material.people) == 1
        classes = {row.values.get("class_no"): row for row in judging.reading.records(TRAINING)}
        for row in of_unit or (same_name if alone else []):
            held = classes.get(row.values.get("class_no"))
            yield {**(self._words(held) if held else {}), **self._words(row)}


@lru_cache(maxsize=8)
def _conditions(scheme: Scheme) -> Conditions:
    return Conditions(scheme)


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _piece(record: Mapping[str, object]) -> str:
    """2026年3月5日 青马工程 主题（证明材料）."""
    words = [str(record[key]) for key in ("event_date", "event_kind", "event_topic") if record.get(key)]
    proof = f"（{record['evidence']}）" if record.get("evidence") else ""
    return " ".join(words) + proof
