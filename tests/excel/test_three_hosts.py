"""A click in LibreOffice, a click in the Excel in memory and the command line do the same to a form: each cell, each document."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from excel_engines.memory import Excel
from excel_engines.office import Office
from sheet_cells import cells_in, cells_of

from xlflow.excel import main

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
SAMPLES = [
    "改错/软件1班.xlsx",
    "安徽非公企业/2026年上半年_江畔机电公司团支部_推优表.xlsx",
    "唐山3+1+1/2026年上半年_轧钢车间团支部_推优表.xlsx",
]
NAME = "三班.xlsx"
Hosts = dict[str, Path]


@pytest.fixture
def hosts(tmp_path: Path) -> Hosts:
    """The folder of each host."""
    folders = {name: tmp_path / name for name in ("libreoffice", "memory", "command line")}
    for folder in folders.values():
        folder.mkdir()
    return folders


@pytest.fixture
def on_libreoffice(office: Office) -> Iterator[Callable[[Path], Any]]:
    """Opens a workbook in LibreOffice until the test is over."""
    opened = []

    def open_book(path: Path) -> Any:
        opened.append(office.open(path))
        return opened[-1]

    yield open_book
    for book in opened:
        book.close(True)


@pytest.mark.parametrize("sample", SAMPLES, ids=["national", "anhui", "tangshan"])
def test_a_round_of_clicks_is_a_round_of_commands(
    sample: str,
    hosts: Hosts,
    office: Office,
    on_libreoffice: Callable[[Path], Any],
    excel: Excel,
    xlflow: Callable[..., Any],
    repository: Path,
) -> None:
    for folder in hosts.values():
        shutil.copyfile(repository / "sample_workbooks" / sample, folder / NAME)
    live = on_libreoffice(hosts["libreoffice"] / NAME)
    in_memory = excel.open(hosts["memory"] / NAME)
    typed = hosts["command line"] / NAME
    commands = {
        "fill": ["--in-place"],
        "check": ["--mark"],
        "compose": ["-o", typed.with_name("材料")],
        "submit": ["-o", typed.with_name("上报")],
    }
    for verb, options in commands.items():
        office.call(live, verb)
        main(verb)
        xlflow(verb, typed, *options)
    saved = hosts["libreoffice"] / "存.xlsx"
    office.grid.save_copy(live, str(saved))
    expected = cells_of(typed)
    assert cells_of(saved) == expected
    assert cells_in(in_memory) == expected
    documents = made(typed.with_name("材料"))
    assert documents
    assert made(hosts["libreoffice"] / "材料") == documents
    assert made(hosts["memory"] / "材料") == documents
    handed = handed_over(typed.with_name("上报"))
    assert handed_over(hosts["libreoffice"] / "上报") == handed
    assert handed_over(hosts["memory"] / "上报") == handed


def test_forms_are_merged_alike_into_a_roster_that_is_closed_and_into_one_that_is_open(
    hosts: Hosts,
    office: Office,
    on_libreoffice: Callable[[Path], Any],
    excel: Excel,
    xlflow: Callable[..., Any],
    repository: Path,
) -> None:
    first, second = sorted((repository / "sample_workbooks" / "报送").glob("2026年上半年_*.xlsx"))[:2]
    rosters = {name: folder / "清单库.xlsx" for name, folder in hosts.items()}
    for folder in hosts.values():
        (folder / "收件").mkdir()
        shutil.copy2(first, folder / "收件" / first.name)
        shutil.copyfile(first, folder / NAME)
    office.call(on_libreoffice(hosts["libreoffice"] / NAME), "merge")
    excel.open(hosts["memory"] / NAME)
    main("merge")
    xlflow("merge", hosts["command line"] / "收件", "-r", rosters["command line"])
    assert same_in_all(rosters)

    for folder in hosts.values():
        shutil.copy2(second, folder / "收件" / second.name)
    office.call(on_libreoffice(rosters["libreoffice"]), "merge")
    excel.open(rosters["memory"])
    main("merge")
    xlflow("merge", hosts["command line"] / "收件", "-r", rosters["command line"])
    assert same_in_all(rosters)


def same_in_all(books: Hosts) -> dict[str, object]:
    """The cells that the books of all hosts hold."""
    expected = cells_of(books["command line"])
    for name in ("libreoffice", "memory"):
        held = cells_of(books[name])
        differing = {
            place: (held.get(place), expected.get(place)) for place in held.keys() | expected if held.get(place) != expected.get(place)
        }
        assert not differing, f"{name}: {dict(list(differing.items())[:9])}"
    return expected


def made(folder: Path) -> dict[str, bytes]:
    """The documents of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.docx")}


def handed_over(folder: Path) -> dict[str, dict[str, object]]:
    """The cells of every workbook of a folder that was handed over; none where it was not."""
    return {path.name: cells_of(path) for path in folder.glob("*.xls*")} if folder.is_dir() else {}
