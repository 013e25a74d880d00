"""What the values of one rendering add to the Word file beyond text: relationships, pictures and other members, numbers of drawings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.documents.word_package import (
    CONTENT_TYPES,
    OFFICE,
    PackageMember,
    Relationship,
    read_relationships,
    relationships_name,
    with_content_types,
    with_relationships,
)

IMAGE, HYPERLINK = f"{OFFICE}/image", f"{OFFICE}/hyperlink"
_MEDIA = "word/media"
_RELATION_ID = re.compile(rb"""\bId=["']rId(\d+)""")


class Additions(Struct):
    """The members of the template, and what one rendering changes in them and adds to them.

    `parts` are changed members by name, `added` new ones; `last_drawing` is the highest number of a drawing so far.
    """

    members: Mapping[str, PackageMember]
    last_drawing: int
    parts: dict[str, bytes] = field(default_factory=dict)
    added: dict[str, bytes] = field(default_factory=dict)
    relations: dict[str, list[Relationship]] = field(default_factory=dict)
    extensions: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)

    def drawing_id(self) -> int:
        """A number that no drawing of the document has yet."""
        self.last_drawing += 1
        return self.last_drawing

    def content(self, name: str) -> bytes | None:
        """A member as it is by now; None where there is none."""
        for known in (self.parts, self.added):
            if name in known:
                return known[name]
        return self.members[name].data() if name in self.members else None

    def relate(self, part: str, type: str, target: str, *, external: bool = False) -> str:
        """The id of a relationship of the part; the same for the same target."""
        known = self.relations.setdefault(part, [])
        for relation in known:
            if (relation.type, relation.target, relation.external) == (type, target, external):
                return relation.id
        stored = self.members.get(relationships_name(part))
        last = max(map(int, _RELATION_ID.findall(stored.data())), default=0) if stored is not None else 0
        known.append(Relationship(f"rId{last + len(known) + 1}", type, target, external))
        return known[-1].id

    def keep_relation(self, part: str, relation: Relationship, target: str) -> None:
        """Keeps the id of a relationship of a part that was taken over from another file."""
        self.relations.setdefault(part, []).append(replace(relation, target=target))

    @property
    def main(self) -> str:
        """The part with the text."""
        return next(member.name for member in self.members.values() if member.title == "")

    def single(self, kind: str) -> str | None:
        """The part of a kind of which there is one (`styles`, `numbering`); None where there is none."""
        known = [relation for relation in self.relations.get(self.main, []) if relation.kind == kind]
        if known:
            return known[0].target.lstrip("/")
        stored = self.members.get(relationships_name(self.main))
        found = read_relationships(stored.data(), self.main) if stored else ()
        return next((each.target for each in found if each.kind == kind), None)

    def image(self, part: str, content: bytes, extension: str, content_type: str) -> str:
        """The id of the relationship to a picture, which is stored once however often it is used."""
        name = f"{_MEDIA}/{hashlib.sha256(content).hexdigest()[:16]}.{extension}"
        if name not in self.members:
            self.added[name] = content
        self.extensions[extension] = content_type
        return self.relate(part, IMAGE, "/" + name)

    def finish(self) -> None:
        """Writes the relationships and content types into their members."""
        for part, relations in self.relations.items():
            name = relationships_name(part)
            content = with_relationships(self.content(name), relations)
            (self.parts if name in self.members else self.added)[name] = content
        if self.added:
            types = self.content(CONTENT_TYPES)
            assert types is not None
            self.parts[CONTENT_TYPES] = with_content_types(types, self.extensions, self.overrides)
