from __future__ import annotations

import pytest
from layout_checks import national

from xlflow.documents.conformance.document_parts import DocumentKind
from xlflow.documents.conformance.layout_profile import LayoutRequirement, read_profile
from xlflow.errors import UsageError


def requirement(**given: object) -> LayoutRequirement:
    return LayoutRequirement("k", "要求", "应当", "5.2", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "allowed"), [(37, True), (36, True), (38, True), (35.9, False), (38.1, False)])
def test_a_value_may_differ_by_the_tolerance(value: float, allowed: bool) -> None:
    assert requirement(value=37, tolerance=1).allows(value) is allowed


@pytest.mark.parametrize(("value", "allowed"), [(1, True), (0.5, False), (4, True), (4.5, False)])
def test_a_value_lies_between_least_and_most(value: float, allowed: bool) -> None:
    assert requirement(minimum=1, maximum=4).allows(value) is allowed


def test_a_text_is_one_of_those_accepted_or_has_the_form() -> None:
    assert requirement(accepted=("仿宋",)).allows("仿宋")
    assert not requirement(accepted=("仿宋",)).allows("宋体")
    assert requirement(pattern=r"\d{4}年").allows("2026年")
    assert not requirement(pattern=r"\d{4}年").allows("2026年3月")


def test_a_requirement_concerns_its_kinds_and_seals() -> None:
    one = requirement(kinds=("letter",), seal="yes")
    assert one.concerns(DocumentKind.LETTER, True)
    assert not one.concerns(DocumentKind.LETTER, False)
    assert not one.concerns(DocumentKind.CIRCULAR, True)
    assert not requirement(but=("form",)).concerns(DocumentKind.FORM, False)


@pytest.mark.parametrize(
    ("name", "face"),
    [
        ("FangSong", "仿宋"),
        ("fangsong_gb2312", "仿宋"),
        ("KaiTi", "楷体"),
        ("SimHei", "黑体"),
        ("方正小标宋_GBK", "小标宋"),
        ("Arial", "Arial"),
    ],
)
def test_faces_are_known_under_all_their_names(name: str, face: str) -> None:
    assert national().face(name) == face


def test_a_local_profile_changes_what_it_names_and_leaves_the_rest() -> None:
    top_margin = '[[requirement]]\nkey = "margin.top"\nrequired = "30 mm"\nvalue = 30\n'
    text = f'[profile]\ntitle = "本校"\n{top_margin}[[requirement]]\nkey = "title.shape"\noff = true\n'
    local = read_profile(text, "本校.toml", national())
    top = next(one for one in local.requirements if one.key == "margin.top")
    assert (local.title, top.value, top.tolerance, top.required, top.label) == ("本校", 30, 1, "30 mm", "天头")
    assert not next(one for one in local.requirements if one.key == "title.shape").concerns(DocumentKind.CIRCULAR, True)
    assert len(local.requirements) == len(national().requirements)


def test_a_new_way_to_judge_replaces_the_old_one_whole() -> None:
    text = '[[requirement]]\nkey = "title.font"\naccepted = ["黑体"]\n[[requirement]]\nkey = "margin.left"\nminimum = 20\n'
    local = {one.key: one for one in read_profile(text, "本校.toml", national()).requirements}
    assert local["title.font"].accepted == ("黑体",)
    assert local["margin.left"].allows(60)


def test_an_entry_may_name_the_seal_that_it_is_about() -> None:
    text = '[[requirement]]\nkey = "sign.gap"\nseal = "no"\nvalue = 3\n'
    local = [one for one in read_profile(text, "本校.toml", national()).requirements if one.key == "sign.gap"]
    assert {one.seal: one.value for one in local} == {"yes": None, "no": 3}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[requirement", "TOML"),
        ("[fonts]\n", "fonts"),
        ('[[requirement]]\nkey = "margin.top"\nwert = 3\n', "wert"),
        ('[[requirement]]\nkey = "margin.top"\nvalue = "37"\n', "类型"),
        ('[[requirement]]\nkey = "own.key"\nvalue = 3\n', "label、required、clause"),
        ('[[requirement]]\nkey = "margin.top"\nseverity = "high"\n', "必须、推荐"),
        ('[[requirement]]\nkey = "margin.top"\nkinds = ["notice"]\n', "notice"),
        ('[[requirement]]\nkey = "margin.top"\nlayers = ["X"]\n', "X"),
        ('[[requirement]]\nkey = "date.form"\npattern = "("\n', "正则表达式"),
        ('[faces]\n"仿宋" = "FangSong"\n', "faces.仿宋"),
    ],
)
def test_what_is_wrong_in_a_profile_is_named(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=r"本校\.toml") as raised:
        read_profile(text, "本校.toml", national())
    assert told in str(raised.value)
