"""Two whole rounds in 演示, in the folders that a committee hands out: a faculty of thirty branches, the townships of a county."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from xlflow.domain.progress import AGREED
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.files.writing.save import save
from xlflow.jobs.compose import compose
from xlflow.jobs.composing.manifest import INDEX, MANIFEST, ComposeResult
from xlflow.jobs.demonstration import demo_faculty
from xlflow.jobs.demonstration.demo_schemes import SampleRound
from xlflow.jobs.merge import merge
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.copies import cell_edit
from xlflow.jobs.running.progress_callback import silent
from xlflow.jobs.running.read_file import read_file
from xlflow.report.pages.demo_page import FolderShown, Link, RoundShown
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES
from xlflow.tables.records import Value

FACULTY = "信息工程学院"
_ROSTER, _PAPERS, _INBOX = "清单库.xlsx", "材料", "报来的表"
_PEOPLE = "推优对象清单"
_AT_THE_TOP = "（全部）"


class Rostered(Struct, frozen=True):
    """A roster to compose from: its title, the day, the period of its bulletins, and the counts of its merge."""

    title: str
    roster: Path
    as_of: date
    period: str
    merged: Mapping[str, Any]
    inbox: Sequence[Path] = ()


def faculty(samples: Path, folder: Path) -> Rostered:
    """The thirty branches hand in, their forms are merged, and the committee enters its own facts and its review."""
    scheme, units = Scheme.load("national"), samples / FACULTY / "支部名单.xlsx"
    inbox = demo_faculty.hand_in(units, folder / _INBOX, scheme)
    roster = folder / _ROSTER
    merged = merge([folder / _INBOX], roster=roster, units=units, round=demo_faculty.ROUND, as_of=demo_faculty.AS_OF).as_dict()
    typed = Committee(f"{FACULTY}团委", "信工团", "林老师", "020-00000000", date(2026, 6, 12), f"中共{FACULTY}委员会", "各团支部")
    type_into(roster, scheme, typed, reviewed_on=demo_faculty.REVIEWED_ON)
    return Rostered(f"{FACULTY}：30 个支部（{scheme.title}）", roster, demo_faculty.AS_OF, "2026Q2", merged, inbox)


def county(round: SampleRound, scheme: Scheme, roster: Path, merged: Mapping[str, Any]) -> Rostered:
    """The roster of the county's samples, with the facts of the committee of the county."""
    typed = Committee(
        "共青团示例县委员会", "示团", "周老师", "0579-00000000", date(2019, 12, 10), "中共示例县委", "各乡镇（街道）团（工）委"
    )
    type_into(roster, scheme, typed)
    return Rostered(f"示例县：四个乡镇（{scheme.title}）", roster, round.as_of, str(round.period), merged)


class Committee(Struct, frozen=True):
    """What a committee types into 团委信息; the names are the keys of the fields."""

    league_committee: str
    document_prefix: str
    contact: str
    contact_phone: str
    deadline: date
    party_committee: str
    distribution: str


def type_into(roster: Path, scheme: Scheme, committee: Committee, reviewed_on: date | None = None) -> None:
    """Types the facts of the committee into its roster, and 团委审核 of the day into the rows that nothing is wrong with."""
    reading = in_child(read_file, roster, None, progress=silent)
    cells = [(record, key, value) for record in reading.records(COMMITTEE) for key, value in asdict(committee).items()]
    if reviewed_on:
        review: dict[str, Value] = {"review_date": reviewed_on, "review_result": AGREED}
        sound = [r for r in reading.records(NOMINEES) if r.values.get("row_state") == "正常" and "notice_end" in r.values]
        cells += [(record, key, value) for record in sound for key, value in review.items()]
    edits: dict[str, dict[tuple[int, int], CellEdit]] = {}
    for record, key, value in cells:
        if place := record.position(key):
            edits.setdefault(record.header.sheet, {})[place[0] - 1, place[1] - 1] = cell_edit(
                scheme.field(record.table, key), value, is_form=False
            )
    save(roster, edit_package(roster.read_bytes(), [SheetEdits(sheet, own) for sheet, own in edits.items()]))


def show(rostered: Rostered, folder: Path, work: Path) -> RoundShown:
    """Composes the papers of a round, and then those about its period, into folders; links go from `work`."""
    papers = folder / _PAPERS
    made = compose(rostered.roster, output=papers, as_of=rostered.as_of, folders=True)
    of_period = compose(rostered.roster, output=papers, as_of=rostered.as_of, period=rostered.period, folders=True)
    told = json.loads((papers / MANIFEST).read_text(encoding="utf-8"))
    failed = [*made.failed, *of_period.failed]
    return RoundShown(
        rostered.title,
        rostered.as_of,
        rostered.merged,
        [link_to(path, work) for path in rostered.inbox],
        link_to(rostered.roster, work),
        [link_to(papers / name, work) for name in (INDEX, MANIFEST)],
        list(_folders(told["documents"], papers, work)),
        len(told["documents"]),
        [*made.notes, *_new_notes(made, of_period)],
        [str(failure) for failure in failed],
    )


def _new_notes(first: ComposeResult, second: ComposeResult) -> Iterator[str]:
    return (note for note in second.notes if note not in first.notes)


def _folders(documents: list[Mapping[str, Any]], papers: Path, work: Path) -> Iterator[FolderShown]:
    """The folders with what is in them, in the order of the disk."""
    files = Counter(document.get("file", "").rpartition("/")[0] for document in documents if document["state"] != "未生成")
    people: dict[str, set[tuple[str, str]]] = {}
    for document in documents:
        own = people.setdefault(document.get("file", "").rpartition("/")[0], set())
        own.update((each["person"], each["row"]) for each in document["sources"] if each.get("person") and each["sheet"] == _PEOPLE)
    for folder in sorted(files):
        yield FolderShown(folder or _AT_THE_TOP, link_to(papers / folder / INDEX, work), files[folder], len(people[folder]))


def link_to(path: Path, work: Path) -> Link:
    """The link from the page in `work` to a file under it."""
    return Link(path.name, path.relative_to(work).as_posix())
