"""Templates of one's own, through the command line: who takes the scheme's place, what is refused, and that nothing goes on for ever."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from xlflow.documents.template.picture_value import frame_png
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow

SECONDS = 60
"""Far more than a run may take; what does not end would never come back."""
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

OUTSIDE = f'<Relationships xmlns="x"><Relationship Type="{IMAGE}" Target="http://example.org/a" TargetMode="External"/></Relationships>'


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))


@pytest.fixture
def source(repository: Path) -> Path:
    """A form of the samples, read only."""
    return sorted((repository / "sample_workbooks" / "报送").glob("*软件*.xlsx"))[0]


def write(path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


def add_part(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)


def texts(folder: Path, pattern: str) -> list[str]:
    return ["\n".join(p.text for p in docx.Document(str(path)).paragraphs) for path in sorted(folder.rglob(pattern))]


def command_line(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process of its own, which must end in time."""
    command = [sys.executable, "-m", "xlflow", *map(str, arguments)]
    environment = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=SECONDS, env=environment)


ATTACKS = {
    "nested loops": ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "循环超过"),
    "a long range": ("{% for a in range(10**9) %}{% endfor %}", "range 最多"),
    "a huge string": ("{{ 'a' * 10**9 }}", "要重复出"),
    "a wide string": ("{{ 'a'|center(10**10) }}", "内存太多"),
    "a macro that calls itself": ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "没有尽头"),
    "a macro that calls itself twice": (
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
        "超过",
    ),
    "lists of lists": ("{% set x = [1] %}" + "{% set x = [x, x] %}" * 40 + "{{ x }}", "秒"),
    "the inside of the program": ("{{ branch.__class__.__mro__ }}", "不允许的写法"),
    "deep brackets": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "嵌套得太深"),
}


DOCUMENTS = (
    *("public_notice", "branch_report", "meeting_request", "ballot_paper", "tally_sheet", "sign_in_sheet"),
    *("supervision_form", "notice_result", "meeting_minutes"),
)


def asked(documents: Sequence[str]) -> list[str]:
    return [word for id in documents for word in ("--document", id)]


