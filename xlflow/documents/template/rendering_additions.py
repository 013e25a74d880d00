"""What the values of one rendering add to the Word file beyond text: relationships, pictures and other members, numbers of drawings."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct, field

from xlflow.documents.word_package import CONTENT_TYPES, Member, parse_xml

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
IMAGE, HYPERLINK = f"{OFFICE}/image", f"{OFFICE}/hyperlink"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MEDIA = "word/media"
_RELATION_ID = re.compile(rb"""\bId=["']rId(\d+)""")


class Relation(Struct, frozen=True):
    """A relationship of a part; `external`: the target is an address, not a member."""

    id: str
    type: str
    target: str
    external: bool = False


class Additions(Struct):
    """The members of the template, and what one rendering changes in them and adds to them.

    `parts` are changed members by name, `added` new ones; `last_drawing` is the highest number of a drawing so far.
    """

    members: Mapping[str, Member]
    last_drawing: int
    parts: dict[str, bytes] = field(default_factory=dict)
    added: dict[str, bytes] = field(default_factory=dict)
    relations: dict[str, list[Relation]] = field(default_factory=dict)
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
        stored = self.members.get(relations_of(part))
        last = max(map(int, _RELATION_ID.findall(stored.data())), default=0) if stored is not None else 0
        known.append(Relation(f"rId{last + len(known) + 1}", type, target, external))
        return known[-1].id

    def keep_relation(self, part: str, relation: Relation, target: str) -> None:
        """A relationship of a part that was taken over from another file, whose text knows its id."""
        self.relations.setdefault(part, []).append(Relation(relation.id, relation.type, target, relation.external))

    @property
    def main(self) -> str:
        """The part with the text."""
        return next(member.name for member in self.members.values() if member.title == "")

    def single(self, kind: str) -> str | None:
        """The part of a kind of which there is one (`styles`, `numbering`); None where there is none."""
        known = [relation for relation in self.relations.get(self.main, []) if relation.type.endswith(f"/{kind}")]
        if known:
            return known[0].target.lstrip("/")
        stored = self.members.get(relations_of(self.main))
        targets = (e.get("Target", "") for e in parse_xml(stored.data()) if e.get("Type", "").endswith(f"/{kind}")) if stored else ()
        target = next(iter(targets), None)
        return None if target is None else posixpath.normpath(posixpath.join("/", posixpath.dirname(self.main), target)).lstrip("/")

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
            name = relations_of(part)
            content = _with_relations(self.content(name), relations)
            (self.parts if name in self.members else self.added)[name] = content
        if self.added:
            types = self.content(CONTENT_TYPES)
            assert types is not None
            self.parts[CONTENT_TYPES] = _with_types(types, self.extensions, self.overrides)


def relations_of(part: str) -> str:
    """The member that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _with_relations(content: bytes | None, relations: list[Relation]) -> bytes:
    root = parse_xml(content or f'<Relationships xmlns="{RELATIONS}"/>'.encode())
    for relation in relations:
        mode = {"TargetMode": "External"} if relation.external else {}
        etree.SubElement(
            root, f"{{{RELATIONS}}}Relationship", {"Id": relation.id, "Type": relation.type, "Target": relation.target, **mode}
        )
    return written(root)


def _with_types(content: bytes, extensions: Mapping[str, str], overrides: Mapping[str, str]) -> bytes:
    root = parse_xml(content)
    known = {str(value).lower() for element in root for value in (element.get("Extension"), element.get("PartName")) if value}
    for extension, type in extensions.items():
        if extension not in known:
            root.insert(0, etree.Element(f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": type}))
    for part, type in overrides.items():
        if f"/{part}".lower() not in known:
            etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": type})
    return written(root)


def written(root: etree._Element) -> bytes:
    """The bytes of a part."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
