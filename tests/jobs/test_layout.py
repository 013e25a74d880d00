"""版式 through its command: what is printed, the exit codes, profiles of one's own, files that are no Word files."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import conforming_documents as conforming
import openpyxl
import pytest
from layout_mutants import MUTANTS

from xlflow.jobs import layout as job
from xlflow.jobs.layout import layout
from xlflow.jobs.running.installed_fonts import Fonts

Run = Callable[..., "object"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice: the file alone is checked, which is quick."""
    monkeypatch.setattr(job, "can_print", lambda: False)


def document(folder: Path, content: bytes, name: str = "通知.docx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def mutant(what: str) -> bytes:
    return next(one for one in MUTANTS if one.what == what).content()


@pytest.mark.usefixtures("no_office")
def test_a_conforming_document_exits_0_and_says_so(xlflow: Run, tmp_path: Path) -> None:
    done = xlflow("layout", document(tmp_path, conforming.circular()))
    assert done.code == 0
    first, second = done.out.splitlines()
    assert "通知.docx：符合（按红头文件，加盖印章；检查 " in first
    assert "没有安装 LibreOffice" in second


@pytest.mark.usefixtures("no_office")
def test_what_must_be_and_is_not_exits_1_with_measure_requirement_clause_and_key(xlflow: Run, tmp_path: Path) -> None:
    done = xlflow("layout", document(tmp_path, mutant("left margin 25 mm")))
    assert done.code == 1
    assert "● 订口：25.01 mm，应为 28 mm（±1 mm；5.2.2）[margin.left]" in done.out


@pytest.mark.usefixtures("no_office")
def test_what_is_only_recommended_exits_0_and_is_told(xlflow: Run, tmp_path: Path) -> None:
    done = xlflow("layout", document(tmp_path, mutant("mark in 黑体")))
    assert done.code == 0
    assert "1 项与推荐的不同" in done.out
    assert "▲ 发文机关标志字体" in done.out


@pytest.mark.usefixtures("no_office")
def test_json_is_one_object_a_check(xlflow: Run, tmp_path: Path) -> None:
    done = xlflow("layout", "--json", document(tmp_path, mutant("bold title")))
    lines = [json.loads(line) for line in done.out.splitlines()]
    (failed,) = [line for line in lines if line["status"] == "fail"]
    assert {line["status"] for line in lines} == {"pass", "fail", "absent", "skipped"}
    assert (failed["key"], failed["layer"], failed["kind"], failed["seal"], failed["severity"]) == (
        "title.bold",
        "S",
        "circular",
        "yes",
        "error",
    )
    assert (failed["measured"], failed["required"], failed["clause"], failed["place"]) == (
        "加粗",
        "不加粗",
        "7.3.1",
        "“关于开展2026年上半年推优…”",
    )
    assert all(line["reason"] for line in lines if line["status"] == "skipped")


@pytest.mark.usefixtures("no_office")
def test_kind_and_seal_may_be_given(xlflow: Run, tmp_path: Path) -> None:
    path = document(tmp_path, conforming.public_notice())
    assert xlflow("layout", path).code == 0
    assert "[issuer.red]" in xlflow("layout", path, "--kind", "circular").out
    assert "[date.place]" in xlflow("layout", path, "--seal", "yes").out


@pytest.mark.usefixtures("no_office")
def test_a_profile_of_ones_own_lies_over_the_national_one(xlflow: Run, tmp_path: Path) -> None:
    path = document(tmp_path, mutant("left margin 25 mm"))
    own = tmp_path / "本校.toml"
    own.write_text('[[requirement]]\nkey = "margin.left"\nrequired = "25 mm"\nvalue = 25\n', encoding="utf-8")
    assert xlflow("layout", path, "--profile", own).code == 0


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(("text", "told"), [("[[requirement", "TOML"), ('[[requirement]]\nkey = "x"\n', "缺少")])
def test_a_profile_that_is_wrong_exits_2(xlflow: Run, tmp_path: Path, text: str, told: str) -> None:
    own = tmp_path / "本校.toml"
    own.write_text(text, encoding="utf-8")
    done = xlflow("layout", document(tmp_path, conforming.form()), "--profile", own)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert told in done.err


def test_a_profile_that_is_not_there_exits_2(xlflow: Run, tmp_path: Path) -> None:
    assert xlflow("layout", document(tmp_path, conforming.form()), "--profile", tmp_path / "无.toml").code == 2


@pytest.mark.parametrize("arguments", [["layout"], ["layout", "x.docx", "--kind", "memo"], ["layout", "x.docx", "--seal", "maybe"]])
def test_wrong_use_exits_2(xlflow: Run, arguments: list[str]) -> None:
    assert xlflow(*arguments).code == 2


def _zip(**parts: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name.replace("__", "/") + ".xml", text)

    return write


@pytest.mark.slow
@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda path: path.write_bytes(b""), "空文件"),
        (lambda path: path.write_bytes(b"plain text"), "不是 .docx 文件"),
        (lambda path: path.write_bytes(OLE + bytes(600) + "WordDocument".encode("utf-16-le")), "旧格式"),
        (lambda path: path.write_bytes(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")), "已加密"),
        (lambda path: path.write_bytes(conforming.circular()[:4000]), "损坏"),
        (lambda path: openpyxl.Workbook().save(path), "Excel"),
        (lambda path: path.mkdir(), "文件夹"),
        (lambda path: None, "没有文件"),
        (_zip(word__other="<a/>"), "没有 Word 文档"),
        (_zip(word__document="<!DOCTYPE a><a/>"), "DOCTYPE"),
        (_zip(word__document=f"<a>{' ' * 170_000_000}</a>"), "压缩炸弹"),
    ],
)
def test_a_file_that_is_no_word_file_is_told_in_one_sentence(xlflow: Run, tmp_path: Path, write: Callable[[Path], None], told: str) -> None:
    path = tmp_path / "文件.docx"
    write(path)
    done = xlflow("layout", path)
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)
    assert told in done.err
    assert done.err.endswith("。\n")


