from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from xlflow.errors import SchemeError
from xlflow.schemes.loading.lint import undecided
from xlflow.schemes.parts import FieldType, Span, VoteShare
from xlflow.schemes.scheme import Scheme

WriteScheme = Callable[..., Path]


@pytest.fixture
def scheme(write_scheme: WriteScheme) -> Scheme:
    return Scheme.load(write_scheme())


def test_a_field_has_its_type_length_and_table(scheme: Scheme) -> None:
    name, meeting = scheme.field("nominees", "name"), scheme.field("nominees", "meeting_date")
    assert (name.type, name.length, name.required) == (FieldType.TEXT, 50, True)
    assert (meeting.type, meeting.target) == (FieldType.REF, "meetings")
    assert scheme.field("nominees", "birth_date").type is FieldType.DATE_OR_MONTH


def test_what_is_not_written_has_its_default(scheme: Scheme) -> None:
    field = scheme.field("nominees", "ethnicity")
    assert (field.term, field.choices, field.phase, field.required, field.pii) == ("民族", "ethnicity", 1, False, 0)
    assert scheme.field("nominees", "student_id").term == "学号"


def test_a_field_like_another_takes_what_it_does_not_state(scheme: Scheme) -> None:
    field = scheme.field("members", "birth_date")
    assert (field.table, field.label, field.term, field.type) == ("members", "出生年月", "出生日期", FieldType.DATE_OR_MONTH)


def test_a_param_has_the_value_of_the_day(scheme: Scheme) -> None:
    assert scheme.param("notice_days", date(2023, 12, 31)) == 5
    assert scheme.param("notice_days", date(2024, 1, 1)) == 7
    assert scheme.param("notice_days", date(2010, 1, 1)) == 5
    assert scheme.param("league_age_months", date(2024, 1, 1)) == 12


def test_what_the_unit_must_still_decide_is_listed(scheme: Scheme) -> None:
    assert undecided(scheme) == ("公示天数（notice_days）现用默认值 7，待本单位确定",)


def test_ballot_quota_and_intervals_are_exact(scheme: Scheme) -> None:
    assert scheme.meeting.quorum == VoteShare("eligible", Fraction(1, 2), strict=False)
    assert scheme.meeting.pass_lines == (VoteShare("eligible", Fraction(1, 2), strict=True),)
    assert scheme.quota.ratio == Fraction(1, 5)
    assert [(i.start, i.end, i.minimum, i.maximum) for i in scheme.intervals] == [
        ("league_join_date", "meeting_date", Span(1, "years"), None),
        ("meeting_date", "notice_end", None, Span(90, "days")),
    ]


def test_a_document_knows_its_template(scheme: Scheme) -> None:
    assert scheme.templates["public_notice"] == scheme.folder / "documents" / "public_notice.docx"


def test_lookups_say_whether_a_field_is_there(scheme: Scheme) -> None:
    assert scheme.has_field("nominees", "name")
    assert not scheme.has_field("nominees", "nothing")
    assert not scheme.has_field("nothing", "name")


def test_a_scheme_survives_the_way_to_another_process(scheme: Scheme) -> None:
    again = pickle.loads(pickle.dumps(scheme))
    assert again == scheme
    assert hash(again) == hash(scheme)


def test_a_scheme_is_loaded_once_until_its_file_changes(write_scheme: WriteScheme) -> None:
    folder = write_scheme()
    first = Scheme.load(folder)
    assert Scheme.load(folder) is first
    assert Scheme.load(folder / "scheme.toml") is first
    file = folder / "scheme.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("小方案", "小方案（修订）"), encoding="utf-8")
    assert Scheme.load(folder).title == "小方案（修订）"


def test_a_file_saved_by_notepad_is_read(write_scheme: WriteScheme, small: str) -> None:
    folder = write_scheme()
    (folder / "scheme.toml").write_bytes(b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode("utf-8"))
    assert Scheme.load(folder).title == "小方案"


def test_an_unknown_id_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match=r"没有名为“nationel”的方案，是否想写 national；现有方案：.*national"):
        Scheme.load("nationel")
    with pytest.raises(SchemeError, match=r"没有名为"):
        Scheme.load("长" * 300)
    with pytest.raises(SchemeError, match=r"里没有 scheme\.toml"):
        Scheme.load(tmp_path)


def test_a_faulty_scheme_never_runs_half(write_scheme: WriteScheme, small: str) -> None:
    folder = write_scheme(small.replace('type = "idno"', 'type = "id"').replace("value = 12", "value = 12\nvaleu = 13"))
    with pytest.raises(SchemeError, match="方案 small 有 2 处错误") as caught:
        Scheme.load(folder)
    assert len(caught.value.faults) == 2


def test_a_year_in_the_scheme_folder_replaces_the_shipped_year(write_scheme: WriteScheme) -> None:
    folder = write_scheme()
    (folder / "calendar.toml").write_text(
        '[[year]]\nyear = 2031\nholidays = [2031-01-01]\nmake_up_days = [2031-01-04]\nbasis = "校历"\n', encoding="utf-8"
    )
    calendar = Scheme.load(folder).calendar
    assert not calendar.is_workday(date(2031, 1, 1))
    assert calendar.is_workday(date(2031, 1, 2))
    assert calendar.is_workday(date(2031, 1, 4))


def test_the_shipped_schemes_can_be_used() -> None:
    scheme = Scheme.load("national")
    assert scheme.folder.parts[-2:] == ("templates", "national")
    assert {"unit", "members", "nominees", "meetings", "dossier", "events"} <= set(scheme.tables)
    assert scheme.layers == ("national",)
