"""A pipe, a device or a link in a circle in the place of a Word file is refused, not waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")


@pytest.mark.parametrize("command", [("layout",), ("template", "check")])
def test_a_pipe_is_no_word_file(xlflow: Callable[..., Any], tmp_path: Path, command: tuple[str, ...]) -> None:
    os.mkfifo(tmp_path / "函.docx")
    done = xlflow(*command, tmp_path / "函.docx")
    assert done.code in (1, 3)
    assert "是管道或设备，不是文件" in done.out + done.err


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: Path(path).symlink_to(path)], ids=["pipe", "circle"])
def test_a_template_that_is_no_file_stops_its_document(
    xlflow: Callable[..., Any], repository: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    (tmp_path / "模板").mkdir()
    make(tmp_path / "模板" / "meeting_minutes.docx")
    form = repository / "sample_workbooks" / "报送" / "2026年上半年_2023级法学1班团支部_推优表.xlsx"
    done = xlflow("compose", form, "-o", tmp_path / "材料", "--document", "meeting_minutes", "--templates", tmp_path / "模板")
    assert (done.code in (1, 2, 3), "meeting_minutes.docx" in done.out + done.err) == (True, True)
