"""What can be pressed in Excel: ribbon, buttons on 首页, the VBA module and the shortcuts are all made from this one list.

Names are ASCII and stand in VBA and in ids of controls, where the code page of a computer must not matter; everything a person reads
is Chinese and lives in XML and Python only.
"""

from __future__ import annotations

from msgspec import Struct


class Verb(Struct, frozen=True):
    """One thing that a click does. `icon` is a picture that Office has built in (imageMso), `group` the part of the ribbon tab."""

    name: str
    caption: str
    tooltip: str
    icon: str
    group: str

    @property
    def handler(self) -> str:
        """The module whose `run` answers the click."""
        return f"xlflow.excel.handlers.{self.name}_button"


VERBS = (
    Verb("check", "校验", "检查本表：有误的单元格标红、可疑的标黄，问题逐条列在“校验结果”。", "DataValidation", "支部"),
    Verb("clear", "清除标记", "去掉上次校验留下的颜色和结论；填写的内容和“核实说明”不动。", "ClearFormatting", "支部"),
    Verb("fill", "自动填充", "推算得出的内容写进空单元格，已填写的不动；改动逐条列出。", "FillDown", "支部"),
    Verb("compose", "生成材料", "按本表生成推荐函、公示、会议记录等 Word 材料，放在旁边的“材料”文件夹。", "FileSaveAsWordDocx", "支部"),
    Verb("submit", "导出上报", "校验没有错误后，另存一份按规定命名的上报文件；本表不动。", "FileSendAsAttachment", "支部"),
    Verb("merge", "汇总支部表", "把“收件”文件夹里各支部报送的表汇总到清单库。", "Consolidate", "团委"),
    Verb("roster", "打开清单库", "打开本表旁边的清单库。", "FileOpen", "团委"),
    Verb("help", "帮助", "说明每个按钮做什么、问题怎么改、日志在哪里。", "Help", "帮助"),
)


def verb_named(name: str) -> Verb | None:
    """The verb of that ASCII name; None where there is none, as with a workbook made by a newer version."""
    return next((verb for verb in VERBS if verb.name == name), None)
