"""The VBA project is read back by programs that are not ours: oletools, olefile, compoundfiles."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random
from struct import unpack

import compoundfiles
import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vba_modules import decompress_stream, vba_modules

from xlflow.excel.project import Module, ModuleKind, exported_source, vba_project
from xlflow.excel.project.compound_file import compound_file
from xlflow.excel.project.compression import compress
from xlflow.excel.project.dir_stream import encrypt

SMALL = (
    Module("ThisWorkbook", kind=ModuleKind.WORKBOOK),
    Module("Sheet1", kind=ModuleKind.SHEET),
    Module("Buttons", "Option Explicit\nPublic Sub Press()\n    MsgBox Counted(3)\nEnd Sub\n"),
    Module("Counted", "Public Value As Long\r\n", ModuleKind.CLASS),
)


def many(count: int) -> tuple[Module, ...]:
    filler = "\n".join(f"    total = total + {number} * rate ' line {number}" for number in range(90))
    return SMALL[:2] + tuple(Module(f"Part{n}", f"Public Function F{n}(rate)\n{filler}\nEnd Function\n") for n in range(count))


@pytest.mark.parametrize("modules", [SMALL, SMALL[:1], many(5), many(60)], ids=["all kinds", "one", "seven", "sixty-two"])
def test_every_module_is_read_back_as_it_was_written(modules: tuple[Module, ...]) -> None:
    assert vba_modules(vba_project(modules)) == {module.name: module.text for module in modules}


@pytest.mark.parametrize("modules", [SMALL, many(60)], ids=["small", "sixty-two"])
def test_the_container_has_no_defect(modules: tuple[Module, ...], tmp_path: Path) -> None:
    project = vba_project(modules)
    kept = tmp_path / "vbaProject.bin"
    kept.write_bytes(project)
    with olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_UNSURE) as file:
        assert file.parsing_issues == []
        assert ["VBA", "dir"] in file.listdir()
        assert file.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000000")
    with compoundfiles.CompoundFileReader(str(kept)) as file:
        names = {entry.name for entry in file.root["VBA"]}
        assert names == {module.name for module in modules} | {"dir", "_VBA_PROJECT"}


def test_the_same_modules_give_the_same_bytes() -> None:
    assert vba_project(many(5)) == vba_project(many(5))


def test_the_project_states_neither_password_nor_protection() -> None:
    with olefile.OleFileIO(io.BytesIO(vba_project(SMALL, "xlflow"))) as file:
        lines = file.openstream("PROJECT").read().decode("ascii").split("\r\n")
    said = dict(line.split("=", 1) for line in lines if "=" in line)
    project_id = said["ID"].strip('"')
    assert said["Name"] == '"xlflow"'
    assert [decrypted(said[key].strip('"'), project_id) for key in ("CMG", "DPB", "GC")] == [bytes(4), bytes(1), b"\xff"]
    assert lines[1:5] == ["Document=ThisWorkbook/&H00000000", "Document=Sheet1/&H00000000", "Module=Buttons", "Class=Counted"]


def decrypted(digits: str, project_id: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, written from the standard for this test."""
    seed, version, key, *rest = bytes.fromhex(digits)
    assert version ^ seed == 2
    assert key ^ seed == sum(project_id.encode("ascii")) & 0xFF
    plain_before, before, before_that = key ^ seed, key, version
    plain = bytearray()
    for byte in rest:
        plain.append(byte ^ ((before_that + plain_before) & 0xFF))
        before_that, before, plain_before = before, byte, plain[-1]
    data = bytes(plain[(seed & 6) // 2 :])
    assert unpack("<I", data[:4])[0] == len(data) - 4
    return data[4:]


@given(st.binary(max_size=40))
def test_encrypted_data_is_got_back(data: bytes) -> None:
    assert decrypted(encrypt("{00000000-0000-0000-0000-000000000000}", data), "{00000000-0000-0000-0000-000000000000}") == data


TEXT = st.text(st.sampled_from("ab \nEnd SubPublic123"), max_size=9000).map(lambda text: text.encode("ascii"))


@settings(max_examples=60)
@given(TEXT | st.binary(max_size=3600) | st.integers(0, 13000).map(lambda n: b"x" * n))
def test_what_is_packed_is_unpacked(content: bytes) -> None:
    assert bytes(decompress_stream(bytearray(compress(content)))) == content if content else compress(content) == b"\x01"


@pytest.mark.parametrize("length", [4096, 4000, 8192, 12000])
def test_noise_is_kept_as_it_is(length: int) -> None:
    noise = Random(length).randbytes(length)
    assert bytes(decompress_stream(bytearray(compress(noise)))).rstrip(b"\0") == noise.rstrip(b"\0")


def test_text_gets_smaller() -> None:
    content = many(1)[-1].text.encode("ascii")
    assert len(compress(content)) < len(content) / 2


@pytest.mark.parametrize("source", ['MsgBox "校验"', "' café"])
def test_source_that_is_not_ascii_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="not ASCII"):
        Module("Buttons", source)


@pytest.mark.parametrize("name", ["", "1st", "校验", "a b", "x" * 32])
def test_a_name_that_vba_does_not_know_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        Module(name)


def test_two_modules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one name"):
        vba_project([Module("Sheet1"), Module("SHEET1")])


def test_a_file_past_the_header_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        compound_file({"big": bytes(8_000_000)})


def test_attributes_of_an_exported_module_are_left_out_and_those_of_procedures_kept() -> None:
    exported = (
        'VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1\r\nEND\r\nAttribute VB_Name = "D"\r\nAttribute VB_Exposed = True\r\n'
        "Option Explicit\r\nProperty Get Item()\r\nAttribute Item.VB_UserMemId = 0\r\nEnd Property\r\n"
    )
    assert exported_source(exported) == "Option Explicit\nProperty Get Item()\nAttribute Item.VB_UserMemId = 0\nEnd Property\n"
