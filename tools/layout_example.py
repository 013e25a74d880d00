"""The example of docs/layout.md: a circular as it should be, and the same as it often comes; with their pictures.

python tools/layout_example.py      makes docs/pictures/layout-right.png and layout-wrong.png (LibreOffice and pdftoppm)
"""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from templates.docx_draft import Draft, docx_bytes
from templates.draft_blocks import addressee, attachments, body

from xlflow.documents.layout.layout_blocks import colophon, number_line, red_head, sealed, title
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line
from xlflow.jobs.composing.printing_pdf import printed_contents

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
COMMITTEE = "共青团江州大学委员会"
FAULTS: Sequence[tuple[str, str, str]] = (
    ("word/document.xml", 'w:left="1588"', 'w:left="1800"'),
    ("word/document.xml", 'w:right="1474"', 'w:right="1262"'),
    ("word/document.xml", "〔2026〕3号", "【2026】第03号"),
    ("word/document.xml", "各团支部：", "各团支部:"),
    ("word/document.xml", "推优对象汇总表</w:t>", "《推优对象汇总表》。</w:t>"),
    ("word/document.xml", "2026年3月5日</w:t>", "2026年03月05日</w:t>"),
    ("word/document.xml", 'w:linePitch="579"', 'w:linePitch="560"'),
    ("word/styles.xml", 'w:line="579"', 'w:line="560"'),
    ("word/styles.xml", '<w:sz w:val="44"/>', '<w:b/><w:sz w:val="44"/>'),
    ("word/footer1.xml", 'w:jc w:val="right"', 'w:jc w:val="center"'),
)
"""Part, what stands there, what people have instead."""


def right() -> bytes:
    """A short circular."""
    text = [
        red_head(COMMITTEE + "文件"),
        number_line("江团〔2026〕3号"),
        blank_line() * 2,
        title("关于开展2026年上半年推优工作的通知"),
        addressee("各团支部"),
        body("请各团支部于2026年4月30日前完成推优大会、考察和公示，并报送材料。"),
        attachments(("推优对象汇总表",)),
        blank_line(),
        sealed(COMMITTEE, "2026年3月5日"),
        colophon("", "江州大学团委办公室", "2026年3月6日"),
    ]
    return docx_bytes(Draft("通知", "".join(text), PageForm.NUMBERED))


def wrong() -> bytes:
    """The same with what is often wrong in it."""
    with zipfile.ZipFile(io.BytesIO(right())) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    for part, old, new in FAULTS:
        if old not in parts[part]:
            raise ValueError(f"{old} is not in {part}")
        parts[part] = parts[part].replace(old, new)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def main() -> None:
    """Prints both and makes pictures of their first pages."""
    pdfs = printed_contents([right(), wrong()])
    with tempfile.TemporaryDirectory() as folder:
        for name, pdf in zip(("layout-right", "layout-wrong"), pdfs, strict=True):
            path = Path(folder) / f"{name}.pdf"
            path.write_bytes(pdf or b"")
            subprocess.run(["pdftoppm", "-r", "60", "-png", "-singlefile", path, PICTURES / name], check=True)


if __name__ == "__main__":
    main()
