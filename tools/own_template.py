"""Makes the files and pictures of docs/own-template.md: a school's empty form, the same with tags of which two are wrong, and mended.

    python tools/own_template.py [--pictures docs/pictures]

The files are written into docs/own-template. Pictures need LibreOffice, pdftoppm (poppler) and ImageMagick.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.run import Run
from lxml import etree

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / "docs" / "own-template"
EMPTY, FAULTY = "登记表（空表）.docx", "登记表.docx"
TEMPLATE = "我的模板/推荐优秀团员作为入党积极分子登记表.docx"
COMMENTED = "登记表（批注）.docx"
SOURCE = REPOSITORY / "sample_workbooks" / "报送" / "2023级软件工程1班团支部推优名单_20260624.xlsx"
NAME = "沈天哲"
CHECK = ("template", "check", FAULTY, "--document", "form_activist", "--commented", COMMENTED)
COMPOSE = (
    "compose",
    SOURCE,
    "-o",
    "材料",
    "--templates",
    "我的模板",
    "--document",
    "form_activist",
    "--who",
    NAME,
    "--as-of",
    "2026-06-30",
)

TITLE = "江城大学推优对象登记表"
ROWS = (
    ("姓名", "性别"),
    ("民族", "出生日期"),
    ("学号", "政治面貌"),
    ("入团时间", "申请入党时间"),
    ("团内职务", "联系电话"),
)
"""Labels in pairs; each is a name of the scheme, so that its tag is the label in braces."""
MEETING = (
    "{{ 推优大会时间 }}召开推优大会，应到会{{ 应到会人数 }}人，"
    "实到会{{ 实到会人数 }}人，赞成{{ 赞成票 }}票，反对{{ 反对票 }}票，弃权{{ 弃权票 }}票。"
)
FIRST = "{% if 学业情况 %}学业情况：{{ 学业情况 }}。{% endif %}志愿服务{{ 志愿服务时长 }}小时。"
BY_HAND = "\n\n（盖章）　　　　　　　　年　　月　　日"
SLIPS = {"{{ 申请入党时间 }}": "{{ 申请入党时问 }}", "{% endif %}": ""}
"""What is written in the faulty form in place of what."""
_DOTS = 64
"""An inch, of the pictures."""
_A4_POINTS = 842
_MARGIN = 230
"""Dots beside the page, for its comments."""
_WITH_MARKS = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
_NOTE = re.compile(rb"/Subtype /Text\b.*?/Rect\[([\d. ]+)\]", re.DOTALL)


def main() -> int:
    """Writes the files, then the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, default=REPOSITORY / "docs" / "pictures")
    pictures = parser.parse_args().pictures.resolve()
    write_files(FOLDER)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_files(folder)
        run(folder, *CHECK)
        run(folder, *COMPOSE)
        (made,) = (folder / "材料").glob("*.docx")
        shown: Mapping[str, str | Path] = {
            "own-template-empty": EMPTY,
            "own-template-tags": TEMPLATE,
            "own-template-comments": COMMENTED,
            "own-template-made": made,
        }
        for name, file in shown.items():
            photograph(folder / file, pictures / f"{name}.png", folder)
    return 0


def write_files(folder: Path) -> None:
    """The empty form, the form with the slips, the template."""
    (folder / TEMPLATE).parent.mkdir(parents=True, exist_ok=True)
    form({}, {}).save(str(folder / EMPTY))
    form(_tags(), SLIPS).save(str(folder / FAULTY))
    form(_tags(), {}).save(str(folder / TEMPLATE))


def _tags() -> Mapping[str, str]:
    tags = {label: f"{{{{ {label} }}}}" for row in ROWS for label in row}
    return tags | {"所在团支部": "{{ 团支部 }}", "现实表现": FIRST, "支部大会推荐情况": MEETING}


