from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xlflow.errors import SchemeError
from xlflow.schemes.loading.lint import lint
from xlflow.schemes.shipped import find_folder, shipped_ids

WriteScheme = Callable[..., Path]

FIELD = '\n[[field]]\ntable = "nominees"\nkey = "{key}"\nlabel = "{label}"\ntype = "text"\n'
SOURCE = """
[[source]]
id = "hours"
title = "时长导出表"
field = "{field}"
combine = "sum"
value = ["时长"]
name = ["姓名"]
"""
PERIOD = 'period_end = "{}"\nperiod_aliases = ["起止"]\n'
RULE = '\n[[rule]]\ncode = "date-order"\ntable = "nominees"\nat = "birth_date"\nrequire = "{require}"\nmessage = "次序"\nbasis = "第一条"\n'


@pytest.fixture
def faults_of(write_scheme: WriteScheme, small: str) -> Callable[..., list[tuple[str, str]]]:
    """Faults of the small scheme after a replacement, or with something added: where they stand and their key."""

    def faults(old: str = "", new: str = "", *, added: str = "") -> list[tuple[str, str]]:
        assert old in small
        folder = write_scheme((small.replace(old, new, 1) if old else small) + added)
        return [(fault.table, fault.key) for fault in lint(folder)]

    return faults


FaultsOf = Callable[..., list[tuple[str, str]]]


def test_the_small_scheme_is_without_fault(faults_of: FaultsOf) -> None:
    assert faults_of() == []


@pytest.mark.parametrize("id", shipped_ids())
def test_a_shipped_scheme_is_without_fault(id: str) -> None:
    assert lint(find_folder(id)) == ()


@pytest.mark.parametrize(
    ("old", "new", "table", "key"),
    [
        ('title = "小方案"', 'titel = "小方案"', "[scheme]", "titel"),
        ('id = "small"', 'id = "../small"', "[scheme]", "id"),
        ("effective_from = 2019-08-01", 'effective_from = "2019-08-01"', "[scheme]", "effective_from"),
        ('layout = "facts"', 'layout = "columns"', "[[table]] unit", "layout"),
        ('"birth_date"]]', '"birthday"]]', "[[table]] nominees", "key_fields"),
        ('sheet = "推优大会"', 'sheet = "单位信息"', "[[table]] meetings", "sheet"),
        ('type = "text(50)"', 'type = "text(0)"', "[[field]] nominees.name", "type"),
        ('type = "text(50)"', 'type = "words"', "[[field]] nominees.name", "type"),
        ("required = true", 'required = "yes and"', "[[field]] nominees.name", "required"),
        ("required = true", "required = 1", "[[field]] nominees.name", "required"),
        ("required = true", "require = true", "[[field]] nominees.name", "require"),
        ('required = "filled(meeting_date)"', 'required = "filled(meeting_day)"', "[[field]] nominees.notice_end", "required"),
        ("pii = 3", "pii = 4", "[[field]] nominees.id_number", "pii"),
        ("pii = 3", "pii = true", "[[field]] nominees.id_number", "pii"),
        ("minimum = 3", "minimum = 300", "[[field]] unit.member_count", "minimum"),
        ('type = "ref(meetings)"', 'type = "ref(meeting)"', "[[field]] nominees.meeting_date", "type"),
        ("[choices.ethnicity]", "[choices.ethnicities]", "[[field]] nominees.ethnicity", "choices"),
        ('like = "nominees"', 'like = "unit"', "[[field]] members.birth_date", "like"),
        ('term = "学号"\n', "", "[[field]] nominees.student_id", "label"),
        ('term = "学号"', 'term = "学号①"', "[[field]] nominees.student_id", "term"),
        ('term = "学号"', 'term = "姓名"', "[[field]] nominees.student_id", "term"),
        ('term = "出生日期"', 'term = "生日"', "[[field]] members.birth_date", "term"),
        ('aliases = ["入团日期", "入团年月"]', 'aliases = ["出生 日期"]', "[[field]] nominees.league_join_date", "aliases"),
        ('aliases = ["入团日期", "入团年月"]', 'aliases = "入团日期"', "[[field]] nominees.league_join_date", "aliases"),
        ('"壮族" = []', '"壮族" = ["汉"]', "[choices.ethnicity]", "壮族"),
        ('"壮族" = []', '"壮族" = "壮"', "[choices.ethnicity]", "壮族"),
        ('basis = "第五条"\n', "", "[params.league_age_months]", "basis"),
        ('source = "办法"\n', "", "[params.league_age_months]", "source"),
        ("value = 12", "value = 12\nvalues = [{from = 2019-08-01, value = 5}]", "[params.league_age_months]", ""),
        ("[params.league_age_months]", "[params.member_count]", "[params.member_count]", ""),
        ("{from = 2024-01-01, value = 7}", "{from = 2018-01-01, value = 7}", "[params.notice_days]", "values"),
        ('code = "league-age-short"', 'code = "league-age-shrt"', "[[rule]] league-age-shrt.nominees.league_join_date", "code"),
        ('at = "league_join_date"', 'at = "join_date"', "[[rule]] league-age-short.nominees.join_date", "at"),
        ('severity = "error"', 'severity = "fatal"', "[[rule]] league-age-short.nominees.league_join_date", "severity"),
        ("不满 {league_age_months}", "不满 {months}", "[[rule]] league-age-short.nominees.league_join_date", "message"),
        ("不满 {league_age_months}", "不满 {league_age_months", "[[rule]] league-age-short.nominees.league_join_date", "message"),
        ('min = "1年"', 'min = "一年"', "[[interval]] nominees.league_join_date.meeting_date", "min"),
        ('min = "1年"', 'min = "1年"\nmax = "300天"', "[[interval]] nominees.league_join_date.meeting_date", "min"),
        ('min = "1年"', 'code = "no-such-code"', "[[interval]] nominees.league_join_date.meeting_date", "code"),
        ('to = "notice_end"', 'to = "notice_day"', "[[interval]] nominees.meeting_date.notice_day", "to"),
        ('to = "notice_end"', 'to = "name"', "[[interval]] nominees.meeting_date.name", "to"),
        ('to = "notice_end"', 'to = "league_join_date"', "[[interval]] nominees.meeting_date.league_join_date", ""),
        ("present >= 1/2 of eligible", "present >= 1/0 of eligible", "[meeting]", "quorum"),
        ("present >= 1/2 of eligible", "present >= half of eligible", "[meeting]", "quorum"),
        ("in_favour > 1/2 of eligible", "in_favour > 1/2 of everybody", "[meeting]", "pass"),
        ('ratio = "1/5"', 'ratio = "6/5"', "[quota]", "ratio"),
        ('ratio = "1/5"', "ratio = 0.2", "[quota]", "ratio"),
        ('bases = ["member_count", "eligible"]', 'bases = ["members"]', "[quota]", "bases"),
        ('field = "meeting_date"', 'field = "meeting_day"', "[[step]] 1", "field"),
        ('scope = "branch"', 'scope = "village"', "[[document]] public_notice", "scope"),
        ("{branch}_推优公示", "{brunch}_推优公示", "[[document]] public_notice", "file"),
        ('template = "public_notice.docx"', 'template = "notice.docx"', "[[document]] public_notice", "template"),
        ('template = "public_notice.docx"', "", "[[document]] public_notice", "template"),
    ],
)
def test_each_fault_is_told_at_its_place(faults_of: FaultsOf, old: str, new: str, table: str, key: str) -> None:
    assert (table, key) in faults_of(old, new)


