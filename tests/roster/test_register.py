"""发文登记: a document keeps its number, none is issued twice, none comes back."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from xlflow.domain.document_numbers import Series
from xlflow.roster.register import WITHDRAWN, Entry, Key, Want, cells_of_entry, entry_of, issue, remarks, united

DAY = date(2026, 7, 20)


def want(about: str, given_number: str = "", year: int = 2026) -> Want:
    return Want(Key("recommendation_letter", about, "2026年上半年"), "推荐函", Series("校团", year), given_number)


def test_a_document_composed_twice_keeps_its_number() -> None:
    register, first = issue((), [want("甲党支部"), want("乙党支部")], (), DAY)
    again, second = issue(register, [want("乙党支部"), want("甲党支部")], (), DAY)
    assert first == second
    assert again == register
    assert [entry.number for entry in register] == ["校团〔2026〕1号", "校团〔2026〕2号"]


def test_a_number_stays_with_its_document_over_the_turn_of_the_year() -> None:
    register, first = issue((), [want("甲党支部")], (), DAY)
    _, second = issue(register, [want("甲党支部", year=2027)], (), DAY)
    assert first == second


def test_a_number_that_people_typed_anywhere_is_out() -> None:
    typed = Entry("校团[2026]11号", "关于召开团代会的通知")
    register, numbers = issue([typed], [want("甲党支部")], ["校团〔2026〕14号"], DAY)
    assert list(numbers.values()) == ["校团〔2026〕15号"]
    assert register[0] == typed


def test_a_number_that_people_typed_for_a_letter_is_respected_and_registered() -> None:
    register, numbers = issue((), [want("甲党支部", "校团〔2026〕7号"), want("乙党支部")], ["校团〔2026〕7号"], DAY)
    assert list(numbers.values()) == ["校团〔2026〕7号", "校团〔2026〕8号"]
    assert [entry.about for entry in register] == ["甲党支部", "乙党支部"]


def test_a_withdrawn_number_is_never_issued_again() -> None:
    register, _ = issue((), [want("甲党支部")], (), DAY)
    register = (replace(register[0], state=WITHDRAWN),)
    register, numbers = issue(register, [want("甲党支部")], (), DAY)
    assert list(numbers.values()) == ["校团〔2026〕2号"]


def test_a_withdrawn_number_that_people_still_write_for_a_letter_is_replaced_once() -> None:
    gone = Entry("校团〔2026〕7号", "推荐函", "甲党支部", "2026年上半年", state=WITHDRAWN, document="recommendation_letter")
    register, numbers = issue([gone], [want("甲党支部", "校团[2026]7号")], ["校团[2026]7号"], DAY)
    assert list(numbers.values()) == ["校团〔2026〕8号"]
    assert issue(register, [want("甲党支部", "校团[2026]7号")], ["校团[2026]7号"], DAY) == (register, numbers)


def test_a_state_that_nobody_knows_is_told() -> None:
    (told,) = remarks([Entry("校团〔2026〕1号", state="废掉")])
    assert "看不懂，按“在用”处理：校团〔2026〕1号（废掉）" in told


def test_a_line_deleted_from_the_sheet_comes_back_withdrawn() -> None:
    register, _ = issue((), [want("甲党支部"), want("乙党支部")], (), DAY)
    back = united(register, register[:1])
    assert [(entry.number, entry.state) for entry in back] == [("校团〔2026〕1号", "在用"), ("校团〔2026〕2号", WITHDRAWN)]


def test_a_deleted_line_stays_in_use_where_the_rows_of_its_people_still_say_its_number() -> None:
    register, _ = issue((), [want("甲党支部"), want("乙党支部")], (), DAY)
    back = united(register, (), ["校团[2026]2号"])
    assert [entry.state for entry in back] == [WITHDRAWN, "在用"]
    assert back[1] == register[1]


def test_gaps_and_numbers_written_twice_are_told() -> None:
    entries = [Entry("校团〔2026〕1号"), Entry("校团〔2026〕3号"), Entry("校团[2026]3号")]
    gap, twice = remarks(entries)
    assert "校团〔2026〕2号" in gap
    assert "重号：校团〔2026〕3号" in twice


def test_an_entry_is_read_as_it_was_written() -> None:
    entry = Entry("校团〔2026〕1号", "推荐函", "甲党支部", "2026年上半年", "2026-07-20", note="补记", document="recommendation_letter")
    assert entry_of(cells_of_entry(entry)) == entry


@given(st.lists(st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=4), max_size=6))
def test_no_two_documents_ever_share_a_number(runs: list[list[str]]) -> None:
    register: tuple[Entry, ...] = ()
    seen: dict[str, str] = {}
    for run in runs:
        register, numbers = issue(register, [want(name) for name in run], (), DAY)
        for key, number in numbers.items():
            assert seen.setdefault(key.about, number) == number
    assert len(set(seen.values())) == len(seen)
    assert remarks(register) == []
