"""Write docs/documents.md: every document of every shipped scheme, what it is and how it looks. `python tools/write_documents_page.py`.

The pictures are made by tools/make_document_pictures.py; a test writes the page again and compares, and asks for every picture.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from written_page import write_or_compare

from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import shipped_ids

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, PICTURES = DOCS / "documents.md", DOCS / "documents"
BASE = "national"
SCOPES = {
    "nominee": "每人一份",
    "meeting": "每次大会一份",
    "branch": "每个支部一份",
    "party_branch": "每个接收的党支部一份",
    "unit": "每个团委一份",
    "period": "每个时期一份",
}
CLASSES = {
    "public": "公开：不印身份证号、电话、学号、出生日期",
    "internal": "内部：身份证号、电话只印头尾",
    "full": "完整：身份证号、电话照印",
}
SIGNS = {
    "S0": "不签",
    "S1": "团支部书记签名，日期手写",
    "S2": "团支部书记签名，上级团组织签署意见、盖章，日期手写",
    "S3": "团支部、上级团委、党支部三栏，各写意见、签名、盖章、日期",
    "S4": "发文单位落款、盖章",
    "S5": "文中所列的人各自签名",
}
_HEAD = """# 全部材料

随附各方案能生成的每一种材料，各附一页图样（图中人物均为虚构）。生成的命令是 `xlflow compose 清单库.xlsx -o 材料`，
只要一种时加 `--document 编号`；按时期的加 `--period 2026` 或 `--period 2026Q1`。意见和日期由人手写的一律留空白。
Word 模板在方案的 `documents` 文件夹，可以直接改（见 [模板的写法](templates.md)、[能用的名字](document-names.md)）。
"""
_RUN_WORDS = {"period": "某时期", "year": "某", "round": "某批次"}
_SEVERAL = 2


def catalogue() -> Iterator[tuple[Scheme, list[Document]]]:
    """Every shipped scheme with the documents that it does not simply take over from the base."""
    base = Scheme.load(BASE)
    yield base, list(base.documents.values())
    for id in shipped_ids():
        if id != BASE:
            scheme = Scheme.load(id)
            yield scheme, [document for document in scheme.documents.values() if is_own(document, scheme, base)]


def is_own(document: Document, scheme: Scheme, base: Scheme) -> bool:
    """Whether a scheme says something else about a document than the base, or has a template of its own for it."""
    known = base.documents.get(document.id)
    told = [(d.title, d.scope, d.audience, d.sign, d.file, d.template) for d in (document, known) if d]
    has_template = bool(document.template) and (scheme.folder / "documents" / document.template).is_file()
    return len(told) < _SEVERAL or told[0] != told[1] or has_template


def picture(scheme: Scheme, document: Document) -> Path:
    """Where the picture of a document is."""
    return PICTURES / f"{scheme.id}-{document.id}.png"


def page() -> str:
    """The page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for scheme, documents in catalogue():
        yield f"## {scheme.title}（{len(documents)} 种）"
        yield ""
        if scheme.id != BASE:
            yield "全国基础方案的材料都可以生成；下面是本方案自己的。" if documents else "用全国基础方案的材料，没有另外的。"
            yield ""
        if documents:
            yield "| 材料 | 编号 | 份数 | 公开程度 | 签署 | 文件名 |"
            yield "|---|---|---|---|---|---|"
            for d in documents:
                name = f"[{_title(d)}](#{scheme.id}-{d.id})"
                yield f"| {name} | `{d.id}` | {SCOPES[d.scope]} | {CLASSES[d.audience].partition('：')[0]} | {d.sign} | `{d.file}` |"
            yield ""
        for document in documents:
            yield from _one(scheme, document)
    yield "## 公开程度和签署"
    yield ""
    yield from (f"- {text}。" for text in CLASSES.values())
    yield from (f"- {sign}：{text}。" for sign, text in SIGNS.items())
    yield ""


def _one(scheme: Scheme, document: Document) -> Iterator[str]:
    yield f'<a id="{scheme.id}-{document.id}"></a>'
    yield f"### {_title(document)}"
    yield ""
    told = [
        f"`{document.id}`",
        SCOPES[document.scope],
        CLASSES[document.audience],
        SIGNS[document.sign],
        *(["编文号"] if document.number else []),
    ]
    yield f"{' · '.join(told)}。文件名 `{document.file}`"
    yield ""
    yield f"![{_title(document)}]({picture(scheme, document).relative_to(DOCS).as_posix()})"
    yield ""


def _title(document: Document) -> str:
    """The title without what only a run knows."""
    return re.sub(r"\{(\w+)\}", lambda match: _RUN_WORDS.get(match[1], "…"), document.title)


if __name__ == "__main__":
    sys.exit(write_or_compare(PAGE, page()))
