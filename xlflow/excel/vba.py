"""Our own VBA: one Sub for each button, one procedure that they call, the callback of the ribbon. All of it ASCII.

Every click is the same fixed command with the ASCII name of a verb; nothing that a user wrote stands in a command line. The version of
xlwings that the VBA was made from goes with it: Python compares it with the installed one before it does anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from xlflow.excel.project import Module, ModuleKind, vba_project
from xlflow.excel.verbs import VERBS, Verb
from xlflow.excel.xlwings_source import XlwingsSource, installed_xlwings
from xlflow.files.standard_form.buttons import Button, Buttons, Codenames

OF_A_BRANCH = tuple(verb for verb in VERBS if verb.group != "团委")
CALLBACK = "Xlflow_OnAction"
"""What the ribbon calls; the id of a control is the name of its Sub."""
_PREFIX = "Xlflow_"
_RUN = """Private Sub RunVerb(verb As String)
    RunPython "import xlflow.excel; xlflow.excel.main('" & verb & "', '{version}')"
End Sub
"""
_SUB = """
Public Sub {name}()
    RunVerb "{verb}"
End Sub
"""
_CALLBACK = """
Public Sub {callback}(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then Exit Sub
    If ChoosesProgram(ActiveWorkbook) Then
        MsgBox Words("{warning}"), vbExclamation, "xlflow"
        Exit Sub
    End If
    RunVerb Mid$(control.ID, {start})
End Sub

' Sheets of these names, and a file beside the workbook, would tell RunPython which program to start.
Private Function ChoosesProgram(book As Object) As Boolean
    Dim sheet As Object
    For Each sheet In book.Sheets
        If LCase$(sheet.Name) = "xlflow.conf" Or LCase$(Right$(sheet.Name, 3)) = ".py" Then ChoosesProgram = True
    Next sheet
    On Error Resume Next
    If FileExists(GetDirectoryConfigFilePath()) Then ChoosesProgram = True
End Function

Private Function Words(codes As String) As String
    Dim place As Long
    For place = 1 To Len(codes) Step 4
        Words = Words & ChrW$(CLng("&H" & Mid$(codes, place, 4)))
    Next place
End Function
"""
_WARNING = (
    "本工作簿里有名为 xlflow.conf 或以 .py 结尾的工作表，或同一文件夹里有文件 xlflow.conf，它会改变要运行的程序，没有运行；"
    "请核实来源，删去后重试。"
)


def form_buttons(verbs: Sequence[Verb] = OF_A_BRANCH) -> Buttons:
    """What `xlflow new --buttons` puts into the form. `XlflowError` where xlwings is not installed."""
    source = installed_xlwings()
    return Buttons(
        tuple(Button(macro_name(verb), verb.caption, verb.tooltip) for verb in verbs),
        cache(lambda names: vba_project(form_modules(names, verbs, source))),  # the forms of many branches have the same sheets
    )


def form_modules(names: Codenames, verbs: Sequence[Verb], source: XlwingsSource) -> tuple[Module, ...]:
    """The modules of a form: those of workbook and sheets, empty, then ours and those of xlwings."""
    documents = (Module(names.workbook, kind=ModuleKind.WORKBOOK), *(Module(name, kind=ModuleKind.SHEET) for name in names.sheets))
    return (*documents, buttons_module(verbs, source.version), *source.workbook_modules())


def macro_name(verb: Verb) -> str:
    """The Sub of a verb; also the id of its control in the ribbon."""
    return _PREFIX + verb.name


def buttons_module(verbs: Iterable[Verb], version: str) -> Module:
    """A Sub for each of these verbs; `version` is that of the xlwings modules beside it."""
    subs = "".join(_SUB.format(name=macro_name(verb), verb=verb.name) for verb in verbs)
    return Module("XlflowButtons", _head(version) + subs)


def ribbon_module(version: str) -> Module:
    """The callback of the ribbon of the add-in."""
    callback = _CALLBACK.format(callback=CALLBACK, start=len(_PREFIX) + 1, warning=_WARNING.encode("utf-16-be").hex().upper())
    return Module("XlflowRibbon", _head(version) + callback)


def _head(version: str) -> str:
    return "Option Explicit\n\n" + _RUN.format(version=version)
