"""What is said of small workbooks, drawn or real: the material of `code_examples`. An answer is worked out when it is asked for."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from clean_form import form
from clean_list import sheet
from msgspec.structs import replace
from sheet_text import raw_sheet
from small_package import write_package

from xlflow.checks.judge import judge
from xlflow.errors import WorkbookError
from xlflow.files.reading.read_limits import LIMITS
from xlflow.files.reading.reader import read_workbook
from xlflow.filling.sources import read_export, take
from xlflow.findings import Finding
from xlflow.messages import unreadable
from xlflow.roster.duplicates import duplicate_findings
from xlflow.roster.roster_merge import merge
from xlflow.roster.roster_state import State
from xlflow.roster.submission import submission
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand
from xlflow.tables.unit_list import Unit

AS_OF = date(2026, 6, 30)
Answer = Callable[[], list[Finding]]

STRICT = """
[scheme]
id = "strict"
title = "从严方案"
version = "1"
effective_from = 2020-01-01
basis = "校团委规定"
extends = "national"
uses = ["quota"]

[params.volunteer_hours_minimum]
value = 20

[params.study_points_minimum]
value = 60

[[field]]
table = "nominees"
key = "route"
label = "推荐路径"
type = "choice"
group = "A 基本情况"
phase = 1

[[field]]
table = "nominees"
key = "pool"
like = "quota"
required = false

[choices.pool]
"单列" = []

[[pool]]
key = "单列"
used = "meeting_result == '通过'"

[choices.route]
"已建党组织" = []
"未建党组织" = []

[[rule]]
code = "route-not-allowed"
table = "nominees"
at = "route"
waivable = true
require = "route == '已建党组织'"

[[rule]]
code = "event-missing"
table = "nominees"
at = "name"
waivable = true
require = "count(events.event_kind, '团课') >= 1"
"""
"""What national does not switch on."""


@cache
def scheme(text: str = "") -> Scheme:
    """The base scheme, or one that is written down here."""
    if not text:
        return Scheme.load("national")
    with TemporaryDirectory() as folder:
        place = Path(folder) / "strict"
        place.mkdir()
        (place / "scheme.toml").write_text(text, encoding="utf-8")
        return Scheme.load(place)


def read(sheets: Sequence[RawSheet], *, stamp: FormStamp | None = None, own: str = "", file: str = "三班.xlsx") -> WorkbookReading:
    """A workbook of some sheets."""
    return understand(RawWorkbook(file, f"{file:0>64}", tuple(sheets), stamp), scheme(own))


def drawn(text: str, **options: tuple[int, ...]) -> Answer:
    """The findings of a foreign workbook with one sheet."""
    return lambda: judge(read([raw_sheet(text, **options)]), scheme(), AS_OF)  # type: ignore[arg-type]


def flat(*people: dict[str, str], own: str = "") -> Answer:
    """The findings of a flat list, each row the clean one but for some cells."""
    return lambda: judge(read([raw_sheet(sheet(*people))], own=own), scheme(own), AS_OF)


def cells(**changes: str) -> Answer:
    """The findings of a flat list of one person, some cells changed."""
    return flat(changes)


def filled(*, own: str = "", **changes: object) -> Answer:
    """The findings of a standard form, some cells changed."""
    return lambda: judge(
        read(form(**changes), stamp=FormStamp("form", scheme(own).id, scheme(own).version, "1"), own=own),  # type: ignore[arg-type]
        scheme(own),
        AS_OF,
    )


def together(*files: Sequence[dict[str, str]]) -> Answer:
    """What is wrong between flat lists of several branches, and between the rows of each; the first person stands on row 3."""

    def run() -> list[Finding]:
        texts = [f"填报单位：软件{n}班团支部\n{sheet(*people)}" for n, people in enumerate(files, 1)]
        handed_in = [submission(read([raw_sheet(text)], file=f"{n}.xlsx"), scheme()) for n, text in enumerate(texts)]
        return duplicate_findings(handed_in, scheme())

    return run


def merged(*files: tuple[str, str], form_id: str = "", units: tuple[str, ...] = ()) -> Answer:
    """What merge says of files: each the name of its branch and another text that makes its content differ."""

    def run() -> list[Finding]:
        arrivals = []
        for n, (branch, filed) in enumerate(files):
            lines = f"填报单位：{branch} | 填报日期：{filed}\n" + sheet({"姓名": f"张{'一二三'[n]}", "身份证号": ""})
            stamp = FormStamp("form", "national", scheme().version, form_id) if form_id else None
            arrivals.append(submission(read([raw_sheet(lines)], stamp=stamp, file=f"{n}.xlsx"), scheme()))
        return list(merge(State(units=tuple(Unit(name) for name in units)), arrivals, {}, scheme(), AS_OF).findings)

    return run


def with_places(granted: int) -> Answer:
    """The findings of a list of one person who holds a place of a pool, of which so many were granted."""
    places = f"年度 | 名额类别 | 单位 | 分配名额 | 剩余\n#2026 | 单列 | 软件1班团支部 | #{granted} |"
    sheets = [raw_sheet(sheet({"大会结果": "通过", "名额类别": "单列"})), raw_sheet(places, "名额台账", 1)]
    return lambda: judge(read(sheets, own=STRICT), scheme(STRICT), AS_OF)


def exported(*people: str) -> Answer:
    """What filling hours from an export says, whose lines are of these people."""
    export = "姓名 | 身份证号 | 时长\n" + "\n".join(f"{person} | #3" for person in people)
    reading = read([raw_sheet(sheet({"身份证号": "", "志愿服务时长": ""}))])
    return lambda: (
        take([read_export(RawWorkbook("导出.xlsx", "1", (raw_sheet(export),)), scheme())], reading, scheme(), overwrite=False).findings
    )


def opened(content: bytes, *, is_held: bool = False, cells: int = LIMITS.cells) -> Answer:
    """What is said of a file 三班.xlsx with some content, that another program may hold; `cells`: how many may be read."""

    def run() -> list[Finding]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "三班.xlsx"
            path.write_bytes(content)
            try:
                with patch.object(Path, "open", side_effect=PermissionError(errno.EACCES, "held")) if is_held else nullcontext():
                    read_workbook(path, path.name, replace(LIMITS, cells=cells))
            except WorkbookError as error:
                return [unreadable(path.name, error)]
        return []

    return run


def small_workbook() -> bytes:
    """A workbook of two cells."""
    with TemporaryDirectory() as folder:
        return write_package(Path(folder) / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>').read_bytes()


SOUND = small_workbook()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
"""The beginning of an old Office file, in which an encrypted one is wrapped."""


def filled_without(name: str) -> Answer:
    """The findings of a standard form that lost a sheet."""
    stamp = FormStamp("form", "national", scheme().version, "1")
    return lambda: judge(read([one for one in form() if one.name != name], stamp=stamp), scheme(), AS_OF)
