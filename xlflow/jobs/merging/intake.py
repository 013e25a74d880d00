"""From the files of an inbox to submissions: known ones are set aside unopened, the others read and judged in children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from xlflow.errors import InternalError, SchemeError, UsageError
from xlflow.files.writing.file_names import digest_of
from xlflow.findings import Finding, Place
from xlflow.jobs.running.children import in_children
from xlflow.jobs.running.progress_callback import Progress
from xlflow.jobs.running.read_file import judge_file
from xlflow.jobs.schemes.which_scheme import DEFAULT_SCHEME, scheme_for
from xlflow.messages import Unread, finding, unreadable
from xlflow.roster.feedback import FEEDBACK, Answer, answers_of
from xlflow.roster.roster_state import Rejected, State
from xlflow.roster.submission import submission
from xlflow.roster.submitted_rows import Submission
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.records import WorkbookReading

File = tuple[Path, str]
"""A path, and the name that findings show."""
_NO_LIST = ("header-not-found", "sheet-missing")


class Inbox(Struct, frozen=True):
    """The files of an inbox: those to open, with their sha256 (None where they cannot even be read), and those known already."""

    new: Mapping[str, tuple[Path, str | None]]
    unchanged: int
    digests: frozenset[str]


class TakenIn(Struct, frozen=True):
    """One file as the child hands it back: a submission, or why there is none; the kind and the scheme that its stamp names."""

    submission: Submission | None = None
    problem: Finding | None = None
    kind: str = ""
    scheme: str = ""
    fault: InternalError | None = None
    """The fault of ours behind the problem."""
    answers: tuple[Answer, ...] = ()
    """What a Party branch answered, of a slip."""


class Intake(Struct, frozen=True):
    """What came in. `rejected` has the sha256 of each file where it is known; `rosters` are rosters, which nobody hands in.

    `faults` are faults of ours, one a file that is rejected for it.
    """

    scheme: Scheme
    submissions: tuple[Submission, ...]
    rejected: tuple[tuple[str | None, Rejected], ...]
    rosters: tuple[str, ...]
    foreign: int
    faults: tuple[InternalError, ...]
    slips: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    """The slips of Party branches, and what they say; read anew on every run, for they only fill what is empty."""


def sort_files(files: Sequence[File], state: State) -> Inbox:
    """Set aside what an earlier run has seen, and second copies of one content."""
    known = set(state.known)
    new: dict[str, tuple[Path, str | None]] = {}
    digests: set[str] = set()
    unchanged = 0
    for path, shown in files:
        digest = digest_of(path)
        if digest is not None and digest in known:
            unchanged += 1
        else:
            new[shown if shown not in new else str(path)] = (path, digest)
        if digest is not None:
            known.add(digest)
            digests.add(digest)
    return Inbox(new, unchanged, frozenset(digests))


def scheme_of_roster(asked: str | Path | None, state: State) -> str | Path | None:
    """The scheme to read with: the one asked for, else that of the roster; None leaves it to the forms that come in.

    `UsageError` where the roster has another scheme than the one asked for.
    """
    if asked is None:
        return state.scheme or None
    if state.scheme and (given := Scheme.load(asked).id) != state.scheme:
        raise UsageError(f"清单库是按方案 {state.scheme} 建的，不能按 {given} 汇总；请去掉 --scheme，或另建一个清单库。")
    return asked


def take_in(
    new: Mapping[str, tuple[Path, str | None]],
    asked: str | Path | None,
    as_of: date,
    round: str | None,
    strict: bool,
    *,
    jobs: int | None,
    progress: Progress,
) -> Intake:
    """Read and judge the new files. Where no scheme is asked for, the one that most forms name is that of the roster."""
    taken = _read([(path, shown) for shown, (path, _) in new.items()], asked, as_of, round, strict, jobs, progress)
    scheme = Scheme.load(asked if asked is not None else _most_named(taken))
    others = [(new[shown][0], shown) for shown, one in taken.items() if one.submission and one.scheme not in ("", scheme.id)]
    if others and asked is None:
        taken |= _read(others, scheme.folder, as_of, round, strict, jobs, progress)
    return Intake(
        scheme,
        tuple(one.submission for one in taken.values() if one.submission),
        tuple((new[shown][1], Rejected(shown, p.code, f"{p.message}；{p.fix}。")) for shown, one in taken.items() if (p := one.problem)),
        tuple(shown for shown, one in taken.items() if one.kind == "roster"),
        sum(one.submission is not None and not one.kind for one in taken.values()),
        tuple(one.fault for one in taken.values() if one.fault),
        tuple(shown for shown, one in taken.items() if one.kind == FEEDBACK),
        tuple(answer for one in taken.values() for answer in one.answers),
    )


def _read(
    files: Sequence[File], asked: str | Path | None, as_of: date, round: str | None, strict: bool, jobs: int | None, progress: Progress
) -> dict[str, TakenIn]:
    answers = in_children(take_one, files, asked, as_of, round, strict, jobs=jobs, progress=progress)
    return {shown: _rejected(shown, one) if isinstance(one, Unread) else one for shown, one in answers}


def _rejected(shown: str, error: Unread) -> TakenIn:
    return TakenIn(problem=unreadable(shown, error), fault=error if isinstance(error, InternalError) else None)


def take_one(path: Path, shown: str, asked: str | Path | None, as_of: date, round: str | None, strict: bool) -> TakenIn:
    """One file as a submission; runs in the child."""
    try:
        judged = judge_file(path, shown, asked, as_of)
    except SchemeError as error:
        return TakenIn(problem=finding("workbook-unreadable", Place(shown), words={"reason": str(error)}))
    reading, stamp = judged.reading, judged.reading.stamp
    kind, named = (stamp.kind, stamp.scheme) if stamp else ("", "")
    if kind == "roster":
        return TakenIn(kind=kind, scheme=named)
    if kind == FEEDBACK:
        return TakenIn(kind=kind, scheme=named, answers=answers_of(reading))
    if problem := _without_list(reading):
        return TakenIn(problem=problem, kind=kind, scheme=named)
    scheme = scheme_for(stamp, asked)
    made = submission(reading, scheme, round=round, findings=judged.findings, strict=strict)
    return TakenIn(made, kind=kind, scheme=named)


def _without_list(reading: WorkbookReading) -> Finding | None:
    """Why a workbook is no submission: it has no list, so that it must not take the place of one that has."""
    if any(table.header.table == NOMINEES for table in reading.tables):
        return None
    found = (f for code in _NO_LIST for f in reading.findings if f.code == code)
    return next(found, finding("header-not-found", Place(reading.file)))


def _most_named(taken: Mapping[str, TakenIn]) -> str:
    named = Counter(one.scheme for one in taken.values() if one.submission and one.scheme)
    return min(named, key=lambda name: (-named[name], name)) if named else DEFAULT_SCHEME
