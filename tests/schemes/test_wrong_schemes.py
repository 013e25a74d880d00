"""Wrong schemes: each has one slip, and that slip is what `scheme lint` says, at its place, and nothing else."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlflow.errors import SchemeError
from xlflow.schemes.loading.lint import PARAMS_OF_CODE, hints, lint
from xlflow.schemes.scheme import Scheme

BASE = """
[scheme]
id = "own"
title = "本校方案"
version = "1"
effective_from = 2026-01-01
basis = "校团委规定"
extends = "national"
uses = ["quota", "points", "indicators"]

[[table]]
key = "events"
shown = true

[[field]]
table = "nominees"
key = "pool"
like = "quota"
required = false

[[field]]
table = "nominees"
key = "route"
label = "推荐路径"
type = "choice"

[[field]]
table = "nominees"
key = "double_hours"
label = "时长的两倍"
type = "dec"
filled_by = "derived"
value = "volunteer_hours * 2"

[choices.pool]
"普通" = ["普通名额"]
"单列" = []

[choices.route]
"党支部" = []
"双重管理" = ["条块"]

[choices.item_ledger]
"争优" = []

[params.exam_mark]
label = "考试及格分数"
values = [{from = 2026-01-01, value = 60}, {from = 2026-07-01, value = 70}]
source = "默认值，待填"

[params.quorum_ratio]
label = "到会比例"
values = [{from = 2019-08-01, value = "1/2"}, {from = 2026-07-01, value = "2/3"}]
source = "默认值，待填"

[params.places]
label = "单列名额总数"
value = 10
source = "默认值，待填"

[params.band_least]
label = "优秀档最低分"
value = 90
source = "默认值，待填"

[meeting]
quorum = "present >= quorum_ratio of eligible"
basis = "细则第一条"

[quota]
ratio = "15%"
basis = "细则第二条"

[[rule]]
code = "value-out-of-range"
table = "nominees"
at = "branch_rank"
severity = "error"
when = "recommendation_type == '发展对象'"
require = "branch_rank <= 10"
message = "推荐排序 {branch_rank}，应在 10 名以内"
fix = "核对推荐排序"
basis = "细则第三条"

[[interval]]
from = "application_date"
to = "development_candidate_date"
max = "10年"
basis = "细则第四条"

[[event]]
key = "exam"
label = "统一考试"
kinds = ["党校"]
after = "application_date"
before = "development_candidate_date"
least_score = "exam_mark"
basis = "细则第五条"

[[condition]]
key = "hours"
label = "志愿服务"
require = "volunteer_hours >= 20"
missing = "志愿服务时长不足 20 小时"
basis = "细则第六条"

[[route]]
key = "双重管理"
when = "unit_type == '企业'"
types = ["入党积极分子"]
basis = "细则第七条"

[[pool]]
key = "普通"
used = "meeting_result == '通过'"
basis = "细则第八条"

[[pool]]
key = "单列"
used = "meeting_result == '通过'"
earmarked = true
total = "places"
basis = "细则第八条"

[[points.ledger]]
key = "争优"
basis = "细则第九条"

[[points.item]]
code = "A1"
ledger = "争优"
name = "参加活动"
kind = "加分"
points = "2"
cap = 10
period = "季度"
basis = "细则第九条"

[[band]]
key = "优秀"
ledger = "争优"
least = "band_least"
basis = "细则第九条"

[[band]]
key = "合格"
ledger = "争优"
least = 60
basis = "细则第九条"

[[indicator]]
code = "I1"
name = "推优通过率"
weight = 60.5
ratio = "passed"
basis = "细则第十条"

[[indicator]]
code = "I2"
name = "材料质量"
weight = 39.5
basis = "细则第十条"

