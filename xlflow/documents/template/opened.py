"""A Word file of which parts are taken over: its parts, their content types, and what they refer to."""

from __future__ import annotations

import hashlib
import posixpath

from xlflow.documents.template.rendering_additions import Relation, relations_of
from xlflow.documents.word_package import CONTENT_TYPES, parse_xml, read_package

_UNKNOWN = "application/octet-stream"


class OpenedFile:
    """The file; `ValueError` with a Chinese reason for what is no Word file."""

    def __init__(self, content: bytes) -> None:
        members = read_package(content)
        self._members = {member.name: member for member in members}
        self.main = next(member.name for member in members if member.title == "")
        self.digest = hashlib.sha256(content).hexdigest()[:12]
        entries = [element for element in parse_xml(self.content(CONTENT_TYPES)) if isinstance(element.tag, str)]
        self._types = {e.get("PartName", e.get("Extension", "")).lstrip("/").casefold(): e.get("ContentType", "") for e in entries}

    def content(self, name: str) -> bytes:
        """The content of a part."""
        return self._members[name].data()

    def type_of(self, name: str) -> str:
        """The content type of a part."""
        return self._types.get(name.casefold()) or self._types.get(name.rpartition(".")[2].casefold(), _UNKNOWN)

    def links(self, part: str) -> tuple[Relation, ...]:
        """What a part refers to; targets inside the file as names of parts. Links into nothing are left out."""
        stored = self._members.get(relations_of(part))
        if stored is None:
            return ()
        found = (_relation(element.attrib, posixpath.dirname(part)) for element in parse_xml(stored.data()) if isinstance(element.tag, str))
        return tuple(relation for relation in found if relation.external or relation.target in self._members)

    def single(self, kind: str) -> bytes | None:
        """The content of the part of a kind of which there is one: `styles`, `numbering`."""
        return next((self.content(link.target) for link in self.links(self.main) if link.type.endswith(f"/{kind}")), None)


def _relation(attributes: object, folder: str) -> Relation:
    values = {str(name): str(value) for name, value in attributes.items()}  # type: ignore[attr-defined]
    target, external = values.get("Target", ""), values.get("TargetMode") == "External"
    if not external:
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Relation(values.get("Id", ""), values.get("Type", ""), target, external)
