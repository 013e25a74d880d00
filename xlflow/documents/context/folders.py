"""The folder that a document belongs into, where papers are handed out by folders: a branch, the Party branches, a committee."""

from __future__ import annotations

from collections.abc import Callable

from xlflow.documents.context.material import Material, UnitMaterial
from xlflow.documents.context.printing import RULED
from xlflow.documents.context.subjects import Subject
from xlflow.schemes.parts import Document

FolderOf = Callable[[Document, Subject], tuple[str, ...]]
_OF_PARTY = "送各党支部"
_OF_COMMITTEE = "团委"


def no_folders(document: Document, subject: Subject) -> tuple[str, ...]:
    """All documents side by side."""
    return ()


def by_recipient(material: Material) -> FolderOf:
    """Papers of people, meetings and branches by branch, letters to Party branches together, papers of a committee under its name.

    Where the branches have several committees (the townships of a county) all of this is within the folder of each committee.
    """

    def committee(unit: UnitMaterial | None) -> str:
        own = material.committee.values.get("league_committee")
        name = (unit.fact("league_committee") if unit else "") or str(own or "")
        return _OF_COMMITTEE if name in ("", RULED) else name

    is_one = len({committee(unit) for unit in material.units}) < 2

    def folder(document: Document, subject: Subject) -> tuple[str, ...]:
        unit = subject.units[0] if subject.units else None
        above = committee(unit if document.scope != "period" else None)
        if document.scope in ("unit", "period"):
            return (above,)
        name = _OF_PARTY if document.scope == "party_branch" else _branch(unit)
        return (name,) if is_one else (above, name)

    return folder


def _branch(unit: UnitMaterial | None) -> str:
    return (unit.fact("branch_short") or unit.fact("branch") if unit else "") or "未写明支部"
