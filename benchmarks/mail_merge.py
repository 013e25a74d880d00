"""Mail merge beside docxtpl, rust-docxtpl and python-docx's replace: one four-page template, 50 fields, a row loop.

python benchmarks/mail_merge.py [--rounds N] [--files N]

Each way runs in a process of its own, in turn, and counts its own CPU time; compiling the template is excluded for all. rust-docxtpl has
the import name of docxtpl, so it has an environment of its own in build/peers.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import venv
import zlib
from pathlib import Path
from statistics import median
from typing import NamedTuple

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from mail_merge_makers import FIELDS
from measure import REPOSITORY, Measure, measured

MAKERS = Path(__file__).with_name("mail_merge_makers.py")
RUST = "rust-docxtpl"
RUST_HOME = REPOSITORY / "build" / "peers" / RUST
RUST_PYTHON = RUST_HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
COUNTS = {"xlflow": 600, "docxtpl": 12, RUST: 60, "replace": 15}
FILES, ROUNDS, PAGES = 10_000, 3, 4
PEER_FILES = {"docxtpl": 30}
PROSE = "经支部大会讨论，应到会有表决权的团员人数、实到人数和票数均符合规定，决议经公示无异议，现按程序报上级团委审核。" * 2


class Run(NamedTuple):
    """CPU seconds a document, and peak memory in KiB after a tenth of the documents and at the end."""

    seconds: float
    early: int
    late: int


def template(path: Path, *, picture: bool = False) -> Path:
    """Four pages of prose with 50 fields in it, and a table with a row for each person."""
    document = docx.Document()
    document.add_heading("推优入党材料", 0)
    if picture:
        document.add_paragraph("{{ 照片 }}")
    for number in range(FIELDS):
        paragraph = document.add_paragraph(f"（{number + 1}）{PROSE[: 90 + number % 20]}")
        paragraph.add_run(f"{{{{ 字段{number} }}}}").bold = True
        paragraph.add_run(PROSE[:40])
        if number % (FIELDS // PAGES) == FIELDS // PAGES - 1:
            paragraph.add_run().add_break(WD_BREAK.PAGE)
    rows = (
        ("姓名", "班级", "票数"),
        ("{%tr for 人 in 人选 %}", "", ""),
        ("{{ 人.姓名 }}", "{{ 人.班级 }}", "{{ 人.票数 }}"),
        ("{%tr endfor %}", "", ""),
    )
    table = document.add_table(len(rows), 3, style="Table Grid")
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    _drop_unused_styles(document)
    document.save(str(path))
    return path


def _drop_unused_styles(document: Document) -> None:
    """The default file of python-docx carries 160 styles; Word writes some ten, and whoever reads them all pays for them."""
    used = {style.style_id for style in document.styles if style.name in ("Normal", "Title", "Table Grid", "Normal Table")}
    for style in list(document.styles):
        if style.style_id not in used:
            style.delete()


def photo(path: Path) -> Path:
    """A PNG of 295 x 413 points, the one-inch photo, of a grey that changes from line to line."""
    width, height = 295, 413
    lines = b"".join(b"\0" + bytes((x * y) % 251 for x in range(width)) for y in range(height))
    chunks = ((b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    body = b"".join(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def run(maker: str, path: Path, count: int, *options: str) -> Run:
    """One maker in a process of its own."""
    python, name = (RUST_PYTHON, "docxtpl") if maker == RUST else (sys.executable, maker)
    command = [str(python), str(MAKERS), name, str(path), str(count), *options]
    seconds, early, late = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.split()
    return Run(float(seconds), int(early), int(late))


def install_rust() -> bool:
    """Puts rust-docxtpl into an environment of its own; whether there is one for this machine."""
    if not RUST_PYTHON.exists():
        venv.create(RUST_HOME, with_pip=True)
    command = [str(RUST_PYTHON), "-m", "pip", "install", "--quiet", RUST]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def in_turn(path: Path, makers: list[str], rounds: int, *options: str) -> dict[str, float]:
    """CPU seconds a document of each maker: the median of rounds in which all take their turn."""
    runs = [{maker: run(maker, path, COUNTS[maker], *options).seconds for maker in makers} for _ in range(rounds)]
    return {maker: median(each[maker] for each in runs) for maker in makers}


def measures(rounds: int = ROUNDS, files: int = FILES) -> list[Measure]:
    """In memory, with a photo, and 10,000 files on disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain, pictured = template(folder / "plain.docx"), template(folder / "pictured.docx", picture=True)
        peers = ["docxtpl", *([RUST] if install_rust() else []), "replace"]
        times = in_turn(plain, ["xlflow", *peers], rounds)
        targets = {"docxtpl": 80, RUST: 25, "replace": 0}
        found = [_ratio("mail merge", peer, times[peer], times["xlflow"], targets[peer]) for peer in peers]
        with_photo = in_turn(pictured, ["xlflow", "docxtpl"], rounds, "--picture", str(photo(folder / "photo.png")))
        found.append(_ratio("mail merge with a photo", "docxtpl", with_photo["docxtpl"], with_photo["xlflow"], 10))
        ours = run("xlflow", plain, files, "--folder", str(_made(folder / "xlflow")))
        theirs = run("docxtpl", plain, PEER_FILES["docxtpl"], "--folder", str(_made(folder / "docxtpl")))
        found.append(_ratio(f"mail merge, {files:,} files on disk", "docxtpl", theirs.seconds, ours.seconds, 30))
    grown = (ours.late - ours.early) / 1024
    found.append(Measure(f"mail merge, memory from {files // 10:,} to {files:,} files", f"+{grown:.1f} MiB", "≤ 4 MiB", grown <= 4))
    return found


def _ratio(what: str, peer: str, theirs: float, ours: float, target: int) -> Measure:
    figure = f"{theirs / ours:.0f}x ({1 / ours:,.0f} beside {1 / theirs:,.0f} documents a second of CPU)"
    return Measure(f"{what}, beside {peer}", figure, f"≥ {target}x" if target else "-", theirs / ours >= target)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
