"""Make branch workbooks as secretaries type them, and the truth about every cell of them.

    python make_branches.py --out DIR --branches 40 --rows 3-50 --seed 1 [--layouts all] [--dirt real] [--as-of 2026-06-30]

writes DIR/inbox/*.xlsx (foreign forms, not made by the product), DIR/units.xlsx (the expected units, some of which have not
handed in) and DIR/truth.json. The same arguments give the same bytes. Everybody is invented: students' numbers begin with 9999,
the sequence digits of an ID number are 900-999, birth years are 2000-2008. Score a product's answers with `score_branches.py`.

truth.json holds `files` (per data row: `values` as `xlflow records` must print them, `cells`, `unread`), `findings` (MUST be
reported), `may` (may be reported as well; a key that is absent means "any") and `merge` (the counts of `xlflow merge --json`).

Reading, counting and codes are those of the contract (its sections Reading, Counting of merge, Codes). Beyond it the truth assumes
 1  A meeting of a flat list is one branch on one day. The quota is 20 % of 应到会人数; a file may also be warned where it is
    exceeded only if all rows of a day are one meeting, or if rows with faults in the votes pass.
 2  A finding stands at the cell that the contract names; another cell taking part, or the row as a whole (`cell` null, written ""),
    is right as well. A duplicate in a workbook needs one finding, at either row; one across workbooks needs one in each file.
 3  In `check` the older submission of a unit may be reported as duplicates of the newer one.
 4  What cannot be read is in `unread`; a text that can be read but is wrong (check digit, length, phone) stays in `values`.
 5  无, / and — in an optional date mean empty. Spaces, dashes and an apostrophe inside ID and phone numbers, and 全角 digits in
    dates, are put right.
 6  A heading 填报批次 always names the half-year of the filing date.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from branch_dirt import VOTES
from branch_faults import soil
from branch_forms import LAYOUTS, Form
from branch_model import (
    DATE_STYLES,
    FIELDS,
    MAJORS,
    NUMBER_FORMATS,
    OPTIONAL,
    QUOTA,
    REQUIRED,
    SYNONYMS,
    Branch,
    Habits,
    People,
    Row,
    finding,
    make_meeting,
    make_person,
    workday_after,
    years_later,
)


def unit_names(count: int) -> list[str]:
    """Full names as 智慧团建 wants them: 20XX级+专业+X班团支部."""
    numbers = range(1, count // (3 * len(MAJORS)) + 2)
    return [f"{grade}级{major}{number}班团支部" for number in numbers for grade in (2023, 2024, 2025) for major in MAJORS][:count]


def make_branch(unit: str, index: int, layout: str, size: int, seed: str, people: People, as_of: date, dirt: str) -> Branch:
    """A workbook of one branch with one or more meetings, soiled."""
    rng = people.rng = random.Random(f"{seed}:{index}")
    crowded = (dirt == "heavy" and rng.random() < 0.1) or (dirt == "real" and rng.random() < 0.03)
    members = max(6, 5 * (size - 2)) if crowded else rng.randint(25, 55)
    habits = Habits(as_of, people)
    if dirt != "none":
        habits = Habits(as_of, people, rng.choice(["real"] * 4 + list(DATE_STYLES)), 0.08, rng.random() < 0.3)
    rows: list[Row] = []
    while len(rows) < size:
        eligible = members + (0 if crowded else rng.randint(-2, 2))
        meeting = make_meeting(rng, as_of, eligible)
        for _ in range(min(size - len(rows), size if crowded else rng.randint(1, eligible // 5))):
            row = Row(make_person(people, meeting, unit), habits)
            if rows and rng.random() < 0.04:
                row.facts["name"] = rng.choice(rows).facts["name"]  # two people, one name: not a fault
            row.put(**row.facts)
            rows.append(row)
    dropped = set() if layout in ("plain", "titled", "hidden") else {k for k in OPTIONAL if rng.random() < 0.25}
    filed = as_of - timedelta(rng.randint(1, 8))
    style = rng.choice((f"{unit}推优名单", f"{unit}", f"{index + 1:03d}_{unit}_推优对象汇总表"))
    branch = Branch(
        unit,
        f"{style}_{filed:%Y%m%d}.xlsx",
        layout,
        filed,
        [k for k in FIELDS if k not in dropped],
        rows,
        rng,
        number_format=rng.choice(NUMBER_FORMATS),
    )
    if dirt in ("real", "heavy") and layout not in ("hidden", "merged") and rng.random() < (0.02 if dirt == "real" else 0.1):
        lost = rng.choice(("gender", "notice_end"))
        branch.keys.remove(lost)
        branch.add("column-missing", key=lost, also=[{"file": branch.file, "field": lost}])
    soil(branch, dirt)
    return branch


def copy_row(row: Row, **facts: Any) -> Row:
    """The same person typed again, with some other facts."""
    twin = Row(dict(row.facts), row.habits)
    twin.put(**(twin.facts | facts))
    return twin


def older_submission(branch: Branch, changed: Row, rng: random.Random) -> Branch:
    """What the branch had handed in days before: one person fewer, another phone number."""
    old = copy.copy(branch)
    old.filed, old.header_rows = branch.filed - timedelta(rng.randint(3, 12)), []
    old.file = branch.file.replace(f"{branch.filed:%Y%m%d}", f"{old.filed:%Y%m%d}")
    old.found = [{**f, "file": old.file, "also": [{**a, "file": old.file} for a in f["also"]]} for f in branch.found]
    old.rows = [copy.copy(row) for row in branch.rows]
    for row in old.rows:
        row.facts, row.entries, row.cells, row.anchors = dict(row.facts), dict(row.entries), {}, {}
    old.rows[branch.rows.index(changed)].put(phone=f"1991{rng.randrange(10**7):07d}")
    if len(old.rows) > 3:
        old.rows.pop()
    codes = ["duplicate-across-workbooks", "conflict-across-workbooks"]
    if old.round != branch.round:  # it counts, and recommends the same people
        codes = ["recommendation-still-valid"]
    old.may = [{**m, "file": old.file} for m in branch.may] + [{"file": old.file, "code": c} for c in codes]
    branch.may += [{"file": branch.file, "code": c} for c in codes]
    return old


def earlier_round(branch: Branch, clean: Sequence[Row], rng: random.Random) -> Branch | None:
    """The list of the year before: who is recommended as 发展对象 now was recommended as 入党积极分子 then. No finding."""
    rows: list[Row] = []
    for row in clean:
        if row.second and len(rows) < 3:
            day = row.facts["activist_date"] - timedelta(rng.randint(40, 60))
            if day > date(2025, 1, 5) and max(row.facts["application_date"], years_later(row.facts["league_join_date"], 1)) < day:
                start = day + timedelta(1)
                rows.append(
                    copy_row(
                        row,
                        recommendation_type="入党积极分子",
                        activist_date=None,
                        development_candidate_date=None,
                        meeting_date=day,
                        notice_start=start,
                        notice_end=workday_after(start, 5),
                    )
                )
                row.touched.add("recommendation_type")
    if not rows:
        return None
    filed = max(r.facts["notice_end"] for r in rows) + timedelta(rng.randint(1, 5))
    return Branch(branch.unit, f"{branch.unit}推优名单_{filed:%Y%m%d}.xlsx", "titled", filed, list(FIELDS), rows, rng)


def entangle(branches: list[Branch], rng: random.Random, dirt: str) -> list[Branch]:
    """Rows that are there twice, in one workbook or in two; one person in two types or rounds. Returns the older files."""
    rate = {"none": 0.0, "light": 0.05, "real": 0.06, "heavy": 0.3}[dirt]
    older: list[Branch] = []
    earlier: list[Branch] = []
    if dirt == "none":
        return older
    for branch in branches:
        clean = [r for r in branch.rows if r.is_clean]
        if clean and branch.layout == "titled" and (not older or rng.random() < 0.25):
            older.append(older_submission(branch, clean[0], rng))
        elif len(clean) > 2:
            if rng.random() < rate:
                repeat_row(branch, clean[0], rng)
            for source, code in ((clean[1], "duplicate-across-workbooks"), (clean[2], "conflict-across-workbooks")):
                others = [b for b in branches if b is not branch and b.round == branch.round and b.layout not in ("titled", "merged")]
                if others and rng.random() < rate:
                    leave_row(source, rng.choice(others), code)
            second = [r for r in clean[3:] if r.second]
            if second and rng.random() < max(rate, 0.2):  # ① and ② in one list
                branch.rows.append(
                    copy_row(second[0], recommendation_type="入党积极分子", activist_date=None, development_candidate_date=None)
                )
                second[0].touched.add("recommendation_type")
            if (not earlier or rng.random() < rate) and (before := earlier_round(branch, second[1:], rng)):
                earlier.append(before)
    return older + earlier


def repeat_row(branch: Branch, source: Row, rng: random.Random) -> None:
    """The same person twice in one list, sometimes with a date put right."""
    changed = {"application_date": source.facts["application_date"] - timedelta(1)} if rng.random() < 0.3 else {}
    twin = copy_row(source, **changed)
    twin.find("duplicate-in-workbook", "id_number", "name", *changed, rows=(source,))
    source.touched.add("id_number")
    branch.rows.append(twin)


def leave_row(source: Row, other: Branch, code: str) -> None:
    """The other branch took this one's workbook as its form and left a row in it; for a conflict one date was put right since."""
    changed = {"application_date": source.facts["application_date"] - timedelta(1)} if code.startswith("conflict") else {}
    twin = Row(dict(source.facts), other.rows[0].habits)
    twin.put(**(twin.facts | changed))
    for row in (source, twin):
        row.find(code, "id_number", *changed)
    other.rows.append(twin)


