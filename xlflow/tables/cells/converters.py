"""From a cell to a value: one converter for each type of field, chosen once for a column.

A converter takes a raw value that is not empty and returns the value itself, or an `UnclearCell`: read with a finding, or not read at all.
Nothing is repaired that could have been something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from math import isfinite

from msgspec import Struct

from xlflow.domain.dates import Month
from xlflow.messages import some_of
from xlflow.patterns import pattern
from xlflow.schemes.parts import Field, FieldType
from xlflow.tables.cells.cell_text import (
    NOTHING,
    PENDING,
    bare,
    bare_forms,
    code_text,
    half_width,
    has_control,
    person_name,
    without_control,
    without_invisible,
)
from xlflow.tables.cells.date_cells import Ambiguous, parse_date_number, parse_date_text, serial_day, why_no_day
from xlflow.tables.cells.number_cells import Amount, parse_amount, phone_number, several_numbers, units_of
from xlflow.tables.raw import RawValue
from xlflow.tables.records import Value

_PARTS = pattern(r"[、,，;；/\s()（）\[\]【】√✓✔☑]+|(?<=^\d)[.、．]")
_NUMBERED = pattern("(?=[①②③④⑤])|(?<=[①②③④⑤])")
_EMPTY_WORDS = pattern(r"\d*|(?:19|20)\d{2}(?:年度?)?(?:\d{1,2}月)?(?:\d{1,2}日)?|(?:19|20)\d{2}(?:[.\-]\d{1,2}){1,2}", re.ASCII)
_MANY_LABELS = 8


class Labels(Struct, frozen=True):
    """The labels of a choice by every way of writing them, and how they are named in a message."""

    canonical: Mapping[str, str]
    said: str

    @classmethod
    def of(cls, choices: Mapping[str, tuple[str, ...]]) -> Labels:
        """The labels and aliases of a scheme's list."""
        known = {bare(label): label for label in choices}
        for label, aliases in choices.items():
            for alias in aliases:
                known.setdefault(bare(alias), label)
        said = some_of(list(choices), _MANY_LABELS)
        return cls(known, f"“{said}”之一")

    def find(self, text: str) -> str | None:
        """The label that a text names as a whole, in any case of Latin letters."""
        form = bare(text)
        return self.canonical.get(form) or self.canonical.get(form.upper()) or self.canonical.get(form.lower())

    def agreed(self, text: str) -> str | None:
        """The label that all parts of a text name: ①积极分子, 团员（入党积极分子）, 优秀（2025年）; None where one says anything else."""
        named = self._named(text)
        return named.pop() if len(named) == 1 and None not in named else None

    def proposed(self, text: str) -> str:
        """What a text should be: one of the labels, and the only one that it names in part."""
        named = self._named(text) - {None}
        return f"{self.said}（是否指“{named.pop()}”？）" if len(named) == 1 else self.said

    def _named(self, text: str) -> set[str | None]:
        whole = [part for part in _PARTS.split(text) if part and bare(part)]
        parts = [piece for part in whole for piece in ([part] if self.find(part) else _NUMBERED.split(part)) if piece]
        words = [part for part in parts if not _EMPTY_WORDS.fullmatch(part)]
        return {self.find(part) for part in (words or parts)}


CellFinding = tuple[str, dict[str, object]]
"""A code and the words of its sentence."""

_LONGEST_CELL = 32_767
_STROKES = "-—–－/／\\\\ "
"""Strokes that fill a cell in which nothing is to stand."""
_EXACT = 2**53
_SCIENTIFIC = pattern(r"\d(\.\d+)?[eE]\+?\d{2}", re.ASCII)
_FLOAT_TAIL = pattern(r"^(\d{1,15})\.0$", re.ASCII)
"""A code that went through a program as a number; of more than 15 digits the last would be lost."""
_CROSS_AT_END = pattern("\\d{17}[\u0425\u0445\u03a7\u03c7\u00d7\u2715\u2717]", re.ASCII)
"""An ID number whose X is a Greek or Cyrillic letter or a sign of multiplication."""
_NUMBER = pattern(r"[+-]?\d[\d,]*(\.\d+)?%?", re.ASCII)
_NAMED_NUMBER = pattern(r"([\u3400-\u9fff]{2,14})[:：\s]*(\d.*)", re.ASCII)
_SUSPICIOUS = pattern(r"[0-9A-Za-z()（）\[\]【】<>《》/\\]|同学|同志|老师|先生|女士")
_NO_HAN = pattern("[^\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]")
_LABEL_SEPARATORS = pattern(r"[、,，;；/\s]+")
_TRUE, _FALSE = frozenset("是有√✓✔YyTt1对真") | {"YES", "TRUE", "yes", "true", "Yes"}, frozenset("否无×✗✘xXNnFf0") | {
    "NO", "FALSE", "no", "false", "No", "没有", "不是",
}  # fmt: skip


