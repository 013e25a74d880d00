"""Every kind of Office file that xlflow writes, read by a validator that is not ours, by openpyxl or python-docx, and by LibreOffice."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from filled_form import write_form
from openxml_audit import OpenXmlValidator

from xlflow.jobs.check import check
from xlflow.jobs.compose import compose
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.jobs.schemes.flowchart import flowchart
from xlflow.jobs.schemes.scheme_workbook import export_scheme
from xlflow.jobs.statistics import report
from xlflow.jobs.submit import submit

pytestmark = pytest.mark.slow

DAY = date(2026, 3, 11)
WRONG = {"身份证号": "110105200603079011"}
BY_DESIGN = (
    # Texts stand in the cells: a file of thousands of rows is then written without being held in memory. Part 1, 18.3.1.53 has them.
    "inline-string cell(s)",
    # A table of fonts and a theme are optional (Part 1, 11.3.5 and 14.2.7); Word makes them when it saves.
    "relationships/fontTable' is missing",
    "relationships/theme' is missing",
)
KINDS = {"form-national", "form-csg", "filled", "marked", "copied", "findings", "roster", "statistics", "scheme", "flow"}
OF_OPENPYXL = "/xl/styles.xml:/styleSheet[1]/fonts[1]/font["
"""openpyxl, which types into the form of this test, orders the parts of a font in its own way; filling and handing in keep that."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small file of every kind."""
    folder = tmp_path_factory.mktemp("made")
    for scheme in ("national", "csg"):
        new(scheme, folder / f"form-{scheme}.xlsx", unit="软件1班团支部", today=DAY)
    inbox = folder / "inbox"
    inbox.mkdir()
    fill(write_form(inbox / "typed.xlsx"), output=inbox / "filled.xlsx", as_of=DAY)
    (inbox / "typed.xlsx").unlink()
    for name in ("marked", "copied"):
        new("national", folder / f"{name}.xlsx", unit="软件2班团支部", today=DAY)
    check([folder / "marked.xlsx"], mark=True, as_of=DAY)
    check([folder / "copied.xlsx"], mark_copy=folder, report=folder / "findings.xlsx", as_of=DAY)
    merge([inbox], roster=folder / "roster.xlsx", as_of=DAY)
    submit(inbox / "filled.xlsx", output=folder / "submitted", as_of=DAY)
    compose(inbox / "filled.xlsx", output=folder / "papers", as_of=DAY)
    report(folder / "roster.xlsx", output=folder / "statistics.xlsx", as_of=DAY)
    export_scheme("national", folder / "scheme.xlsx")
    flowchart("national", folder / "flow.xlsx", today=DAY)
    return folder


def faults(path: Path) -> list[str]:
    found = map(str, OpenXmlValidator(max_errors=0).validate(path).errors)
    known = (*BY_DESIGN, OF_OPENPYXL) if path.stem == "filled" or path.parent.name == "submitted" else BY_DESIGN
    return [fault for fault in found if not any(words in fault for words in known)]


def files(made: Path, suffix: str) -> list[Path]:
    return [path for path in sorted(made.rglob(f"*{suffix}")) if "备份" not in path.parts]


def test_every_kind_passes_an_independent_validator(made: Path) -> None:
    written = [*files(made, ".xlsx"), *files(made, ".docx")]
    assert {path.name: found for path in written if (found := faults(path))} == {}
    assert len(written) > 20


def test_the_validator_sees_a_planted_fault(made: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(made / "form-national.xlsx") as whole, zipfile.ZipFile(broken, "w") as package:
        for name in whole.namelist():
            content = whole.read(name)
            package.writestr(name, content.replace(b"</sheetData>", b"</sheetData><cols/>") if name.endswith("sheet1.xml") else content)
    assert faults(broken) != []


def test_openpyxl_and_python_docx_open_every_file(made: Path) -> None:
    for path in files(made, ".xlsx"):
        book = openpyxl.load_workbook(path)
        assert book.sheetnames
        book.close()
    for path in files(made, ".docx"):
        assert docx.Document(str(path)).element.body is not None


def test_libreoffice_opens_every_file(made: Path, soffice: Callable[..., None], tmp_path: Path) -> None:
    for suffix, kind in ((".xlsx", "ods"), (".docx", "odt")):
        written = files(made, suffix)
        soffice("--convert-to", kind, "--outdir", tmp_path, *written)
        assert {path.stem for path in tmp_path.glob(f"*.{kind}")} == {path.stem for path in written}