@pytest.mark.usefixtures("no_office")
def test_one_of_several_files_that_cannot_be_read_exits_1_and_the_others_are_checked(xlflow: Run, tmp_path: Path) -> None:
    done = xlflow("layout", document(tmp_path, b"", "空.docx"), document(tmp_path, conforming.form(), "表.docx"))
    assert done.code == 1
    assert "表.docx：符合" in done.out
    assert "空.docx" in done.err


def test_a_machine_without_chinese_fonts_prints_nothing_and_says_which_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "can_print", lambda: True)
    monkeypatch.setattr(job, "installed_fonts", lambda: Fonts(frozenset({"fangsong"}), lambda name: ""))
    (found,) = layout([document(tmp_path, conforming.public_notice())]).documents
    assert found.pages == 0
    assert {check.reason for check in found.checks if check.status == "skipped"} == {
        "没有字体“方正小标宋简体”，也没有可以代替它的中文字体，不能量印出来的页面"
    }


def test_a_document_that_fetches_files_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "can_print", lambda: True)
    files = conforming.parts(conforming.form())
    link = '<Relationship Id="rId99" Type="http://x/image" TargetMode="External" Target="http://example.invalid/a.png"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    content = conforming.packed(files | {rels: files[rels].replace("</Relationships>", link)})
    (found,) = layout([document(tmp_path, content)]).documents
    assert {"外部的文件" in check.reason for check in found.checks if check.status == "skipped"} == {True}


def test_a_printed_document_says_how_many_pages_it_has_and_what_stood_in(soffice: object, tmp_path: Path) -> None:
    path = document(tmp_path, conforming.letter())
    before = path.read_bytes()
    (found,) = layout([path]).documents
    assert (found.pages, found.conforms) == (2, True)
    assert {check.key for check in found.checks if check.layer == "R" and check.status == "pass"} >= {"letter.bottomline", "redline"}
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["通知.docx"]
    assert shutil.which("soffice")
