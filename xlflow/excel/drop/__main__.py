"""`python -P -m xlflow.excel.drop VERB FILE…`: what a shortcut starts."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from xlflow.errors import InternalError, XlflowError
from xlflow.excel.drop.answers import Answer, answer
from xlflow.excel.drop.box import open_all, show
from xlflow.files.child_process.masked_trace import masked_trace
from xlflow.jobs.running.fault_log import keep_trace


def main(arguments: list[str]) -> int:
    """The verb, then the files. 0: all is well; 1: somebody has to act. Nothing is raised."""
    verb, *dropped = arguments or [""]
    told = _answer(verb, [Path(name) for name in dropped])
    show(told.text, is_grave=told.is_grave)
    open_all(told.opens)
    return int(told.is_grave)


def _answer(verb: str, dropped: list[Path]) -> Answer:
    try:
        return answer(verb, dropped, date.today())
    except XlflowError as error:
        return Answer(f"没有完成。\n\n{error}", is_grave=True)
    except Exception as error:  # the last resort: whatever escapes is a fault of ours, and no user reads a trace
        log = keep_trace(error.trace if isinstance(error, InternalError) else masked_trace(error))
        where = f"经过记在 {log}（其中的值已遮盖），请把它交给技术人员。" if log else ""
        kind = error.kind if isinstance(error, InternalError) else type(error).__name__
        return Answer(f"出错了（{kind}），这是程序的问题，不是表格的问题；原表没有改动。\n\n{where}", is_grave=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