def test_each_template_that_asks_for_too_much_stops_its_document_with_one_sentence(tmp_path: Path, source: Path) -> None:
    assert len(ATTACKS) == len(DOCUMENTS)
    for id, (written, _) in zip(DOCUMENTS, ATTACKS.values(), strict=True):
        write(tmp_path / "模板" / f"{id}.docx", written)
    done = command_line("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "模板", *asked(DOCUMENTS))
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    for id, (name, (_, says)) in zip(DOCUMENTS, ATTACKS.items(), strict=True):
        (told,) = {line for line in done.stderr.splitlines() if f"{id}.docx" in line}
        assert says in told, name
    assert not list((tmp_path / "材料").glob("*.docx"))


PARTS = {
    "a zip bomb": ("word/bomb.xml", b"0" * (200 << 20), "压缩炸弹"),
    "entities": ("word/item.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
    "macros": ("word/vbaProject.bin", b"x", "宏"),
    "an external picture": (
        "word/_rels/header9.xml.rels",
        OUTSIDE.encode(),
        "外部的文件",
    ),
    "a huge picture": ("word/media/a.png", frame_png(8, 8)[:16] + struct.pack(">2I", 50_000, 50_000) + frame_png(8, 8)[24:], "百万像素"),
}


def test_no_dangerous_template_is_used_and_each_is_told(tmp_path: Path, source: Path) -> None:
    used = DOCUMENTS[: len(PARTS)]
    for id, (name, data, _) in zip(used, PARTS.values(), strict=True):
        add_part(write(tmp_path / "模板" / f"{id}.docx", "{{ branch }}"), name, data)
    done = command_line("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "模板", *asked(used))
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    for id, (name, (_, _, says)) in zip(used, PARTS.items(), strict=True):
        (told,) = {line for line in done.stderr.splitlines() if f"{id}.docx" in line}
        assert says in told, name


@pytest.mark.parametrize("attack", PARTS)
def test_a_danger_is_a_fault_of_the_template(xlflow, tmp_path: Path, attack: str) -> None:
    name, data, says = PARTS[attack]
    path = write(tmp_path / "public_notice.docx", "{{ branch }}")
    add_part(path, name, data)
    checked = xlflow("template", "check", path)
    assert checked.code == 1
    assert says in checked.out


def test_what_a_trial_cannot_know_ends_as_well(tmp_path: Path, source: Path) -> None:
    endless = "{% set x = [1] %}" + "{% set x = [x, x] %}" * 40 + "{{ x }}"
    write(tmp_path / "模板" / "推优公示.docx", "{% if branch != '某团支部' %}" + endless + "{% endif %}")
    done = command_line("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "模板", "--document", "public_notice")
    assert done.returncode == 3, done.stderr
    assert "推优公示.docx：生成超过 10 秒" in done.stderr


def test_the_other_documents_are_made_beside_one_that_is_refused(xlflow, tmp_path: Path, source: Path) -> None:
    write(tmp_path / "模板" / "推优公示.docx", "{{ 'a' * 10**9 }}")
    write(tmp_path / "模板" / "推优情况报告.docx", "本校报告：{{ branch }}")
    wanted = ("--document", "public_notice", "--document", "branch_report")
    done = xlflow("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "模板", *wanted)
    assert done.code == 1, done.err
    assert texts(tmp_path / "材料", "*.docx")[0].startswith("本校报告：")
    again = xlflow("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "模板", "--changed", *wanted)
    assert "1 份没有变化" in again.err


@pytest.mark.parametrize("name", ["public_notice", "推优公示", "PUBLIC_NOTICE"])
def test_a_template_is_called_by_the_id_or_the_title_of_its_document(xlflow, tmp_path: Path, source: Path, name: str) -> None:
    write(tmp_path / "模板" / f"{name}.docx", "本校公示 {{ 团支部 }}")
    write(tmp_path / "模板" / "~$open.docx", "")
    done = xlflow("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "模板", "--document", "public_notice")
    assert done.code == 0, done.err
    (text,) = texts(tmp_path / "材料", "*.docx")
    assert text.startswith("本校公示 ")


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("推优公式",), "没有名为“推优公式”的材料，是否想写 推优公示；用 Word 模板的有："),
        (("推优公示", "public_notice"), "是同一种材料（推优公示）"),
        (("推优对象汇总表",), "是工作簿"),
        ((), "没有 .docx 文件"),
    ],
)
def test_a_folder_of_templates_that_fits_nothing_is_told(xlflow, tmp_path: Path, source: Path, names: tuple[str, ...], says: str) -> None:
    (tmp_path / "模板").mkdir()
    for name in names:
        write(tmp_path / "模板" / f"{name}.docx", "{{ branch }}")
    done = xlflow("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "模板")
    assert done.code == 2
    assert says in done.err
    assert not (tmp_path / "材料").exists()


def test_a_folder_of_templates_that_is_not_there_is_told(xlflow, tmp_path: Path, source: Path) -> None:
    done = xlflow("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "没有")
    assert done.code == 2
    assert "不存在" in done.err


def test_a_scheme_of_ones_own_has_its_templates_beside_it(xlflow, tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "scheme.toml").write_text('[scheme]\nid = "mine"\ntitle = "本校"\nversion = "1"\nextends = "national"\n', encoding="utf-8")
    write(folder / "documents" / "推优公示.docx", "本校公示 {{ 团支部 }}")
    assert Scheme.load(folder).templates["public_notice"].name == "推优公示.docx"
    assert xlflow("scheme", "lint", folder).code == 0
    done = xlflow("compose", source, "-o", tmp_path / "材料", "--scheme", folder, "--document", "public_notice")
    assert done.code == 0, done.err
    assert texts(tmp_path / "材料", "*.docx")[0].startswith("本校公示 ")
    shutil.move(folder / "documents" / "推优公示.docx", folder / "documents" / "推优公式.docx")
    told = xlflow("scheme", "lint", folder).out
    assert "mine/documents/推优公式.docx" in told
    assert "是否想写 推优公示" in told
    assert "推荐函" in told


@pytest.mark.parametrize("name", ["推荐函.doc", "推荐函.dotx", "推荐函.WPS"])
def test_a_template_that_is_no_docx_is_not_passed_over(xlflow, tmp_path: Path, source: Path, name: str) -> None:
    write(tmp_path / "模板" / "推优公示.docx", "{{ branch }}")
    (tmp_path / "模板" / name).write_bytes(b"")
    done = xlflow("compose", source, "-o", tmp_path / "材料", "--templates", tmp_path / "模板", "--as-of", "2026-07-01")
    assert done.code == 2
    assert f"模板 {name} 不是 .docx" in done.err
    assert not (tmp_path / "材料").exists()