[[ratio]]
key = "passed"
title = "推优通过率"
table = "nominees"
of = "filled(in_favour)"
part = "meeting_result == '通过'"
by = ["branch"]
day = "meeting_date"
basis = "细则第十条"
"""
RULE = "[[rule]] value-out-of-range.nominees.branch_rank"
REQUIRE = 'require = "branch_rank <= 10"'
WAY = "[[interval]] nominees.application_date.development_candidate_date"


def required(text: str) -> tuple[str, str, str, str]:
    """The rule with another requirement."""
    return REQUIRE, f'require = "{text}"', RULE, "require"


WRONG = [
    # what an expression cannot mean
    required("branch_rank <= '10'"),
    required("branch_rank <= meeting_date"),
    required("name > 3"),
    required("application_date == '2026-01-01'"),
    required("meeting_date - 30 > application_date"),
    required("meeting_date - application_date > 30"),
    required("name + 1 > 3"),
    required("branch_rank in ['1', '2']"),
    required("'优秀' in appraisal_grade"),
    required("age_on(birth_date, 2026) >= 18"),
    required("months_between(name, meeting_date) > 3"),
    required("workdays_between(notice_start, notice_end, 1) > 3"),
    required("total(name) > 3"),
    required("latest(events.event_date, branch_rank) > as_of"),
    required("count_above(events.event_hours, '3') > 1"),
    required("events.event_hours > 20"),
    required("branch_rank <= 10 or True"),
    required("branch_rank <= 10 and name"),
    required("not name"),
    required("branch_rank"),
    required("branch_rank == branch_rank"),
    required("1 > 0"),
    required("exam_mark > 60"),
    required("as_of > as_of"),
    required("branch_rnk <= 10"),
    required("recommendation_type != '积极份子'"),
    required("branch_rank ** 2 <= 10"),
    required("open('x')"),
    ("when = \"recommendation_type == '发展对象'\"", 'when = "1 == 2"', RULE, "when"),
    ('value = "volunteer_hours * 2"', 'value = "name * 2"', "[[field]] nominees.double_hours", "value"),
    ('value = "volunteer_hours * 2"', 'value = "40 * 2"', "[[field]] nominees.double_hours", "value"),
    # clauses and sentences
    ('fix = "核对推荐排序"\nbasis = "细则第三条"', 'fix = "核对推荐排序"', RULE, "basis"),
    ('message = "推荐排序 {branch_rank}，应在 10 名以内"\n', "", RULE, "message"),
    ('message = "推荐排序 {branch_rank}，', 'message = "推荐排序 {branch_rnk}，', RULE, "message"),
    ('max = "10年"\nbasis = "细则第四条"', 'max = "10年"', WAY, "basis"),
    ('least_score = "exam_mark"\nbasis = "细则第五条"', 'least_score = "exam_mark"', "[[event]] exam", "basis"),
    ('missing = "志愿服务时长不足 20 小时"\n', "", "[[condition]] hours", "missing"),
    ('total = "places"\nbasis = "细则第八条"', 'total = "places"', "[[pool]] 单列", "basis"),
    ('day = "meeting_date"\nbasis = "细则第十条"', 'day = "meeting_date"', "[[ratio]] passed", "basis"),
    # days
    ('max = "10年"', 'max = "300天"', WAY, "max"),
    ('max = "10年"', 'max = "11个月"', WAY, "max"),
    ('max = "10年"', 'max = "十年"', WAY, "max"),
    (
        'after = "application_date"\nbefore = "development_candidate_date"',
        'after = "development_candidate_date"\nbefore = "application_date"',
        "[[event]] exam",
        "before",
    ),
    ('after = "application_date"', 'after = "development_candidate_date"', "[[event]] exam", "before"),
    ('before = "development_candidate_date"', 'before = "branch_rank"', "[[event]] exam", "before"),
    # amounts and shares
    ("value = 70}]", 'value = "七十"}]', "[[event]] exam", "least_score"),
    ('least_score = "exam_mark"', 'least_score = "exam_marks"', "[[event]] exam", "least_score"),
    ('quorum = "present >= quorum_ratio of', 'quorum = "present >= quorum_rate of', "[meeting]", "quorum"),
    ('value = "2/3"}]', 'value = "3/2"}]', "[meeting]", "quorum"),
    ('value = "2/3"}]', "value = true}]", "[meeting]", "quorum"),
    ('ratio = "15%"', 'ratio = "exam_mark"', "[quota]", "ratio"),
    # words
    ('kinds = ["党校"]', 'kinds = ["考试"]', "[[event]] exam", "kinds"),
    ('[[pool]]\nkey = "普通"', '[[pool]]\nkey = "普 通"', "[[pool]] 普 通", "key"),
    ('[[route]]\nkey = "双重管理"', '[[route]]\nkey = "双管"', "[[route]] 双管", "key"),
    ('types = ["入党积极分子"]', 'types = ["积极分子"]', "[[route]] 双重管理", "types"),
    ('"单列" = []', '"单列" = ["普通名额"]', "[choices.pool]", "单列"),
    ('label = "到会比例"', 'label = "考试及格分数"', "[params.quorum_ratio]", "label"),
    ('label = "推荐路径"', 'label = "姓名"', "[[field]] nominees.route", "label"),
    # accounts
    ("weight = 39.5", "weight = 39.6", "[[indicator]] I2", "weight"),
    ('ratio = "passed"', 'ratio = "passd"', "[[indicator]] I1", "ratio"),
    ("least = 60", "least = 95", "[[band]] 争优.合格", "least"),
    ("least = 60", "least = 90", "[[band]] 争优.合格", "least"),
    ('points = "2"', 'points = "两分"', "[[points.item]] A1", "points"),
    ("cap = 10\n", "", "[[points.item]] A1", "cap"),
    ('by = ["branch"]', 'by = ["brunch"]', "[[ratio]] passed", "by"),
    ('part = "meeting_result', 'prat = "meeting_result', "[[ratio]] passed", "prat"),
    ("used = \"meeting_result == '通过'\"\nearmarked", 'used = "exam_mark > 3"\nearmarked', "[[pool]] 单列", "used"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a scheme and gives its folder."""

    def write(text: str) -> Path:
        (tmp_path / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / "scheme.toml").write_text(text, encoding="utf-8")
        return tmp_path / "own"

    return write