# --- truth --------------------------------------------------------------------------------------------------------------------


def row_findings(branch: Branch) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The findings of the rows with their addresses: which must, and which may be reported."""
    must, may = [], []
    for row in branch.rows:
        place = {"file": branch.file, "sheet": row.sheet, "row": row.number}
        may += [{**place, "code": c} for c in sorted(row.may)]
        for f in row.found:
            if f.key is not None and f.key not in branch.keys:
                continue
            keys = (*((f.key,) if f.key else ()), *f.keys)
            also = [{**place, "cell": row.cells[k]} for k in keys if k in row.cells]
            also += [{"file": branch.file, "sheet": row.sheet, "cell": c} for k, c in row.anchors.items() if k in keys]
            also += [{**place, "cell": ""}] if f.keys else []  # about the row
            also += [{"file": branch.file, "sheet": r.sheet, "row": r.number} for r in (*f.rows, *((row,) if f.rows else ()))]
            if row.may_lack & set(keys):
                may.append({**place, "code": f.code})
            else:
                must.append(finding(branch.file, row.sheet, row.cells.get(f.key or ""), row.number, f.key, f.code, also))
    return must, may


def facts_read(branch: Branch, row: Row) -> dict[str, Any]:
    """What a reader gets out of the row's cells."""
    return {k: row.entries[k].value for k in branch.keys if row.entries[k].value is not None}


