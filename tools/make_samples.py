"""Makes sample_workbooks/ again: the committee's list of units and what its branches handed in. Everybody is invented.

    python tools/make_samples.py [--out sample_workbooks]

Needs LibreOffice, which saves some of the workbooks. What it saves differs in its bytes from run to run; the contents do not.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import xlsxwriter
from branch_model import People
from sample_forms import Facts, Filled, fill_form, meeting_over, public_notice_over

from xlflow.jobs.new import new

AS_OF = date(2026, 6, 30)
ROUND = "2026年上半年"
UNITS = "支部名单.xlsx"
INBOX = "报送"
FORM_BRANCHES = ("2023级法学1班团支部", "2023级金融学1班团支部", "2023级市场营销1班团支部")
BROKEN = "2023级新闻学1班团支部"
COLLEGES = {
    "软件": "信息学院",
    "网络": "信息学院",
    "数据": "信息学院",
    "机械": "工学院",
    "车辆": "工学院",
    "法学": "人文学院",
    "汉语": "人文学院",
    "新闻": "人文学院",
}
RESAVED = {"车辆工程": "xlsx:Calc MS Excel 2007 XML", "物流管理": "ods", "会计学": "xls:MS Excel 97"}


def main() -> int:
    """Makes the folder beside its place, then puts it there; README.md is kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "sample_workbooks")
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "samples"
        make(made, Path(scratch))
        out.mkdir(exist_ok=True)
        shutil.rmtree(out / INBOX, ignore_errors=True)
        shutil.copytree(made, out, dirs_exist_ok=True)
    return 0


def make(out: Path, scratch: Path) -> None:
    """The list of units, the branches' own lists, three standard forms, and a file that a chat program broke."""
    inbox = out / INBOX
    inbox.mkdir(parents=True)
    foreign = scratch / "foreign"
    tool = Path(__file__).with_name("make_branches.py")
    options = ["--branches", "8", "--rows", "3-9", "--seed", "7", "--layouts", "all", "--dirt", "light", "--as-of", AS_OF.isoformat()]
    subprocess.run([sys.executable, tool, "--out", foreign, *options], check=True, stdout=subprocess.DEVNULL)
    truth = json.loads((foreign / "truth.json").read_text(encoding="utf-8"))
    write_units(out / UNITS, sorted({*(file["unit"] for file in truth["files"]), *FORM_BRANCHES, BROKEN}))
    for path in sorted((foreign / "inbox").iterdir()):
        target = next((kind for word, kind in RESAVED.items() if word in path.name), None)
        if target:
            save_by_libreoffice(path, target, inbox, scratch)
        else:
            shutil.copyfile(path, inbox / path.name)
    make_forms(out / UNITS, inbox, scratch, someone_of(truth, "会计学"))
    whole = next(path for path in sorted(inbox.iterdir()) if "软件工程" in path.name).read_bytes()
    (inbox / f"{BROKEN}推优名单.xlsx").write_bytes(whole[: len(whole) * 3 // 5])


def write_units(path: Path, branches: list[str]) -> None:
    """The committee's list of units."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("支部名单")
        bold = workbook.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2", "align": "center"})
        cell = workbook.add_format({"border": 1})
        headers = ("序号", "团支部全称", "支部简称", "支部编码", "上级团组织", "所属团委", "对应党支部", "团员总数")
        sheet.write_row(0, 0, headers, bold)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, 7, 18)
        for number, branch in enumerate(branches, 1):
            college = next((name for word, name in COLLEGES.items() if word in branch), "经济管理学院")
            short = branch.removeprefix("20").removesuffix("团支部").replace("级", "")
            facts = (number, branch, short, f"9999{number:04d}", f"{college}团总支", "南湖学院团委", f"{college}学生党支部", 30 + number)
            sheet.write_row(number, 0, facts, cell)


def someone_of(truth: Facts, word: str) -> Facts:
    """A first-time nominee of the branch whose name holds the word, to be named by a second branch too."""
    rows = next(file for file in truth["files"] if word in file["file"])["rows"]
    values: Facts = next(row["values"] for row in rows if "activist_date" not in row["values"])
    return values


def make_forms(units: Path, inbox: Path, scratch: Path, someone: Facts) -> None:
    """Three standard forms: without a fault, with faults, after the meeting; two of them saved by LibreOffice."""
    forms = {path.name: path for path in new("national", scratch / "forms", units=units, round=ROUND, today=date(2026, 3, 2))}
    people = People(random.Random(0), count=500)
    law, finance, marketing = FORM_BRANCHES
    filled = {
        law: public_notice_over(law, "law", people, AS_OF, 5),
        finance: public_notice_over(finance, "finance", people, AS_OF, 5),
        marketing: meeting_over(marketing, "marketing", people, AS_OF, 6),
    }
    spoil(filled[finance], someone)
    for branch, content in filled.items():
        form = next(path for name, path in forms.items() if branch in name)
        fill_form(form, content)
        if branch == law:
            shutil.copyfile(form, inbox / form.name)
        else:
            save_by_libreoffice(form, "xlsx:Calc MS Excel 2007 XML", inbox, scratch)


def spoil(filled: Filled, someone: Facts) -> None:
    """The slips of one secretary: a date that is none, empty cells, an ID one digit short, a notice that ended early, a borrowed person."""
    first, second, third, fourth, fifth = filled.nominees
    first["application_date"] = "2024.13.5"
    second |= {"league_join_date": None, "phone": None}
    third["id_number"] = third["id_number"][:-1]
    fourth["notice_end"] = fourth["notice_start"]
    of_the_meeting = ("branch", "meeting_date", "eligible", "present", "in_favour", "against", "abstained", "notice_start", "notice_end")
    fifth |= {"activist_date": None, "development_candidate_date": None, "mentors": None}
    fifth |= {key: value for key, value in someone.items() if key not in of_the_meeting}
    fifth |= {"league_join_date": "2020-05-04", "league_number": f"2020{fifth['league_number'][4:]}"}


def save_by_libreoffice(path: Path, target: str, folder: Path, scratch: Path) -> None:
    """Opens and saves a workbook, in a profile of its own."""
    profile = (scratch / "profile").as_uri()
    options = ["--headless", "--convert-to", target, "--outdir", str(folder)]
    command = ["soffice", f"-env:UserInstallation={profile}", *options, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


if __name__ == "__main__":
    sys.exit(main())
