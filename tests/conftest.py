"""Fixtures that every part of the suite may use."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("xlflow", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # no test is about time
settings.register_profile("fast", settings.get_profile("xlflow"), max_examples=20)
settings.load_profile("xlflow")
REPOSITORY = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI") == "true"


@dataclass(frozen=True)
class Outcome:
    """What a command line did."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Soffice:
    """LibreOffice without a window."""

    program: str
    profile: Path

    def __call__(self, *arguments: str | Path) -> None:
        """Runs it to the end."""
        command = [self.program, f"-env:UserInstallation={self.profile.as_uri()}", "--headless", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs LibreOffice."""
    for item in items:
        if isinstance(item, pytest.Function) and "libreoffice" in item.fixturenames:
            item.add_marker(pytest.mark.office)


def pytest_collection_finish() -> None:
    """Keeps the modules of tests, which live as long as the run, out of every later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _parsed_once() -> Iterator[None]:
    """The same TOML text is parsed once: most schemes of tests extend a shipped one. Every call gives new dictionaries."""
    parse = tomllib.loads

    @lru_cache(maxsize=256)
    def packed(text: str) -> bytes:
        return pickle.dumps(parse(text))

    def loads(text: str, /, **options: Any) -> dict[str, Any]:
        return parse(text, **options) if options else pickle.loads(packed(text))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", loads)
        yield


@pytest.fixture(scope="session", autouse=True)
def _time_for_reading() -> None:
    """A busy computer has all the time it needs to read a file; the tests of the limit itself set one of their own."""
    from msgspec.structs import force_setattr

    from xlflow.files.reading.read_limits import LIMITS

    force_setattr(LIMITS, "seconds", 300.0)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout, for tests of what lies beside the package."""
    return REPOSITORY


@pytest.fixture(scope="session")
def testdata() -> Path:
    """The folder of shared test data; tests that need it are skipped where it is not."""
    folder = Path(os.environ.get("XLFLOW_TESTDATA", REPOSITORY.parent / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip(f"no test data in {folder} (set XLFLOW_TESTDATA)")
    return folder


@pytest.fixture
def xlflow(capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs a command line in this process."""
    from xlflow.cli.exit_codes import run

    def call(*arguments: str | Path) -> Outcome:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return Outcome(code, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The program of LibreOffice, without which the test is skipped, but never in CI. It marks a test as `office`."""
    program = shutil.which("soffice")
    if program is None:
        (pytest.fail if IN_CI else pytest.skip)("soffice is not installed (tools/system_packages.sh office)")
    return program


@pytest.fixture(scope="session")
def soffice(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> Soffice:
    """LibreOffice in a profile of its own, which is made once a worker."""
    office = Soffice(libreoffice, tmp_path_factory.mktemp("libreoffice"))
    office("--terminate_after_init")
    return office


@pytest.fixture(scope="session")
def convert(soffice: Soffice, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Converts an Office file to a format with LibreOffice."""

    def convert(path: Path, kind: str) -> Path:
        out = tmp_path_factory.mktemp(kind)
        soffice("--convert-to", kind, "--outdir", out, path)
        return out / f"{path.stem}.{kind}"

    return convert


@pytest.fixture(scope="session")
def to_pdf(convert: Callable[[Path, str], Path]) -> Callable[[Path], Path]:
    """Prints an Office file with LibreOffice."""
    return lambda path: convert(path, "pdf")


@pytest.fixture(scope="session")
def resaved(convert: Callable[[Path, str], Path]) -> Callable[[Path], Path]:
    """Opens a workbook in LibreOffice and saves it."""
    return lambda path: convert(path, "xlsx")
