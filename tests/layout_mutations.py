"""Ways to spoil a Word file: the markup of one paragraph, style or section changed, as a person would by one setting in Word."""

from __future__ import annotations

import re
from collections.abc import Callable

import conforming_documents as conforming
from conforming_documents import COMMITTEE, DATE, NUMBER
from templates.draft_blocks import KEPT_LINE

from xlflow.documents.layout.layout_blocks import sealed
from xlflow.documents.layout.paragraph_markup import Typeface, blank_line, fonts

Files = dict[str, str]
Mutation = Callable[[Files], Files]
BODY, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
ODD, EVEN = "word/footer1.xml", "word/footer2.xml"
PARAGRAPH = re.compile(r"<w:p>(?:(?!<w:p>).)*?</w:p>", re.DOTALL)
BLANK = blank_line()
LETTER_NUMBER = NUMBER.replace("团〔", "团函〔")


def swap(old: str, new: str, part: str = BODY, count: int = 1) -> Mutation:
    """One text of a part for another; all of them with `count` -1."""

    def mutate(files: Files) -> Files:
        assert old in files[part], old
        return files | {part: files[part].replace(old, new, count)}

    return mutate


def both(*mutations: Mutation) -> Mutation:
    """Several changes that make one mutation together."""

    def mutate(files: Files) -> Files:
        for one in mutations:
            files = one(files)
        return files

    return mutate


def _words(markup: str) -> str:
    return re.sub(r"<[^>]+>", "", markup)


def within(words: str, change: Callable[[str], str]) -> Mutation:
    """A change of the markup of the first paragraph that begins with these words."""

    def mutate(files: Files) -> Files:
        found = next(match.group() for match in PARAGRAPH.finditer(files[BODY]) if _words(match.group()).strip("　").startswith(words))
        changed = change(found)
        assert changed != found, words
        return files | {BODY: files[BODY].replace(found, changed, 1)}

    return mutate


def words(old: str, new: str) -> Mutation:
    """The words of the paragraph that begins with `old`, their beginning changed."""
    return within(old, lambda markup: markup.replace(old, new, 1))


def setting(start: str, *elements: str) -> Mutation:
    """Paragraph properties set, instead of those of the same name."""

    def change(markup: str) -> str:
        for element in elements:
            name = re.match(r"<(w:\w+)", element)
            assert name
            markup = re.sub(rf"(<w:pPr>.*?)<{name.group(1)}\b[^>]*/>(.*?</w:pPr>)", r"\1\2", markup, count=1, flags=re.DOTALL)
            markup = markup.replace("</w:pPr>", f"{element}</w:pPr>", 1)
        return markup

    return within(start, change)


def run_setting(start: str, element: str) -> Mutation:
    """A property of every run of a paragraph."""

    def change(markup: str) -> str:
        name = re.match(r"<(w:\w+)", element)
        assert name
        markup = re.sub(rf"<{name.group(1)}\b[^>]*/>(?=.*</w:rPr>)", "", markup, flags=re.DOTALL)
        markup = markup.replace("<w:r><w:t", "<w:r><w:rPr></w:rPr><w:t")
        return markup.replace("</w:rPr>", f"{element}</w:rPr>")

    return within(start, change)