class UnclearCell(Struct, frozen=True):
    """A cell that is not simply its value: `value` is None where it could not be read and `unread` says what stood there."""

    value: Value | None
    unread: str | None = None
    findings: tuple[CellFinding, ...] = ()


EMPTY = UnclearCell(None)
_SHARED = frozenset(
    {FieldType.CHOICE, FieldType.INT, FieldType.DEC, FieldType.PCT, FieldType.DATE, FieldType.DATE_OR_MONTH, FieldType.BOOL}
)
"""Types of which the rows of a list share their values."""
_CODES = ("_no", "_code", "_id")
"""How the keys of references to codes end: both sides must be read alike."""
Converter = Callable[[RawValue], "Value | UnclearCell"]


def converter(field: Field, choices: Mapping[str, tuple[str, ...]] | None = None) -> Converter:
    """The converter of a field. `choices`: canonical labels and their aliases, for a choice.

    Where rows share most of their values it keeps what it made of them; 1.0 and True, which are equal, are kept apart.
    """
    convert = _converter(field, choices)
    return lru_cache(maxsize=1024, typed=True)(convert) if field.type in _SHARED else convert


def _converter(field: Field, choices: Mapping[str, tuple[str, ...]] | None) -> Converter:
    if field.key == "name" and field.type in (FieldType.TEXT, FieldType.REF):
        return partial(_name, field)
    if field.type is FieldType.CHOICE:
        return partial(_choice, field, Labels.of(choices or {}))
    if field.type is FieldType.REF and field.key.endswith("_date"):
        return partial(_date, field)
    if field.type is FieldType.REF and field.key.endswith(_CODES):
        return partial(_code, field)
    return partial(_CONVERTERS[field.type], field)


