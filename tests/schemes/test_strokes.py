from __future__ import annotations

import pytest

from xlflow.documents.context.document_names import stroke_order


@pytest.mark.parametrize(
    "names",
    [
        ("丁一", "王五", "李四", "陈七", "黄六", "魏八"),
        ("王一", "王一丁", "王丁", "王丁一"),
        ("于成", "马到"),
        ("王林", "毛林", "方林", "邓林"),
        ("欧阳一", "堃一", "龘一", "□一"),
    ],
)
def test_names_are_listed_by_strokes_then_by_how_they_are_written(names: tuple[str, ...]) -> None:
    assert tuple(sorted(set(names), key=stroke_order)) == names
