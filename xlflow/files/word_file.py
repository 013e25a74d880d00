"""What makes a Word file a danger to open: nothing in it is followed or run to find out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from xlflow.errors import WorkbookError
from xlflow.files.archive import Archive
from xlflow.files.limits import MIB, Limits

WORD_LIMITS = Limits(file_bytes=30 * MIB, inflated_bytes=150 * MIB, ratio_free_bytes=30 * MIB, entries=2_000, seconds=10.0)
"""The honest extreme is a form with scanned pictures; text alone is a thousandth of it. The seconds are those of one trial."""
_HARMLESS = "/hyperlink"
_TEMPLATE = "/attachedTemplate"
_REMOTE = re.compile(r"(?i)(https?|ftp|smb|webdav):|[\\/]{2}[^\\/]|file:/{2}[^/]")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_SHOWN = 60


def dangers(content: bytes, limits: Limits = WORD_LIMITS) -> tuple[str, ...]:
    """Why a Word file is not to be trusted, one sentence each; none for one that is harmless to read."""
    if len(content) > limits.file_bytes:
        return (f"文件有 {len(content) / MIB:.0f} MiB，上限 {limits.file_bytes // MIB} MiB；请删去或压缩其中的图片",)
    try:
        return tuple(_dangers(Archive(content, limits)))
    except WorkbookError as error:
        return (f"{error.reason}；请用 Word 或 WPS 另存为 .docx",)


def _dangers(archive: Archive) -> Iterator[str]:
    if archive.has_doctype():
        yield "含有 DOCTYPE 声明，Word 和 WPS 都不会写出它，可能是恶意文件；请用 Word 另存后再用"
    if any(archive.names("", name) for name in _MACROS):
        yield "含有宏；请另存为不带宏的 .docx"
    for name in archive.names("", ".rels"):
        for kind, target in _outside(archive.read(name)):
            yield f"打开时会去取外部的文件（{kind}：{target[:_SHOWN]}）；请改为嵌入，或删去该链接"


def _outside(relations: bytes) -> Iterator[tuple[str, str]]:
    """Relations that an office program follows by itself: all outside ones but links to click and a template on this machine."""
    try:
        root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return
    for relation in root.iter("{*}Relationship"):
        kind, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
        if relation.get("TargetMode") != "External" or kind.endswith(_HARMLESS):
            continue
        if not kind.endswith(_TEMPLATE) or _REMOTE.match(target):
            yield kind.rpartition("/")[2], target
