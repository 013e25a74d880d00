from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from xlflow.schemes.loading.lint import lint
from xlflow.schemes.loading.origins import copied_text
from xlflow.schemes.scheme import Scheme

WriteScheme = Callable[..., Path]
WriteChild = Callable[[str], Path]


def keys(scheme: Scheme, table: str) -> list[str]:
    return [field.key for field in scheme.fields[table]]


def test_a_layer_that_says_nothing_changes_nothing(write_child: WriteChild) -> None:
    child = Scheme.load(write_child(""))
    assert child.layers == ("small", "child")
    assert [folder.name for folder in child.folders] == ["small", "child"]
    assert (child.basis, child.effective_from) == ("《办法》", date(2019, 8, 1))
    assert child.fields == Scheme.load(child.folders[0]).fields


def test_a_layer_changes_only_the_keys_it_writes(write_child: WriteChild) -> None:
    child = Scheme.load(
        write_child("""
[[field]]
table = "nominees"
key = "league_join_date"
label = "入团日"
term = "入团时间"
aliases = ["入团时刻"]

[params.league_age_months]
value = 6
source = "本校细则"

[[rule]]
code = "league-age-short"
table = "nominees"
at = "league_join_date"
waivable = true

[quota]
ratio = "20%"
rounding = "floor"

[meeting]
quorum = "present >= 2/3 of eligible"
""")
    )
    field = child.field("nominees", "league_join_date")
    assert (field.label, field.aliases, field.type.value) == ("入团日", ("入团时刻",), "date~")
    assert child.param("league_age_months", date(2024, 1, 1)) == 6
    assert child.params["league_age_months"].label == "最低团龄"
    assert (child.rules[0].waivable, child.rules[0].message[:2]) == (True, "入团")
    assert (child.quota.rounding, child.quota.bases) == ("floor", ("member_count", "eligible"))
    assert child.meeting.quorum.ratio.denominator == 3
    assert child.meeting.pass_lines[0].of == "eligible"


def test_dated_values_give_way_to_one_value(write_child: WriteChild) -> None:
    child = Scheme.load(write_child('[params.notice_days]\nvalue = 10\nsource = "细则"\nbasis = "第九条"\n'))
    assert child.param("notice_days", date(2020, 1, 1)) == 10


def test_a_removed_entry_is_gone_and_its_place_is_closed(write_child: WriteChild) -> None:
    child = Scheme.load(
        write_child("""
[[field]]
table = "nominees"
key = "student_id"
disabled = true

[[document]]
id = "public_notice"
disabled = true

[choices.ethnicity]
"壮族" = {disabled = true}
"苗族" = ["苗"]
""")
    )
    assert not child.has_field("nominees", "student_id")
    assert not child.documents
    assert list(child.choices["ethnicity"]) == ["汉族", "苗族"]


def test_a_removed_table_takes_its_fields_along(write_child: WriteChild) -> None:
    child = Scheme.load(write_child('[[table]]\nkey = "members"\ndisabled = true\n'))
    assert "members" not in child.tables
    assert "members" not in child.fields


def test_a_new_field_stands_where_it_is_placed(write_child: WriteChild) -> None:
    child = Scheme.load(
        write_child("""
[[field]]
table = "nominees"
key = "township"
label = "乡镇"
type = "text(20)"
after = "name"

[[field]]
table = "nominees"
key = "village"
label = "村"
type = "text(20)"
""")
    )
    assert keys(child, "nominees")[:3] == ["name", "township", "id_number"]
    assert keys(child, "nominees")[-1] == "village"


def test_the_nearest_template_is_taken(write_child: WriteChild) -> None:
    folder = write_child("")
    (folder / "documents" / "public_notice.docx").write_bytes(b"")
    assert Scheme.load(folder).templates["public_notice"].parent.parent.name == "child"


