"""The outcome of 汇总 as people read it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from xlflow.report.text.outcome_text import merge_text

COUNTS: dict[str, Any] = {
    "files": {
        "found": 5,
        "merged": 3,
        "superseded": 1,
        "unchanged": 0,
        "rejected": [{"file": "坏.xlsx", "code": "x", "message": "打不开"}],
    },
    "rows": {"read": 12, "blank": 1, "merged": 9, "duplicate": 1, "conflict": 1, "rejected": 0},
    "people": {"before": 2, "added": 7, "changed": 1, "after": 9},
    "units": {"expected": 5, "submitted": 4, "missing": ["五班团支部"]},
    "conflicts": [
        {
            "person": "张三 4403**********1234",
            "field": field,
            "label": label,
            "values": [
                {"value": "2019-05", "file": "一班.xlsx", "cell": f"{column}4"},
                {"value": "2020-05", "file": "二班.xlsx", "cell": "F9"},
            ],
        }
        for field, label, column in (("league_join_date", "入团时间", "N"), ("birth_date", "出生日期", "F"))
    ],
}


def lines(**changes: Any) -> list[str]:
    counts = deepcopy(COUNTS) | changes
    return list(merge_text(counts, roster="清单库.xlsx", dry_run=False))


def test_files_and_rows_add_up() -> None:
    report = lines()
    assert report[0] == "文件 5 个：并入 3，有更新稿而不用 1，没有变化 0，打不开 1"
    assert report[1] == "行 12 行：并入 9，空行 1，重复 1，冲突 1，不能并入 0"


def test_who_has_not_handed_in_is_named() -> None:
    report = lines()
    assert report[report.index("未报的支部（1）") + 1] == "  五班团支部"


def test_conflicts_of_one_person_are_one_entry_with_every_cell() -> None:
    report = lines()
    entry = report[report.index("需要决定的冲突（1）") + 1]
    assert entry.splitlines() == [
        "  张三 4403**********1234：一班.xlsx 与 二班.xlsx",
        "    入团时间：2019-05（N4） / 2020-05（F9）",
        "    出生日期：2019-05（F4） / 2020-05（F9）",
    ]


def test_the_next_step_depends_on_conflicts() -> None:
    assert "“冲突”表" in lines()[-1]
    assert "“冲突”表" not in lines(conflicts=[])[-1]


def test_a_trial_says_that_nothing_was_written() -> None:
    assert list(merge_text(COUNTS, roster="清单库.xlsx", dry_run=True))[-1].startswith("这是试算，没有写文件")


def test_without_a_unit_list_nothing_is_said_of_units() -> None:
    assert not any(line.startswith("支部：") for line in lines(units={"expected": 0, "submitted": 3, "missing": []}))


def test_a_long_list_says_how_many_more() -> None:
    report = lines(units={"expected": 40, "submitted": 10, "missing": [f"{n}班" for n in range(30)]})
    assert "  ……另有 10 个，加 --json 可以看到全部" in report
