"""A template of unknown origin is tried apart: what would harm the machine is one sentence."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from xlflow.documents.inspection.comments import commented
from xlflow.documents.inspection.contract import vocabulary_of
from xlflow.documents.inspection.inspect import inspect
from xlflow.errors import TemplateError
from xlflow.files.word_file import dangers
from xlflow.jobs.trial import Trials, is_shipped
from xlflow.jobs.trusted import is_trusted
from xlflow.schemes.scheme import Scheme

DAY = date(2026, 6, 1)
ENDLESS = "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

OUTSIDE = f'<Relationships xmlns="x"><Relationship Type="{IMAGE}" Target="http://example.org/a" TargetMode="External"/></Relationships>'


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


def test_what_does_not_end_fails_alone_with_one_sentence() -> None:
    with pytest.raises(TemplateError, match=r"自己的\.docx：试填超过 .* 秒"):
        try_it(paragraphs(ENDLESS))


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
