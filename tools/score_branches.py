"""Score a product's answers about the workbooks of `make_branches.py` against their truth.

    python score_branches.py DIR --cmd "xlflow"                                    runs records, check and merge on DIR/inbox
    python score_branches.py DIR --records R.jsonl --check C.jsonl --merge M.json   scores outputs that exist already

Prints one line for each measure and exits 1 if a threshold is missed:
    --min-values 0.999      values right / values in the truth; a value that the truth does not have counts as wrong
    --min-recall 0.98       findings that must be reported and are, of every severity
    --min-precision 0.98    reported errors and warnings that the truth knows (MUST or MAY); infos are never false alarms
    --min-merge 1           merge counts that are equal
A finding matches by file, code, severity and place; the place may be any of those the truth accepts. Where the truth names a row,
that row and its sheet are needed; where it names a cell, the cell too. A row of `unread` is right if the value is not made up and
the text is given as it stood. A finding that shows a full ID or phone number fails the run whatever the thresholds.
`file` is taken relative to the inbox, or as it was given on the command line.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Json = dict[str, Any]
BATCH = 200  # files on one command line


PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1\d{10})(?!\d)")


def lines(text: str) -> list[Json]:
    """JSON Lines."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def call(command: list[str]) -> str:
    """Run the product; 0 and 1 are both answers, anything else is shown."""
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode not in (0, 1):
        print(f"exit {done.returncode}: {shlex.join(command)[:160]}\n{done.stderr[-1000:]}", file=sys.stderr)
    return done.stdout


def ask(product: list[str], folder: Path, truth: Json) -> tuple[list[Json], list[Json], Json, Json]:
    """Records, findings, and the answers of two merges in a row into one roster."""
    inbox = folder / truth["inbox"]
    files = [str(inbox / name) for name in sorted([*(f["file"] for f in truth["files"]), *truth["broken"]])]
    records = [r for n in range(0, len(files), BATCH) for r in lines(call([*product, "records", *files[n : n + BATCH]]))]
    found = lines(call([*product, "check", *files, "--as-of", truth["as_of"], "--json"]))
    with tempfile.TemporaryDirectory() as scratch:
        merge = [
            *product,
            "merge",
            str(inbox),
            "-r",
            f"{scratch}/roster.xlsx",
            "--units",
            str(folder / truth["units"]),
            "--as-of",
            truth["as_of"],
            "--json",
        ]
        first, again = (json.loads(call(merge) or "{}") for _ in range(2))
    return records, found, first, again


def inside(file: str | None, truth: Json) -> str:
    """The path of a file within the inbox."""
    return f"/{file or ''}".replace("\\", "/").rpartition(f"/{truth['inbox']}/")[2].removeprefix("/")


def same(given: Any, wanted: Any, synonyms: list[list[str]]) -> bool:
    """Whether a value is the wanted one: a number, a text, or another label that counts as the same."""
    if isinstance(wanted, int | float):
        return isinstance(given, int | float) and not isinstance(given, bool) and abs(given - wanted) < 1e-9
    return given == wanted or any(given in group and wanted in group for group in synonyms)


