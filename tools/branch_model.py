"""Invented nominees, their timelines, and cells that remember what was typed and what it means."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

FIELDS = {
    "name": "姓名",
    "gender": "性别",
    "ethnicity": "民族",
    "birth_date": "出生日期",
    "id_number": "身份证号",
    "student_id": "学号/工号",
    "political_status": "政治面貌",
    "education": "学历",
    "phone": "联系电话",
    "branch": "所在团支部",
    "league_join_date": "入团时间",
    "league_number": "发展团员编号",
    "league_post": "团内职务",
    "recommendation_type": "推优类型",
    "application_date": "递交入党申请书时间",
    "activist_date": "确定为入党积极分子时间",
    "development_candidate_date": "确定为发展对象时间",
    "appraisal_grade": "团员教育评议等次",
    "volunteer_hours": "志愿服务时长",
    "study_points": "学习积分",
    "meeting_date": "推优大会时间",
    "eligible": "应到会人数",
    "present": "实到会人数",
    "in_favour": "赞成票",
    "against": "反对票",
    "abstained": "弃权票",
    "notice_start": "公示开始日期",
    "notice_end": "公示结束日期",
    "objections": "公示异议",
    "remarks": "备注",
}
OPTIONAL = (
    "ethnicity",
    "student_id",
    "political_status",
    "education",
    "phone",
    "league_number",
    "league_post",
    "appraisal_grade",
    "volunteer_hours",
    "study_points",
    "objections",
    "remarks",
)
REQUIRED = tuple(k for k in FIELDS if k not in (*OPTIONAL, "activist_date", "development_candidate_date", "against", "abstained"))
DATE_FIELDS = (
    "birth_date",
    "league_join_date",
    "application_date",
    "activist_date",
    "development_candidate_date",
    "meeting_date",
    "notice_start",
    "notice_end",
)
MONTH_FIELDS = DATE_FIELDS[:3]  # type `date~`: a month is enough
SYNONYMS = {"education": [[label, f"{label}在读"] for label in ("大学本科", "大学专科", "硕士研究生")]}
ERRORS = set(
    """workbook-unreadable workbook-encrypted workbook-too-large workbook-type-mismatch workbook-locked sheet-missing
header-not-found column-missing column-duplicate required-missing date-invalid date-ambiguous number-invalid choice-unknown
formula-without-value cell-error-value id-number-as-number id-number-format id-number-checksum id-number-birth-mismatch
id-number-gender-mismatch league-number-format league-number-year already-party-member punishment-in-force duplicate-in-workbook
duplicate-across-workbooks conflict-across-workbooks date-in-future date-order interval-too-short age-below-minimum
age-above-maximum league-age-short hours-below-minimum points-below-minimum appraisal-not-accepted event-missing route-not-allowed
recommendation-still-valid present-exceeds-eligible quorum-not-met votes-exceed-present votes-do-not-add-up pass-line-not-met
officer-is-nominee ballots-exceed-present ballots-exceed-issued meeting-before-approval inspection-before-meeting
notice-before-inspection review-before-notice-end notice-too-short quota-pool-exceeded""".split()
)
INFOS = set("column-unknown total-row-skipped sample-row-skipped date-month-only value-normalised".split())
QUOTA = 0.2  # of the members, in a flat list of those who should attend the meeting
# Weekdays that are holidays and weekend days that are worked, State Council notices for 2025 and 2026.
HOLIDAYS = {
    date.fromisoformat(d)
    for d in """2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04
2025-04-04 2025-05-01 2025-05-02 2025-05-05 2025-06-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06 2025-10-07 2025-10-08
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-23 2026-04-06 2026-05-01 2026-05-04
2026-05-05 2026-06-19 2026-09-25 2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07""".split()
}
MAKE_UP_DAYS = {
    date.fromisoformat(d)
    for d in """2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14
2026-02-28 2026-05-09 2026-09-20 2026-10-10""".split()
}
REGIONS = "110105 110108 310104 310115 440106 440305 330723 130203 500106 340103 420106 510107 370102 610113".split()
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "子涵雨桐浩然思远梦洁嘉怡俊杰诗琪文博佳宁志强晓彤天宇欣妍明哲雅楠一鸣若曦建国婉清景行书瑶泽楷安澜"
MINORITY_NAMES = ("阿依古丽·买买提", "迪力夏提·艾合买提", "古丽娜尔·吐尔逊", "扎西·多吉", "巴图·额尔德尼", "木合塔尔·卡德尔")
MAJORS = "软件工程 网络工程 数据科学 机械设计 车辆工程 法学 汉语言文学 会计学 金融学 物流管理 护理学 助产学 小学教育 学前教育".split()


# --- calendar -----------------------------------------------------------------------------------------------------------------


def is_workday(day: date) -> bool:
    """Monday to Friday, less public holidays, plus the weekend days worked instead."""
    return day in MAKE_UP_DAYS or (day.weekday() < 5 and day not in HOLIDAYS)


def workdays(start: date, end: date) -> int:
    """Working days after `start`, up to and including `end`; a notice also counts `start` itself."""
    return sum(is_workday(start + timedelta(n)) for n in range(1, (end - start).days + 1))


def workday_after(start: date, count: int) -> date:
    """The day on which the `count`-th working day after `start` falls."""
    end = start
    while workdays(start, end) < count:
        end += timedelta(1)
    return end


def years_later(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


# --- people -------------------------------------------------------------------------------------------------------------------


def check_digit(first_17: str) -> str:
    """The last place of an ID number (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(first_17, weights, strict=True)) % 11]


