"""A finished public document is read again: no ID number, no telephone but that of the contact."""

import pytest
from templates.docx_draft import Draft, docx_bytes
from templates.draft_blocks import body, cell, columns, row, table

from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import run
from xlflow.documents.proof import leak


def document(*parts: str) -> bytes:
    return docx_bytes(Draft("公示", "".join(parts), PageForm.BARE))


NUMBERS = ("110101200501011234", "11010120050101123X", "１１０１０１２００５０１０１１２３４", "110101 20050101 1234")


@pytest.mark.parametrize("number", NUMBERS)
def test_an_id_number_is_found_and_masked(number: str) -> None:
    found = leak(document(body("公示如下。"), body(f"王五，{number}。")), ())
    assert found.startswith("正文第 2 段写有身份证号（1101")
    assert "0501011" not in found


def test_a_phone_is_found_only_where_it_is_not_that_of_the_contact() -> None:
    content = document(body("受理：张老师 19900000001。"))
    assert leak(content, ["张老师 199-0000-0001"]) == ""
    assert "手机号码（199****0001）" in leak(content, ["李老师 19900000002"])


def test_a_number_divided_among_runs_or_in_a_table_is_found() -> None:
    divided = document(body(run("电话199000") + run("00001")))
    assert "手机号码" in leak(divided, ())
    in_table = document(table(columns((1, 1)), [row(cell("姓名"), cell("110101200501011234"))]))
    assert "身份证号" in leak(in_table, ())


@pytest.mark.parametrize("text", ["示校团〔2026〕12号", "0512-60000000", "2026年7月20日至7月26日", "学号后四位1234", "合计100000000000元"])
def test_other_numbers_may_stand(text: str) -> None:
    assert leak(document(body(text)), ()) == ""
