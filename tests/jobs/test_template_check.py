"""`template check` as a committee meets it: every fault with its place, a copy with comments, and the template filled to the brim."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from xlflow.jobs.composing.printing_pdf import page_count
from xlflow.jobs.composing.trial import is_trusted
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setenv("PATH", "")


def write(path: Path, *paragraphs: str, cell: str = "") -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cell:
        document.add_table(2, 2).cell(1, 0).text = cell
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


FAULTY = ("{{ branch }}", "{{ 团支布 }}", "{{ 身分证号 }}{% if branch %}", "{{ dossier }}")


def test_every_fault_of_a_template_is_told_in_one_run(xlflow, tmp_path: Path) -> None:
    path = write(tmp_path / "我的公示.docx", *FAULTY, cell="{{ 性另 }}")
    done = xlflow("template", "check", path, "--document", "public_notice")
    assert done.code == 1
    assert [line.partition("：")[0] for line in done.out.splitlines()] == [
        "第2段 {{ 团支布 }}",
        "第3段 {% if branch %}",
        "第3段 {{ 身分证号 }}",
        "第4段 {{ dossier }}",
        "第1个表格第2行第1格 {{ 性另 }}",
    ]
    assert "是否想写 团支部" in done.out
    assert "是否想写 身份证号，但这种文件不得出现该项个人信息" in done.out
    assert "是一人一份的材料的" in done.out
    assert "5 处需要改" in done.err


def test_programs_get_part_and_paragraph_of_each_fault(xlflow, tmp_path: Path) -> None:
    path = write(tmp_path / "推优公示.docx", *FAULTY)
    (told,) = [json.loads(line) for line in xlflow("template", "check", path, "--json").out.splitlines()]
    assert told["document"] == "public_notice"
    first = told["faults"][0]
    assert (first["part"], first["paragraph"], first["tag"]) == ("word/document.xml", 1, "{{ 团支布 }}")
    assert told["filled"] == []


def test_a_sound_template_is_filled_in_with_every_sample(xlflow, tmp_path: Path, no_office: None) -> None:
    path = write(tmp_path / "公示稿.docx", "{{ branch }}", "{% for p in passed %}{{ p.姓名 }}；{% endfor %}")
    done = xlflow("template", "check", path, "--document", "推优公示")
    assert done.code == 0
    assert done.out.splitlines() == [
        "试填“一般的内容”：可以填",
        "试填“最长的姓名、名称和填满的栏”：可以填",
        "试填“选填项都空着、没有照片”：可以填",
        "试填“40 个人选”：可以填",
        "试填“200 行的表”：可以填",
        "试填“32,767 字的一格”：可以填",
    ]
    assert "没有 LibreOffice" in done.err
    assert is_trusted(path.read_bytes())


def test_pages_are_counted_where_libreoffice_is(xlflow, tmp_path: Path, soffice: object) -> None:
    path = write(tmp_path / "public_notice.docx", "{%p for p in passed %}", "{{ p.姓名 }}", "{%p endfor %}")
    (told,) = [json.loads(line) for line in xlflow("template", "check", path, "--json").out.splitlines()]
    pages = {each["title"]: each["pages"] for each in told["filled"]}
    assert pages["一般的内容"] == 1
    assert pages["200 行的表"] > pages["40 个人选"] >= 1
    assert pages["32,767 字的一格"] is None


def test_pages_are_counted_as_pages_and_not_as_lists_of_them() -> None:
    assert page_count(b"<</Type/Pages/Count 2>> <</Type/Page/Parent 1 0 R>> <</Type /Page>>") == 2


def test_what_fails_with_one_sample_only_is_told_with_that_sample(xlflow, tmp_path: Path, no_office: None) -> None:
    path = write(tmp_path / "推优公示.docx", "{{ branch }}", "{% if count_passed > 100 %}{{ 1 / 0 }}{% endif %}")
    done = xlflow("template", "check", path)
    assert done.code == 1
    assert "试填“200 行的表”：第2段 {{ 1 / 0 }}：" in done.out
    assert "试填“40 个人选”：可以填" in done.out
    assert not is_trusted(path.read_bytes())


def test_what_does_not_end_is_told_and_stopped(xlflow, tmp_path: Path, no_office: None) -> None:
    path = write(tmp_path / "推优公示.docx", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    done = xlflow("template", "check", path)
    assert done.code == 1
    assert "循环超过 1,000,000 次" in done.out


def test_a_template_that_costs_too_much_is_tried_no_further(xlflow, tmp_path: Path, no_office: None) -> None:
    path = write(tmp_path / "推优公示.docx", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    assert xlflow("template", "check", path).out.count("试填“") == 1


def test_a_workbook_called_docx_is_no_template(xlflow, tmp_path: Path) -> None:
    path = tmp_path / "推优公示.docx"
    openpyxl.Workbook().save(path)
    done = xlflow("template", "check", path)
    assert (done.code, done.out.strip()) == (1, "不是 .docx 文件，或文件已损坏；请用 Word 或 WPS 另存为 .docx。")


def test_the_commented_copy_holds_a_comment_for_each_fault_and_opens(xlflow, tmp_path: Path, soffice) -> None:
    path = write(tmp_path / "推优公示.docx", *FAULTY, cell="{{ 性另 }}")
    before = path.read_bytes()
    copy = tmp_path / "批注本.docx"
    done = xlflow("template", "check", path, "--commented", copy)
    assert done.code == 1
    assert str(copy) in done.err
    assert path.read_bytes() == before
    with zipfile.ZipFile(copy) as package:
        assert package.read("word/comments.xml").decode().count("<w:comment ") == 5
    soffice("--convert-to", "odt", "--outdir", tmp_path, copy)
    with zipfile.ZipFile(tmp_path / "批注本.odt") as package:
        text = package.read("content.xml").decode()
    assert text.count("<office:annotation ") == 5
    assert "是否想写 团支部" in text
    assert [p.text for p in docx.Document(str(copy)).paragraphs] == [p.text for p in docx.Document(io.BytesIO(before)).paragraphs]


def test_no_copy_takes_the_place_of_the_template(xlflow, tmp_path: Path) -> None:
    path = write(tmp_path / "推优公示.docx", "{{ 团支布 }}")
    done = xlflow("template", "check", path, "--commented", path)
    assert done.code == 3
    assert "就是模板本身" in done.err


def test_without_a_document_names_alone_are_checked_and_that_is_said(xlflow, tmp_path: Path, no_office: None) -> None:
    path = write(tmp_path / "随便.docx", "{{ 姓名 }}{{ 身份证号 }}{{ round }}")
    done = xlflow("template", "check", path)
    assert done.code == 0
    assert "--document" in done.err
    assert "可以填" in done.out


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("public_notce", "是否想写 public_notice"),
        ("推优公告", "推优公示（public_notice）"),
        ("推优汇总表", "没有名为"),
        ("summary_table", "是工作簿"),
    ],
)
def test_a_document_that_the_scheme_lacks_is_told_with_the_list(xlflow, tmp_path: Path, asked: str, says: str) -> None:
    done = xlflow("template", "check", write(tmp_path / "a.docx", "x"), "--document", asked)
    assert done.code == 2
    assert says in done.err


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_word_file_is_one_sentence(xlflow, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "推优公示.docx"
    path.write_bytes(content)
    done = xlflow("template", "check", path, "--commented", tmp_path / "批注.docx")
    assert done.code == 1
    assert len(done.out.splitlines()) == 1
    assert "另存为 .docx" in done.out
    assert not (tmp_path / "批注.docx").exists()


def test_a_file_that_is_not_there_is_one_sentence(xlflow, tmp_path: Path) -> None:
    done = xlflow("template", "check", tmp_path / "推优公示.docx")
    assert done.code == 3
    assert "找不到或打不开" in done.err


def test_every_shipped_template_passes_by_its_file_name(xlflow, no_office: None) -> None:
    path = Scheme.load("national").templates["recommendation_letter"]
    assert xlflow("template", "check", path).code == 0
