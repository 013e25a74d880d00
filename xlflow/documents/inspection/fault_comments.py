"""A copy of a template with a Word comment at each fault; every other part stays byte for byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import groupby

from lxml import etree

from xlflow.documents import wordprocessingml as w
from xlflow.documents.inspection.found_tags import TemplateFault
from xlflow.documents.word_package import (
    CONTENT_TYPES,
    OFFICE,
    WORD_TYPES,
    Relationship,
    parse_xml,
    part_bytes,
    relationships_name,
    with_content_types,
    with_relationships,
)

AUTHOR = "xlflow"
_BODY = "word/document.xml"
_COMMENTS = "word/comments.xml"
_RELATIONSHIPS = relationships_name(_BODY)
_ID = f"{w.W}id"


def commented(content: bytes, faults: Sequence[TemplateFault]) -> bytes:
    """The template with its faults as comments. Word allows none outside the body: a fault of a header stands at the first paragraph."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
        body = parse_xml(parts[_BODY])
        known = parse_xml(parts[_COMMENTS]) if _COMMENTS in parts else etree.Element(f"{w.W}comments", nsmap={"w": w.NAMESPACE})
        _add(body, known, faults)
        changed = {_BODY: part_bytes(body), _COMMENTS: part_bytes(known)}
        if _COMMENTS not in parts:
            changed |= {
                CONTENT_TYPES: with_content_types(parts[CONTENT_TYPES], {}, {_COMMENTS: f"{WORD_TYPES}.comments+xml"}),
                _RELATIONSHIPS: _related(parts.get(_RELATIONSHIPS)),
            }
        return _package(archive, changed)


def _add(body: etree._Element, comments: etree._Element, faults: Sequence[TemplateFault]) -> None:
    paragraphs = list(body.iter(w.PARAGRAPH))
    number = max((int(comment.get(_ID, "0")) for comment in comments), default=-1) + 1

    def spot(fault: TemplateFault) -> int:
        return fault.paragraph if fault.part == _BODY and fault.paragraph is not None else 0

    for paragraph, told in groupby(sorted(faults, key=spot), key=spot):
        for fault in told:
            text = f"{fault.tag}：{fault.message}。" if spot(fault) and fault.tag else str(fault)
            comments.append(_comment(number, text))
            if paragraph < len(paragraphs):
                _mark(paragraphs[paragraph], number)
            number += 1


def _comment(number: int, text: str) -> etree._Element:
    comment = etree.Element(f"{w.W}comment", {_ID: str(number), f"{w.W}author": AUTHOR, f"{w.W}initials": "x"})
    run = etree.SubElement(etree.SubElement(comment, w.PARAGRAPH), w.RUN)
    etree.SubElement(run, w.TEXT, {w.SPACE: "preserve"}).text = text
    return comment


def _mark(paragraph: etree._Element, number: int) -> None:
    """The whole paragraph is what the comment is about."""
    start = etree.Element(f"{w.W}commentRangeStart", {_ID: str(number)})
    properties = paragraph.find(w.PARAGRAPH_PROPERTIES)
    paragraph.insert(0 if properties is None else 1, start)
    etree.SubElement(paragraph, f"{w.W}commentRangeEnd", {_ID: str(number)})
    etree.SubElement(etree.SubElement(paragraph, w.RUN), f"{w.W}commentReference", {_ID: str(number)})


def _related(content: bytes | None) -> bytes:
    taken = {element.get("Id") for element in parse_xml(content)} if content else set()
    id = next(name for number in range(len(taken) + 1) if (name := f"rIdNote{number}") not in taken)
    return with_relationships(content, [Relationship(id, f"{OFFICE}/comments", "comments.xml")])


def _package(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in archive.infolist():
            copy.writestr(info, changed.get(info.filename, archive.read(info)), zipfile.ZIP_DEFLATED)
        for name in changed.keys() - set(archive.namelist()):
            copy.writestr(name, changed[name])
    return stream.getvalue()
