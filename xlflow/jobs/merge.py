"""汇总: a folder of branch workbooks into the roster."""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlflow.errors import InternalError, UsageError, WorkbookError, XlflowError
from xlflow.files.child_process.executor import make_executor
from xlflow.files.reading.inbox import find_workbooks
from xlflow.files.reading.reader import read_workbook
from xlflow.files.reading.unit_list_file import read_unit_list
from xlflow.files.writing.file_names import digest_of
from xlflow.files.writing.roster_backups import keep_pair
from xlflow.files.writing.roster_book import roster_book
from xlflow.files.writing.save import save
from xlflow.files.writing.sqlite_store import SqliteStore, store_path
from xlflow.findings import Finding, Severity
from xlflow.jobs.merging.intake import Intake, scheme_of_roster, sort_files, take_in
from xlflow.jobs.merging.shrinking import refuse_shrink
from xlflow.jobs.running.copies import refuse_open
from xlflow.jobs.running.progress import Progress, silent
from xlflow.messages import some_of
from xlflow.roster.change_history import WRITTEN
from xlflow.roster.feedback import told, with_answers
from xlflow.roster.read_back import ByHand, read_back, state_of
from xlflow.roster.roster import Fate, RosterRow, person_text
from xlflow.roster.roster_merge import MergeOutcome, overdrawn
from xlflow.roster.roster_merge import merge as merge_submissions
from xlflow.roster.roster_pages import pages
from xlflow.roster.roster_scheme import HISTORY, SUBMISSIONS, roster_scheme
from xlflow.roster.roster_state import Merged, Rejected, State
from xlflow.roster.submission import TOOL_FIELDS, UnitList, as_listed, not_from_branches
from xlflow.roster.submitted_rows import RoundSource, RowState, Submission, UnitSource, standing
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, UNIT
from xlflow.tables.cells.cell_text import bare
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

_PASSING = ("workbook-locked", InternalError.code)
"""Why a file is rejected this time only: what it holds is not to blame, so the next run opens it again."""
_NAMED = 3
"""Files that a note names before it says “等”."""


