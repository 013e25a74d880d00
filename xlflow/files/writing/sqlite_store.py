"""The heart of the roster in SQLite: `清单库.xlflow` beside `清单库.xlsx`.

Submissions are written once and never changed; edits and the rows as last shown are replaced by what differs. One transaction a run, and
the new face is put in its place inside it.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from xlflow.errors import OutputError, XlflowError
from xlflow.files.reading.inbox import STORE_SUFFIX
from xlflow.roster.hand_edits import Edit, Edits, RowId
from xlflow.roster.roster_state import (
    Merged,
    Own,
    Rejected,
    State,
    change_json,
    change_of,
    edit_json,
    edit_of,
    rows_json,
    rows_of,
    submission_head,
    submission_of,
)
from xlflow.roster.submitted_rows import Plain
from xlflow.tables.unit_list import Unit

_VERSION = 1
_BUSY = "清单库在这次汇总期间被另一次汇总改动；请等那次结束后重新运行。"
_SCHEMA = """
CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE submission (sha256 TEXT PRIMARY KEY, number INTEGER NOT NULL, head TEXT NOT NULL, row_list TEXT NOT NULL);
CREATE TABLE rejected (sha256 TEXT PRIMARY KEY, file TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL);
CREATE TABLE shown (page TEXT NOT NULL, row_key TEXT NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (page, row_key)) WITHOUT ROWID;
CREATE TABLE edit (page TEXT NOT NULL, row_key TEXT NOT NULL, field TEXT NOT NULL, edit TEXT NOT NULL, PRIMARY KEY (page, row_key, field));
CREATE TABLE history (number INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE journal (number INTEGER PRIMARY KEY, day TEXT NOT NULL, counts TEXT NOT NULL);
"""
_TABLES = ("fact", "submission", "rejected", "shown", "edit", "history", "journal")


def store_path(roster: Path) -> Path:
    """Where the heart of a roster lies: beside its workbook, under the same name."""
    return roster.with_suffix(STORE_SUFFIX)


def _reason(error: sqlite3.OperationalError | OSError) -> str:
    """Why the store cannot be used, and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "另一次汇总正在进行；请等它结束后重试"
    if name == "SQLITE_FULL" or (isinstance(error, OSError) and error.errno == errno.ENOSPC):
        return "磁盘已满；请腾出空间后重试"
    return "该文件夹不存在、不能写入，或同名的位置已有文件夹；请换一个文件夹，或改正路径"


class SqliteStore:
    """A store in one file; nothing is created before the first `announce` or `commit`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> State:
        """The state as last committed; an empty one where the file is not there."""
        if not self._path.exists():
            return State()
        with self._open() as db:
            return _state(db)

    def copy_to(self, target: Path) -> None:
        """Writes the store as last committed into a new file; an empty store where there is none."""
        with closing(sqlite3.connect(target)) as copy:
            if self._path.exists():
                with self._open() as db:
                    db.backup(copy)
            else:
                _prepare(copy, target)

    def announce(self, edits: Edits, coming: str) -> None:
        """Note the edits read back and the sha256 of the face that is about to be written, in a transaction of its own.

        If the run is cut off between the new face and `commit`, the next one knows by it that the face holds no edits.
        """
        with self._open() as db, _transaction(db):
            _write_edits(db, edits)
            _write_facts(db, {"coming": coming})

    def commit(self, before: State, after: State, publish: Callable[[], None]) -> None:
        """Replace the state by `after` together with `publish`, which puts the face in its place; if that raises, nothing has changed.

        `OutputError` where the state is no longer the one that was loaded as `before`.
        """
        with self._open() as db, _transaction(db):
            (runs,) = db.execute("SELECT count(*) FROM journal").fetchone()
            if runs != len(before.journal):
                raise OutputError(_BUSY)
            _write(db, before, after)
            publish()

    def keep_own(self, own: Own, before: str, after: str, publish: Callable[[], None]) -> None:
        """Keep the committee's own sheets together with the face that shows them, sha256 `after`, in one transaction.

        `before` is the sha256 of the face that was changed; where it was the one last written, the new one takes its place. Where there is
        no store, the face alone is published: the next merge rebuilds the store from it.
        """
        if not self._path.exists():
            publish()
            return
        with self._open() as db, _transaction(db):
            _write_facts(db, {"own": own})
            db.execute("UPDATE fact SET value = ? WHERE key = 'face' AND value = ?", (_json(after), _json(before)))
            publish()

    def restore(self, kept: Path, coming: str, own: Own, publish: Callable[[], None]) -> None:
        """Replace the state by that of another store file together with `publish`, which puts its face (sha256 `coming`) in its place.

        `own` are the committee's sheets from then on. If anything raises, nothing has changed.
        """
        with self._open() as db:
            db.execute("ATTACH DATABASE ? AS kept", (str(kept),))
            with _transaction(db):
                _write_facts(db, {"coming": coming})
            with _transaction(db):
                for table in _TABLES:
                    db.execute(f"DELETE FROM main.{table}")
                    db.execute(f"INSERT INTO main.{table} SELECT * FROM kept.{table}")
                _write_facts(db, {"own": own})
                publish()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as db:
                _prepare(db, self._path)
                yield db
        except (sqlite3.OperationalError, OSError) as error:
            raise OutputError(f"{self._path}: 无法读写，{_reason(error)}。") from error
        except sqlite3.DatabaseError as error:
            raise XlflowError(
                f"{self._path}: 不是清单库的数据文件，或已经损坏；请把它移到别处后重新汇总，将由“{self._path.stem}.xlsx”重建。"
            ) from error


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:  # a full disk has ended it already; to end it again would hide why
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise XlflowError(f"{path}: 由更新版本的 xlflow 写成；请升级 xlflow 后重试。")
    if version == 0:
        with _transaction(db):
            for statement in filter(str.strip, _SCHEMA.split(";")):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {_VERSION}")


# --- reading ------------------------------------------------------------------------------------------------------------------


def _state(db: sqlite3.Connection) -> State:
    facts: dict[str, Any] = {key: json.loads(value) for key, value in db.execute("SELECT key, value FROM fact")}
    submissions = db.execute("SELECT head, row_list FROM submission ORDER BY number")
    edits: dict[RowId, dict[str, Edit]] = {}
    for page, row_key, field, edit in db.execute("SELECT page, row_key, field, edit FROM edit"):
        edits.setdefault((page, row_key), {})[field] = edit_of(json.loads(edit))
    return State(
        scheme=facts.get("scheme", ""),
        scheme_version=facts.get("scheme_version", ""),
        units=tuple(Unit(**unit) for unit in facts.get("units", ())),
        prefilled=facts.get("prefilled", {}),
        own={table: tuple(rows) for table, rows in facts.get("own", {}).items()},
        submissions=tuple(submission_of(json.loads(head), rows_of(json.loads(rows))) for head, rows in submissions),
        rejected={sha256: Rejected(*rest) for sha256, *rest in db.execute("SELECT sha256, file, code, message FROM rejected")},
        edits=edits,
        base={(page, key): json.loads(cells) for page, key, cells in db.execute("SELECT page, row_key, cells FROM shown")},
        history=tuple(change_of(json.loads(line)) for (line,) in db.execute("SELECT line FROM history ORDER BY number")),
        journal=tuple(
            Merged(date.fromisoformat(day), json.loads(counts))
            for day, counts in db.execute("SELECT day, counts FROM journal ORDER BY number")
        ),
        face=facts.get("face", ""),
        coming=facts.get("coming", ""),
    )


# --- writing ------------------------------------------------------------------------------------------------------------------


def _write(db: sqlite3.Connection, before: State, after: State) -> None:
    facts = {"scheme": after.scheme, "scheme_version": after.scheme_version, "face": after.face, "coming": ""}
    _write_facts(db, {**facts, "units": [asdict(unit) for unit in after.units], "prefilled": dict(after.prefilled), "own": after.own})
    known = {submission.sha256: submission for submission in before.submissions}
    gone = known.keys() - {submission.sha256 for submission in after.submissions}
    db.executemany("DELETE FROM submission WHERE sha256 = ?", [(sha256,) for sha256 in gone])
    db.executemany(
        "INSERT OR REPLACE INTO submission VALUES (?, ?, ?, ?)",
        [
            (s.sha256, number, _json(submission_head(s)), _json(rows_json(s.rows)))
            for number, s in enumerate(after.submissions)
            if known.get(s.sha256) is not s
        ],
    )
    db.executemany(
        "INSERT OR REPLACE INTO rejected VALUES (?, ?, ?, ?)",
        [(sha256, bad.file, bad.code, bad.message) for sha256, bad in after.rejected.items() if sha256 not in before.rejected],
    )
    _write_edits(db, after.edits)
    _write_shown(db, before.base, after.base)
    _append(db, "INSERT INTO history VALUES (?, ?)", ((_json(change_json(c)),) for c in after.history), len(before.history))
    _append(db, "INSERT INTO journal VALUES (?, ?, ?)", ((m.day.isoformat(), _json(m.counts)) for m in after.journal), len(before.journal))


def _write_facts(db: sqlite3.Connection, facts: Mapping[str, Any]) -> None:
    db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", [(key, _json(value)) for key, value in facts.items()])


def _write_edits(db: sqlite3.Connection, edits: Edits) -> None:
    db.execute("DELETE FROM edit")
    lines = [(*row, field, _json(edit_json(edit))) for row, cells in edits.items() for field, edit in cells.items()]
    db.executemany("INSERT INTO edit VALUES (?, ?, ?, ?)", lines)


def _write_shown(db: sqlite3.Connection, before: Mapping[RowId, Mapping[str, Plain]], after: Mapping[RowId, Mapping[str, Plain]]) -> None:
    db.executemany("DELETE FROM shown WHERE page = ? AND row_key = ?", before.keys() - after.keys())
    changed = [(*row, _json(cells)) for row, cells in after.items() if before.get(row) != cells]
    db.executemany("INSERT OR REPLACE INTO shown VALUES (?, ?, ?)", changed)


def _append(db: sqlite3.Connection, statement: str, lines: Iterable[tuple[str, ...]], done: int) -> None:
    db.executemany(statement, [(number, *line) for number, line in enumerate(lines) if number >= done])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
