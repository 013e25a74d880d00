"""`scheme lint` as a committee meets it: faults of the scheme and of its Word templates, what is open, what nobody uses."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from xlflow.jobs.scheme import copy, hints, lint, undecided
from xlflow.schemes.shipped import shipped_ids

pytestmark = pytest.mark.slow


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of the national scheme."""
    return copy("national", tmp_path / "mine")


def write_template(folder: Path, *paragraphs: str, name: str = "public_notice.docx") -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "documents" / name))


@pytest.mark.parametrize("id", shipped_ids())
def test_a_shipped_scheme_and_its_templates_are_without_fault(id: str) -> None:
    assert lint(id) == ()


def test_a_tag_that_nothing_fills_is_told_with_file_paragraph_and_the_nearest_word(mine: Path) -> None:
    write_template(mine, "{{ branch }}", "公示{{ notice_strat }}起")
    (told,) = lint(mine)
    assert told.startswith("mine/documents/public_notice.docx › 第2段 › {{ notice_strat }}：")
    assert "是否想写 notice_start" in told


def test_what_is_asked_of_a_value_is_known_as_well(mine: Path) -> None:
    write_template(mine, "{% for p in passed %}{{ loop.index }}{{ p.姓名 }}{{ p.nmae }}{% endfor %}{{ params.notice_workdays }}")
    (told,) = lint(mine)
    assert "p.nmae" in told
    assert "是否想写 name" in told


def test_personal_data_may_not_stand_in_a_public_template(mine: Path) -> None:
    write_template(mine, "{{ branch }}", "{% for p in passed %}{{ p.id_number }}{% endfor %}")
    (told,) = lint(mine)
    assert "身份证号" in told
    assert "不得出现" in told


def test_a_template_that_cannot_be_read_is_a_fault(mine: Path) -> None:
    (mine / "documents" / "circular.docx").write_bytes(b"not a document")
    write_template(mine, "{% if branch %}{{ branch }}")
    told = lint(mine)
    assert sorted(line.partition("：")[0].split(" › ")[0] for line in told) == [
        "mine/documents/circular.docx",
        "mine/documents/public_notice.docx",
    ]
    assert not any("circular.docx：circular.docx" in line or "。。" in line for line in told)


def test_a_template_of_the_parent_is_held_against_the_fields_of_the_child(tmp_path: Path) -> None:
    (tmp_path / "child").mkdir()
    (tmp_path / "child" / "scheme.toml").write_text(
        '[scheme]\nid = "child"\ntitle = "本校"\nversion = "1"\nextends = "national"\n\n'
        '[[field]]\ntable = "unit"\nkey = "notice_place"\ndisabled = true\n',
        encoding="utf-8",
    )
    told = lint(tmp_path / "child")
    assert told
    assert all("notice_place" in line for line in told)
    assert any(line.startswith("national/documents/public_notice.docx › ") for line in told)


def test_three_groups_are_told_and_only_faults_fail(xlflow, mine: Path) -> None:
    file = mine / "scheme.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + '\n[params.spare]\nlabel = "备用"\nvalue = 1\nsource = "默认值，待填"\n', encoding="utf-8")
    right = xlflow("scheme", "lint", mine)
    assert right.code == 0
    assert right.out.splitlines()[0] == f"待定（{len(undecided(mine))}）"
    assert f"提示（{len(hints(mine))}）" in right.out
    assert "错误（" not in right.out
    file.write_text(text.replace('basis = "《办法》第六条"\n', "", 1), encoding="utf-8")
    wrong = xlflow("scheme", "lint", mine)
    assert wrong.code == 1
    assert wrong.out.splitlines()[0] == "错误（1）"
    assert "punishment-in-force" in wrong.out.splitlines()[1]


def test_a_scheme_without_a_clause_still_serves_but_is_not_faultless(mine: Path) -> None:
    file = mine / "scheme.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('basis = "《办法》第六条"\n', "", 1), encoding="utf-8")
    assert len(lint(mine)) == 1
    assert undecided(mine)
