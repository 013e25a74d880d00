"""Small schemes, written as a person would write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = """
[scheme]
id = "small"
title = "小方案"
version = "1"
effective_from = 2019-08-01
basis = "《办法》"

[[table]]
key = "unit"
sheet = "单位信息"
layout = "facts"

[[table]]
key = "nominees"
sheet = "推优对象清单"
layout = "rows"
key_fields = [["id_number"], ["name", "birth_date"]]

[[table]]
key = "meetings"
sheet = "推优大会"
layout = "rows"

[[table]]
key = "members"
sheet = "团员花名册"
layout = "rows"
shown = false

[[field]]
table = "unit"
key = "branch"
label = "团支部全称"
type = "text(40)"

[[field]]
table = "unit"
key = "member_count"
label = "团员总数"
type = "int"
minimum = 3
maximum = 50

[[field]]
table = "nominees"
key = "name"
label = "姓名"
type = "text(50)"
required = true

[[field]]
table = "nominees"
key = "id_number"
label = "身份证号"
type = "idno"
pii = 3

[[field]]
table = "nominees"
key = "student_id"
label = "学号/工号"
term = "学号"
type = "code"

[[field]]
table = "nominees"
key = "birth_date"
label = "出生日期"
type = "date~"

[[field]]
table = "nominees"
key = "league_join_date"
label = "入团时间"
type = "date~"
aliases = ["入团日期", "入团年月"]

[[field]]
table = "nominees"
key = "ethnicity"
label = "民族"
type = "choice"

[[field]]
table = "nominees"
key = "meeting_date"
label = "推优大会时间"
type = "ref(meetings)"

[[field]]
table = "nominees"
key = "notice_end"
label = "公示结束日期"
type = "date"
required = "filled(meeting_date)"

[[field]]
table = "meetings"
key = "meeting_date"
label = "推优大会时间"
type = "date"

[[field]]
table = "meetings"
key = "eligible"
label = "应到会人数"
type = "int"

[[field]]
table = "members"
key = "birth_date"
like = "nominees"
label = "出生年月"
term = "出生日期"
required = false

[choices.ethnicity]
"汉族" = ["汉", "01"]
"壮族" = []

[params.league_age_months]
label = "最低团龄"
value = 12
unit = "个月"
basis = "第五条"
source = "办法"

[params.notice_days]
label = "公示天数"
values = [{from = 2019-08-01, value = 5}, {from = 2024-01-01, value = 7}]
source = "默认值，待填"

[[rule]]
code = "league-age-short"
table = "nominees"
at = "league_join_date"
severity = "error"
basis = "第五条"
require = "months_between(league_join_date, meeting_date) >= league_age_months"
message = "入团至推优大会不满 {league_age_months} 个月"

[[interval]]
from = "league_join_date"
to = "meeting_date"
min = "1年"
basis = "第五条"

[[interval]]
from = "meeting_date"
to = "notice_end"
max = "90天"
basis = "第六条"

[meeting]
quorum = "present >= 1/2 of eligible"
pass = ["in_favour > 1/2 of eligible"]
basis = "推荐程序"

[quota]
ratio = "1/5"
bases = ["member_count", "eligible"]
basis = "第五条"

[[step]]
number = 1
stage = "推荐"
name = "召开推优大会"
field = "meeting_date"

[[document]]
id = "public_notice"
title = "公示"
scope = "branch"
class = "public"
sign = "S4"
file = "{branch}_推优公示.docx"
template = "public_notice.docx"
"""

CHILD = """
[scheme]
id = "child"
title = "下级方案"
version = "1"
extends = "small"
"""

WriteScheme = Callable[..., Path]


@pytest.fixture
def write_scheme(tmp_path: Path) -> WriteScheme:
    """Writes a scheme folder with its Word templates and gives the folder."""

    def write(text: str = SMALL, name: str = "small", templates: tuple[str, ...] = ("public_notice.docx",)) -> Path:
        folder = tmp_path / name
        (folder / "documents").mkdir(parents=True)
        (folder / "scheme.toml").write_text(text, encoding="utf-8")
        for template in templates:
            (folder / "documents" / template).write_bytes(b"")
        return folder

    return write


@pytest.fixture
def write_child(write_scheme: WriteScheme) -> Callable[[str], Path]:
    """Writes a scheme that extends the small one, which stands beside it."""

    def write(text: str) -> Path:
        write_scheme()
        return write_scheme(CHILD + text, "child", ())

    return write


@pytest.fixture
def small() -> str:
    """The text of the small scheme."""
    return SMALL