@pytest.mark.parametrize(
    ("added", "table", "key"),
    [
        ("\n[points]\nyear = 2024\n", "[points]", "year"),
        ("\n[prizes]\nyear = 2024\n", "[prizes]", ""),
        (FIELD.format(key="name", label="姓名"), "[[field]] nominees.name", ""),
        (FIELD.format(key="full_name", label="姓 名"), "[[field]] nominees.full_name", "label"),
        (FIELD.format(key="Name", label="名"), "[[field]] nominees.Name", "key"),
        (FIELD.format(key="total", label="合计数"), "[[field]] nominees.total", "key"),
        ('\n[[field]]\nkey = "x"\nlabel = "无表"\ntype = "text"\n', "[[field]] 第 14 项", "table"),
        ('\n[[field]]\ntable = "nowhere"\nkey = "x"\nlabel = "无表"\ntype = "text"\n', "[[field]] nowhere.x", "table"),
        ('\n[[table]]\nkey = "empty"\nsheet = "空表"\nlayout = "rows"\n', "[[table]] empty", ""),
        (RULE.format(require="birth_day > as_of"), "[[rule]] date-order.nominees.birth_date", "require"),
        (RULE.format(require="birth_date ** 2 > 3"), "[[rule]] date-order.nominees.birth_date", "require"),
        (RULE.format(require="ethnicity == '汉'"), "[[rule]] date-order.nominees.birth_date", "require"),
        (RULE.format(require="count(events.event_kind) > 1"), "[[rule]] date-order.nominees.birth_date", "require"),
        (RULE.format(require="1/0 > 1"), "[[rule]] date-order.nominees.birth_date", "require"),
        (RULE.format(require=f"member_count > {'9' * 500}"), "[[rule]] date-order.nominees.birth_date", "require"),
        (
            RULE.format(require="(" * 150 + "member_count" + ")" * 150 + " + 1" * 70 + " > 1"),
            "[[rule]] date-order.nominees.birth_date",
            "require",
        ),
        (RULE.format(require=f"name == '{'长' * 3000}'"), "[[rule]] date-order.nominees.birth_date", "require"),
        (FIELD.format(key="opens", label="开始") + 'period_end = "notice_end"\n', "[[field]] nominees.opens", "period_end"),
        (FIELD.format(key="opens", label="开始") + PERIOD.format("notice_day"), "[[field]] nominees.opens", "period_end"),
        (FIELD.format(key="opens", label="开始") + PERIOD.format("name"), "[[field]] nominees.opens", "period_end"),
        (
            FIELD.format(key="opens", label="开始") + 'period_end = "notice_end"\nperiod_aliases = ["姓 名"]\n',
            "[[field]] nominees.opens",
            "period_aliases",
        ),
        ("\n[rules]\n", "[rules]", ""),
        (SOURCE.format(field="hours"), "[[source]] hours", "field"),
        (SOURCE.format(field="notice_end"), "[[source]] hours", "field"),
        (SOURCE.format(field="member_count").replace('name = ["姓名"]', ""), "[[source]] hours", "name"),
        (SOURCE.format(field="member_count").replace('["时长"]', "[]"), "[[source]] hours", "value"),
        (SOURCE.format(field="member_count").replace('"sum"', '"latest"'), "[[source]] hours", "day"),
        (SOURCE.format(field="member_count") + 'origin_field = "from"\n', "[[source]] hours", "origin_field"),
        (SOURCE.format(field="member_count") + 'origin_field = "ethnicity"\norigin = "苗"\n', "[[source]] hours", "origin"),
    ],
)
def test_what_is_added_wrongly_is_told_at_its_place(faults_of: FaultsOf, added: str, table: str, key: str) -> None:
    assert (table, key) in faults_of(added=added)


