"""What the keys of a scheme refer to, each as its line beside the attribute says: every name that is used must be there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from msgspec import Struct

from xlflow.messages import CATALOGUE
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.flow import PASS, QUORUM
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.language.known_names import Names, unknown_tags
from xlflow.schemes.language.meanings import expression_faults
from xlflow.schemes.loading.build import Built
from xlflow.schemes.loading.layers import Name
from xlflow.schemes.loading.sections import Section
from xlflow.schemes.parts import FieldType, ParamShare, ratio_of
from xlflow.schemes.scheme_keys import ANYWHERE, CHECKED_APART, Key, KeyKind
from xlflow.schemes.table_roles import MEETINGS

DATE_TYPES = (FieldType.DATE, FieldType.DATE_OR_MONTH, FieldType.REF)
"""A reference may be to a meeting, whose key is its day."""
_FILE_WORDS = frozenset({"unit_name", "period", "year", "n"})
"""Tags of file names that are no field: the unit a document is made for, the period and its year, the issue number."""
_ENTRIES = {"params": "参数", "event": "要求", "points.ledger": "积分体系", "ratio": "比例"}
"""What entries of a section are called where one is not there."""
_FIGURES = "请写推优大会或单位信息里的人数"


class CheckedEntry(Struct, frozen=True):
    """An entry of a section whose object could be built, and what may be asked about its keys."""

    built: Built
    names: Names
    section: Section
    name: Name
    made: Any

    def faults(self) -> Iterator[Fault]:
        """The faults of all keys whose names lead nowhere."""
        if self.section.needs and self.section.needs not in self.names.tables:
            return
        for key in self.section.keys.values():
            value = getattr(self.made, key.attribute) if key.attribute else None
            if value is not None and value != "":
                yield from self._of_key(key, value)

    def fault(self, key: str, message: str) -> Fault:
        """A fault of a key, in the file that set it."""
        return self.built.fault(self.section.name, self.name, key, message)

    def unknown(self, key: str, what: str, word: str, known: Collection[str], cure: str = "请改正") -> Iterator[Fault]:
        """A fault where a word is not among those known."""
        if word not in known:
            yield self.fault(key, f"没有{what} {word}{near(word, known)}；{cure}")

    def _of_key(self, key: Key, value: Any) -> Iterator[Fault]:
        is_identity = key.key in self.section.identity
        match key.kind:
            case KeyKind.TABLE if not is_identity:
                yield from self.unknown(key.key, "表", value, self.names.tables)
            case KeyKind.FINDING if not is_identity:
                yield from self.unknown(key.key, "问题代码", value, CATALOGUE, "请用已有的代码")
            case KeyKind.CHOICES if value not in self.built.choices:
                yield self.fault(key.key, f"没有选项表 [choices.{value}]{near(value, self.built.choices)}；请补上或改正")
            case KeyKind.RATIO_KEY:
                yield from self._entry(key.key, value, "ratio")
            case KeyKind.EVENT_KEY:
                yield from self._entry(key.key, value, "event")
            case KeyKind.FIELD | KeyKind.TEXT if key.entry:
                yield from self._entry(key.key, value, key.entry)
            case KeyKind.FIELD if not is_identity:
                yield from self._fields(key, (value,))
            case KeyKind.FIELDS:
                yield from self._fields(key, value)
            case KeyKind.FIELD_SETS:
                yield from self._fields(key, [field for fields in value for field in fields])
            case KeyKind.AMOUNT if isinstance(value, str):
                yield from self._amount_param(key.key, value)
            case KeyKind.RATIO if isinstance(value, str):
                yield from self._ratio_param(key.key, value)
            case KeyKind.SHARE:
                yield from self._share(key.key, value)
            case KeyKind.SHARES:
                for share in value:
                    yield from self._share(key.key, share)
            case KeyKind.EXPRESSION | KeyKind.CONDITION if isinstance(value, Expression):
                table = self._table(key.of) or self.section.rows
                yield from expression_faults(self.built, self.names, self.section.name, self.name, key.key, value, table)
            case KeyKind.TAGGED if key.of:
                known, what = self._tags(key.of)
                yield from unknown_tags(self.built, self.section.name, self.name, key.key, value, known, what)
            case KeyKind.WAYS:
                boxes = self._keys_of("flow")
                for way in value:
                    yield from self.unknown(key.key, "这一步", way.to, boxes)
        if key.kind in (KeyKind.TEXT, KeyKind.TEXTS) and key.of:
            yield from self._labels(key, (value,) if key.kind is KeyKind.TEXT else value)

    def _table(self, of: str) -> str:
        """The table that a key speaks of: that of the entry, the one an attribute names, or the first of those that the scheme has."""
        if not of:
            return getattr(self.made, "table", self.section.rows)
        tables = [getattr(self.made, each, each) for each in of.split("|")]
        return next((table for table in tables if table in self.names.tables), tables[-1])

    def _keys_of(self, section: str) -> set[str]:
        return {str(name[0]) for name in self.built.entries[section]}

    def _entry(self, key: str, word: str, section: str) -> Iterator[Fault]:
        cure = "请用 [params] 写出这个参数" if section == "params" else f"请用 [[{section}]] 写出"
        yield from self.unknown(key, _ENTRIES[section], word, self._keys_of(section), cure)

    def _fields(self, key: Key, words: Iterable[str]) -> Iterator[Fault]:
        if key.of == CHECKED_APART:
            return
        table, what, known = self._table(key.of), "字段", self.names.all_fields
        joined = self.names.referred(table) if key.reach == "joined" else frozenset()
        if key.of != ANYWHERE and key.reach != "own" and not key.is_day:
            known = self.names.visible(table).union(*(self.names.fields(each) for each in joined))
        elif key.of != ANYWHERE:
            if table and table not in self.names.tables:
                return
            known, what = self.names.fields(table), "字段" if key.cure else f"字段（表 {table}）"
        made = self.built.objects["field"]
        for word in words:
            seen = next((made[owner, word] for owner in (table, MEETINGS, *joined) if (owner, word) in made), None) if key.is_day else None
            if seen is None:
                yield from self.unknown(key.key, what, word, known, key.cure or "请改正")
            elif seen.type not in DATE_TYPES:
                yield self.fault(key.key, f"{word} 不是日期；请改为日期字段")

    def _labels(self, key: Key, words: Iterable[str]) -> Iterator[Fault]:
        """Words that a choice field of a table may hold."""
        table, field = (getattr(self.made, part, part) for part in key.of.split("."))
        labels = self.names.labels(table, field)
        for word in words:
            if labels is None:
                yield self.fault(key.key, f"表 {table} 里没有带选项的字段 {field}，“{word}”无从核对；请先写出这个字段和它的选项")
                return
            if word not in labels:
                yield self.fault(key.key, f"“{word}”不是 {field} 的选项{near(word, labels)}；请改正，或在 [choices] 里加上")

    def _amount_param(self, key: str, param: str) -> Iterator[Fault]:
        """A param that holds a number, on every day."""
        yield from self.unknown(key, "参数", param, self._keys_of("params"), "请写数字，或用 [params] 写出这个参数")
        made = self.built.objects["params"].get((param,))
        wrong = [dated.value for dated in made.values if type(dated.value) not in (int, float)] if made else []
        if wrong:
            yield self.fault(key, f"参数 {param} 的值是 {wrong[0]}，应是数字；请改正这个参数")

    def _ratio_param(self, key: str, param: str) -> Iterator[Fault]:
        """A param that holds a ratio, on every day."""
        yield from self.unknown(key, "参数", param, self._keys_of("params"), "请写比例，或用 [params] 写出这个参数")
        made = self.built.objects["params"].get((param,))
        for dated in made.values if made else ():
            try:
                ratio_of(dated.value)
            except ValueError as error:
                yield self.fault(key, f"参数 {param} 的值 {dated.value} 不能用作比例，{error}；请改正这个参数")

    def _share(self, key: str, share: Any) -> Iterator[Fault]:
        """A share is of a figure of the meeting or the unit."""
        yield from self.unknown(key, "字段", share.of, self.names.visible(MEETINGS), _FIGURES)
        if isinstance(share, ParamShare):
            yield from self._ratio_param(key, share.param)

    def _tags(self, of: str) -> tuple[frozenset[str], str]:
        """What may stand in braces, and what that is."""
        if of == ANYWHERE:
            return self.names.all_fields, "字段"
        if of == "file":
            return self.names.all_fields | self.names.terms | _FILE_WORDS, "字段"
        if of == "params":
            return frozenset({*self._keys_of("params"), QUORUM, PASS}), "参数"
        return self.names.visible(self._table(of)), "字段或参数"
