"""帮助: what each button does, and where logs lie."""

from __future__ import annotations

from xlflow import __version__
from xlflow.excel.desk import ClickResult, Desk
from xlflow.excel.verbs import VERBS
from xlflow.files.fault_log import log_folder


def run(desk: Desk) -> ClickResult:
    """One line a button."""
    lines = [f"{verb.caption}：{verb.tooltip}" for verb in VERBS if verb.name != "help"]
    return ClickResult("\n".join([f"xlflow {__version__}", "", *lines, "", f"出错的记录在 {log_folder()}；命令行的帮助：xlflow --help。"]))
