"""VBA and xlwings belong together: the VBA of a form or add-in is that of one version of xlwings."""

from __future__ import annotations


def lock_sentence(made_for: str, installed: str) -> str:
    """What to do where the VBA was made for another xlwings than the installed one; empty where they fit."""
    if made_for == installed:
        return ""
    return (
        f"按钮是为 xlwings {made_for or '（未写明）'} 做的，现在装的是 {installed or '（没有）'}，两者必须一致，没有运行；"
        "请运行 xlflow addin install 重做加载项，带按钮的表单用 xlflow new --buttons 重新生成，"
        f"或装回原来的版本：py -m pip install xlwings=={made_for or '版本号'}。"
    )