class MergeResult(Struct, frozen=True):
    """What a merge did. `findings` are about files and units, `notes` sentences about the run; `is_written`: anything changed."""

    found: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    outcome: MergeOutcome
    expected: tuple[str, ...]
    submitted: frozenset[str]
    to_mend: int
    """Rows of the rounds of this inbox that are 待改, its rows that could not be merged, and its files that could not be read, be it in
    an earlier run: the same after every run, until they are mended."""
    notes: tuple[str, ...]
    is_written: bool
    faults: tuple[InternalError, ...]
    """Faults of ours, one a rejected file."""
    overdrawn: tuple[Finding, ...] = ()
    """Places that the roster as a whole overdraws."""
    slips: int = 0
    """Slips of Party branches; they are no files of branches, and not counted as found."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is odd about files and units: order unknown, a form shared, a unit that is not in the list; and places overdrawn."""
        return (*self.outcome.findings, *self.overdrawn)

    @property
    def missing(self) -> tuple[str, ...]:
        """Units of the list that have not handed in for the rounds of this inbox, in the order of the list."""
        return tuple(name for name in self.expected if name not in self.submitted)

    @property
    def has_errors(self) -> bool:
        """Whether something waits for a correction or a decision: rows and files to mend, conflicts, errors about files and units."""
        return self.to_mend > 0 or bool(self.outcome.roster.conflicts) or any(f.severity is Severity.ERROR for f in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """The counts of the contract, as `merge --json` prints them."""
        rows = {table: counts.as_dict() for table, counts in self.outcome.rows.items()}
        return {
            "files": {
                "found": self.found,
                "merged": self.outcome.merged,
                "superseded": self.outcome.superseded,
                "unchanged": self.unchanged,
                "rejected": [{"file": bad.file, "code": bad.code, "message": bad.message} for bad in self.rejected],
            },
            "rows": rows.pop(NOMINEES),
            "tables": {table: counts for table, counts in rows.items() if counts["read"]},
            "people": self.outcome.people.as_dict(),
            "units": {
                "expected": len(self.expected),
                "submitted": len(self.expected) - len(self.missing) if self.expected else len(self.submitted),
                "missing": list(self.missing),
            },
            "conflicts": [conflict.as_dict() for conflict in self.outcome.roster.conflicts],
        }


def merge(
    inbox: Sequence[Path],
    *,
    roster: Path,
    scheme: str | Path | None = None,
    units: Path | None = None,
    round: str | None = None,
    as_of: date,
    strict: bool = False,
    dry_run: bool = False,
    allow_shrink: bool = False,
    jobs: int | None = None,
    progress: Progress = silent,
) -> MergeResult:
    """Merge the workbooks of `inbox` into `roster`, which is made where it is not there.

    A file that an earlier run has seen is not opened. A file that cannot be read is rejected, the others go on. People's edits in the
    roster are read back first. Workbook and store change together or not at all, and are kept as a pair before, so that
    `undo.undo_merge` can put them back. `UsageError` and `XlflowError` where nothing can be done: the roster is open elsewhere, or people
    or units that stand in it would leave it and `allow_shrink` does not say that they may.
    """
    if roster.suffix.lower() != ".xlsx":
        raise UsageError(f"清单库应是 .xlsx 文件，而不是“{roster.name}”；请改写 -r 的文件名。")
    if not dry_run:
        refuse_open(roster)
    files = find_workbooks(inbox, skip=[roster, *([units] if units else [])])
    if not files:
        raise XlflowError(f"{'、'.join(str(path) for path in inbox)}: 没有找到工作簿；请指定存放各支部报送表的文件夹或文件。")
    desk = _Desk.open(roster, scheme, units)
    state = desk.state
    sorted_files = sort_files(files, state)
    intake = take_in(sorted_files.new, desk.asked, as_of, round, strict, jobs=jobs, progress=progress)
    listed = UnitList(state.units)
    arrivals = tuple(as_listed(one, listed) for one in intake.submissions)
    hand = desk.by_hand(intake, as_of)
    rejected = {sha256: bad for sha256, bad in intake.rejected if sha256 and bad.code not in _PASSING}
    before = replace(state, rejected={**state.rejected, **rejected})
    outcome = merge_submissions(before, (*arrivals, *hand.typed), hand.edits, intake.scheme, as_of)
    answered = with_answers(hand.edits, outcome.roster.tables[NOMINEES], intake.answers, intake.scheme)
    if answered.people:
        hand = replace(hand, edits=answered.edits)
        outcome = merge_submissions(before, (*arrivals, *hand.typed), hand.edits, intake.scheme, as_of)
    rounds = {s.round for s in outcome.state.submissions if s.sha256 in sorted_files.digests}
    faulty = outcome.faulty_rows(rounds)
    result = MergeResult(
        len(files) - len(intake.rosters) - len(intake.slips),
        sorted_files.unchanged,
        tuple(bad for _, bad in intake.rejected),
        outcome,
        listed.names,
        outcome.units_in(rounds),
        faulty + outcome.lost_rows(sorted_files.digests) + len(sorted_files.digests & outcome.state.rejected.keys()),
        (
            *_notes(intake, arrivals, desk, scheme),
            *told(intake.slips, answered),
            *_faulty(faulty),
            *_emptied(outcome, rounds),
            *_lost_rows(hand, outcome),
            *_left_behind(outcome, intake.scheme),
        ),
        desk.has_news(intake, hand),
        intake.faults,
        overdrawn(outcome.roster, intake.scheme, roster.name, as_of),
        len(intake.slips),
    )
    if result.is_written and not dry_run:
        if not allow_shrink:
            refuse_shrink(roster, state, outcome)
        desk.write(result, intake, hand, as_of)
    return result


class _Desk:
    """A roster on the disk: its store, its face, and the state of both."""

    def __init__(self, roster: Path, store: SqliteStore, stored: State, state: State, asked: str | Path | None) -> None:
        self.roster, self.store, self.stored, self.state, self.asked = roster, store, stored, state, asked
        self.digest = digest_of(roster) if roster.exists() else ""
        self.face: Face | None = None

    @classmethod
    def open(cls, roster: Path, scheme: str | Path | None, units: Path | None) -> _Desk:
        """The roster as it was left; rebuilt from its workbook where the store is gone."""
        store = SqliteStore(store_path(roster))
        stored = state = store.load()
        asked = scheme_of_roster(scheme, stored)
        desk = cls(roster, store, stored, state, asked)
        if not stored.journal and roster.exists():
            desk.face = read_face(roster, asked)
            desk.state = state_of(desk.face.reading, desk.face.scheme, desk.digest or "")
            desk.asked = scheme_of_roster(scheme, desk.state)
        if units:
            listed = UnitList(read_unit_list(units))
            renamed = tuple(as_listed(one, listed) for one in desk.state.submissions)
            desk.state = replace(desk.state, units=listed.units, submissions=renamed)
        return desk

    @property
    def is_edited(self) -> bool:
        """Whether somebody changed the face since it was written."""
        return self.digest not in ("", self.state.face, self.state.coming)

    def by_hand(self, intake: Intake, day: date) -> ByHand:
        """What people did in the face since it was written."""
        if not self.is_edited:
            return ByHand(self.state.edits, (), self.state.own)
        return by_hand(self.state, self._read(), intake.scheme, day)

    def _read(self) -> Face:
        self.face = self.face or read_face(self.roster, self.asked)
        return self.face

    def has_news(self, intake: Intake, hand: ByHand) -> bool:
        """Whether the roster has to be written: something came in, people changed it, it is not there or not finished.

        Files that were all rejected do not make a roster.
        """
        if intake.submissions or hand.typed or hand.edits != self.state.edits or hand.own != self.state.own:
            return True
        if not self.stored.journal:
            return bool(self.state.submissions)
        return bool(intake.rejected) or self.state.units != self.stored.units or self.digest != self.state.face

    def write(self, result: MergeResult, intake: Intake, hand: ByHand, day: date) -> None:
        """Write face and store; both or none."""
        after = replace(result.outcome.state, own=hand.own)
        shown = roster_scheme(intake.scheme)
        sheets = pages(after, result.outcome.standing, result.outcome.roster.conflicts, result.missing)
        added = self._read().added if self.digest else ()
        book = roster_book(shown, sheets, added)
        digest = hashlib.sha256(book).hexdigest()
        counts = {key: value for key, value in result.as_dict().items() if key in ("files", "rows", "tables", "people")}
        after = replace(after, face=digest, coming="", journal=(*self.stored.journal, Merged(day, counts)))
        keep_pair(self.roster, datetime.now())
        self.store.announce(after.edits, digest)
        self.store.commit(self.stored, after, lambda: self._publish(book))

    def _publish(self, book: bytes) -> None:
        save(self.roster, book)


def _notes(intake: Intake, arrivals: Sequence[Submission], desk: _Desk, scheme: str | Path | None) -> Iterator[str]:
    if intake.foreign and scheme is None and not desk.stored.scheme:
        yield f"{intake.foreign} 个文件不是标准表单，按“{intake.scheme.title}”读取。"
    units: dict[UnitSource, list[str]] = defaultdict(list)
    rounds: dict[RoundSource, list[str]] = defaultdict(list)
    for one in arrivals:
        units[one.unit_source].append(one.file)
        rounds[one.round_source].append(one.file)
    for unit_source in (UnitSource.HEADING, UnitSource.ROWS, UnitSource.TITLE, UnitSource.FILE_NAME):
        if names := units[unit_source]:
            yield f"{len(names)} 个文件没有单位信息表，单位按{unit_source.value}认定：{_some(names)}。"
    for round_source in (RoundSource.HEADING, RoundSource.OPTION, RoundSource.FILING_DATE):
        if names := rounds[round_source]:
            yield f"{len(names)} 个文件没有单位信息表，批次按{round_source.value}认定：{_some(names)}。"
    if intake.rosters:
        yield f"{len(intake.rosters)} 个文件是清单库，不是支部报送，未计入：{_some(intake.rosters)}。"
    if desk.is_edited:
        yield f"“{desk.roster.name}”在上次汇总后有人保存过，其中的人工修改已读回；原样见“备份”文件夹。"
    if desk.face and desk.face.added:
        yield f"自建的工作表只保留数值：{_some([sheet.name for sheet in desk.face.added])}；原样见“备份”文件夹。"


def _faulty(rows: int) -> Iterator[str]:
    if rows:
        yield f"{rows} 行有没改正的错误，已并入并在“行状态”列标为“{RowState.FAULTY}”；请用 xlflow check 查看，退回支部改正。"


def _emptied(outcome: MergeOutcome, rounds: Collection[str]) -> Iterator[str]:
    """Submissions without a nominee: an empty form, or a roster of members handed in by itself. They replace nothing."""
    counting = {one.slot: one for one in outcome.standing.current if one.has_people}
    for empty in (*outcome.standing.current, *outcome.standing.superseded):
        if empty.round not in rounds or empty.has_people or empty.by_hand:
            continue
        if kept := counting.get(empty.slot):
            yield (
                f"“{empty.file}”里没有推优对象，不算一份上报，仍以“{kept.file}”为准；另报花名册等表的，请和推优对象填在同一份里再报一次。"
            )
        elif all(row.table == UNIT for row in empty.rows):
            yield f"“{empty.file}”是没有填写的表，不算一份上报，“{empty.unit}”仍算未报。"


def _lost_rows(hand: ByHand, outcome: MergeOutcome) -> Iterator[str]:
    typed = {one.sha256 for one in hand.typed}
    lost = sum(fate is Fate.REJECTED for (sha256, _, _), fate in outcome.roster.fates.items() if sha256 in typed)
    if lost:
        yield f"清单库中手工添加的 {lost} 行没有姓名，或没有完整的身份证号（姓名、出生日期、学号），没有并入；原样见“备份”文件夹。"


def _left_behind(outcome: MergeOutcome, scheme: Scheme) -> Iterator[str]:
    """What the committee filled in for people who have left under one number and stand in the roster again under another."""
    ours = not_from_branches(scheme, NOMINEES) - TOOL_FIELDS
    rows = outcome.roster.tables[NOMINEES]
    staying = {_same_name(row): row for row in rows if row.state is not RowState.WITHDRAWN}
    for row in outcome.roster.withdrawn:
        new = staying.get(_same_name(row))
        left = sorted((ours & row.values.keys()) - new.values.keys()) if new else []
        if labels := [scheme.field(NOMINEES, key).label for key in left]:
            yield (
                f"{person_text(row.values)} 的身份信息改过，原来那行已退出本批，团委填的{'、'.join(labels)}留在原行；"
                "确是同一个人的，请在清单库中抄到新行。"
            )


def _same_name(row: RosterRow) -> tuple[object, ...]:
    return tuple(row.values.get(key) for key in ("name", "branch", "round", "recommendation_type"))


def _some(names: Iterable[str]) -> str:
    return some_of(sorted(names), _NAMED, " 等")


_REWRITTEN = WRITTEN - {"row_key"}


class Face(Struct, frozen=True):
    """A roster workbook as it lies on the disk: its scheme, what stands on our sheets, and the sheets that people added."""

    scheme: Scheme
    reading: WorkbookReading
    added: tuple[RawSheet, ...]


def read_face(path: Path, asked: str | Path | None) -> Face:
    """The face at `path`; `XlflowError` where it must not be overwritten: it cannot be read, is no roster, or has lost filled columns."""
    with make_executor(1) as executor:
        try:
            raw = executor.submit(read_workbook, path, path.name).result()
        except WorkbookError as error:
            raise XlflowError(
                f"{path}: 清单库无法读取（{error.reason}），其中的人工修改读不回来，没有汇总；请关闭或修复该文件，或把它移到别处后重试。"
            ) from error
    if raw.stamp is None or raw.stamp.kind != "roster":
        raise XlflowError(f"{path}: 不是 xlflow 写出的清单库，没有覆盖它；请把它改名或移走（命令行也可用 -r 换一个文件名）后重试。")
    face = _understood(raw, Scheme.load(asked if asked is not None else raw.stamp.scheme))
    if lost := list(_lost_columns(face, raw.stamp)):
        raise XlflowError(
            f"{path}: 清单库中找不到原有的列（{'；'.join(lost)}），其中的人工修改读不回来，没有汇总；"
            "请把表头改回原来的文字，或从“备份”文件夹取回后重试。"
        )
    return face


def _understood(raw: RawWorkbook, scheme: Scheme) -> Face:
    shown = roster_scheme(scheme)
    ours = {bare(table.sheet) for table in shown.tables.values()}
    return Face(scheme, understand(raw, shown), tuple(sheet for sheet in raw.sheets if bare(sheet.name) not in ours))


def by_hand(state: State, face: Face, scheme: Scheme, day: date) -> ByHand:
    """What people did in the face since it was written.

    The face as it was written is made once more and read in the same way; being our own, it needs no child.
    """
    written = roster_book(roster_scheme(scheme), pages(state, standing(state.submissions)))
    with tempfile.TemporaryDirectory(prefix="xlflow-") as folder:
        path = Path(folder) / face.reading.file
        path.write_bytes(written)
        was = _understood(read_workbook(path, path.name), scheme)
    return read_back(state, was.reading, face.reading, day)


def _lost_columns(face: Face, stamp: FormStamp) -> Iterator[str]:
    """The sheets that have lost columns with content, and their headers: a header was changed, and nobody has emptied the cells.

    A sheet that was removed whole, and what only the tool writes, is written again; only the row key must be there.
    """
    shown = roster_scheme(face.scheme)
    found = {table.header.table: table.header.columns.keys() for table in face.reading.tables}
    for key, filled in stamp.columns.items():
        if key in (COMMITTEE, SUBMISSIONS, HISTORY) or key not in found:
            continue
        gone = [field.label for field in shown.fields.get(key, ()) if field.key in {*filled} - _REWRITTEN - found[key]]
        if gone:
            yield f"{shown.tables[key].sheet}：{'、'.join(gone)}"
