"""推荐优秀团员作为党的发展对象登记表: the form of an activist, with his time as one and his rank."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.form_activist import THREE, pairs_row, registration


def draft() -> Draft:
    """The form of one nominee, type 发展对象."""
    cultivation = pairs_row(
        THREE,
        ("确定积极\n分子时间", "{{ activist_date }}"),
        ("培　　养\n联 系 人", "{{ mentors }}"),
        ("推荐排序", "{{ branch_rank }}"),
    )
    return registration("推荐优秀团员作为党的发展对象登记表", (cultivation,))
