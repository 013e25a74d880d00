"""What makes a Word file a danger to open: nothing in it is followed or run to find out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from xlflow.errors import WorkbookError
from xlflow.files.reading.archive import Archive, plain_name
from xlflow.files.reading.file_kinds import OLE
from xlflow.files.reading.read_limits import MIB, Limits
from xlflow.files.writing.file_names import is_device
from xlflow.patterns import pattern

WORD_LIMITS = Limits(file_bytes=30 * MIB, inflated_bytes=150 * MIB, ratio_free_bytes=30 * MIB, entries=2_000, seconds=10.0)
"""The honest extreme is a form with scanned pictures; text alone is a thousandth of it. The seconds are those of one trial."""
_HARMLESS = "/hyperlink"
_TEMPLATE = "/attachedTemplate"
_REMOTE = pattern(r"(?i)(https?|ftp|smb|webdav):|[\\/]{2}[^\\/]|file:/{2}[^/]")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_SHOWN = 60
_WEB_PAGE = "/aFChunk"
_FETCHING = pattern(r"\s*(DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE)\b", re.IGNORECASE)
"""Fields by which Word takes in other files or asks other programs."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_PIXELS = 100_000_000
"""Of a picture, unpacked 400 MB: an A4 page scanned at 800 dots an inch has 60 million."""


def dangers(content: bytes, limits: Limits = WORD_LIMITS) -> tuple[str, ...]:
    """Why a Word file is not to be trusted, one sentence each; none for one that is harmless to read."""
    if len(content) > limits.file_bytes:
        return (f"文件有 {len(content) / MIB:.0f} MiB，上限 {limits.file_bytes // MIB} MiB；请删去或压缩其中的图片",)
    try:
        archive = Archive(content, limits)
        return (*_twice(content), *_dangers(archive))
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
    for name in archive.names("word/", ".xml"):
        for word in _fetching_fields(archive.read(name)):
            yield f"有会取外部文件的域（{word}）；请在 Word 里选中它，按 Ctrl+Shift+F9 变成普通文字"
    for name in archive.names("word/media/", ""):
        if (pixels := _pixels(archive.read(name))) > MOST_PIXELS:
            yield f"图片 {name.rpartition('/')[2]} 有 {pixels / 1e6:,.0f} 百万像素，上限 {MOST_PIXELS / 1e6:.0f} 百万；请缩小后重新插入"


def _twice(content: bytes) -> Iterator[str]:
    """Parts of one name: one program would show the first of them, another the last."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [plain_name(name) for name in package.namelist()]
    if len(set(names)) < len(names):
        yield "压缩包里有同名的部件，可能是恶意文件；请用 Word 另存后再用"


def _outside(relations: bytes) -> Iterator[tuple[str, str]]:
    """Relations that an office program follows by itself: all outside ones but links to click and a template on this machine."""
    for relation in _elements(relations, "{*}Relationship"):
        kind, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
        if kind.endswith(_WEB_PAGE):
            yield "网页", target
        if relation.get("TargetMode") != "External" or kind.endswith(_HARMLESS):
            continue
        if not kind.endswith(_TEMPLATE) or _REMOTE.match(target):
            yield kind.rpartition("/")[2], target


def read_docx(path: Path, shown: str) -> bytes:
    """The bytes of a Word file that is safe to take apart; `WorkbookError` with a whole sentence for any other file.

    The name of a file is not asked: a .doc that somebody renamed is still a .doc.
    """
    try:
        if is_device(path):
            raise WorkbookError("workbook-unreadable", f"{shown} 是管道或设备，不是文件；请写 .docx 文件。")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookError("workbook-unreadable", f"没有文件 {shown}；请核对文件名。") from error
    except IsADirectoryError as error:
        raise WorkbookError("workbook-unreadable", f"{shown} 是文件夹；请写 .docx 文件。") from error
    except OSError as error:
        if path.is_dir():
            raise WorkbookError("workbook-unreadable", f"{shown} 是文件夹；请写 .docx 文件。") from error
        raise WorkbookError("workbook-locked", f"{shown} 打不开（{error.strerror}）；请关闭正在使用它的程序后重试。") from error
    if reason := _no_docx(content):
        raise WorkbookError("workbook-type-mismatch", f"{shown} {reason}。")
    return content


def _no_docx(content: bytes) -> str:
    """Why the content is no Word file that can be read; empty where it is one."""
    if not content:
        return "是空文件，0 字节"
    if content.startswith(OLE):
        encrypted = _utf16("EncryptedPackage") in content
        return "已加密；请去掉密码后重试" if encrypted else "是 .doc 等旧格式；请用 Word 或 WPS 另存为 .docx 后重试"
    if not content.startswith(b"PK"):
        return "不是 .docx 文件；请核对是否选错了文件"
    if len(content) > WORD_LIMITS.file_bytes:
        return f"有 {len(content) / MIB:.0f} MiB，上限 {WORD_LIMITS.file_bytes // MIB} MiB；请删去或压缩其中的图片"
    try:
        archive = Archive(content, WORD_LIMITS)
        if archive.has_doctype():
            return "含有 DOCTYPE 声明，可能是恶意文件；请用 Word 另存后再用"
        if archive.names("xl/", "workbook.xml") or archive.names("ppt/", "presentation.xml"):
            return "是 Excel 或 PowerPoint 文件，不是 Word 文件；请核对是否选错了文件"
        return "" if archive.names("", "document.xml") else "里没有 Word 文档；请用 Word 或 WPS 另存为 .docx 后重试"
    except WorkbookError as error:
        return f"{error.reason}；请用 Word 或 WPS 重新另存为 .docx"


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _fetching_fields(part: bytes) -> Iterator[str]:
    """The first words of such fields; their code may be cut into several runs."""
    for paragraph in _elements(part, f"{_WORD}p"):
        codes = [str(field.get(f"{_WORD}instr", "")) for field in paragraph.iter(f"{_WORD}fldSimple")]
        for element in paragraph.iter(f"{_WORD}fldChar", f"{_WORD}instrText"):
            if element.tag == f"{_WORD}fldChar" or not codes:
                codes.append("")
            codes[-1] += element.text or ""
        yield from (match[1].upper() for code in codes if (match := _FETCHING.match(code)))


def _elements(part: bytes, tag: str) -> Iterator[etree._Element]:
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True)).iter(tag)
    except etree.XMLSyntaxError:
        return iter(())


def _pixels(picture: bytes) -> int:
    """How many points a picture has by its own head; 0 for what is none, or of another kind."""
    from docx.image.image import Image

    try:
        image = Image.from_blob(picture)
    except Exception:  # whatever the head of a damaged picture makes the library raise
        return 0
    return int(image.px_width) * int(image.px_height)
