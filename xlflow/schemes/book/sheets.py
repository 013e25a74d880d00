"""A scheme as sheets: what stands in which cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from xlflow.schemes.book.cells import Cell, shown
from xlflow.schemes.book.chinese_conditions import words_explained
from xlflow.schemes.book.columns import COLUMNS, GUIDE, HEAD_PAGE, KNOWN, PAGES, Page
from xlflow.schemes.book.words import Entries, Vocabulary
from xlflow.schemes.loading.layers import Name
from xlflow.schemes.loading.sections import EVER, HEAD
from xlflow.schemes.scheme_keys import Key, KeyKind

FACTS = (
    Key("项目", KeyKind.TEXT, "", 16, key="label"),
    Key("内容", KeyKind.TEXT, "", 44, key="value"),
    Key("怎么填", KeyKind.TEXT, "", 60, key="note"),
)
"""The columns of a sheet of facts."""
GUIDE_COLUMNS = (
    Key("词", KeyKind.TEXT, "", 30, key="word"),
    Key("是什么", KeyKind.TEXT, "", 14, key="what"),
    Key("说明", KeyKind.TEXT, "", 60, key="note"),
)
_SIGNS = (
    ("且　或　非", "连接", "几个条件连起来；先算的部分放进（ ）"),
    ("=　≠　>　<　≥　≤", "比较", "也可以写 等于、不等于、大于、小于、不少于、不超过"),
    ("是　不是", "比较", "一栏是不是某个词：推优类型 是 “发展对象”"),
    ("在 […] 中　不在 […] 中", "比较", "是不是几个词中的一个：政治面貌 不在 [“中共党员”，“中共预备党员”] 中"),
    ("+　-　×　/", "算式", "加减乘除；百分数可以写 25%"),
    ("表.栏", "名字", "与这个人有关的另一张表的行，如：教育培养记录.志愿时长"),
)


class Sheet(Struct, frozen=True):
    """A sheet: its columns and the cells of its rows. `keys`: on a sheet of facts the column that each row stands for."""

    page: Page
    columns: tuple[Key, ...]
    rows: Sequence[Sequence[Cell]]
    keys: tuple[Key, ...] = ()


def sheets(head: Mapping[str, Any], entries: Entries, vocabulary: Vocabulary) -> Iterator[Sheet]:
    """The sheets of a scheme in their order, the guide last. `head`: the section `[scheme]`, with the scheme that it came from."""
    yield _facts(HEAD_PAGE, [(column, head.get(column.key)) for column in HEAD], vocabulary)
    for page in PAGES:
        if len(page.sections) > 1:
            found = {section: next(iter(entries[section].values()), {}) for section in page.sections}
            lines = [(column, found[section].get(column.key)) for section in page.sections for column in COLUMNS[section]]
            yield _facts(page, lines, vocabulary)
        else:
            yield Sheet(page, COLUMNS[page.sections[0]], list(_rows(page.sections[0], entries, vocabulary)))
    listed = [(section, entry_label(name)) for section in COLUMNS for name in entries[section]]
    yield Sheet(Page(KNOWN, (), ""), GUIDE_COLUMNS[:2], listed)
    yield Sheet(Page(GUIDE, (), "条件里可以写的词；这一页只供查看"), GUIDE_COLUMNS, list(_guide(entries)))


def entry_label(name: Name) -> str:
    """The name of an entry in one cell."""
    return " › ".join(map(str, name))


def dated(data: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """The values of a param, each with the day from which it holds; None where it always has."""
    if "values" in data:
        return [(None if each["from"] == EVER else each["from"], each["value"]) for each in data["values"]]
    return [(None, data.get("value"))]


def _facts(page: Page, lines: Sequence[tuple[Key, Any]], vocabulary: Vocabulary) -> Sheet:
    rows = [(column.header, None if value is None else shown(column, value, vocabulary), column.note) for column, value in lines]
    return Sheet(page, FACTS, rows, tuple(column for column, _ in lines))


def _rows(section: str, entries: Entries, vocabulary: Vocabulary) -> Iterator[list[Cell]]:
    for name, data in entries[section].items():
        told = _told(section, name, data)
        if section != "params":
            yield _row(section, told, vocabulary)
            continue
        for number, (day, value) in enumerate(dated(data)):
            line: dict[str, Any] = told if number == 0 else {key: told[key] for key in ("label", "term", "key") if key in told}
            yield _row(section, {**line, "from": day, "value": value}, vocabulary)


def _told(section: str, name: tuple[Any, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says, with what its name alone says."""
    if section == "params":
        return {**data, "key": name[0]}
    return {"list": name[0], "label": name[1], **data} if section == "choices" else dict(data)


def _row(section: str, data: Mapping[str, Any], vocabulary: Vocabulary) -> list[Cell]:
    values = [(column, data.get(column.key)) for column in COLUMNS[section]]
    return [None if value is None else shown(column, value, vocabulary) for column, value in values]


def _guide(entries: Entries) -> Iterator[Sequence[Cell]]:
    yield from _SIGNS
    yield from ((word, "函数", note) for word, note in words_explained().items())
    for data in entries["params"].values():
        yield str(data["term"]), "参数", str(data.get("label", ""))
    told: dict[str, list[str]] = {}
    sheet_of = {name[0]: str(data.get("sheet", name[0])) for name, data in entries["table"].items()}
    for name, data in entries["field"].items():
        told.setdefault(str(data.get("term")), []).append(sheet_of.get(name[0], ""))
    for term, tables in told.items():
        yield term, "栏", "、".join(dict.fromkeys(tables))
