"""Run a command over every file of a folder, each alone, and say which runs were clean.

    python run_corpus.py --cmd "xlflow check {file} --json" --folder DIR [--expected DIR/hostile/expected.csv] [options]

Each run gets a private copy (the corpus cannot be changed), a process group of its own, and limits of time, memory and output.
One CSV row a file and a summary are written. A run is CLEAN when the exit code is one of --codes; there is no traceback or panic
on stdout or stderr; no limit was passed and no signal came; the copy is unchanged and nothing lies beside it but --allow-new; and,
where the exit code is not 0, the answer names the file and stderr has at most --max-err-lines lines. The figure is clean / all.

With --expected (columns file, expect) a clean run is also as expected: accept, warn = the exit code is one of --accept-codes;
refuse = it is not; survive = any. Expectations for files that were not run (other folder, other --ext) are ignored.
Word files are left out unless --ext names them: `xlflow layout {file}` and `xlflow template check {file}` read those.
Exit: 0 all clean, 1 not all, 2 wrong use. Only the standard library; Linux (/proc).
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

Result = dict[str, Any]
CRASH = re.compile(rb"Traceback \(most recent call last\)|panicked at|PanicException|Segmentation fault|core dumped|Fatal Python error")
CANARIES = "evil*"  # what the hostile files would write into /tmp if they were run
EXTENSIONS = "xlsx,xlsm,xls,xlsb,xltx,xltm,et,ods,csv"
NOT_CORPUS = ("expected.csv", "index.csv", "README.md")
COLUMNS = (
    "file",
    "kind",
    "size",
    "class",
    "exit",
    "clean",
    "expect",
    "as_expected",
    "sec",
    "peak_mib",
    "names_file",
    "err_lines",
    "changed",
    "new_files",
    "message",
)
PAGE = os.sysconf("SC_PAGE_SIZE")
MIB = 1 << 20


def tree_memory(root: int) -> int:
    """Resident bytes of a process and its descendants."""
    total, todo = 0, [root]
    while todo:
        process = Path(f"/proc/{todo.pop()}")
        try:
            total += int((process / "statm").read_text().split()[1]) * PAGE
            for task in (process / "task").iterdir():
                todo += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError, IndexError):  # it has just ended
            pass
    return total


def digest(path: Path) -> str:
    """sha256 of a file, nothing of a missing one."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def watch(process: subprocess.Popen[bytes], args: argparse.Namespace, outputs: Sequence[IO[bytes]]) -> tuple[str | None, int]:
    """Wait for the end or for a limit that is passed; returns which one and the highest memory."""
    start, peak, nap = time.monotonic(), 0, 0.01
    while process.poll() is None:
        memory = tree_memory(process.pid)
        peak = max(peak, memory)
        if memory > args.mem_mib * MIB:
            return "memory", peak
        if time.monotonic() - start > args.time:
            return "timeout", peak
        if any(os.fstat(output.fileno()).st_size > args.max_out_mib * MIB for output in outputs):
            return "output-flood", peak
        time.sleep(nap)
        nap = min(nap * 1.2, 0.05)
    return None, peak