def test_a_rule_may_use_its_meeting_the_unit_params_and_related_rows(faults_of: FaultsOf) -> None:
    rule = RULE.format(require="eligible <= member_count and notice_days > 3 and as_of > birth_date and count(members.birth_date) > 1")
    assert faults_of(added=rule) == []


def test_an_export_may_fill_a_number(faults_of: FaultsOf) -> None:
    assert faults_of(added=SOURCE.format(field="member_count") + 'origin_field = "ethnicity"\norigin = "壮族"\n') == []


def test_a_long_expression_does_not_fill_the_report(write_scheme: WriteScheme, small: str) -> None:
    folder = write_scheme(small + RULE.format(require=f"name == '{'长' * 3000}'"))
    assert [len(str(fault)) < 400 for fault in lint(folder)] == [True]


def test_all_faults_are_told_at_once_and_each_once(faults_of: FaultsOf) -> None:
    found = faults_of('type = "idno"', 'type = "id"', added=FIELD.format(key="name", label="姓名") + RULE.format(require="a > b"))
    assert found == [
        ("[[field]] nominees.name", ""),
        ("[[field]] nominees.id_number", "type"),
        ("[[rule]] date-order.nominees.birth_date", "require"),
        ("[[rule]] date-order.nominees.birth_date", "require"),
    ]


def test_a_fault_says_file_place_key_and_cure(write_scheme: WriteScheme, small: str) -> None:
    (fault,) = lint(write_scheme(small.replace('require = "months_between', 'require = "month_between')))
    assert str(fault).startswith(
        "small/scheme.toml › [[rule]] league-age-short.nominees.league_join_date › require：表达式 “month_between(league_join_date"
    )
    assert "第 1 个字符处：没有这个函数" in str(fault)
    (fault,) = lint(write_scheme(small.replace('title = "小方案"', 'title = "小方案"\nversoin = "2"'), "second"))
    assert str(fault) == "second/scheme.toml › [scheme] › versoin：没有这个键，是否想写 version；请改正或删去。"


def test_a_broken_file_is_told_with_line_and_column(write_scheme: WriteScheme, small: str) -> None:
    (fault,) = lint(write_scheme(small.replace('title = "小方案"', "title = 小方案")))
    assert str(fault).startswith("small/scheme.toml：第 4 行第 9 列不合 TOML 写法")


def test_a_file_in_another_encoding_is_told(write_scheme: WriteScheme, small: str) -> None:
    folder = write_scheme()
    (folder / "scheme.toml").write_bytes(small.encode("gb18030"))
    assert "不是 UTF-8 编码" in str(lint(folder)[0])


@pytest.mark.parametrize("missing", ["[meeting]", "[quota]", "[scheme]"])
def test_a_scheme_without_a_needed_section_is_told(write_scheme: WriteScheme, small: str, missing: str) -> None:
    start = small.index(missing)
    end = small.index("\n[", start + 1)
    assert any(fault.table == missing for fault in lint(write_scheme(small[:start] + small[end:])))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[[year]]\nyear = 2031\nholidays = [2030-01-01]\n", "holidays"),
        ('[[year]]\nyear = 2031\nholidays = ["2031-01-01"]\n', "holidays"),
        ("[[year]]\nyear = 2031\nmake_up_days = [2031-01-02]\n", "make_up_days"),
        ("[[year]]\nyear = 2031\nholiday = []\n", "holiday"),
        ("[[year]]\nholidays = []\n", "year"),
        ("[[year]]\nyear = 2031\n[[year]]\nyear = 2031\n", ""),
        ("[years]\n", ""),
    ],
)
def test_a_faulty_calendar_is_told(write_scheme: WriteScheme, text: str, key: str) -> None:
    folder = write_scheme()
    (folder / "calendar.toml").write_text(text, encoding="utf-8")
    assert [(fault.file, fault.key) for fault in lint(folder)] == [("small/calendar.toml", key)]


def test_a_folder_without_a_scheme_cannot_be_linted(tmp_path: Path) -> None:
    with pytest.raises(SchemeError):
        lint(tmp_path)
