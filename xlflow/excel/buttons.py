"""The buttons on 首页 of a standard form with macros: those of a branch, and the help."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from xlflow.excel.project import Kind, Module, vba_project
from xlflow.excel.vba import buttons_module, macro_name
from xlflow.excel.verbs import VERBS, Verb
from xlflow.excel.xlwings_source import XlwingsSource, installed_xlwings
from xlflow.files.standard_form.buttons import Button, Buttons, Codenames

OF_A_BRANCH = tuple(verb for verb in VERBS if verb.group != "团委")


def form_buttons(verbs: Sequence[Verb] = OF_A_BRANCH) -> Buttons:
    """What `xlflow new --buttons` puts into the form. `XlflowError` where xlwings is not installed."""
    source = installed_xlwings()
    return Buttons(
        tuple(Button(macro_name(verb), verb.caption, verb.tooltip) for verb in verbs),
        cache(lambda names: vba_project(form_modules(names, verbs, source))),  # the forms of many branches have the same sheets
    )


def form_modules(names: Codenames, verbs: Sequence[Verb], source: XlwingsSource) -> tuple[Module, ...]:
    """The modules of a form: those of workbook and sheets, empty, then ours and those of xlwings."""
    documents = (Module(names.workbook, kind=Kind.WORKBOOK), *(Module(name, kind=Kind.SHEET) for name in names.sheets))
    return (*documents, buttons_module(verbs, source.version), *source.workbook_modules())
