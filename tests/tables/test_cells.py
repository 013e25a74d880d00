"""Cells to values: what is read, what is read with a remark, what is not read and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.dates import Month
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.converters import UnclearCell, converter
from xlflow.tables.raw import RawValue

Cell = Callable[[str, RawValue], object]


@pytest.fixture
def cell(national: Scheme) -> Cell:
    """Reads one cell of a nominee's field: the value, or (value, unread, codes)."""

    def read(key: str, raw: RawValue) -> object:
        field = national.field("nominees", key)
        out = converter(field, national.choices.get(field.choices or "", {}))(raw)
        return (out.value, out.unread, [code for code, _ in out.findings]) if isinstance(out, UnclearCell) else out

    return read


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("name", " 张三 ", "张三"),
        ("name", "阿依古丽·买买提", "阿依古丽·买买提"),
        ("gender", "女", "女"),
        ("ethnicity", "汉", "汉族"),
        ("political_status", "团员", "共青团员"),
        ("education", "大专", "大学专科"),
        ("recommendation_type", "推优①", "入党积极分子"),
        ("phone", 19900000001.0, "19900000001"),
        ("student_id", 999900000001.0, "999900000001"),
        ("student_id", "00999912", "00999912"),
        ("eligible", "30", 30),
        ("eligible", 30.0, 30),
        ("in_favour", "28票", 28),
        ("in_favour", "1,200", 1200),
        ("ballot_rate", "96%", 96),
        ("volunteer_hours", "36.5小时", 36.5),
        ("meeting_date", date(2026, 5, 1), date(2026, 5, 1)),
        ("league_join_date", date(2021, 9, 1), date(2021, 9, 1)),
        ("league_cadre", "√", True),
        ("league_cadre", "×", False),
    ],
)
def test_a_clean_cell_is_its_value_without_a_remark(cell: Cell, key: str, raw: RawValue, value: object) -> None:
    assert cell(key, raw) == value


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("name", "张 三", "张三"),
        ("name", "张\u3000三", "张三"),
        ("name", "\u200b张三", "张三"),
        ("name", "古丽娜尔•吐尔逊", "古丽娜尔·吐尔逊"),
        ("name", "扎西.多吉", "扎西·多吉"),
        ("id_number", "11010520060307002x", "11010520060307002X"),
        ("id_number", "'110105200603070029", "110105200603070029"),
        ("id_number", "110105 20060307 0029", "110105200603070029"),
        ("id_number", "１１０１０５２００６０３０７００２９", "110105200603070029"),
        ("phone", "199-0000-0001", "19900000001"),
        ("phone", "+86 19900000001", "19900000001"),
    ],
)
def test_what_is_only_width_blanks_or_dots_is_put_right_and_said(cell: Cell, key: str, raw: str, value: str) -> None:
    assert cell(key, raw) == (value, None, ["value-normalised"])


def test_an_id_number_stored_as_a_number_is_asked_for_again(cell: Cell) -> None:
    assert cell("id_number", 4.40307199901011e17) == (None, "440307199901011008", ["id-number-as-number"])
    assert cell("id_number", "4.40307E+17") == (None, "4.40307E+17", ["id-number-as-number"])


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("application_date", "2026.13.5", "date-invalid"),
        ("application_date", "无", "date-invalid"),
        ("meeting_date", "2026.03", "date-invalid"),
        ("league_join_date", 2021.1, "date-ambiguous"),
        ("in_favour", "全票", "number-invalid"),
        ("in_favour", -1.0, "number-invalid"),
        ("in_favour", "96%", "number-invalid"),
        ("in_favour", "1,2", "number-invalid"),
        ("eligible", 30.5, "number-invalid"),
        ("league_post", "班长", "choice-unknown"),
        ("political_status", "是", "choice-unknown"),
        ("league_cadre", "也许", "choice-unknown"),
    ],
)
def test_what_cannot_be_read_is_kept_as_it_stood(cell: Cell, key: str, raw: RawValue, code: str) -> None:
    value, unread, codes = cell(key, raw)  # type: ignore[misc]
    assert (value, codes) == (None, [code])
    assert unread == (f"{raw:g}" if isinstance(raw, float) else raw)