def person_of(values: dict[str, Any]) -> tuple[str, ...] | None:
    """The first complete key of a person."""
    if re.fullmatch(r"[0-9]{17}[0-9X]", values.get("id_number", "")):
        return (values["id_number"],)
    key = tuple(values.get(k, "") for k in ("name", "birth_date", "student_id"))
    return key if all(key) and len(key[1]) == 10 else None


def quota_findings(branch: Branch) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Meetings in which more people pass than 20 % of those who should attend: those that must be reported, whether any may be."""
    meetings: dict[tuple[str, str], list[tuple[Row, dict[str, Any]]]] = defaultdict(list)
    days: Counter[str] = Counter()
    least: dict[str, int] = {}
    for row in branch.rows:
        values = facts_read(branch, row)
        if {"meeting_date", "eligible"} <= values.keys():
            day = values["meeting_date"]
            meetings[values.get("branch", ""), day].append((row, values))
            days[day] += 1
            least[day] = min(values["eligible"], least.get(day, values["eligible"]))
    must = []
    for rows in meetings.values():
        bases = {v["eligible"] for _, v in rows}
        sound = [v for r, v in rows if not r.may_lack & set(VOTES) and not any(f.key in VOTES for f in r.found)]
        passed = {person_of(v) for v in sound if 2 * v.get("in_favour", 0) > v["eligible"]} - {None}
        if len(bases) == 1 and len(passed) > QUOTA * max(bases):
            must.append(finding(branch.file, None, "", None, None, "quota-exceeded", []))
    may = [{"file": branch.file, "code": "quota-exceeded"}] if any(n > QUOTA * least[d] for d, n in days.items()) else []
    return must, may


def row_truth(branch: Branch, row: Row) -> dict[str, Any]:
    """What `records` must print of a row; a merged cell has the address of its anchor."""
    entries = {k: row.entries[k] for k in branch.keys}
    read = {k: e.value for k, e in entries.items() if k not in row.any_value and e.value is not None}
    return {
        "sheet": row.sheet,
        "row": row.number,
        "values": read,
        "cells": {k: row.anchors.get(k, row.cells[k]) for k in read},
        "unread": {k: e.unread for k, e in entries.items() if e.unread},
        "any_value": sorted(row.any_value),
        "may_lack": sorted(row.may_lack & read.keys()),
    }


def supersede(branches: Sequence[Branch]) -> None:
    """Of the submissions of one unit and round only the newest counts."""
    newest: dict[tuple[str, str], Branch] = {}
    for branch in sorted(branches, key=lambda b: b.filed):
        if before := newest.get((branch.unit, branch.round)):
            before.superseded_by = branch.file
        newest[branch.unit, branch.round] = branch


def merge_truth(branches: Sequence[Branch], expected: Sequence[str], broken: Sequence[str], inbox: Path) -> dict[str, Any]:
    """Counts of `xlflow merge --json` for a new roster, by the contract's rules."""
    supersede(branches)
    counts: Counter[str] = Counter()
    people: set[tuple[str, ...]] = set()
    stays: dict[tuple[Any, ...], tuple[Branch, Row]] = {}
    conflicts = []
    current = [b for b in branches if b.superseded_by is None]
    digests = {b.file: hashlib.sha256((inbox / b.file).read_bytes()).hexdigest() for b in current}
    for branch in sorted(current, key=lambda b: (b.filed, digests[b.file])):
        counts["blank"] += branch.blank
        for row in branch.rows:
            values = facts_read(branch, row)
            person = person_of(values)
            if "name" not in values or person is None:
                counts["rejected"] += 1
                continue
            people.add(person)
            first_branch, first = stays.setdefault((person, values.get("recommendation_type"), branch.round), (branch, row))
            if first is row:
                counts["merged"] += 1
                continue
            before = facts_read(first_branch, first)
            differ = [k for k, v in values.items() if k != "remarks" and before.get(k, v) != v]
            counts["conflict" if differ else "duplicate"] += 1
            conflicts += [
                {
                    "field": k,
                    "values": [
                        {"value": r.entries[k].value, "file": b.file, "cell": r.cells[k]} for b, r in ((first_branch, first), (branch, row))
                    ],
                }
                for k in differ
            ]
    rows = {k: counts[k] for k in ("blank", "merged", "duplicate", "conflict", "rejected")}
    missing = sorted(set(expected) - {b.unit for b in current})
    return {
        "files": {
            "found": len(branches) + len(broken),
            "merged": len(current),
            "superseded": len(branches) - len(current),
            "unchanged": 0,
            "rejected": [{"file": f, "code": "workbook-unreadable"} for f in broken],
        },
        "rows": {"read": sum(rows.values()), **rows},
        "people": {"before": 0, "added": len(people), "changed": 0, "after": len(people)},
        "units": {"expected": len(expected), "submitted": len(expected) - len(missing), "missing": missing},
        "conflicts": conflicts,
    }