def shown(raw: RawValue) -> str:
    """A raw value as it stands in the sheet, as far as that is known."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat() if (raw.hour, raw.minute, raw.second) == (0, 0, 0) else raw.isoformat(" ")
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    return str(raw)


def _unread(raw: RawValue, code: str, **words: object) -> UnclearCell:
    return UnclearCell(None, shown(raw).strip(), ((code, words),))


_PLAIN_TEXT = pattern(r"[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff（）()、，。：·.\-]{0,199}")
_PLAIN_NAME = pattern(r"[\u3400-\u9fff]{2,4}")
_PLAIN_CODE = pattern(r"[0-9A-WYZ]+[0-9A-Z]", re.ASCII)
_PLAIN_ID = pattern(r"[0-9]{17}[0-9X]")
"""What most cells look like; one match spares them the closer looks below."""


def _text(field: Field, raw: RawValue) -> Value | UnclearCell:
    if isinstance(raw, str) and len(raw) <= (field.length or _LONGEST_CELL) and _PLAIN_TEXT.fullmatch(raw):
        return raw
    text = raw.strip() if isinstance(raw, str) else shown(raw)
    findings: list[CellFinding] = []
    if has_control(text):
        text = without_control(text)
        findings.append(("control-character", {}))
    visible = without_invisible(text)
    if visible != text:
        findings.append(("value-normalised", {"expected": visible}))
    if not visible or (field.core and not visible.strip(_STROKES)):
        return UnclearCell(None, None, tuple(findings))
    if visible[0] in "=+-@＝＋－＠" and not _is_harmless(visible):
        findings.append(("formula-like-text", {}))
    limit = min(field.length or _LONGEST_CELL, _LONGEST_CELL)
    if len(visible) > limit:
        findings.append(("text-too-long", {"count": len(visible), "limit": limit}))
    return UnclearCell(visible, None, tuple(findings)) if findings else visible


def _is_harmless(text: str) -> bool:
    """Whether a text that begins like a formula is a number, a phone, a date or only dashes."""
    return (
        bool(_NUMBER.fullmatch(text)) or phone_number(text) is not None or parse_date_text(text) is not None or not text.strip("-－—＋+ ")
    )


def _name(field: Field, raw: RawValue) -> Value | UnclearCell:
    if isinstance(raw, str) and _PLAIN_NAME.fullmatch(raw) and not _SUSPICIOUS.search(raw):
        return raw
    read = _text(field, raw)
    if isinstance(read, UnclearCell) and read.value is None:
        return read
    findings = [finding for finding in read.findings if finding[0] != "value-normalised"] if isinstance(read, UnclearCell) else []
    typed = without_control(shown(raw)).strip()
    name = person_name(typed.lstrip("'‘’"))
    if name != typed:
        findings.append(("value-normalised", {"expected": name}))
    if reason := _suspicion(name):
        findings.append(("name-suspicious", {"reason": reason}))
    return UnclearCell(name, None, tuple(findings)) if findings else name


def _suspicion(name: str) -> str:
    if len(name) < 2:
        return "不足两个字"
    if len(name) > 20:
        return "超过 20 个字"
    if _SUSPICIOUS.search(half_width(name)):
        return "含有数字、字母、括号或称谓"
    if " " in name:
        return "中间有空格：是间隔号“·”，还是姓名之外的字"
    return f"含有“{sign[0]}”" if (sign := _NO_HAN.search(name)) else ""


def _code(field: Field, raw: RawValue) -> Value | UnclearCell:
    if isinstance(raw, str) and _PLAIN_CODE.fullmatch(raw):
        return raw
    typed = shown(raw).strip()
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if not float(raw).is_integer() or abs(raw) >= _EXACT:
            return _unread(raw, "number-invalid", expected="文本编号（存成了数字，位数已不可靠）")
        return typed
    kept = _FLOAT_TAIL.sub(r"\1", code_text(typed))
    if not kept or (kept in NOTHING and field.required is not True):
        return EMPTY
    if kept == typed:
        return kept
    return UnclearCell(kept, None, (("value-normalised", {"expected": kept}),))


def _id_number(field: Field, raw: RawValue) -> Value | UnclearCell:
    if isinstance(raw, str) and _PLAIN_ID.fullmatch(raw):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) >= 10**15:
        return _unread(raw, "id-number-as-number")
    read = _code(field, raw)
    value = read.value if isinstance(read, UnclearCell) else read
    if isinstance(value, str) and (_SCIENTIFIC.fullmatch(value) or _SCIENTIFIC.fullmatch(shown(raw).strip())):
        return _unread(raw, "id-number-as-number")
    if isinstance(value, str) and _CROSS_AT_END.fullmatch(value):
        return UnclearCell(f"{value[:17]}X", None, (("value-normalised", {"expected": f"{value[:17]}X"}),))
    return EMPTY if value in NOTHING else read


def _phone(field: Field, raw: RawValue) -> Value | UnclearCell:
    typed = shown(raw).strip()
    if not code_text(typed) or code_text(typed) in NOTHING:
        return EMPTY if field.required is not True else UnclearCell(None)
    number = phone_number(typed)
    if number is None:
        reason = "写了不止一个号码，只能留一个" if several_numbers(typed) else "不是 11 位手机号，也不是固定电话"
        return UnclearCell(without_invisible(half_width(typed)), None, (("phone-format", {"reason": reason}),))
    return number if number == typed else UnclearCell(number, None, (("value-normalised", {"expected": number}),))


def _amount(raw: RawValue, field: Field) -> Amount | None:
    """A number as cell or text, also with a unit behind it or the name of its own column before it (赞成26票).

    None where it is none, such as 1,2 or (a share, no count) 96%.
    """
    if isinstance(raw, bool | date):
        return None
    if isinstance(raw, int | float):
        return Amount(float(raw)) if isfinite(raw) else None
    units = units_of(field.label)
    return parse_amount(str(raw), units) or parse_amount(_without_own_label(str(raw), field), units)


def _without_own_label(text: str, field: Field) -> str:
    """What stands behind the name of the field in its cell; "" where another word or none stands there."""
    named = _NAMED_NUMBER.fullmatch(half_width(without_invisible(text)))
    own = {form for word in (field.label, field.term, *field.aliases) for form in bare_forms(word)}
    return named[2] if named and bare(named[1]) in own else ""


def _whole(field: Field, raw: RawValue) -> Value | UnclearCell:
    if type(raw) is float and raw >= 0 and raw.is_integer():
        return int(raw)
    amount = _amount(raw, field)
    if amount is None or amount.number < 0 or not amount.number.is_integer():
        return EMPTY if _stands_for_nothing(field, raw) else _unread(raw, "number-invalid", expected="整数（0 或更大）")
    return _without_note(int(amount.number), amount)


def _decimal(field: Field, raw: RawValue) -> Value | UnclearCell:
    amount = _amount(raw, field)
    may_be_negative = field.minimum is not None and field.minimum < 0
    if amount is None or (amount.number < 0 and not may_be_negative):
        expected = "数字" if may_be_negative else "数字（0 或更大）"
        return EMPTY if _stands_for_nothing(field, raw) else _unread(raw, "number-invalid", expected=expected)
    return _without_note(int(amount.number) if amount.number.is_integer() else amount.number, amount)


def _without_note(number: float, amount: Amount) -> Value | UnclearCell:
    return UnclearCell(number, None, (("value-normalised", {"expected": str(number)}),)) if amount.note else number


def _percentage(field: Field, raw: RawValue) -> Value | UnclearCell:
    """Per cent, 0 to 100. A number up to 1 is a cell in per-cent format, which stores the share."""
    amount = _amount(raw.strip().rstrip("%％") if isinstance(raw, str) else raw, field)
    number = amount.number if amount else None
    if number is not None and isinstance(raw, float) and 0 <= number <= 1:
        number = round(number * 100, 4)
    if number is None or not 0 <= number <= 100:
        return EMPTY if _stands_for_nothing(field, raw) else _unread(raw, "number-invalid", expected="0 到 100 之间的百分数")
    return number


def _date(field: Field, raw: RawValue) -> Value | UnclearCell:
    found: date | Month | Ambiguous | None
    if isinstance(raw, date):
        found = raw.date() if isinstance(raw, datetime) else raw
    elif isinstance(raw, float | int) and not isinstance(raw, bool):
        found = parse_date_number(float(raw))
    elif (found := parse_date_text(str(raw))) is None and (day := serial_day(str(raw))) is not None:
        return UnclearCell(day, None, (("value-normalised", {"expected": day.isoformat()}),))
    if isinstance(found, Ambiguous):
        return _unread(raw, "date-ambiguous", expected=found.readings)
    if isinstance(found, Month):
        return month_value(field, found, shown(raw).strip())
    if found is None:
        return EMPTY if _stands_for_nothing(field, raw) else _no_date(field, raw)
    return found


def _no_date(field: Field, raw: RawValue) -> UnclearCell:
    reason = why_no_day(shown(raw))
    return _unread(raw, "date-invalid", expected=_date_pattern(field), reason=f"（{reason}）" if reason else "")


def month_value(field: Field, month: Month, typed: str) -> UnclearCell:
    """A month: a value in a `date~` field, no date where a day is needed."""
    if field.type is FieldType.DATE_OR_MONTH:
        return UnclearCell(month, None, (("date-month-only", {}),))
    return UnclearCell(None, typed, (("date-invalid", {"expected": _date_pattern(field)}),))


def _date_pattern(field: Field) -> str:
    return "2026-03-05 或 2026-03" if field.type is FieldType.DATE_OR_MONTH else "2026-03-05（写到日）"


def _stands_for_nothing(field: Field, raw: RawValue) -> bool:
    """Whether nothing but blanks stands in a cell; 无, / or — in one that may stay empty; 待定 in one that no list needs."""
    if not isinstance(raw, str):
        return False
    text = half_width(without_invisible(raw))
    if field.required is True or not text:
        return not text
    return text in NOTHING or (text in PENDING and not field.core)


def _bool(field: Field, raw: RawValue) -> Value | UnclearCell:
    if isinstance(raw, bool):
        return raw
    text = half_width(without_invisible(shown(raw)))
    if text in _TRUE or text.upper() in _TRUE:
        return True
    if text in _FALSE or text.upper() in _FALSE:
        return False
    if _stands_for_nothing(field, raw):
        return EMPTY
    return _unread(raw, "choice-unknown", expected="“是”或“否”")


def _choice(field: Field, labels: Labels, raw: RawValue) -> Value | UnclearCell:
    if isinstance(raw, str) and (usual := labels.canonical.get(raw)) is not None:
        return usual
    typed = shown(raw).strip()
    found = labels.find(typed)
    if found is not None:
        return found
    if field.multiple:
        parts = [labels.find(part) for part in _LABEL_SEPARATORS.split(typed) if part]
        if parts and None not in parts:
            return "、".join(part for part in parts if part)
    if _stands_for_nothing(field, raw) or not without_invisible(typed):
        return EMPTY
    if (found := labels.agreed(typed)) is not None:
        return UnclearCell(found, None, (("value-normalised", {"expected": found}),))
    return _unread(raw, "choice-unknown", expected=labels.proposed(typed))


_CONVERTERS: dict[FieldType, Callable[[Field, RawValue], Value | UnclearCell]] = {
    FieldType.TEXT: _text,
    FieldType.LONG: _text,
    FieldType.REF: _text,
    FieldType.INT: _whole,
    FieldType.DEC: _decimal,
    FieldType.MONEY: _decimal,
    FieldType.PCT: _percentage,
    FieldType.DATE: _date,
    FieldType.DATE_OR_MONTH: _date,
    FieldType.BOOL: _bool,
    FieldType.IDNO: _id_number,
    FieldType.PHONE: _phone,
    FieldType.CODE: _code,
}
