"""导出上报: a copy of the open workbook as it is now, checked and handed over by the same job as on the command line."""

from __future__ import annotations

import tempfile
from pathlib import Path

from xlflow.excel.desk import HANDED_IN, ClickResult, Desk, refuse_a_file
from xlflow.jobs.submit import submit
from xlflow.report.text.findings_text import counts_line


def run(desk: Desk) -> ClickResult:
    """Works on a copy: the file of an open workbook is never opened by its path, and what is not saved yet counts too."""
    output = refuse_a_file(desk.file().parent / HANDED_IN)
    desk.progress(0, 1, "校验")
    with tempfile.TemporaryDirectory(prefix="xlflow-") as folder:
        copy = Path(folder) / desk.file().name
        desk.book.save_copy(str(copy))
        result = submit(copy, output=output, as_of=desk.today)
    if result.path is None:
        first = "先点“自动填充”，再" if result.can_fill else ""
        text = f"还有 {result.errors} 处错误，没有导出。\n\n{first}点“校验”看错在哪里，改正后再导出；确属特殊的，在“核实说明”里写明理由。"
        return ClickResult(text, is_grave=True)
    lines = [f"已导出 {result.path}。", counts_line(result.findings, files=1, rows=result.rows), *result.notes]
    return ClickResult("\n\n".join(lines), folder=output)