def draw(folder: Path, branch: Branch, layouts: dict[str, Callable[[Form], None]]) -> None:
    """Write one workbook; its date of change follows its date of filing."""
    path = folder / branch.file
    form = Form(path, branch)
    layouts[branch.layout](form)
    form.book.close()
    stamp = datetime.combine(branch.filed, time(9, 30)).timestamp()
    os.utime(path, (stamp, stamp))


def write_units(path: Path, expected: list[str], as_of: date) -> None:
    """The committee's list of who has to hand in."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"created": datetime.combine(as_of, time(8))})
    sheet = book.add_worksheet("应报单位")
    for line, texts in enumerate([("序号", "团支部名称", "联系人"), *((str(n), u, "") for n, u in enumerate(expected, 1))]):
        for column, text in enumerate(texts):
            sheet.write_string(line, column, text)
    book.close()


def write_truth(path: Path, branches: Sequence[Branch], merge: dict[str, Any], broken: Sequence[str], **head: Any) -> dict[str, Any]:
    """Put together and save what a product must say about the workbooks."""
    must = [finding(f, None, "", None, None, "workbook-unreadable", []) for f in broken]
    may: list[dict[str, Any]] = []
    for branch in branches:
        must += branch.found
        may += branch.may
        for more_must, more_may in (row_findings(branch), quota_findings(branch)):
            must += more_must
            may += more_may
    files = [
        {
            "file": b.file,
            "unit": b.unit,
            "round": b.round,
            "layout": b.layout,
            "filed": b.filed.isoformat(),
            "header_rows": b.header_rows,
            "superseded_by": b.superseded_by,
            "blank": b.blank,
            "rows": [row_truth(b, r) for r in b.rows],
        }
        for b in branches
    ]
    truth = {
        **head,
        "broken": broken,
        "required": REQUIRED,
        "synonyms": SYNONYMS,
        "files": files,
        "findings": must,
        "may": may,
        "merge": merge,
    }
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=None, separators=(",", ":")).replace('},{"', '},\n{"'), "utf-8")
    return truth


def make(out: Path, count: int, low: int, high: int, seed: str, layouts: Sequence[str], dirt: str, as_of: date) -> dict[str, Any]:
    """Write inbox, units.xlsx and truth.json; returns the truth."""
    rng, people = random.Random(f"{seed}:all"), People(random.Random())
    inbox = out / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    for old_file in inbox.glob("*.xlsx"):
        old_file.unlink()
    expected = unit_names(count + 1 + count * 3 // 20)
    handed_in = sorted(rng.sample(range(len(expected)), count))
    branches = [
        make_branch(expected[u], n, layouts[n % len(layouts)], rng.randint(low, high), seed, people, as_of, dirt)
        for n, u in enumerate(handed_in)
    ]
    branches += entangle(branches, rng, dirt)
    for branch in branches:
        draw(inbox, branch, LAYOUTS)
    broken = ["坏文件.xlsx"] if dirt == "heavy" else []
    for name in broken:  # a download that was cut off
        whole = (inbox / branches[0].file).read_bytes()
        (inbox / name).write_bytes(whole[: len(whole) * 3 // 5])
    write_units(out / "units.xlsx", expected, as_of)
    return write_truth(
        out / "truth.json",
        branches,
        merge_truth(branches, expected, broken, inbox),
        broken,
        as_of=as_of.isoformat(),
        seed=seed,
        dirt=dirt,
        inbox="inbox",
        units="units.xlsx",
    )


def summary(truth: dict[str, Any]) -> str:
    """Four lines to look at."""
    codes = Counter(f["code"] for f in truth["findings"])
    layouts = Counter(f["layout"] for f in truth["files"])
    rows = [row for file in truth["files"] for row in file["rows"]]
    values = sum(len(row["values"]) for row in rows)
    return "\n".join(
        (
            f"{len(truth['files'])} files, {len(rows)} rows, {values} values, {len(truth['findings'])} findings",
            "layouts: " + ", ".join(f"{k} {v}" for k, v in sorted(layouts.items())),
            "findings: " + ", ".join(f"{k} {v}" for k, v in sorted(codes.items())),
            f"merge: {json.dumps({k: v for k, v in truth['merge'].items() if k != 'conflicts'}, ensure_ascii=False)}",
        )
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--branches", type=int, default=20)
    parser.add_argument("--rows", default="3-50", help="lowest-highest number of nominees in a workbook")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--layouts", default="all", help=f"all, or some of {','.join(LAYOUTS)}")
    parser.add_argument("--dirt", choices=("none", "light", "real", "heavy"), default="real")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 6, 30))
    args = parser.parse_args()
    layouts = list(LAYOUTS) if args.layouts == "all" else args.layouts.split(",")
    if unknown := set(layouts) - set(LAYOUTS):
        parser.error(f"unknown layout: {', '.join(sorted(unknown))}")
    if args.as_of.year != 2026:
        parser.error("--as-of must lie in 2026: the table of public holidays covers 2025 and 2026")
    low, _, high = args.rows.partition("-")
    print(summary(make(args.out, args.branches, int(low), int(high or low), args.seed, layouts, args.dirt, args.as_of)))


if __name__ == "__main__":
    main()