def form(tags: Mapping[str, str], slips: Mapping[str, str]) -> Document:
    """The form on one page; `tags`: what stands in the cell behind a label, with the slips in it."""

    def filled(label: str) -> str:
        text = tags.get(label, "")
        for right, wrong in slips.items():
            text = text.replace(right, wrong)
        return text

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _face(title.add_run(TITLE), "黑体", 18)
    table = document.add_table(len(ROWS) + 5, 4, style="Table Grid")
    _pair(table.rows[0].cells[:2], "所在团支部", filled("所在团支部"), merged_with=table.cell(0, 3))
    for number, (left, right) in enumerate(ROWS, 1):
        cells = table.rows[number].cells
        _pair(cells[:2], left, filled(left))
        _pair(cells[2:], right, filled(right))
    for number, (label, text, height) in enumerate(_tall(filled), len(ROWS) + 1):
        row = table.rows[number]
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        _pair(row.cells[:2], label, text, merged_with=row.cells[3])
    return document


def _tall(filled: object) -> Sequence[tuple[str, str, int]]:
    assert callable(filled)
    return (
        ("现实表现", filled("现实表现"), 36),
        ("支部大会推荐情况", filled("支部大会推荐情况"), 36),
        ("团支部意见", BY_HAND, 34),
        ("学院团委意见", BY_HAND, 34),
    )


def _pair(cells: Sequence[_Cell], label: str, text: str, merged_with: _Cell | None = None) -> None:
    value = cells[1] if merged_with is None else cells[1].merge(merged_with)
    for cell, words, face in ((cells[0], label, "黑体"), (value, text, "宋体")):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6)
        _face(paragraph.add_run(words), face, 12)


def _face(run: Run, name: str, points: int) -> None:
    run.font.name, run.font.size = name, Pt(points)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def run(folder: Path, *arguments: str | Path) -> None:
    """A command of the page."""
    done = subprocess.run([sys.executable, "-m", "xlflow", *map(str, arguments)], cwd=folder, check=False)
    assert done.returncode in (0, 1), arguments


def photograph(file: Path, picture: Path, folder: Path) -> None:
    """The first page of a Word file; its comments beside it, where LibreOffice puts only a mark."""
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", _WITH_MARKS]
    subprocess.run([*office, "--outdir", folder, file], check=True, capture_output=True, timeout=180)
    pdf = folder / f"{file.stem}.pdf"
    command: list[str | Path] = ["pdftoppm", "-r", str(_DOTS), "-png", "-singlefile", "-f", "1", "-l", "1", pdf, picture.with_suffix("")]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    with zipfile.ZipFile(file) as package:
        comments = package.read("word/comments.xml") if "word/comments.xml" in package.namelist() else None
    if comments is not None:
        texts = ["".join(map(str, comment.itertext())) for comment in etree.fromstring(comments)]
        heights = [float(match[1].split()[3]) for match in _NOTE.finditer(pdf.read_bytes())]
        write_beside(picture, list(zip(texts, heights, strict=True)))


def write_beside(picture: Path, notes: Sequence[tuple[str, float]]) -> None:
    """Writes each text into the margin of a picture of an A4 page; its height is in points from the foot of the page."""
    font = subprocess.run(["fc-match", "-f", "%{file}", "sans-serif:lang=zh-cn"], check=True, capture_output=True, text=True).stdout
    command: list[str | Path] = ["convert", picture, "-background", "white", "-gravity", "East", "-splice", f"{_MARGIN}x0"]
    command += ["-gravity", "NorthWest", "-font", font, "-pointsize", "11"]
    top = 0
    for text, height in notes:
        top = max(top, round((_A4_POINTS - height) / 72 * _DOTS))
        caption = "caption:" + text.replace("%", "%%")
        command += ["(", "-size", f"{_MARGIN - 30}x", "-background", "#FFF4CE", caption, ")"]
        command += ["-geometry", f"+{round(595 / 72 * _DOTS) + 10}+{top}", "-composite"]
        top += 90
    subprocess.run([*command, picture], check=True, timeout=60)


if __name__ == "__main__":
    sys.exit(main())
