"""A template of unknown origin is tried apart: what would harm the machine is one sentence."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from xlflow.documents.context.sample_material import sample_mapping
from xlflow.documents.inspection.fault_comments import commented
from xlflow.documents.inspection.template_inspection import inspect
from xlflow.documents.inspection.template_vocabulary import vocabulary_of
from xlflow.documents.template import Template
from xlflow.documents.template.picture_value import frame_png
from xlflow.errors import TemplateError
from xlflow.files.reading.word_file import dangers
from xlflow.jobs.composing.trial import Trials, is_shipped, is_trusted, rendered
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow

DAY = date(2026, 6, 1)
ENDLESS = "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

OUTSIDE = f'<Relationships xmlns="x"><Relationship Type="{IMAGE}" Target="http://example.org/a" TargetMode="External"/></Relationships>'


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def field(*codes: str) -> bytes:
    """A header with a field whose code is cut into runs, behind a harmless one."""
    begin, end = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return f"<w:hdr {W}><w:p>{begin}<w:r><w:instrText> PAGE </w:instrText></w:r>{end}{begin}{runs}{end}</w:p></w:hdr>".encode()


def paragraphs(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))


def tracemalloc_peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def try_it(content: bytes) -> None:
    scheme = Scheme.load("national")
    with Trials() as trials:
        trials.refuse_harmful(content, "自己的.docx", scheme.documents["public_notice"], scheme, DAY)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("word/bomb.xml", b"0" * (200 << 20), "压缩炸弹"),
        ("word/item.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
        ("word/vbaProject.bin", b"x", "宏"),
        (
            "word/_rels/header9.xml.rels",
            OUTSIDE.encode(),
            "外部的文件（image：http://example.org/a）",
        ),
        ("word/_rels/header9.xml.rels", OUTSIDE.replace("/image", "/aFChunk").replace("External", "Internal").encode(), "外部的文件（网页"),
        ("word/header9.xml", field("DD", "EAUTO cmd"), "会取外部文件的域（DDEAUTO）"),
        ("word/header9.xml", f'<w:hdr {W}><w:p><w:fldSimple w:instr=" includepicture x"/></w:p></w:hdr>'.encode(), "（INCLUDEPICTURE）"),
        ("word/media/a.png", frame_png(8, 8)[:16] + struct.pack(">2I", 50_000, 50_000) + frame_png(8, 8)[24:], "2,500 百万像素"),
        ("WORD/document.xml", b"<a/>", "同名的部件"),
    ],
)
def test_a_dangerous_file_is_refused_and_not_trusted(name: str, data: bytes, says: str) -> None:
    content = with_part(paragraphs("{{ branch }}"), name, data)
    with pytest.raises(TemplateError) as told:
        try_it(content)
    assert says in str(told.value)
    assert not is_trusted(content)


def test_a_link_to_click_is_no_danger() -> None:
    rels = (
        f'<Relationships xmlns="x"><Relationship Type="{IMAGE[:-5]}hyperlink" Target="http://e.org" TargetMode="External"/></Relationships>'
    )
    assert dangers(with_part(paragraphs("a"), "word/_rels/header9.xml.rels", rels.encode())) == ()


def test_a_link_whose_address_has_such_a_word_is_no_danger() -> None:
    assert dangers(with_part(paragraphs("a"), "word/header9.xml", field(' HYPERLINK "http://e.org/link?dde" '))) == ()


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (ENDLESS, "(调用超过 100,000 次|试填超过 10 秒)"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "没有尽头"),
        ("{% for x in [1, 2] recursive %}{{ loop([1, 2]) if loop.depth < 60 }}{% endfor %}", "(调用超过 100,000 次|试填超过 10 秒)"),
        ("{{ 'a'|center(10**10) }}", "内存太多"),
        ("{{ '%10000000000d' % 1 }}", "内存太多"),
        ("{{ '{:10000000000}'.format(1) }}", "内存太多"),
        ("{% set x = 9 ** 60 %}" + "{% set x = x * x %}" * 30, "算出的数太大"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "嵌套得太深"),
        ("{{ 1" + "+1" * 20_000 + " }}", "嵌套得太深"),
    ],
)
def test_what_costs_too_much_is_refused_with_one_sentence_and_not_trusted(written: str, says: str) -> None:
    content = paragraphs(written)
    with pytest.raises(TemplateError, match=says) as told:
        try_it(content)
    assert str(told.value).startswith("自己的.docx")
    assert not is_trusted(content)


@pytest.mark.parametrize(
    "written",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ branch|attr('__class__') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(branch) }}",
        "{{ ('{0.__class__}'|attr('format'))(branch) }}",
        "{% set f = '{0.__class__}'.format %}{{ f(branch) }}",
        "{{ passed|groupby('__class__') }}",
        "{{ passed.append(1) }}",
        "{{ params.update(x=1) }}",
    ],
)
def test_nothing_of_the_program_can_be_reached(written: str) -> None:
    scheme = Scheme.load("national")
    with pytest.raises(TemplateError, match="不允许的写法"):
        rendered(paragraphs(written), "x", sample_mapping(scheme.documents["public_notice"], scheme, DAY))


@pytest.mark.parametrize("written", ["{{ '%3000000000d' % 1 }}", "{% autoescape '%3000000000d' % 1 %}{% endautoescape %}"])
def test_nothing_is_worked_out_while_a_template_is_compiled(written: str) -> None:
    before = tracemalloc_peak(lambda: Template(paragraphs("{% if no %}{{ name }}{% endif %}")))
    try:
        peak = tracemalloc_peak(lambda: Template(paragraphs("{% if no %}" + written + "{% endif %}")))
    except TemplateError:
        return
    assert peak < before + 10_000_000


def test_what_raises_in_the_child_is_told() -> None:
    with Trials() as trials, pytest.raises(TemplateError, match="试填时出错"):
        trials.call("自己的.docx", time.sleep, "no number")


def test_only_what_lies_in_the_shipped_folder_is_shipped(tmp_path: Path) -> None:
    path = Scheme.load("national").templates["public_notice"]
    assert is_shipped(path)
    assert is_shipped(path.parent / ".." / "documents" / path.name)
    copied = tmp_path / path.name
    copied.write_bytes(path.read_bytes())
    assert not is_shipped(copied)


def test_a_template_that_did_no_harm_is_trusted_by_its_bytes() -> None:
    content = paragraphs("{{ branch }}")
    try_it(content)
    assert is_trusted(content)
    assert not is_trusted(paragraphs("{{ round }}"))


def test_comments_stand_at_their_faults_and_other_parts_are_kept() -> None:
    scheme = Scheme.load("national")
    content = paragraphs("{{ branch }}", "{{ 团支布 }}", "{{ brnch }}{% endif %}")
    faults = inspect(content, "x", vocabulary_of(scheme.documents["public_notice"], scheme, DAY)).faults
    done = zipfile.ZipFile(io.BytesIO(commented(content, faults)))
    before = zipfile.ZipFile(io.BytesIO(content))
    changed = {name for name in before.namelist() if before.read(name) != done.read(name)}
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    comments = done.read("word/comments.xml").decode()
    assert comments.count("<w:comment ") == len(faults) == 3
    assert "是否想写 团支部" in comments
    assert [p.text for p in docx.Document(io.BytesIO(commented(content, faults))).paragraphs] == [
        p.text for p in docx.Document(io.BytesIO(content)).paragraphs
    ]
    assert commented(commented(content, faults), faults)[:2] == b"PK"
