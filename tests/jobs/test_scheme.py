"""方案: list, show, copy, lint."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlflow.errors import OutputError, SchemeError
from xlflow.jobs.scheme import copy, lint, list_schemes, show, undecided

pytestmark = pytest.mark.slow


def test_the_national_scheme_is_shipped() -> None:
    assert "national" in [scheme.id for scheme in list_schemes()]


def test_a_copy_is_a_faultless_scheme_of_its_own(tmp_path: Path) -> None:
    made = copy("national", tmp_path / "我校方案")
    assert lint(made) == ()
    assert show(made).id == "我校方案"
    assert show(made).fields.keys() == show("national").fields.keys()


def test_a_copy_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(OutputError, match="已经存在"):
        copy("national", tmp_path / "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_copy_may_go_into_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert (copy("national", tmp_path / "mine") / "scheme.toml").is_file()


def test_lint_tells_every_fault_with_its_place(tmp_path: Path) -> None:
    file = copy("national", tmp_path / "mine") / "scheme.toml"
    text = file.read_text(encoding="utf-8").replace("months_between(", "monts_between(", 1)
    file.write_text(text + '\n[[field]]\ntable = "nobody"\nkey = "x"\nlabel = "x"\ntype = "text"\n', encoding="utf-8")
    faults = lint(file.parent)
    assert len(faults) >= 2
    assert all(fault.startswith("mine/scheme.toml › ") for fault in faults)


def test_lint_of_a_folder_without_a_scheme_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match=r"scheme\.toml"):
        lint(tmp_path)


def test_params_that_stand_at_a_default_are_listed(tmp_path: Path) -> None:
    assert any("volunteer_hours_minimum" in line for line in undecided("national"))


def test_the_command_line_shows_what_a_scheme_says(xlflow) -> None:
    page = xlflow("scheme", "show", "national").out
    for word in ("推优对象清单", "工作日", "（《办法》", "公示", "xlflow compose --document"):
        assert word in page


def test_the_command_line_copies_and_lints(xlflow, tmp_path: Path) -> None:
    assert xlflow("scheme", "copy", "national", tmp_path / "mine").code == 0
    assert xlflow("scheme", "lint", tmp_path / "mine").code == 0
    (tmp_path / "mine" / "scheme.toml").write_text("[scheme\n", encoding="utf-8")
    told = xlflow("scheme", "lint", tmp_path / "mine")
    assert told.code == 1
    assert "mine/scheme.toml" in told.out
