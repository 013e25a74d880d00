"""The committee's list of units: who has to hand in a form, and the known facts of each.

The list is the committee's own workbook; its columns are found by what their headers say, wherever they stand. Only the name of the
branch is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from xlflow.errors import XlflowError
from xlflow.findings import column_letters
from xlflow.patterns import pattern
from xlflow.tables.raw import RawSheet, RawValue, RawWorkbook


class Unit(Struct, frozen=True):
    """A branch as the unit list knows it; what the list does not say is empty."""

    branch: str
    branch_short: str = ""
    branch_code: str = ""
    parent_committee: str = ""
    league_committee: str = ""
    party_branch: str = ""
    member_count: int | None = None

    def facts(self) -> dict[str, str | int]:
        """What is known, under the keys of the table `unit`."""
        known = {
            "branch": self.branch,
            "branch_short": self.branch_short,
            "branch_code": self.branch_code,
            "parent_committee": self.parent_committee,
            "league_committee": self.league_committee,
            "party_branch": self.party_branch,
            "member_count": self.member_count,
        }
        return {key: value for key, value in known.items() if value not in ("", None)}


HEADERS: Mapping[str, tuple[str, ...]] = {
    "branch": ("团支部全称", "团支部名称", "团支部", "支部名称", "支部全称", "单位名称", "填报单位", "单位全称", "所在团支部"),
    "branch_short": ("支部简称", "团支部简称", "简称"),
    "branch_code": ("支部编码", "团支部编码", "支部代码", "团支部代码", "支部编号", "团支部编号", "单位编码", "单位代码", "组织编码"),
    "parent_committee": ("上级团组织", "上级团组织名称", "上级组织", "上级团委", "上级团总支", "学院团委"),
    "league_committee": ("所属团委", "团委", "所属团委名称"),
    "party_branch": ("对应党支部", "党支部", "所属党支部", "对应党组织"),
    "member_count": ("团员总数", "团员数", "团员人数", "团员总人数"),
}
"""Header texts of the columns, most usual first."""

_KEYS = {text: key for key, texts in HEADERS.items() for text in texts}
_HEADER_DEPTH = 20
_TOTALS = frozenset({"合计", "总计", "小计", "共计"})
_NOTE = pattern(r"^(注|说明|备注|填表说明)[:：]")


def units_of(workbook: RawWorkbook) -> tuple[Unit, ...]:
    """The units in the order of the list.

    `XlflowError` where no sheet has a column with the names of the branches, where it names nobody, where one branch stands there twice,
    or where a number of members is none.
    """
    found = _find_table(workbook)
    if found is None:
        raise XlflowError(
            f"{workbook.file}：找不到“团支部全称”（或“团支部名称”）一列；单位名单的表头里要有这一列，其余各列（支部简称、支部编码、"
            "上级团组织、所属团委、对应党支部、团员总数）可有可无。请补上表头后重试。"
        )
    sheet, header_row, columns = found
    units: list[Unit] = []
    rows: dict[tuple[str, str], int] = {}
    for row, unit in _read(workbook.file, sheet, header_row, columns):
        identity = (unit.branch_code, "") if unit.branch_code else (unit.parent_committee, unit.branch)
        if identity in rows:
            raise XlflowError(
                f"{workbook.file} › {sheet.name} › 第 {row} 行  “{unit.branch}”与第 {rows[identity]} 行是同一个单位；"
                "每个团支部只应有一行，请删去多余的一行，或用支部编码、上级团组织区分后重试。"
            )
        rows[identity] = row
        units.append(unit)
    if not units:
        raise XlflowError(f"{workbook.file} › {sheet.name}  单位名单是空的：表头下面没有团支部；请填上各团支部名称后重试。")
    return tuple(units)


def _find_table(workbook: RawWorkbook) -> tuple[RawSheet, int, dict[str, int]] | None:
    """The first sheet with a header for the branch: the sheet, the header's row and the columns, all from 0 within its rectangle."""
    for sheet in workbook.sheets:
        for index, row in enumerate(sheet.rows[:_HEADER_DEPTH]):
            columns = _columns(row)
            if "branch" in columns:
                return sheet, index, columns
    return None


def _columns(row: Sequence[RawValue]) -> dict[str, int]:
    """The columns that a header row names; of two with one meaning the better known header counts."""
    found: dict[str, tuple[int, int]] = {}
    for index, value in enumerate(row):
        text = _header(value)
        key = _KEYS.get(text)
        if key is None:
            continue
        rank = HEADERS[key].index(text)
        if key not in found or rank < found[key][0]:
            found[key] = (rank, index)
    return {key: index for key, (_, index) in found.items()}


def _read(file: str, sheet: RawSheet, header_row: int, columns: Mapping[str, int]) -> Iterator[tuple[int, Unit]]:
    for index, row in enumerate(sheet.rows[header_row + 1 :], header_row + 1):
        texts = {key: _text(row[column]) if column < len(row) else "" for key, column in columns.items()}
        branch = texts["branch"]
        if not branch or branch in _TOTALS or _NOTE.match(branch):
            continue
        count = texts.pop("member_count", "")
        number = sheet.top + index + 1
        if count and not (count.isascii() and count.isdigit()):
            cell = f"{column_letters(sheet.left + columns['member_count'] + 1)}{number}"
            raise XlflowError(f"{file} › {sheet.name} › {cell}  团员总数“{count}”不是人数，应为 0 以上的整数；请改正或留空后重试。")
        yield number, Unit(**texts, member_count=int(count) if count else None)


def _text(value: RawValue) -> str:
    """A cell as text, without blanks around it; whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"\s+", " ", str(value)).strip()


def _header(value: RawValue) -> str:
    """A header without blanks, asterisks and what stands in brackets."""
    text = unicodedata.normalize("NFKC", _text(value))
    return re.sub(r"\([^)]*\)|[\s*:]", "", text)