def score_values(truth: Json, records: list[Json]) -> float:
    """Compare every row; prints the accuracy by field and by layout and the first mistakes."""
    given = {(inside(r["file"], truth), r["sheet"], r["row"]): r for r in records if r.get("table", "nominees") == "nominees"}
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    mistakes: list[str] = []
    for file in truth["files"]:
        for row in file["rows"]:
            answer = given.pop((file["file"], row["sheet"], row["row"]), {"values": {}, "cells": {}, "unread": {}})
            values, unread = answer.get("values", {}), answer.get("unread", {})
            for key in sorted((row["values"].keys() | row["unread"].keys() | values.keys()) - set(row["any_value"])):
                wanted, got = row["values"].get(key), values.get(key)
                if got is None and key in row["may_lack"]:
                    continue
                if key in row["unread"]:
                    text = row["unread"][key]
                    good = got is None and (text == "?" or str(unread.get(key, "")).strip() == text.strip())
                else:
                    good = same(got, wanted, truth["synonyms"].get(key, [])) if wanted is not None else got is None
                addressed = key in row["cells"] and answer.get("cells", {}).get(key) == row["cells"][key]
                for name in ("all", f"field {key}", f"layout {file['layout']}"):
                    total[name] += 1
                    right[name] += good
                total["addresses"] += wanted is not None
                right["addresses"] += wanted is not None and addressed
                if not good:
                    mistakes.append(
                        f"  {file['file']} › {row['sheet']} › 第{row['row']}行 › {key}: {got!r}, wanted {wanted!r}"
                        f" unread {row['unread'].get(key)!r}"
                    )
    print(
        f"values: {right['all']}/{total['all']} = {ratio(right['all'], total['all']):.5f}; "
        f"addresses: {right['addresses']}/{total['addresses']}; "
        f"rows that are not there: {len(given)}"
    )
    for name in sorted(total):
        if right[name] < total[name] and name != "all":
            print(f"  {name}: {right[name]}/{total[name]} = {ratio(right[name], total[name]):.4f}")
    print(*mistakes[:20], sep="\n")
    return ratio(right["all"], total["all"] + len(given))


def ratio(part: int, whole: int) -> float:
    """A share; 1 of nothing."""
    return part / whole if whole else 1.0


def fits(found: Json, place: Json) -> bool:
    """Whether a finding stands at a place; what the place does not say may be anything, a cell "" is no cell."""
    said = ("sheet", "row", "cell", "field", "code", "severity")
    return all((found.get(k) or "") == v for k, v in place.items() if k in said and v is not None)


def score_findings(truth: Json, found: Iterable[Json]) -> tuple[float, float]:
    """Match reported findings with those of the truth; returns recall and precision."""
    pool: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for f in found:
        pool[inside(f["file"], truth), f["code"]].append(f)
    used: set[int] = set()
    hit: Counter[str] = Counter()
    total: Counter[str] = Counter()
    exact = 0
    missed: list[str] = []
    must = sorted(truth["findings"], key=lambda m: not m["cell"])
    for wanted in must:
        first = {k: wanted[k] for k in ("file", "sheet", "row", "cell")}
        match = None
        for place in (first, *wanted["also"]):
            near = [f for f in pool[place["file"], wanted["code"]] if fits(f, {**place, "severity": wanted["severity"]})]
            match = next((f for f in near if id(f) not in used), near[0] if near and place is not first else None)
            if match:
                exact += place is first
                used.add(id(match))
                break
        total[wanted["code"]] += 1
        hit[wanted["code"]] += match is not None
        if match is None:
            missed.append(f"  missed: {wanted['file']} › {wanted['sheet']} › {wanted['cell'] or wanted['row']} › {wanted['code']}")
    may: dict[str, list[Json]] = defaultdict(list)
    for place in (*truth["may"], *({**a, "code": m["code"], "severity": m["severity"]} for m in must for a in (m, *m["also"]))):
        may[place["code"]].append(place)
    loud = [f for fs in pool.values() for f in fs if f["severity"] in ("error", "warning")]
    false = [
        f
        for f in loud
        if id(f) not in used and not any(fits(f, p) and p.get("file") in (None, inside(f["file"], truth)) for p in may[f["code"]])
    ]
    alarms = Counter(f["code"] for f in false)
    recall, precision = ratio(sum(hit.values()), sum(total.values())), 1 - ratio(len(false), len(loud)) if loud else 1.0
    print(
        f"findings: recall {sum(hit.values())}/{sum(total.values())} = {recall:.4f} ({exact} at the very cell); "
        f"precision {len(loud) - len(false)}/{len(loud)} = {precision:.4f}"
    )
    for code in sorted(total.keys() | alarms.keys()):
        if hit[code] < total[code] or alarms[code]:
            print(f"  {code}: {hit[code]}/{total[code]} found, {alarms[code]} false alarms")
    print(*missed[:15], sep="\n")
    print(
        *(f"  false alarm: {f['file']} › {f['sheet']} › {f['cell'] or f['row']} › {f['code']} {f.get('got')!r}" for f in false[:15]),
        sep="\n",
    )
    return recall, precision


