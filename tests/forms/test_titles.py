"""Which branch the title of a list names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clean_list import sheet

from xlflow.forms.records import WorkbookReading

Understand = Callable[..., WorkbookReading]


@pytest.mark.parametrize(
    ("title", "branch"),
    [
        ("机械学院2023级1班团支部推优汇总表", "机械学院2023级1班团支部"),
        ("2026年上半年软件1班团支部推荐优秀团员作党的发展对象汇总表", "软件1班团支部"),
        ("2025-2026学年第二学期软件1班团支部推优名单（会后）", "软件1班团支部"),
        ("2023年级软件1班团支部推优名单", "2023年级软件1班团支部"),
        ("机关 团总支 推优清单", "机关团总支"),
        ("XX学院各团支部推优汇总表", ""),
        ("团支部推优汇总表", ""),
        ("机械学院所属团支部推优名单", ""),
        ("推优对象汇总表", ""),
        ("请各团支部于3月5日前填报本表。", ""),
        ("填报单位：软件1班团支部推优表", ""),
    ],
)
def test_a_title_may_name_the_branch(read: Understand, title: str, branch: str) -> None:
    assert read(f"{title}\n{sheet()}").title_branch == branch