@dataclass
class People:
    """Hands out numbers that nobody else in the run has."""

    rng: random.Random
    used: set[str] = field(default_factory=set)
    count: int = 0

    def id_number(self, birth: date, gender: str) -> str:
        """A new valid number."""
        while True:
            sequence = self.rng.randrange(900 + (gender == "男"), 1000, 2)
            number = f"{self.rng.choice(REGIONS)}{birth:%Y%m%d}{sequence}"
            if number not in self.used:
                self.used.add(number)
                return number + check_digit(number)

    def name(self) -> str:
        """A name of two or three characters."""
        return self.rng.choice(SURNAMES) + "".join(self.rng.sample(GIVEN, self.rng.choice((1, 2, 2, 2))))

    def next(self) -> int:
        """The next running number."""
        self.count += 1
        return self.count


@dataclass(frozen=True)
class Meeting:
    """One 推优大会 and the public notice after it."""

    day: date
    eligible: int
    present: int
    notice_start: date
    notice_end: date


def make_meeting(rng: random.Random, as_of: date, eligible: int) -> Meeting:
    """A meeting of the last months without a fault."""
    day = as_of - timedelta(rng.randint(30, 170))
    start = day + timedelta(rng.randint(0, 3))
    return Meeting(day, eligible, rng.randint(-(-eligible * 85 // 100), eligible), start, workday_after(start, rng.randint(5, 7)))


def make_person(people: People, meeting: Meeting, branch: str) -> dict[str, Any]:
    """A nominee without a fault: of age, long enough in the League, with enough votes."""
    rng, second = people.rng, people.rng.random() < 0.35
    before = 190 + (390 if second else 0)
    applied = meeting.day - timedelta(before + rng.randint(5, 500))
    birth = max(years_later(applied, -18) - timedelta(rng.randint(5, 1500)), date(2000, 1, 1))
    joined = max(years_later(birth, 14), date(2017, 1, 1)) + timedelta(rng.randint(30, 300))
    activist = candidate = None
    if second:
        activist = years_later(meeting.day, -1) - timedelta(rng.randint(10, 20))
        candidate = meeting.notice_end + timedelta(rng.randint(1, 4)) if rng.random() < 0.5 else None
    elif rng.random() < 0.4:
        activist = meeting.notice_end + timedelta(rng.randint(1, 4))
    gender, number = rng.choice("男女"), people.next()
    in_favour = rng.randint(meeting.eligible // 2 + 1, meeting.present)
    against = rng.randint(0, meeting.present - in_favour)
    return {
        "name": people.name(),
        "gender": gender,
        "birth_date": birth,
        "id_number": people.id_number(birth, gender),
        "ethnicity": rng.choice(("汉族",) * 12 + ("回族", "壮族", "苗族", "土家族")),
        "student_id": f"9999{number:08d}",
        "political_status": "共青团员",
        "education": rng.choice(("大学本科", "大学本科", "大学专科", "硕士研究生")),
        "phone": f"1990{number:07d}",
        "branch": branch,
        "league_join_date": joined,
        "league_number": f"{joined.year}44{number:06d}",
        "league_post": rng.choice(("无", "无", "无", "书记", "副书记", "组织委员", "宣传委员")),
        "recommendation_type": "发展对象" if second else "入党积极分子",
        "application_date": applied,
        "activist_date": activist,
        "development_candidate_date": candidate,
        "appraisal_grade": rng.choice(("优秀", "合格")),
        "volunteer_hours": rng.choice((20, 24, 36.5, 48, 60)),
        "study_points": rng.randint(60, 120),
        "meeting_date": meeting.day,
        "eligible": meeting.eligible,
        "present": meeting.present,
        "in_favour": in_favour,
        "against": against,
        "abstained": meeting.present - in_favour - against,
        "notice_start": meeting.notice_start,
        "notice_end": meeting.notice_end,
        "objections": "无异议",
        "remarks": rng.choice((None, None, None, "班级学习委员", "校级三好学生")),
    }


# --- what is typed and what it means ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Formula:
    """A formula and the value stored with it."""

    text: str
    cached: Any


@dataclass(frozen=True)
class MonthCell:
    """A real date cell on the first of a month whose number format shows no day."""

    first: date
    number_format: str


MONTH_FORMATS = ('yyyy"年"m"月"', "yyyy.mm", "yyyy-mm", "yyyy/m", "mmm-yy")


WIDE: dict[int, int] = str.maketrans("0123456789.X", "０１２３４５６７８９．Ｘ")
DATE_STYLES: dict[str, Callable[[date], Any]] = {
    "real": lambda d: d,
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "padded": lambda d: f"{d:%Y.%m.%d}",
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dashes": lambda d: d.isoformat(),
    "compact": lambda d: f"{d:%Y%m%d}",
    "compact-number": lambda d: int(f"{d:%Y%m%d}"),
    "spaced": lambda d: f" {d.year}. {d.month}. {d.day} ",
    "wide": lambda d: f"{d.year}.{d.month}.{d.day}".translate(WIDE),
}
NUMBER_FORMATS = ("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "yyyy.mm.dd")  # of real date cells


@dataclass(frozen=True)
class Habits:
    """How one secretary types."""

    as_of: date
    people: People
    dates: str = "real"
    slips: float = 0.0
    codes_as_numbers: bool = False

    def type(self, key: str, value: Any) -> Any:
        """What stands in the cell for a fact."""
        if isinstance(value, date):
            rng = self.people.rng
            slip = self.slips and rng.random() < self.slips
            return DATE_STYLES[rng.choice(list(DATE_STYLES)) if slip else self.dates](value)
        if self.codes_as_numbers and key in ("student_id", "league_number") and value and value.isdigit() and value[0] != "0":
            return int(value)
        return value


def meaning(value: Any) -> Any:
    """A fact as `xlflow records` prints it."""
    return value.isoformat() if isinstance(value, date) else value


@dataclass
class Entry:
    """One cell: what was typed and what must be read. `unread` is the text as it stood; "?" leaves the text open."""

    typed: Any
    value: Any = None
    unread: str | None = None


@dataclass
class Find:
    """A finding that must be reported: at the cell of `key`, or instead at one of `keys` or on one of `rows`."""

    code: str
    key: str | None = None
    keys: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(eq=False)
class Row:
    """One nominee in one workbook."""

    facts: dict[str, Any]
    habits: Habits
    entries: dict[str, Entry] = field(default_factory=dict)
    found: list[Find] = field(default_factory=list)
    may: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    any_value: set[str] = field(default_factory=set)  # fields whose value is not scored
    may_lack: set[str] = field(default_factory=set)  # fields that may stay unread, but must not be read as something else
    sheet: str = ""
    number: int = 0
    cells: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)  # first cell of a merged range that covers the row's own cell

    def put(self, **facts: Any) -> None:
        """Make it true, and type it in this secretary's way."""
        for key, value in facts.items():
            self.facts[key] = value
            self.entries[key] = Entry(self.habits.type(key, value), meaning(value))

    def type(self, key: str, typed: Any, *, value: Any = None, unread: str | None = None) -> None:
        """Type something else than the fact. Without `unread` the cell still means `value`, or the fact."""
        kept = meaning(self.facts[key]) if value is None else value
        self.entries[key] = Entry(typed, None if unread else kept, unread)

    def find(self, code: str, key: str | None, *keys: str, rows: tuple[Row, ...] = (), may: str = "") -> None:
        """Note what must be reported, and which codes may be as well."""
        self.found.append(Find(code, key, keys, rows))
        self.may.update(may.split())

    @property
    def second(self) -> bool:
        """Whether the recommendation is that for 发展对象 (推优②)."""
        return bool(self.facts["recommendation_type"] == "发展对象")

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong with the row."""
        return not self.found and not self.may and not self.touched - {"phone"}


@dataclass
class Branch:
    """One workbook: who handed it in, when, its rows and its form."""

    unit: str
    file: str
    layout: str
    filed: date
    keys: list[str]
    rows: list[Row]
    rng: random.Random
    found: list[dict[str, Any]] = field(default_factory=list)  # findings about sheets, headers, skipped rows
    may: list[dict[str, Any]] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)
    blank: int = 0
    superseded_by: str | None = None
    number_format: str = NUMBER_FORMATS[0]

    @property
    def round(self) -> str:
        """The round of a submission that names none: the half-year of its filing date."""
        return f"{self.filed.year}年{'上' if self.filed.month < 7 else '下'}半年"

    def add(
        self,
        code: str,
        sheet: str | None = None,
        cell: str | None = None,
        row: int | None = None,
        key: str | None = None,
        also: Iterable[dict[str, Any]] = (),
    ) -> None:
        """Note a finding about a sheet, a header or a skipped row."""
        self.found.append(finding(self.file, sheet, cell, row, key, code, list(also)))


def severity(code: str) -> str:
    """As the table of codes in the contract says."""
    return "error" if code in ERRORS else "info" if code in INFOS else "warning"


def finding(
    file: str, sheet: str | None, cell: str | None, row: int | None, key: str | None, code: str, also: list[dict[str, Any]]
) -> dict[str, Any]:
    """A finding as the truth holds it; `also` are the other places that are right."""
    return {"file": file, "sheet": sheet, "cell": cell, "row": row, "field": key, "code": code, "severity": severity(code), "also": also}