@pytest.mark.parametrize("mark", ["无", "/", "—", "-", "暂无"])
def test_marks_for_nothing_in_an_optional_cell_mean_empty(cell: Cell, mark: str) -> None:
    assert cell("development_candidate_date", mark) == (None, None, [])
    assert cell("phone", mark) == (None, None, [])


def test_nothing_that_is_a_choice_stays_a_choice(cell: Cell) -> None:
    assert cell("league_post", "无") == "无"
    assert cell("objections", "无") == "无异议"


def test_a_month_is_a_value_where_a_month_is_enough(cell: Cell) -> None:
    assert cell("league_join_date", "2021.09") == (Month(2021, 9), None, ["date-month-only"])


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.invalid")', "@SUM(1,1)", "+1+1", "=1+1"])
def test_a_text_that_a_spreadsheet_would_run_is_kept_and_warned_of(cell: Cell, text: str) -> None:
    assert cell("remarks", text) == (text, None, ["formula-like-text"])


@pytest.mark.parametrize("text", ["-3", "+86 19900000001", "——", "-", "3.5"])
def test_numbers_phones_and_dashes_are_no_formulas(cell: Cell, text: str) -> None:
    assert cell("remarks", text) == text


def test_control_characters_go_and_are_said(cell: Cell) -> None:
    assert cell("remarks", "第一行\x0b第二行") == ("第一行第二行", None, ["control-character"])


def test_a_text_longer_than_its_field_is_kept_whole(cell: Cell) -> None:
    assert cell("remarks", "好" * 201) == ("好" * 201, None, ["text-too-long"])


@pytest.mark.parametrize("name", ["张三1", "李四2班", "王五a", "张三（班长）", "赵", "王同学"])
def test_what_is_glued_to_a_name_is_asked_about_and_stays(cell: Cell, name: str) -> None:
    assert cell("name", name) == (name, None, ["name-suspicious"])


@pytest.mark.parametrize("number", ["1990000000", "199000000010", "29900000001", "电话"])
def test_a_number_that_is_no_phone_stays_as_typed(cell: Cell, number: str) -> None:
    assert cell("phone", number) == (number, None, ["phone-format"])


@pytest.mark.parametrize("number", ["0571-87654321", "010 65432100", "87654321"])
def test_a_landline_is_a_phone(cell: Cell, number: str) -> None:
    read = cell("phone", number)
    assert "phone-format" not in (read[2] if isinstance(read, tuple) else [])


_RAW = st.one_of(st.text(max_size=30), st.floats(allow_nan=True), st.integers(-(10**20), 10**20), st.booleans(), st.dates(), st.datetimes())


@pytest.mark.slow
@given(raw=_RAW, data=st.data())
def test_no_cell_breaks_a_converter(raw: RawValue, data: st.DataObject) -> None:
    scheme = Scheme.load("national")
    field = data.draw(st.sampled_from(scheme.fields["nominees"]))
    out = converter(field, scheme.choices.get(field.choices or "", {}))(raw)
    assert not isinstance(out, UnclearCell) or out.value is None or out.findings


@pytest.mark.parametrize(
    "typed", ["19900000001（微信同号）", "手机：199 0000 0001", "0086 19900000001", "tel:19900000001", "“19900000001”"]
)
def test_one_phone_number_is_read_among_labels_and_notes(cell: Cell, typed: str) -> None:
    assert cell("phone", typed) == ("19900000001", None, ["value-normalised"])


@pytest.mark.parametrize("typed", ["19900000001 19900000002", "19900000001/19900000002", "19900000001（短号666）"])
def test_a_phone_cell_with_more_than_one_number_stays_and_is_named_once(cell: Cell, typed: str) -> None:
    value, _, codes = cell("phone", typed)  # type: ignore[misc]
    assert (value.replace("(", "（").replace(")", "）"), codes) == (typed, ["phone-format"])