def face(start: str, name: str) -> Mutation:
    """Another face for a paragraph."""
    return run_setting(start, f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"/>')


def style(id: str, old: str, new: str) -> Mutation:
    """One text in a style."""

    def mutate(files: Files) -> Files:
        start = files[STYLES].index(f'w:styleId="{id}"')
        head, tail = files[STYLES][:start], files[STYLES][start:]
        assert old in tail.split("</w:style>")[0], (id, old)
        return files | {STYLES: head + tail.replace(old, new, 1)}

    return mutate


def blanks(start: str, number: int) -> Mutation:
    """So many empty lines more above a paragraph; fewer where negative."""

    def mutate(files: Files) -> Files:
        found = next(match for match in PARAGRAPH.finditer(files[BODY]) if _words(match.group()).startswith(start))
        above, below = files[BODY][: found.start()], files[BODY][found.start() :]
        for _ in range(-number):
            assert above.endswith(BLANK), start
            above = above.removesuffix(BLANK)
        return files | {BODY: above + BLANK * max(0, number) + below}

    return mutate


def rebuilt(content: Callable[[], bytes]) -> Mutation:
    """The document made from other words."""
    return lambda files: conforming.parts(content())


def page(old: str, new: str) -> Mutation:
    """One attribute of the page."""
    return swap(old, new)


def without_borders(markup: str) -> str:
    """A paragraph without its lines."""
    return re.sub(r"<w:pBdr>.*?</w:pBdr>", "", markup)


def indent(**twips: int) -> str:
    """`w:ind`."""
    return "<w:ind" + "".join(f' w:{name}="{value}"' for name, value in twips.items()) + "/>"


def numbered(text: str) -> Mutation:
    """Another document number."""
    return rebuilt(lambda: conforming.circular(number=text))


def dated(text: str) -> Mutation:
    """Another date, the signature block set to its width."""
    return rebuilt(lambda: conforming.circular(date=text))


def shifted(name: int, date: int) -> Mutation:
    """Name and date moved to the left by so many twips."""

    def mutate(files: Files) -> Files:
        block = str(sealed(COMMITTEE, DATE))
        by = iter((name, date))
        moved = re.sub(r'w:right="(\d+)"', lambda match: f'w:right="{int(match.group(1)) + next(by)}"', block)
        assert block in files[BODY]
        return files | {BODY: files[BODY].replace(block, moved)}

    return mutate


def red_lines(*, by_twips: tuple[int, ...]) -> Mutation:
    """The four lines of a letter moved down, in the order of the file."""

    def mutate(files: Files) -> Files:
        number = iter(by_twips)

        def moved(match: re.Match[str]) -> str:
            return f"<wp:posOffset>{int(match.group(1)) + next(number) * 635}</wp:posOffset>"

        return files | {BODY: re.sub(r"<wp:posOffset>(\d+)</wp:posOffset>", moved, files[BODY])}

    return mutate


def room(by_twips: int) -> Mutation:
    """More room between the double line of a letter and its number."""

    def mutate(files: Files) -> Files:
        head = files[BODY].index(LETTER_NUMBER)
        lines = list(re.finditer(r'w:line="(\d+)"', files[BODY][:head]))
        last = lines[-1]
        text = f'w:line="{int(last.group(1)) + by_twips}"'
        return files | {BODY: files[BODY][: last.start()] + text + files[BODY][last.end() :]}

    return mutate


def mark_frame(by_twips: int) -> Mutation:
    """The mark of a letter moved down."""
    return lambda files: files | {BODY: re.sub(r'w:y="(\d+)"', lambda m: f'w:y="{int(m.group(1)) + by_twips}"', files[BODY])}


def above_mark(by_twips: int) -> Mutation:
    """The mark of a red head moved down."""

    def mutate(files: Files) -> Files:
        return files | {BODY: re.sub(r'w:line="(\d+)"', lambda m: f'w:line="{int(m.group(1)) + by_twips}"', files[BODY], count=1)}

    return mutate


def exchanged(one: str, other: str) -> Mutation:
    def mutate(files: Files) -> Files:
        first, second = (
            next(m.group() for m in PARAGRAPH.finditer(files[BODY]) if _words(m.group()).startswith(start)) for start in (one, other)
        )
        return files | {BODY: files[BODY].replace(first, "\0").replace(second, first).replace("\0", second)}

    return mutate


def weights_turned(files: Files) -> Files:
    upper, lower = '<a:ln w="28575">', '<a:ln w="9525">'
    head, _, tail = files[BODY].rpartition(lower)
    other = tail.replace(upper, lower)
    return files | {BODY: head + upper + other}


def two_lines(first: str, second: str) -> Mutation:
    def mutate(files: Files) -> Files:
        found = [m.group() for m in PARAGRAPH.finditer(files[BODY]) if 'w:val="DocumentTitle"' in m.group()]
        text = files[BODY]
        for markup, line in zip(found, (first, second), strict=True):
            text = text.replace(markup, markup.replace(_words(markup), line))
        return files | {BODY: text}

    return mutate


def line_outside(files: Files) -> Files:
    """A line that is pushed over the right margin, after the first paragraph of the text."""
    line = '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:ind w:right="-900"/><w:jc w:val="right"/></w:pPr><w:r><w:t>江州大学</w:t></w:r></w:p>'
    place = files[BODY].index(">一、推荐对象")
    place = files[BODY].rindex("<w:p>", 0, place)
    return files | {BODY: files[BODY][:place] + line + files[BODY][place:]}


def blanks_above_name(number: int) -> Mutation:
    def mutate(files: Files) -> Files:
        block = str(sealed(COMMITTEE, DATE))
        above, _, below = files[BODY].partition(block)
        if number < 0:
            assert above.endswith(KEPT_LINE * -number)
            return files | {BODY: above.removesuffix(KEPT_LINE * -number) + block + below}
        return files | {BODY: above + KEPT_LINE * number + block + below}

    return mutate


def attachment_title_left(files: Files) -> Files:
    place = files[BODY].index(">附件1<")
    head, tail = files[BODY][:place], files[BODY][place:]
    return files | {
        BODY: head + tail.replace('<w:pStyle w:val="DocumentTitle"/>', '<w:pStyle w:val="DocumentTitle"/><w:jc w:val="left"/>', 1)
    }


def attachment_title_up(files: Files) -> Files:
    place = files[BODY].index(">附件1<")
    head, tail = files[BODY][:place], files[BODY][place:]
    return files | {BODY: head + tail.replace(BLANK, "", 1)}


def colophon_up(files: Files) -> Files:
    old = '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
    height = re.findall(r'<wp:extent cx="\d+" cy="(\d+)"/>', files[BODY])[-1]
    offset = (12756 - 567) * 635 - int(height)
    assert old in files[BODY]
    return files | {
        BODY: files[BODY].replace(old, f'<wp:positionV relativeFrom="margin"><wp:posOffset>{offset}</wp:posOffset></wp:positionV>')
    }


def names_in_kai(files: Files) -> Files:
    place = files[BODY].rindex("<w:r><w:t")
    return files | {BODY: files[BODY][:place] + f"<w:r><w:rPr>{fonts(Typeface.KAI)}</w:rPr><w:t" + files[BODY][place + len("<w:r><w:t") :]}
