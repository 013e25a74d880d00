"""The committee's list of thirty branches for the round of a whole faculty in `xlflow demo`.

    python tools/samples_faculty.py [--out sample_workbooks/信息工程学院]

The people of the branches are made when the demonstration runs (xlflow/jobs/demo_faculty.py).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import xlsxwriter

FOLDER, UNITS = "信息工程学院", "支部名单.xlsx"
MAJORS = ("软件工程", "网络工程", "数据科学", "物联网工程", "信息安全")
PARTY_BRANCHES = {2023: "第一", 2024: "第二", 2025: "第三"}
HEADERS = ("序号", "团支部全称", "支部简称", "支部编码", "上级团组织", "所属团委", "对应党支部")


def main() -> None:
    """Writes the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "sample_workbooks" / FOLDER)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    write_units(out / UNITS)


def write_units(path: Path) -> None:
    """Two classes of five majors in three years; the branches of a year recommend to one Party branch."""
    classes = [(grade, major, number) for grade in PARTY_BRANCHES for major in MAJORS for number in (1, 2)]
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("支部名单")
        bold = workbook.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2", "align": "center"})
        cell = workbook.add_format({"border": 1})
        sheet.write_row(0, 0, HEADERS, bold)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, 6, 24)
        for row, (grade, major, number) in enumerate(classes, 1):
            committee = f"{FOLDER}团委"
            branch, short = f"{grade}级{major}{number}班团支部", f"{grade % 100}{major}{number}班"
            party = f"{FOLDER}学生{PARTY_BRANCHES[grade]}党支部"
            sheet.write_row(row, 0, (row, branch, short, f"9999{1000 + row}", committee, committee, party), cell)


if __name__ == "__main__":
    main()
