"""A workbook without a list says what it is instead and what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xlflow.findings import Finding

CARD = """
推荐优秀团员作为入党积极分子登记表
姓名 | 张三 | 性别 | 男 | 出生年月 | 2004.03
民族 | 汉族 | 学历 | 大学本科 | 入团时间 | 2019.05
身份证号 | 990000200405010010 | | 联系电话 | 19900000001
"""
ON_ITS_SIDE = """
推优名单
姓名 | 张三 | 李四 | 王五
性别 | 男 | 女 | 男
民族 | 汉族 | 汉族 | 汉族
出生日期 | 2004-05-01 | 2004-06-02 | 2004-07-03
入团时间 | 2019.05 | 2019.05 | 2019.05
"""


@pytest.mark.parametrize(
    ("drawn", "said", "cure"),
    [
        (CARD, "登记表", "每人一行"),
        (ON_ITS_SIDE, "列名竖着排", "转置"),
        ("姓名 性别 民族 出生日期 入团时间\n张三 男 汉族 2004-05-01 2019.05", "同一列", "分列"),
        (" | ", "图片", "按行录入"),
        ("说明 | 见附件", "没有找到表头", "保留表头行"),
    ],
)
def test_what_is_no_list_is_told_what_to_do(findings: Callable[..., list[Finding]], drawn: str, said: str, cure: str) -> None:
    [found] = findings(drawn)
    assert (found.code, said in found.message, cure in found.fix) == ("header-not-found", True, True)


def test_two_cards_on_two_sheets_are_cards(findings: Callable[..., list[Finding]]) -> None:
    short = "姓名 | 张三 | 性别 | 男\n民族 | 汉族\n身份证号 | 990000200405010010\n入团时间 | 2019.05 | 申请入党时间 | 2023.9.10"
    for card in (CARD, short):
        assert ["登记表" in found.message for found in findings(card, card)] == [True]
