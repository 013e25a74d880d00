"""What the paragraphs of a document are: mark, number, title, addressee, text, signature … found by their words and their order.

Nothing is found by the property that is to be checked: a title that is too small is still the title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from xlflow.documents.conformance.word_document import Block, Paragraph, WordDocument, WordTable

NOTICE = re.compile(r".*公示(\(.*\)|（.*）)?$")
FORM = re.compile(r".*(表|票|单|卡|册|名册|清单|记录|封面)(（.*）)?$")
LETTER = re.compile(r".*(函|复函)$")
BULLETIN = re.compile(r".*通报$")


class DocumentKind(StrEnum):
    """What kind of document a file is."""

    CIRCULAR = "circular"
    LETTER = "letter"
    BULLETIN = "bulletin"
    BRIEFING = "briefing"
    MINUTES = "minutes"
    PUBLIC = "public"
    FORM = "form"
    PLAIN = "plain"


KIND_NAMES = {
    DocumentKind.CIRCULAR: "红头文件",
    DocumentKind.LETTER: "信函",
    DocumentKind.BULLETIN: "通报",
    DocumentKind.BRIEFING: "简报",
    DocumentKind.MINUTES: "纪要",
    DocumentKind.PUBLIC: "公示",
    DocumentKind.FORM: "表格",
    DocumentKind.PLAIN: "无红头的文件",
}
SEALED = frozenset({DocumentKind.CIRCULAR, DocumentKind.LETTER, DocumentKind.BULLETIN})
"""Kinds that get a seal by default."""


WITH_SEAL = re.compile(r".*(团委|党委|工委|委员会|总支|办公室|学院|大学|公司)")
"""Names of bodies that have a seal, by their ends; the committee of a branch (支部委员会) has none."""


def guess_seal(kind: DocumentKind, parts: DocumentParts) -> bool:
    """Whether a document gets a seal, guessed from its kind, or on plain paper from the name that signs it."""
    if kind in SEALED:
        return True
    name = parts.name.words if parts.name and not parts.by_hand else ""
    return kind is DocumentKind.PLAIN and "支部" not in name and bool(WITH_SEAL.fullmatch(name))


def guess_kind(word: WordDocument, parts: DocumentParts) -> DocumentKind:
    """The kind of a document, guessed from its mark, then its title, then the share of its text in tables."""
    title = parts.title_text
    if parts.mark or parts.red_line:
        return _of_head(word, parts)
    if NOTICE.fullmatch(title):
        return DocumentKind.PUBLIC
    if FORM.fullmatch(title) and (word.tables() or not parts.text):
        return DocumentKind.FORM
    in_tables = sum(len(p.words) for table in word.tables() for p in table.paragraphs())
    return DocumentKind.FORM if in_tables > 2 * sum(len(p.words) for p in parts.text) else DocumentKind.PLAIN


def _of_head(word: WordDocument, parts: DocumentParts) -> DocumentKind:
    mark = "".join(paragraph.words for paragraph in parts.mark)
    if any(paragraph.frame for paragraph in parts.mark) or sum(is_red(line.color) for line in word.lines) >= 2:
        return DocumentKind.LETTER
    if mark.endswith("纪要"):
        return DocumentKind.MINUTES
    if mark.endswith(("简报", "动态", "通讯", "快报", "信息")) or (parts.number and ISSUE.match(parts.number.words)):
        return DocumentKind.BRIEFING
    return DocumentKind.BULLETIN if BULLETIN.fullmatch(parts.title_text) else DocumentKind.CIRCULAR


COPY_NUMBER = re.compile(r"(?:№|No\.?|份号[：:]?)?\s*\d{1,8}")
SECRET = re.compile(r"(绝密|机密|秘密)\s*[★☆*]?.{0,8}")
URGENT = re.compile(r"特\s*急|加\s*急|平\s*急|特\s*提")
NUMBER = re.compile(r"[^\s，。：；]{1,20}[〔\[［【（(﹝]\s*\d{2,4}\s*[〕\]］】）)﹞]\s*第?\s*\d+\s*号")
ISSUE = re.compile(r"第\s*[\d一二三四五六七八九十百〇零]+\s*期|[（(]总第?.{1,6}期[）)]")
SIGNER = re.compile(r"签发人[：:]")
DATE = re.compile(r"[\d〇○零一二三四五六七八九十廿卅\s　]{0,12}年[\d一二三四五六七八九十\s　]{0,8}月[\d一二三四五六七八九十\s　]{0,8}日")
NOTE = re.compile(r"附\s*件\s*[：:]")
ITEM = re.compile(r"\d+\s*[.．、,，]")
ATTENDANCE = re.compile(r"(出席|请假|列席)[：:]")
ATTACHMENT = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?")
REMARK = re.compile(r"[（(].+[）)]", re.DOTALL)
ORDINAL = re.compile(r"[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]")
COPIES = re.compile(r"(抄送|抄报|主送|分送|发送|报送|送)[：:]")
PRINTED = re.compile(r".*(印发|印制|编印|印)\s*$", re.DOTALL)
MARK_LEAST = 48
"""Half points: larger text than 2号 above the title is the mark of the issuer."""
LONGEST_ADDRESSEE = 120
LONGEST_NAME = 40


class DocumentParts(Struct, frozen=True):
    """The parts of a document in their order; empty where it has none. `flow` is everything that stands in the text, blank lines too."""

    flow: tuple[Block, ...]
    copy_number: Paragraph | None = None
    secret: Paragraph | None = None
    urgent: Paragraph | None = None
    mark: tuple[Paragraph, ...] = ()
    number: Paragraph | None = None
    signer: Paragraph | None = None
    red_line: Paragraph | None = None
    title: tuple[Paragraph, ...] = ()
    addressee: Paragraph | None = None
    text: tuple[Paragraph, ...] = ()
    note: tuple[Paragraph, ...] = ()
    name: Paragraph | None = None
    date: Paragraph | None = None
    by_hand: bool = False
    remark: Paragraph | None = None
    attachments: tuple[tuple[Paragraph, ...], ...] = ()
    colophon: tuple[Paragraph, ...] = ()
    colophon_tables: tuple[WordTable, ...] = ()
    head: tuple[Paragraph, ...] = ()

    @property
    def title_text(self) -> str:
        """The title in one line."""
        return "".join(paragraph.words.replace("\n", "") for paragraph in self.title)

    def blank_before(self, paragraph: Paragraph) -> float:
        """How many blank lines stand above a paragraph."""
        place = self.flow.index(paragraph)
        above = self.flow[:place]
        blank = 0.0
        for block in reversed(above):
            if not isinstance(block, Paragraph) or not block.is_blank or (block.bottom is not None):
                break
            blank += block.height
        return blank


def parts_of(word: WordDocument) -> DocumentParts:
    """The parts of a document."""
    flow, colophon, tables = _without_colophon(word)
    texts = [block for block in flow if isinstance(block, Paragraph) and not block.is_blank]
    start, head = _head(texts)
    title_end = _title_end(flow, texts, start)
    title = texts[start:title_end]
    end = _attachments_start(texts, title_end)
    main = texts[title_end:end]
    date_at = _last(main, lambda p: bool(DATE.fullmatch(p.words)) and len(p.words) <= 24)
    name_at = _name_at(main, date_at)
    note_at = next((i for i, p in enumerate(main) if NOTE.match(p.words)), None)
    note = _note(main, note_at)
    text_end = min(i for i in (note_at, name_at, date_at, len(main)) if i is not None)
    addressee = _addressee(main[:text_end])
    text = main[1 if addressee else 0 : text_end]
    after = main[date_at + 1 :] if date_at is not None else []
    red_line = next((p for p in _before(flow, title) if p.bottom is not None and is_red(p.bottom.color)), None)
    return DocumentParts(
        flow=flow,
        title=tuple(title),
        addressee=addressee,
        text=tuple(text),
        note=tuple(note),
        name=main[name_at] if name_at is not None else None,
        date=main[date_at] if date_at is not None else None,
        by_hand=date_at is not None and _by_hand(main, date_at),
        remark=next((p for p in after if REMARK.fullmatch(p.words)), None),
        attachments=tuple(_attachments(texts[end:])),
        colophon=colophon,
        colophon_tables=tables,
        red_line=red_line,
        head=tuple(texts[:start]),
        **_head_parts(head),
    )


def is_red(color: str) -> bool:
    """Whether a colour is a red: much of red and little of the rest."""
    try:
        red, green, blue = (int(color[i : i + 2], 16) for i in (0, 2, 4))
    except ValueError:
        return False
    return red >= 180 and green <= 80 and blue <= 80


def _without_colophon(word: WordDocument) -> tuple[tuple[Block, ...], tuple[Paragraph, ...], tuple[WordTable, ...]]:
    """The text, and the colophon: in a box, in the last table or in the last paragraphs."""
    for box in word.boxes:
        found = tuple(p for block in box for p in ((block,) if isinstance(block, Paragraph) else block.paragraphs()) if not p.is_blank)
        if any(_in_colophon(p) for p in found):
            return word.blocks, found, tuple(block for block in box if isinstance(block, WordTable))
    blocks = list(word.blocks)
    while blocks and isinstance(blocks[-1], Paragraph) and blocks[-1].is_blank:
        blocks.pop()
    if blocks and isinstance(blocks[-1], WordTable) and len(blocks[-1].rows) <= 4:
        found = tuple(p for p in blocks[-1].paragraphs() if not p.is_blank)
        if found and all(_in_colophon(p) for p in found):
            return tuple(blocks[:-1]), found, (blocks[-1],)
    last: list[Paragraph] = []
    while blocks and isinstance(blocks[-1], Paragraph) and (_in_colophon(blocks[-1]) or blocks[-1].is_blank):
        last.insert(0, blocks.pop())  # type: ignore[arg-type]
    found = tuple(p for p in last if not p.is_blank)
    return (tuple(blocks), found, ()) if found else (word.blocks, (), ())


def _in_colophon(paragraph: Paragraph) -> bool:
    return bool(COPIES.match(paragraph.words)) or (bool(PRINTED.fullmatch(paragraph.words)) and bool(DATE.search(paragraph.words)))


def _head(texts: Sequence[Paragraph]) -> tuple[int, dict[str, list[Paragraph]]]:
    """How many paragraphs stand above the title, and what they are."""
    found: dict[str, list[Paragraph]] = {}
    at = 0
    while at < len(texts) and (kind := _head_kind(texts[at])):
        found.setdefault(kind, []).append(texts[at])
        at += 1
    return (at, found) if at < len(texts) else (0, {})


def _head_kind(paragraph: Paragraph) -> str:
    """What a paragraph above the title is; empty for none."""
    words = paragraph.words
    if paragraph.frame:
        return "mark"
    kinds = (("copy_number", COPY_NUMBER), ("secret", SECRET), ("urgent", URGENT))
    for name, pattern in kinds:
        if pattern.fullmatch(words):
            return name
    if NUMBER.match(words) or (ISSUE.match(words) and len(words) <= LONGEST_NAME):
        return "number"
    if SIGNER.search(words):
        return "signer"
    runs = paragraph.visible
    if any(is_red(run.color) or run.size > MARK_LEAST for run in runs):
        return "mark"
    if words.endswith("文件") and len(words) <= LONGEST_NAME and not words.startswith("关于"):
        return "mark"
    return "imprint" if "\t" in paragraph.text and DATE.search(words) else ""


def _head_parts(found: dict[str, list[Paragraph]]) -> dict[str, Any]:
    def one(name: str) -> Paragraph | None:
        return found.get(name, [None])[0]

    number = one("number")
    signer = one("signer") or (number if number and SIGNER.search(number.words) else None)
    return {
        "copy_number": one("copy_number"),
        "secret": one("secret"),
        "urgent": one("urgent"),
        "mark": tuple(found.get("mark", ())),
        "number": number,
        "signer": signer,
    }


def _title_end(flow: Sequence[Block], texts: Sequence[Paragraph], start: int) -> int:
    """After the last line of the title: the lines that follow the first without a blank one between, in the same size and place."""
    if start >= len(texts):
        return start
    first = texts[start]
    end = start + 1
    while end < len(texts):
        place = flow.index(texts[end])
        same = _size(texts[end]) == _size(first) and texts[end].align == first.align
        if flow[place - 1] is not texts[end - 1] or not same or _ends_title(texts[end]):
            break
        end += 1
    return end


def _ends_title(paragraph: Paragraph) -> bool:
    return paragraph.words.endswith(("：", ":", "。")) or len(paragraph.words) > LONGEST_NAME


def _size(paragraph: Paragraph) -> int:
    return max((run.size for run in paragraph.visible), default=0)


def _attachments_start(texts: Sequence[Paragraph], after: int) -> int:
    """Where the first attachment begins: 附件 alone in its line, on a page of its own or after the signature."""
    for at in range(after, len(texts)):
        if ATTACHMENT.fullmatch(texts[at].words) and not NOTE.fullmatch(texts[at].words):
            return at
    return len(texts)


def _attachments(texts: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
    """Every attachment: its mark 附件N and what follows."""
    one: list[Paragraph] = []
    for paragraph in texts:
        if ATTACHMENT.fullmatch(paragraph.words) and one:
            yield tuple(one)
            one = []
        one.append(paragraph)
    if one:
        yield tuple(one)


def _last(texts: Sequence[Paragraph], holds: Callable[[Paragraph], bool]) -> int | None:
    return next((i for i in range(len(texts) - 1, -1, -1) if holds(texts[i])), None)


def _name_at(main: Sequence[Paragraph], date_at: int | None) -> int | None:
    """The name stands above the date; lines to sign on may stand between them."""
    if date_at is None:
        return None
    at = date_at - 1
    while at > 0 and _is_signed_line(main[at]) and _is_short(main[at - 1]):
        at -= 1
    return at if at >= 0 and _is_short(main[at]) else None


def _is_signed_line(paragraph: Paragraph) -> bool:
    return paragraph.words.endswith(("：", ":")) or "签字" in paragraph.words or "签名" in paragraph.words


def _is_short(paragraph: Paragraph) -> bool:
    return len(paragraph.words) <= LONGEST_NAME and not paragraph.words.endswith(("。", "；", "！")) and not NOTE.match(paragraph.words)


def _by_hand(main: Sequence[Paragraph], date_at: int) -> bool:
    """Whether people sign and date: the date has no figures, or a line to sign on stands above it."""
    return not any(c.isdigit() for c in main[date_at].words) or (date_at > 0 and _is_signed_line(main[date_at - 1]))


def _note(main: Sequence[Paragraph], at: int | None) -> Sequence[Paragraph]:
    if at is None:
        return ()
    end = at + 1
    while end < len(main) and ITEM.match(main[end].words):
        end += 1
    return main[at:end]


def _addressee(texts: Sequence[Paragraph]) -> Paragraph | None:
    """The first paragraph of the text where it names an addressee: it ends with a colon, or is a short line without a sentence."""
    if len(texts) < 2:
        return None
    first = texts[0]
    names = len(first.words) <= LONGEST_ADDRESSEE and "。" not in first.words and not ORDINAL.match(first.words)
    ends = first.words.endswith(("：", ":", "；", ";"))
    alone = len(first.words) <= LONGEST_NAME and first.first == 0 and not first.lead and first.align != "center"
    return first if names and (ends or alone) else None


def _before(flow: Sequence[Block], title: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs above the title, blank ones too."""
    for block in flow:
        if title and block is title[0]:
            return
        if isinstance(block, Paragraph):
            yield block
