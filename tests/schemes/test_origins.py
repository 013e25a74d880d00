"""Which layer set what, and what the layers below had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xlflow.errors import SchemeError
from xlflow.report.text.scheme_origins import origin_lines, origin_rows
from xlflow.schemes.loading.origins import Origin, origins

WriteChild = Callable[[str], Path]
CHANGES = """
[params.notice_days]
value = 3

[[field]]
table = "nominees"
key = "league_join_date"
label = "入团日"

[[field]]
table = "nominees"
key = "township"
label = "乡镇"
type = "text(20)"

[choices.ethnicity]
"汉族" = ["汉", "汉人"]

[quota]
ratio = "15%"
"""


@pytest.fixture
def found(write_child: WriteChild) -> tuple[Origin, ...]:
    return origins(write_child(CHANGES))


def line(found: tuple[Origin, ...], word: str) -> str:
    (told,) = [line.strip() for line in origin_lines(found) if word in line]
    return told


def test_a_param_tells_its_value_its_layer_and_what_the_parent_had(found: tuple[Origin, ...]) -> None:
    assert line(found, "notice_days") == "公示天数（notice_days）= 3（child；small 为 2019-08-01 起 5、2024-01-01 起 7）"
    assert line(found, "league_age_months") == "最低团龄（league_age_months）= 12（small）"


def test_an_entry_names_the_layer_that_brought_it_in_and_what_others_changed(found: tuple[Origin, ...]) -> None:
    assert line(found, "入团日（nominees") == "入团日（nominees.league_join_date）  small；label = 入团日（child；small 为 入团时间）"
    assert line(found, "nominees.township") == "乡镇（nominees.township）  child"
    assert line(found, "（nominees.name）") == "姓名（nominees.name）  small"
    assert "ratio = 15%（child；small 为 1/5）" in line(found, "ratio = ")
    assert line(found, "ethnicity  ") == "ethnicity  small；汉族 = 汉、汉人（child；small 为 汉、01）"


def test_a_field_like_another_is_of_the_layer_that_wrote_it(found: tuple[Origin, ...]) -> None:
    assert line(found, "members.birth_date") == "出生年月（members.birth_date）  small"


def test_every_key_of_every_entry_is_among_the_rows(found: tuple[Origin, ...]) -> None:
    rows = {(row["section"], row["entry"], row["key"]): row for row in origin_rows(found)}
    assert rows["field", "nominees.league_join_date", "type"]["layer"] == "small"
    assert rows["params", "notice_days", "value"]["earlier"] == [
        {"layer": "small", "value": [{"from": "2019-08-01", "value": 5}, {"from": "2024-01-01", "value": 7}]}
    ]
    assert {section for section, _, _ in rows} >= {"table", "field", "params", "rule", "interval", "meeting", "quota", "step", "document"}


def test_shared_tables_are_a_layer_of_their_own(write_child: WriteChild) -> None:
    folder = write_child("")
    file = folder / "scheme.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('extends = "small"', 'extends = "national"\nuses = ["visits"]'), encoding="utf-8"
    )
    assert any(origin.layer == "共用表 visits" for origin in origins(folder))


def test_a_faulty_scheme_has_no_origins(write_child: WriteChild) -> None:
    with pytest.raises(SchemeError, match="处错误"):
        origins(write_child("[quota]\nratio = 3\n"))


def test_the_command_line_tells_origins_as_text_and_as_json(xlflow, write_child: WriteChild) -> None:
    folder = write_child(CHANGES)
    assert "= 3（child；small 为" in xlflow("scheme", "show", folder, "--origin").out
    told = xlflow("scheme", "show", folder, "--json").out
    assert '"layer":"child"' in told