def leaks(found: Iterable[Json]) -> list[Json]:
    """Findings that show a full ID or phone number."""
    return [f for f in found if any(PERSONAL.search(str(f.get(k) or "")) for k in ("got", "message", "fix"))]


def places(conflict: Json, truth: Json) -> tuple[Any, ...]:
    """The field and the cells of a conflict, in any order."""
    return conflict["field"], tuple(sorted((inside(v["file"], truth), v["cell"]) for v in conflict["values"]))


def score_merge(truth: Json, given: Json, again: Json) -> float:
    """Compare the counts one by one; a second merge of the same folder must change nothing."""
    wanted = truth["merge"]
    pairs: list[tuple[str, Any, Any]] = []
    for part, keys in (
        ("files", ("found", "merged", "superseded", "unchanged")),
        ("people", ("before", "added", "changed", "after")),
        ("rows", ("read", "blank", "merged", "duplicate", "conflict", "rejected")),
        ("units", ("expected", "submitted")),
    ):
        pairs += [(f"{part}.{k}", given.get(part, {}).get(k), wanted[part][k]) for k in keys]
    rejected = [f["file"] for f in wanted["files"]["rejected"]]
    pairs.append(("files.rejected", sorted(inside(f["file"], truth) for f in given.get("files", {}).get("rejected", [])), sorted(rejected)))
    pairs.append(("units.missing", sorted(given.get("units", {}).get("missing", [])), wanted["units"]["missing"]))
    pairs.append(
        ("conflicts", sorted(places(c, truth) for c in given.get("conflicts", [])), sorted(places(c, truth) for c in wanted["conflicts"]))
    )
    if again:
        pairs.append(("second merge: files.merged", again.get("files", {}).get("merged"), 0))
        pairs += [
            (f"second merge: people.{k}", again.get("people", {}).get(k), v)
            for k, v in (("added", 0), ("changed", 0), ("after", wanted["people"]["after"]))
        ]
    equal = sum(got == want for _, got, want in pairs)
    print(f"merge: {equal}/{len(pairs)} counts equal")
    for name, got, want in pairs:
        if got != want:
            print(f"  {name}: {json.dumps(got, ensure_ascii=False)[:200]}, wanted {json.dumps(want, ensure_ascii=False)[:200]}")
    return ratio(equal, len(pairs))


def main() -> int:
    """Ask or read, score, compare with the thresholds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder made by make_branches.py")
    parser.add_argument("--cmd", help='the product, for example "xlflow" or "python -m xlflow"')
    parser.add_argument("--records", type=Path)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--merge", type=Path)
    for name in ("values", "recall", "precision", "merge"):
        parser.add_argument(f"--min-{name}", type=float, default=0.0)
    args = parser.parse_args()
    truth = json.loads((args.folder / "truth.json").read_text("utf-8"))
    scores: dict[str, float] = {}
    shown: list[Json] = []
    if args.cmd:
        records, found, merge, again = ask(shlex.split(args.cmd), args.folder, truth)
    else:
        records, found = (lines(p.read_text("utf-8")) if p else [] for p in (args.records, args.check))
        merge, again = json.loads(args.merge.read_text("utf-8")) if args.merge else {}, {}
    if args.cmd or args.records:
        scores["values"] = score_values(truth, records)
    if args.cmd or args.check:
        scores["recall"], scores["precision"] = score_findings(truth, found)
        shown = leaks(found)
        print(*(f"  full ID or phone number shown: {f['file']} › {f['sheet']} › {f['cell']} › {f['code']}" for f in shown[:15]), sep="\n")
    if args.cmd or args.merge:
        scores["merge"] = score_merge(truth, merge, again)
    missed = {k: v for k, v in scores.items() if v < getattr(args, f"min_{k}")}
    for name, value in missed.items():
        print(f"below the threshold: {name} {value:.5f} < {getattr(args, f'min_{name}')}")
    return 1 if missed or shown or not scores else 0


if __name__ == "__main__":
    sys.exit(main())
