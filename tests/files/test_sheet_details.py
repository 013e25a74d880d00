"""The search in the bytes finds what the parser finds, or says that it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.errors import WorkbookError
from xlflow.files.reading.archive import Archive
from xlflow.files.reading.inbox import find_workbooks
from xlflow.files.reading.read_limits import LIMITS
from xlflow.files.reading.workbook_package import sheet_parts
from xlflow.files.reading.xlsx_details import SheetDetails, UnusualSpelling, find_details, search_details

STYLES = frozenset({"1", "3"})


def in_pieces(part: bytes, size: int) -> Iterator[bytes]:
    """The part as it may come from the package."""
    return (part[start : start + size] for start in range(0, len(part), size))


def facts(found: SheetDetails) -> tuple[object, ...]:
    """All but merged ranges, which the search leaves to the fast reader."""
    return found.errors, found.formulas, found.hidden_rows, found.styled


texts = st.sampled_from(["张三", "1", ' t="e"', ' hidden="1"', "#N/A", "f(x)", "sheetData>", "&lt;f&gt;", ""])
cells = st.builds(
    lambda style, kind, formula, text: (
        f'<c r="{{at}}"{style}{kind}>{formula}<v>{text}</v></c>' if text or formula else f'<c r="{{at}}"{style}/>'
    ),
    st.sampled_from(["", ' s="1"', ' s="2"', ' s="33"']),
    st.sampled_from(["", ' t="s"', ' t="e"', ' t="str"']),
    st.sampled_from(["", "<f>A1+1</f>", '<f t="shared" si="0"/>', "<f/>"]),
    texts,
)
rows = st.tuples(st.sampled_from(["", ' hidden="1"', ' hidden="0"', ' hidden="true"']), st.lists(cells, max_size=4))
sheets = st.lists(rows, max_size=6)


def written(sheet: list[tuple[str, list[str]]]) -> bytes:
    """The part as Excel spells it."""
    data = "".join(
        f'<row r="{row}"{hidden}>' + "".join(cell.format(at=f"{'ABCD'[column]}{row}") for column, cell in enumerate(line)) + "</row>"
        for row, (hidden, line) in enumerate(sheet, 1)
    )
    rest = '<dataValidations><dataValidation><formula1>A1</formula1></dataValidation></dataValidations><x:f xmlns:x="x">A1</x:f>'
    return f'<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData>{data}</sheetData>{rest}</worksheet>'.encode()


@pytest.mark.slow
@given(sheets, st.integers(1, 300))
def test_search_and_parser_agree_however_the_part_is_cut(sheet: list[tuple[str, list[str]]], size: int) -> None:
    part = written(sheet)
    assert facts(search_details(in_pieces(part, size), STYLES)) == facts(find_details(in_pieces(part, size), STYLES))


def test_search_and_parser_agree_on_files_of_all_programs(testdata: Path) -> None:
    compared = 0
    for path, _ in find_workbooks([testdata / "corpus"])[::5]:
        if path.suffix != ".xlsx" or path.stat().st_size > 1_000_000:
            continue
        try:
            archive = Archive(path.read_bytes(), LIMITS)
            parts = [archive.read(part) for part in sheet_parts(archive).values()]
            searched = [(part, search_details(iter([part]), STYLES)) for part in parts]
        except (WorkbookError, UnusualSpelling):
            continue
        assert [facts(found) for _, found in searched] == [facts(find_details([part], STYLES)) for part, _ in searched], path.name
        compared += len(parts)
    assert compared > 50


@pytest.mark.parametrize("part", [b"", b"<worksheet/>", "<worksheet><sheetData/></worksheet>".encode("utf-16"), b"<x:sheetData>"])
def test_what_is_spelled_otherwise_is_left_to_the_parser(part: bytes) -> None:
    with pytest.raises(UnusualSpelling):
        search_details(iter([part]))
