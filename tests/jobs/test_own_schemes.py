"""A scheme that is installed on this computer is found by its id: by commands, and by workbooks that were made by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xlflow.errors import OutputError, SchemeError
from xlflow.files.reading.reader import read_workbook
from xlflow.jobs.checking.checked_sheets import check_sheets
from xlflow.jobs.new import new
from xlflow.jobs.scheme import copy, list_schemes
from xlflow.jobs.schemes.installed_schemes import installed, known_scheme
from xlflow.jobs.schemes.own_schemes import install, uninstall

pytestmark = pytest.mark.slow

AS_OF = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has installed nothing yet."""
    home = tmp_path / "用户"
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    return copy("national", tmp_path / "我校方案")


def test_a_form_of_an_installed_scheme_is_judged_by_it_without_naming_its_folder(
    scheme: Path, tmp_path: Path, xlflow: Callable[..., Any]
) -> None:
    [form] = new(str(scheme), tmp_path / "表单.xlsx", today=AS_OF)
    before = xlflow("check", form, "--as-of", AS_OF)
    assert (before.code, "xlflow scheme install" in before.out + before.err) == (3, True)
    install(scheme)
    assert xlflow("check", form, "--as-of", AS_OF).code == 1
    assert check_sheets(read_workbook(form, form.name), as_of=AS_OF).reading.scheme == "我校方案"


def test_commands_know_an_installed_scheme_by_its_id_and_list_it(scheme: Path, xlflow: Callable[..., Any]) -> None:
    assert xlflow("scheme", "install", scheme).code == 0
    assert "我校方案" in xlflow("scheme", "list").out
    assert known_scheme("我校方案") == installed()["我校方案"]
    assert xlflow("scheme", "show", "我校方案").code == 0
    assert xlflow("scheme", "uninstall", "我校方案").code == 0
    assert (xlflow("scheme", "show", "我校方案").code, installed()) == (3, {})


def test_installing_again_is_the_update_and_leaves_nothing_else_behind(scheme: Path, own_home: Path) -> None:
    install(scheme)
    file = scheme / "scheme.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('title = "', 'title = "新的', 1), encoding="utf-8")
    place = install(scheme)
    assert next(own.title for own in list_schemes() if own.id == "我校方案").startswith("新的")
    assert [entry.name for entry in place.parent.iterdir()] == ["我校方案"]


def test_a_scheme_with_faults_or_a_shipped_id_is_not_installed(scheme: Path) -> None:
    with pytest.raises(SchemeError, match="自带方案的编号"):
        install("national")
    (scheme / "scheme.toml").write_text("[scheme]\nid = 1\n", encoding="utf-8")
    with pytest.raises(SchemeError, match="处错误，改正后才能安装"):
        install(scheme)
    assert installed() == {}


def test_what_is_not_installed_is_not_removed_and_the_installed_copy_not_installed_over_itself(scheme: Path) -> None:
    with pytest.raises(SchemeError, match="没有安装名为"):
        uninstall("../用户")
    with pytest.raises(OutputError, match="已经是安装好的方案"):
        install(install(scheme))