def test_the_scheme_behind_the_wrong_ones_is_right(folder: Callable[[str], Path]) -> None:
    assert lint(folder(BASE)) == ()
    assert hints(folder(BASE)) == ()


@pytest.mark.parametrize(("old", "new", "table", "key"), WRONG)
def test_one_slip_is_one_fault_at_its_place(folder: Callable[[str], Path], old: str, new: str, table: str, key: str) -> None:
    assert BASE.count(old) == 1
    found = lint(folder(BASE.replace(old, new)))
    places = {(fault.file, fault.table, fault.key) for fault in found}
    if (table, key) == ("[[ratio]] passed", "prat"):  # a misspelt key is missing under its right name too
        places.discard(("own/scheme.toml", table, "part"))
    assert places == {("own/scheme.toml", table, key)}
    assert all("；" in fault.message or "应" in fault.message for fault in found), "a fault says the cure"


def test_two_codes_for_one_condition_are_one_rule_too_many(folder: Callable[[str], Path]) -> None:
    start = BASE.index("[[rule]]")
    rule = BASE[start : BASE.index("[[interval]]")]
    found = lint(folder(BASE + rule.replace("value-out-of-range", "hours-below-minimum")))
    assert [(fault.table, fault.key) for fault in found] == [("[[rule]] hours-below-minimum.nominees.branch_rank", "require")]


def test_a_column_says_where_in_an_expression(folder: Callable[[str], Path]) -> None:
    (found,) = lint(folder(BASE.replace(REQUIRE, "require = \"branch_rank <= 10 and name != '张' and meeting_date - 3 > as_of\"")))
    assert "第 39 个字符处：日期不能加减" in found.message


def test_steps_of_a_stage_stand_together_and_in_the_order_of_their_days(folder: Callable[[str], Path]) -> None:
    step = '\n[[step]]\nnumber = {}\nstage = "{}"\nname = "走访"\nfield = "{}"\n'
    found = lint(folder(BASE + step.format(90, "申请入党", "talk_date")))
    assert ("[[step]] 90", "stage") in [(fault.table, fault.key) for fault in found]
    found = lint(folder(BASE + step.format(91, "入党之后", "application_date")))
    assert ("[[step]] 91", "field") in [(fault.table, fault.key) for fault in found]


def test_what_nothing_uses_is_a_hint_and_no_fault(folder: Callable[[str], Path]) -> None:
    more = '\n[params.spare]\nlabel = "备用"\nvalue = 1\nsource = "默认值，待填"\n\n[choices.colour]\n"红" = []\n'
    where = folder(BASE.replace('uses = ["quota", ', 'uses = ["visits", "quota", ') + more)
    assert lint(where) == ()
    told = "\n".join(hints(where))
    for word in ("备用（spare）", "[choices.colour]", "（visits）"):
        assert word in told


def test_params_that_the_program_reads_by_name_are_no_leftovers(repository: Path) -> None:
    sources = [file.read_text(encoding="utf-8") for file in (repository / "xlflow").rglob("*.py") if file.stem != "leftovers"]
    for param in PARAMS_OF_CODE:
        assert any(f'"{param}"' in text for text in sources), param


# ——— whatever stands in a file, it gives faults ———

SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["nominees", "name", "1/2", "a.b", "{name}", "True", "name == 1", "not", "x" * 300, "年", "６个月", "1年"]),
    st.dates(),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text("abfromvlue", min_size=1), inner, max_size=3))
)


def toml(value: object) -> str:
    """A value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    return value.isoformat() if isinstance(value, date | datetime | time) else repr(value)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_value_at_any_key_breaks_the_reading_of_a_scheme(folder: Callable[[str], Path], small: str, data: st.DataObject) -> None:
    content = tomllib.loads(small) | {key: value for key, value in tomllib.loads(BASE).items() if key != "scheme"}
    for key in ("table", "field", "rule", "interval"):
        content[key] += tomllib.loads(small)[key]
    section = data.draw(st.sampled_from([*content]))
    places: list[tuple[object, object]] = [(content, section)]
    waiting: list[object] = [content[section]]
    while waiting:
        here = waiting.pop()
        for key in here if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ():
            places.append((here, key))
            waiting.append(here[key])  # type: ignore[index, call-overload]
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(VALUES)  # type: ignore[index]
    where = folder("\n".join(f"{quoted(name)} = {toml(value)}" for name, value in content.items()))
    found = lint(where)
    hints(where)
    with suppress(SchemeError):
        assert Scheme.load(where).id
    assert all(str(fault) for fault in found)
