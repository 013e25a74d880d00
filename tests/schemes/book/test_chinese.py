"""Conditions in terms: what is written is read back to the letter, and what people type is understood."""

from __future__ import annotations

import ast
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.schemes.book.chinese_conditions import FUNCTIONS, in_chinese, in_english
from xlflow.schemes.book.words import Vocabulary, Words
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.language.functions import ARITY

_NAMES = {
    "type": "推优类型",
    "applied": "申请时间",
    "met": "大会时间",
    "cadre": "是否团干部",
    "hours": "志愿时长",
    "least": "志愿时长下限",
    "in_favour": "赞成票",
    "applicants": "申请人数",
    "activists": "积极分子人数",
    "accepted": "可推荐的等次",
}
WORDS = Vocabulary(Words({"events": "教育培养记录"}), Words(_NAMES), Words({}), Words({}), Words({}), Words({}), Words({}))


def test_every_function_has_a_name() -> None:
    assert set(FUNCTIONS) == set(ARITY)
    assert len(set(FUNCTIONS.values())) == len(FUNCTIONS)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("type != '听取意见'", "推优类型 不是 “听取意见”"),
        ("hours >= least", "志愿时长 ≥ 志愿时长下限"),
        ("months_between(applied, met) >= 6", "相隔月数（申请时间，大会时间） ≥ 6"),
        ("type not in ['甲', '乙'] and not filled(met)", "推优类型 不在 [“甲”，“乙”] 中 且 非 已填（大会时间）"),
        ("type in accepted or cadre == True", "推优类型 在 可推荐的等次 中 或 是否团干部 是 是"),
        ("count(events.hours) * 2 < 3", "次数（教育培养记录.志愿时长） × 2 < 3"),
        ("workdays_between(applied, met, False) == 5", "相隔工作日（申请时间，大会时间，否） = 5"),
        ("met <= as_of", "大会时间 ≤ 今天"),
    ],
)
def test_an_expression_is_said_in_terms_and_read_back(source: str, said: str) -> None:
    assert in_chinese(source, WORDS) == said
    assert in_english(said, WORDS) == source


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("推优类型是“甲”且志愿时长不少于20", "type == '甲' and hours >= 20"),
        ("（申请人数－积极分子人数）×25%", "(applicants - activists) * 0.25"),
        ("非已填（大会时间）或者大会时间＞＝申请时间", "not filled(met) or met >= applied"),
        ("推优类型在【“甲”、“乙”】中", "type in ['甲', '乙']"),
        ("推优类型 不在 可推荐的等次 中", "type not in accepted"),
        ("志愿时长 ＝ 志愿时长下限", "hours == least"),
        ("不是 是否团干部", "not cadre"),
        ("是否团干部是否", "cadre == False"),
        ("hours >= least 且 type == '甲'", "hours >= least and type == '甲'"),
        ("推优类型 等于 “甲且乙”", "type == '甲且乙'"),
        ("合计（教育培养记录。志愿时长）".replace("。", "．"), "total(events.hours)"),
    ],
)
def test_what_people_type_is_understood(typed: str, meant: str) -> None:
    said = in_english(typed, WORDS)
    assert ast.dump(ast.parse(said, mode="eval")) == ast.dump(ast.parse(meant, mode="eval"))


def test_a_word_that_leads_nowhere_is_named_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"“志愿时常”不是字段.*是否想写 志愿时长"):
        in_english("志愿时常 ≥ 20", WORDS)


_TEXTS = st.text("甲乙，。（）“”是在中 且=<>", max_size=6).map(lambda text: f"'{text}'")
_VALUES = st.sampled_from(sorted(_NAMES)) | st.integers(0, 99).map(str) | _TEXTS | st.sampled_from(["True", "False", "as_of"])
_SIDES = _VALUES | st.tuples(st.sampled_from(["count", "total", "latest"]), _VALUES).map(lambda pair: f"{pair[0]}({pair[1]})")
_COMPARED = st.tuples(_SIDES, st.sampled_from([">=", "<", "==", "!=", "in accepted and 1 ==", "not in ['甲', 'b'] or 2 >"]), _SIDES)
_EXPRESSIONS = st.recursive(
    _COMPARED.map(" ".join),
    lambda inner: st.tuples(inner, st.sampled_from(["and", "or", "and not"]), inner).map(
        lambda three: f"({three[0]}) {three[1]} ({three[2]})"
    ),
    max_leaves=4,
)


@given(_EXPRESSIONS)
def test_any_expression_is_read_back_to_the_letter(source: str) -> None:
    assert Expression(in_english(in_chinese(source, WORDS), WORDS)).source == source


@given(st.text("推优类型申请时间是不在中且或非“”（）[]，、<>=≥. 12%'", max_size=30))
def test_no_text_is_more_than_a_wrong_condition(text: str) -> None:
    with suppress(ValueError):
        in_english(text, WORDS)
