"""The promises of the store of the roster."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from xlflow.errors import OutputError, XlflowError
from xlflow.files.writing.sqlite_store import SqliteStore, store_path
from xlflow.roster.hand_edits import Edit
from xlflow.roster.roster_state import Change, Merged, Rejected, State
from xlflow.roster.submitted_rows import RoundSource, Row, Submission, UnitSource
from xlflow.tables.unit_list import Unit

DAY = date(2026, 6, 30)
ROW = Row(
    "nominees", "名单", 1, 5, {"name": "张三", "eligible": 40, "hours": 36.5, "ok": True}, {"phone": "？"}, {"name": "B5"}, ("phone", "")
)
SUBMISSION = Submission(
    "甲/一班.xlsx",
    "aa",
    "一班",
    "2026年上半年",
    DAY,
    UnitSource.HEADING,
    RoundSource.FILING_DATE,
    DAY,
    2,
    datetime(2026, 6, 30, 9, 30),
    datetime(2026, 6, 30, 10),
    "F1",
    (ROW,),
    {"nominees": 3},
    True,
)
FULL = State(
    scheme="national",
    scheme_version="2019.1",
    units=(Unit("一班", member_count=40), Unit("二班", branch_code="02")),
    prefilled={"document_date": "2026-06-30"},
    submissions=(SUBMISSION, replace(SUBMISSION, sha256="bb", filed_on=None, modified=None, rows=())),
    rejected={"cc": Rejected("坏.xlsx", "workbook-unreadable", "打不开")},
    edits={("nominees", "k1"): {"phone": Edit("1", None, ("2",)), "name": Edit(None, "张三")}},
    base={("nominees", "k1"): {"name": "张三", "eligible": 40}, ("people", "k1"): {"name": "张三"}},
    history=(Change(DAY, "张三", "联系电话", None, "1", "一班.xlsx"), Change(DAY, "", "并入 1 行")),
    journal=(Merged(DAY, {"files": {"found": 2}}),),
    face="ff",
)


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(store_path(tmp_path / "清单库.xlsx"))


def nothing() -> None:
    """A face that is put in its place without trouble."""


def test_what_was_committed_comes_back_whole(store: SqliteStore) -> None:
    store.commit(State(), FULL, nothing)
    assert store.load() == FULL


def test_a_store_that_is_not_there_is_empty_and_asking_makes_none(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "清单库.xlflow")
    assert store.load() == State()
    assert list(tmp_path.iterdir()) == []


def test_a_second_commit_replaces_what_changed_and_keeps_the_rest(store: SqliteStore) -> None:
    store.commit(State(), FULL, nothing)
    later = replace(
        FULL,
        submissions=(*FULL.submissions, replace(SUBMISSION, sha256="dd", unit="三班")),
        edits={},
        base={("nominees", "k2"): {"name": "李四"}},
        history=(*FULL.history, Change(DAY, "李四", "姓名", "李", "李四")),
        journal=(*FULL.journal, Merged(DAY, {})),
        face="gg",
    )
    store.commit(store.load(), later, nothing)
    assert store.load() == later


def test_a_submission_of_the_same_sha256_is_replaced_in_its_place(store: SqliteStore) -> None:
    store.commit(State(), FULL, nothing)
    longer = replace(SUBMISSION, rows=(ROW, replace(ROW, number=6)))
    later = replace(FULL, submissions=(longer, FULL.submissions[1]), journal=(*FULL.journal, Merged(DAY, {})))
    store.commit(store.load(), later, nothing)
    assert store.load().submissions == later.submissions


def test_where_the_face_cannot_be_put_in_its_place_nothing_has_changed(store: SqliteStore) -> None:
    store.commit(State(), FULL, nothing)

    def fails() -> None:
        raise OutputError("占用")

    with pytest.raises(OutputError, match="占用"):
        store.commit(store.load(), replace(FULL, face="gg", journal=(*FULL.journal, Merged(DAY, {}))), fails)
    assert store.load() == FULL


def test_a_run_that_was_cut_off_leaves_its_edits_and_the_face_it_was_about_to_write(store: SqliteStore) -> None:
    store.commit(State(), FULL, nothing)
    edits = {("nominees", "k1"): {"phone": Edit("3", "1")}}
    store.announce(edits, "hh")
    assert store.load() == replace(FULL, edits=edits, coming="hh")
    store.commit(store.load(), replace(FULL, journal=(*FULL.journal, Merged(DAY, {}))), nothing)
    assert store.load().coming == ""


def test_two_runs_at_once_do_not_overwrite_each_other(store: SqliteStore) -> None:
    before = store.load()
    store.commit(before, FULL, nothing)
    with pytest.raises(OutputError, match="另一次汇总"):
        store.commit(before, FULL, nothing)


def test_a_full_disk_is_said_to_be_full_and_what_was_kept_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore(store_path(tmp_path / "清单库.xlsx"))
    store.commit(State(), FULL, nothing)
    connect = sqlite3.connect

    def without_room(*arguments: Any, **options: Any) -> sqlite3.Connection:
        db = connect(*arguments, **options)
        db.execute("PRAGMA max_page_count = 1")  # as many as it has already
        return db

    with monkeypatch.context() as patch:
        patch.setattr("sqlite3.connect", without_room)
        with pytest.raises(OutputError, match="磁盘已满"):
            store.commit(FULL, replace(FULL, face="g" * 1_000_000, journal=(*FULL.journal, Merged(DAY, {}))), nothing)
    assert store.load() == FULL


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_bytes(b"PK this is no database, whatever its name says" * 30), "不是清单库的数据文件"),
        (lambda path: path.mkdir(), "无法读写，.*同名的位置已有文件夹；请换一个文件夹"),
    ],
)
def test_a_store_that_is_none_is_said_in_one_sentence(tmp_path: Path, make: Callable[[Path], object], says: str) -> None:
    path = tmp_path / "清单库.xlflow"
    make(path)
    with pytest.raises(XlflowError, match=says):
        SqliteStore(path).load()


def test_a_store_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "清单库.xlflow"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(XlflowError, match="升级"):
        SqliteStore(path).load()
