"""VBA and xlwings belong together: the VBA of a form or add-in is that of one version of xlwings."""

from __future__ import annotations

import xlwings

from xlflow.errors import XlflowError


def refuse_other_xlwings(made_for: str) -> None:
    """`XlflowError` where a button states another xlwings than the one that runs; one that states none is answered."""
    if made_for:
        said = lock_sentence(made_for, xlwings.__version__)
        if said:
            raise XlflowError(said)


def lock_sentence(made_for: str, installed: str) -> str:
    """What to do where VBA was made for another xlwings than the installed one; empty where they fit."""
    if made_for == installed:
        return ""
    return (
        f"按钮是为 xlwings {made_for} 做的，现在装的是 {installed}，两者必须一致；"
        "请关闭 Excel，运行 xlflow addin install 重做加载项，带按钮的表单用 xlflow new --buttons 重新生成；"
        f"或装回原来的版本：py -m pip install xlwings=={made_for}。"
    )