def execute(args: argparse.Namespace, work: Path, copy: Path) -> Result:
    """Run the command on the copy; returns exit code, what stopped it, and its output."""
    out = work / ".out"
    out.mkdir()
    words = {"{file}": str(copy), "{out}": str(out), "{dir}": str(work)}
    command = [re.sub(r"\{(?:file|out|dir)\}", lambda m: words[m[0]], part) for part in shlex.split(args.cmd)]
    if args.no_net:
        command = ["unshare", "-rn", "--", *command]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", "TMPDIR": str(out)}
    with (work / ".stdout").open("w+b") as stdout, (work / ".stderr").open("w+b") as stderr:
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, cwd=work, start_new_session=True, env=env
        )
        stopped_by, peak = watch(process, args, (stdout, stderr))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # also any child left behind
        code = process.wait()
        seconds = round(time.monotonic() - start, 2)
        texts = []
        for output in (stdout, stderr):
            output.seek(0)
            texts.append(output.read(4 * MIB))
    return {"exit": code, "stopped_by": stopped_by, "sec": seconds, "peak_mib": peak // MIB, "stdout": texts[0], "stderr": texts[1]}


def run_one(args: argparse.Namespace, path: Path, codes: set[int]) -> Result:
    """One file, one row of the table."""
    work = Path(tempfile.mkdtemp(prefix="run_corpus_"))
    copy = work / path.name
    row: Result = {"file": path.relative_to(args.folder).as_posix(), "size": path.stat().st_size}
    try:
        shutil.copyfile(path, copy)
        before = digest(copy)
        run = execute(args, work, copy)
        code: int = run["exit"]
        crashed = CRASH.search(run["stderr"]) or CRASH.search(run["stdout"])
        ended = f"signal{-code}" if code < 0 else f"exit{code}" if code in codes else f"undocumented-exit{code}"
        answer = (run["stdout"] + b"\n" + run["stderr"]).decode("utf-8", "replace")
        said = [line for line in run["stderr"].decode("utf-8", "replace").splitlines() if line.strip()]
        new = [p.name for p in work.iterdir() if p.name not in (path.name, ".out", ".stdout", ".stderr")]
        if args.allow_new:
            new = [name for name in new if not re.fullmatch(args.allow_new, name)]
        row |= {k: run[k] for k in ("exit", "sec", "peak_mib")}
        row |= {
            "class": run["stopped_by"] or ("traceback" if crashed else ended),
            "err_lines": len(said),
            "names_file": int(path.name in answer or json.dumps(path.name)[1:-1] in answer),
            "message": (said[-1] if said else "")[:200],
            "changed": int(digest(copy) != before),
            "new_files": " ".join(new)[:100],
        }
        told = code == 0 or (row["names_file"] and row["err_lines"] <= args.max_err_lines)
        row["clean"] = int(row["class"] in {f"exit{c}" for c in codes} and not row["changed"] and not new and bool(told))
    except OSError as error:  # the runner itself must not stop
        row |= {"class": "runner-error", "message": repr(error)[:200], "clean": 0}
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return row


def as_expected(row: Result, expect: str, accepted: set[int]) -> int | str:
    """1 or 0, or nothing where nothing is expected."""
    if not expect:
        return ""
    read = str(row["class"]).startswith("exit") and row.get("exit") in accepted
    right = {"accept": read, "warn": read, "refuse": not read, "survive": True}[expect]
    return int(bool(row["clean"]) and right)


def table(path: Path | None, key: str, value: str) -> dict[str, str]:
    """Two columns of a CSV file."""
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


def top(rows: Sequence[Result], key: str) -> list[tuple[Any, str]]:
    """The three files with the highest figure."""
    return sorted(((row.get(key, 0), row["file"]) for row in rows), reverse=True)[:3]


def summarise(rows: Sequence[Result]) -> Result:
    """The figures of a run."""

    def count(key: str) -> int:
        return sum(bool(row.get(key)) for row in rows)

    unnamed = sum(str(r["class"]).startswith("exit") and bool(r.get("exit")) and not r.get("names_file") for r in rows)
    summary: Result = {
        "files": len(rows),
        "clean": count("clean"),
        "clean_rate": round(count("clean") / len(rows), 4),
        "classes": dict(sorted(Counter(row["class"] for row in rows).items())),
        "nonzero_without_file_name": unnamed,
        "input_changed": count("changed"),
        "stray_files": count("new_files"),
        "canaries": sorted(map(str, Path("/tmp").glob(CANARIES))),
        "slowest": top(rows, "sec"),
        "biggest_mib": top(rows, "peak_mib"),
    }
    expected = [row for row in rows if row["as_expected"] != ""]
    if expected:
        summary["as_expected"] = f"{sum(row['as_expected'] for row in expected)}/{len(expected)}"
        summary["not_as_expected"] = [row["file"] for row in expected if not row["as_expected"]][:40]
    kinds: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        kinds[row["kind"]].append(row.get("clean", 0))
    if kinds.keys() - {""}:
        summary["clean_by_kind"] = {kind: f"{sum(clean)}/{len(clean)}" for kind, clean in sorted(kinds.items())}
    return summary


def numbers(text: str) -> set[int]:
    """0,1,3 on the command line."""
    return {int(number) for number in text.split(",")}


def main() -> int:
    """Run all files, write the table, print the summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cmd", required=True, help="{file} input copy, {out} an empty folder, {dir} the work folder; no shell")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("run_corpus.csv"))
    parser.add_argument("--time", type=float, default=20, help="seconds a file")
    parser.add_argument("--mem-mib", type=int, default=1024)
    parser.add_argument("--max-out-mib", type=int, default=64)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--codes", type=numbers, default={0, 1, 3}, help="exit codes that are an answer (0,1,3)")
    parser.add_argument("--accept-codes", type=numbers, default={0, 1}, help="exit codes that mean: the file was read (0,1)")
    parser.add_argument("--max-err-lines", type=int, default=3)
    parser.add_argument("--ext", default=EXTENSIONS, help=f"extensions, or * for all ({EXTENSIONS})")
    parser.add_argument("--expected", type=Path, help="CSV with file, expect (accept|warn|refuse|survive)")
    parser.add_argument("--kinds", type=Path, help="CSV with id, kind: summary by kind")
    parser.add_argument("--allow-new", default="", help="regex of new file names allowed beside the input")
    parser.add_argument("--no-net", action="store_true", help="run under unshare -rn")
    parser.add_argument("--limit", type=int)
    args = parser.parse_args()
    wanted = set(args.ext.lower().split(","))
    files = sorted(
        p for p in args.folder.rglob("*") if p.is_file() and p.name not in NOT_CORPUS and ("*" in wanted or p.suffix[1:].lower() in wanted)
    )[: args.limit]
    if not files or "{file}" not in args.cmd:
        parser.error("no files, or no {file} in --cmd")
    if there := sorted(map(str, Path("/tmp").glob(CANARIES))):
        parser.error(f"canary there before the run: {there[0]}")
    expected, kinds = table(args.expected, "file", "expect"), table(args.kinds, "id", "kind")
    with ThreadPoolExecutor(args.jobs) as pool:
        rows = list(pool.map(lambda path: run_one(args, path, args.codes), files))
    for path, row in zip(files, rows, strict=True):
        row["kind"], row["expect"] = kinds.get(path.name, ""), expected.get(path.name, "")
        row["as_expected"] = as_expected(row, row["expect"], args.accept_codes)
    with args.out.open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    summary = summarise(rows)
    print(json.dumps(summary, ensure_ascii=False, indent=1))
    return 0 if summary["clean"] == summary["files"] and not summary["canaries"] else 1


if __name__ == "__main__":
    sys.exit(main())
