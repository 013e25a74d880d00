"""Which names an expression or a tag of a scheme may use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from string import Formatter

from xlflow.schemes.faults import Fault, near
from xlflow.schemes.language.value_kinds import Kind, kind_of_field, kind_of_param
from xlflow.schemes.loading.build import Built
from xlflow.schemes.loading.layers import Name
from xlflow.schemes.parts import Field, Param
from xlflow.schemes.table_roles import MEETINGS, UNIT


def unknown_tags(built: Built, section: str, name: Name, key: str, text: str, known: frozenset[str], what: str = "字段") -> Iterator[Fault]:
    """The tags of the text under a key that nothing known fills; `what` says what would fill them."""
    try:
        tags = [tag for _, tag, _, _ in Formatter().parse(text) if tag is not None]
    except ValueError:
        yield built.fault(section, name, key, "花括号没有成对；请检查")
        return
    for tag in tags:
        if tag not in known:
            yield built.fault(section, name, key, f"{{{tag}}} 没有{what}可填{near(tag, known)}；请改正")


MEETING_KEY = "meeting_date"
"""The field by which a row finds its meeting."""


class Names:
    """The names of a scheme, also of entries that are faulty otherwise: one fault must not make ten."""

    def __init__(self, built: Built) -> None:
        self.tables = frozenset(str(name[0]) for name in built.entries["table"])
        self._fields: dict[str, frozenset[str]] = {
            table: frozenset(str(key) for owner, key in built.entries["field"] if owner == table) for table in self.tables
        }
        self._params = frozenset(str(name[0]) for name in built.entries["params"])
        self.all_fields = frozenset(str(key) for _, key in built.entries["field"])
        self.terms = frozenset(field.term for field in built.objects["field"].values())
        self.related = frozenset(f"{table}.{key}" for table, key in built.entries["field"])
        """`events.event_hours`: the values of a field in the related rows."""
        self.visible = cache(self._visible)
        self._choices = {name: field.choices for name, field in built.objects["field"].items() if field.choices in built.choices}
        self._labels = built.choices
        self._made: Mapping[Name, Field] = built.objects["field"]
        self._made_params: Mapping[Name, Param] = built.objects["params"]

    def kind(self, table: str, word: str) -> Kind | None:
        """What the value of a name is, as a row of the table sees it; None where it cannot be told."""
        if "." in word:
            return Kind.LIST
        if word == "as_of":
            return Kind.DAY
        for owner in (table, MEETINGS, UNIT):
            if word in self.fields(owner):
                field = self._made.get((owner, word))
                return kind_of_field(field, MEETINGS) if field is not None else None
        param = self._made_params.get((word,))
        return kind_of_param(param) if param is not None else None

    def is_same_for_all(self, words: Collection[str]) -> bool:
        """Whether names say the same of every row: params, and the day of the run."""
        return all(word in self._params or word == "as_of" for word in words)

    def fields(self, table: str) -> frozenset[str]:
        """The fields of a table."""
        return self._fields.get(table, frozenset())

    def referred(self, table: str) -> frozenset[str]:
        """The tables that rows of a table refer to."""
        targets = (field.target for (owner, _), field in self._made.items() if owner == table and field.target)
        return frozenset(target for each in targets for target in each.split("|"))

    def labels(self, table: str, word: str) -> Collection[str] | None:
        """The labels that the values of a name are among, as a row of the table sees it; None where they are free."""
        owner, _, key = word.rpartition(".")
        for candidate in (owner,) if owner else (table, MEETINGS, UNIT):
            if key in self.fields(candidate):
                choices = self._choices.get((candidate, key))
                return None if choices is None else self._labels[choices]
        return None

    def _visible(self, table: str) -> frozenset[str]:
        """What a row of the table sees: its own fields, its meeting's, the unit's, the params, and `as_of`."""
        own = self.fields(table)
        meeting = self.fields(MEETINGS) if MEETING_KEY in own else frozenset()
        return own | meeting | self.fields(UNIT) | self._params | {"as_of"}