def test_what_is_not_there_can_be_neither_removed_nor_followed(write_child: WriteChild) -> None:
    folder = write_child("""
[[field]]
table = "nominees"
key = "township"
disabled = true

[[field]]
table = "nominees"
key = "village"
label = "村"
type = "text(20)"
after = "town"
""")
    assert [(fault.file, fault.table, fault.key) for fault in lint(folder)] == [
        ("child/scheme.toml", "[[field]] nominees.township", "disabled"),
        ("child/scheme.toml", "[[field]] nominees.village", "after"),
    ]


def test_a_fault_names_the_layer_that_wrote_it(write_child: WriteChild) -> None:
    folder = write_child('[[field]]\ntable = "nominees"\nkey = "name"\nphase = 9\n')
    assert [(fault.file, fault.key) for fault in lint(folder)] == [("child/scheme.toml", "phase")]


def test_schemes_that_extend_each_other_are_a_fault(write_scheme: WriteScheme, small: str) -> None:
    one = write_scheme(small.replace('id = "small"', 'id = "one"\nextends = "two"'), "one")
    write_scheme('[scheme]\nid = "two"\ntitle = "二"\nversion = "1"\nextends = "one"\n', "two", ())
    assert "成了循环" in str(lint(one)[0])


def test_a_parent_that_is_not_there_is_a_fault(write_child: WriteChild) -> None:
    folder = write_child("")
    file = folder / "scheme.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('extends = "small"', 'extends = "smalll"'), encoding="utf-8")
    assert (lint(folder)[0].key, "没有名为“smalll”的方案" in str(lint(folder)[0])) == ("extends", True)


def test_a_copy_has_an_id_of_its_own_and_keeps_its_comments(write_scheme: WriteScheme, small: str, tmp_path: Path) -> None:
    source = write_scheme("# 说明\n" + small.replace('id = "small"', 'id = "small"  # 编号'))
    text = copied_text(source, tmp_path / "我校方案")
    assert text.startswith('# 说明\n\n[scheme]\nid = "我校方案"  # 编号\n')
    assert text.count("我校方案") == 1
    assert Scheme.load(write_scheme(text, "我校方案")).id == "我校方案"


def test_a_copied_layer_still_finds_its_parent(write_child: WriteChild, tmp_path: Path) -> None:
    source = write_child("[params.league_age_months]\nvalue = 6\n")
    target = tmp_path / "elsewhere" / "deep" / "copy"
    target.mkdir(parents=True)
    (target / "scheme.toml").write_text(copied_text(source, target), encoding="utf-8")
    assert Scheme.load(target).layers == ("small", "copy")


def test_a_layer_over_a_shipped_scheme_names_it_by_id(write_scheme: WriteScheme, tmp_path: Path) -> None:
    source = write_scheme('[scheme]\nid = "unit"\ntitle = "本校"\nversion = "1"\nextends = "national"\n', "unit", ())
    assert 'extends = "national"' in copied_text(source, tmp_path / "a" / "copy")


def test_a_layer_takes_an_inherited_key_back(write_child: WriteChild) -> None:
    rule = '[[rule]]\ncode = "league-age-short"\ntable = "nominees"\nat = "league_join_date"\nunset = ["severity"]\n'
    assert Scheme.load(write_child(rule)).rules[0].severity is None


def test_a_key_that_is_not_inherited_cannot_be_taken_back(write_child: WriteChild) -> None:
    folder = write_child('[quota]\nunset = ["at_most", "ratioo"]\n')
    assert [fault.key for fault in lint(folder)] == ["unset", "unset"]


def test_a_layer_that_writes_all_labels_orders_them(write_child: WriteChild) -> None:
    folder = write_child('[choices.ethnicity]\n"壮族" = ["壮"]\n"其他族" = []\n"汉族" = []\n')
    assert list(Scheme.load(folder).choices["ethnicity"]) == ["壮族", "其他族", "汉族"]


def test_two_params_of_one_term_are_a_fault(write_child: WriteChild) -> None:
    folder = write_child('[params.other]\nlabel = "最低团龄，月"\nvalue = 1\nsource = "默认值，待填"\n')
    assert [(fault.table, fault.key) for fault in lint(folder)] == [("[params.other]", "label")]
