"""Makes docs/documents/*.png: the first page of every shipped document. `python tools/make_document_pictures.py [--only ID]`.

The documents are composed from the rounds of the demonstration and, for papers of rare occasions (an opinion that was asked for, a row to
be explained, recommendations that lapse, a form to be corrected), from copies of them that somebody typed such a case into. Needs
LibreOffice, pdftoppm and ImageMagick.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checking_samples import FOLDER, FORM
from write_documents_page import BASE, PICTURES, catalogue, picture

from xlflow.files.editing.cell_edits import SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.jobs.compose import compose
from xlflow.jobs.demo import samples
from xlflow.jobs.demonstration import demo_rounds
from xlflow.jobs.demonstration.demo_schemes import ROUNDS
from xlflow.jobs.merge import merge
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.copies import cell_edit
from xlflow.jobs.running.progress_callback import silent
from xlflow.jobs.running.read_file import read_file
from xlflow.schemes.scheme import Scheme

_SENT, _LAPSING = date(2026, 6, 18), date(2028, 5, 25)
"""When letters of the faculty went out, and when those recommendations are about to lapse."""
_SENT_LETTERS = 5
_AT_ONCE = 10
_DOTS, _COLOURS = "68", "24"
_COMMITTEE = demo_rounds.Committee(
    "共青团示例市委员会", "示团", "周老师", "020-00000000", date(2026, 6, 12), "中共示例市委", "各区（县）团委"
)


@dataclass(frozen=True)
class Source:
    """A workbook to compose from, on a day, for a period or none; `only`: the one document that it is for."""

    workbook: Path
    as_of: date
    period: str | None = None
    only: str = ""


def main() -> int:
    """Makes all pictures, or those of one scheme; exit 1 where a document could not be shown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="a scheme")
    only = parser.parse_args().only
    PICTURES.mkdir(exist_ok=True)
    missing = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shown: dict[Path, Path] = {}
        for scheme, documents in catalogue():
            if documents and only in (None, scheme.id):
                folder = work / scheme.id
                folder.mkdir()
                found = _composed(_sources(scheme, folder), [document.id for document in documents], folder)
                missing += [f"{scheme.id} {document.id}" for document in documents if document.id not in found]
                shown |= {found[document.id]: picture(scheme, document) for document in documents if document.id in found}
        _drawn(shown, work)
    if only is None:
        for stale in {*PICTURES.iterdir()} - {picture(scheme, each) for scheme, documents in catalogue() for each in documents}:
            stale.unlink()
    print(*(f"not shown: {each}" for each in missing), sep="\n")
    return int(bool(missing))


def _sources(scheme: Scheme, folder: Path) -> Iterator[Source]:
    if scheme.id == BASE:
        yield from _of_the_base(scheme, folder)
        return
    round = next(each for each in ROUNDS if each.scheme == scheme.id)
    roster = folder / "清单库.xlsx"
    merge([samples() / round.folder], roster=roster, as_of=round.as_of)
    demo_rounds.type_into(roster, scheme, _COMMITTEE)
    yield from _periods(roster, round.as_of)
    for form in sorted((samples() / round.folder).glob("*_推优表.xlsx")):
        lecture = folder / form.name
        if _type_lecture(form, lecture, scheme):
            yield Source(lecture, round.as_of)


def _type_lecture(form: Path, target: Path, scheme: Scheme) -> bool:
    """A copy of the form in which the first nominee gave a lecture that stands in it; whether there is one."""
    reading = in_child(read_file, form, None, progress=silent)
    lectures = [record for record in reading.records("events") if record.values.get("event_kind") == "主题团课"]
    nominees = reading.records("nominees")
    if not lectures or not nominees:
        return False
    cells = {
        (place[0] - 1, place[1] - 1): cell_edit(scheme.field("events", key), nominees[0].values.get(key), is_form=True)
        for key in ("name", "student_id")
        if scheme.has_field("events", key) and (place := lectures[0].position(key))
    }
    target.write_bytes(edit_package(form.read_bytes(), [SheetEdits(lectures[0].header.sheet, cells)]))
    return True


def _of_the_base(scheme: Scheme, folder: Path) -> Iterator[Source]:
    faculty = demo_rounds.faculty(samples(), folder / "学院")
    sent = folder / "已推荐.xlsx"
    shutil.copyfile(faculty.roster, sent)
    _type_sent(sent, scheme)
    yield Source(sent, _LAPSING, only="expiry_reminder")
    yield from _periods(faculty.roster, faculty.as_of)
    rare = folder / "少见.xlsx"
    shutil.copyfile(faculty.roster, rare)
    _type_rare(rare, scheme)
    yield Source(rare, faculty.as_of)
    yield Source(FOLDER / FORM, faculty.as_of)


def _periods(roster: Path, day: date) -> Iterator[Source]:
    yield Source(roster, day)
    quarter = f"{day.year}Q{(day.month + 2) // 3}"
    yield from (Source(roster, day, period) for period in (quarter, str(day.year)))


def _type_sent(roster: Path, scheme: Scheme) -> None:
    """The day of the letter of some people whom meeting and inspection passed, and that of the reminder."""
    reading = in_child(read_file, roster, None, progress=silent)
    passed = [each for each in reading.records("nominees") if each.values.get("inspection_result") == "同意推荐"][:_SENT_LETTERS]
    edit = cell_edit(scheme.field("nominees", "letter_date"), _SENT, is_form=False)
    cells = {(each.row - 1, each.header.columns["letter_date"] - 1): edit for each in passed}
    committee = reading.records("committee")[0]
    place = committee.position("document_date")
    assert place
    day = {(place[0] - 1, place[1] - 1): cell_edit(scheme.field("committee", "document_date"), _LAPSING, is_form=False)}
    edits = [SheetEdits(passed[0].header.sheet, cells), SheetEdits(committee.header.sheet, day)]
    roster.write_bytes(edit_package(roster.read_bytes(), edits))


def _type_rare(roster: Path, scheme: Scheme) -> None:
    """One row whose person only an opinion is asked about, and one that has something to be explained."""
    first, second = in_child(read_file, roster, None, progress=silent).records("nominees")[:2]
    typed = [
        (first, "recommendation_type", "听取意见"),
        (second, "special_note", "因转专业，团组织关系于2025年9月由原班级转入，志愿服务时长按两处合计。"),
    ]
    cells = {
        (record.row - 1, record.header.columns[key] - 1): cell_edit(scheme.field("nominees", key), value, is_form=False)
        for record, key, value in typed
    }
    roster.write_bytes(edit_package(roster.read_bytes(), [SheetEdits(first.header.sheet, cells)]))


def _composed(sources: Iterable[Source], ids: list[str], folder: Path) -> dict[str, Path]:
    """A file of each document: of the source that has one first, and of its files the one that says most."""
    found: dict[str, Path] = {}
    for number, source in enumerate(sources):
        waiting = [id for id in ids if id not in found and source.only in ("", id)]
        scheme = in_child(read_file, source.workbook, None, progress=silent).scheme
        documents = Scheme.load(scheme).documents
        fitting = [id for id in waiting if source.period is None or documents[id].scope == "period"]
        fitting = [id for id in fitting if (documents[id].scope == "period") == (source.period is not None)]
        fitting = [id for id in fitting if documents[id].cycle in ("", "quarter" if "Q" in str(source.period) else "year")]
        if not fitting:
            continue
        copy = folder / f"{number}" / source.workbook.name
        copy.parent.mkdir()
        shutil.copyfile(source.workbook, copy)
        made = compose(copy, output=copy.parent / "材料", as_of=source.as_of, documents=fitting, period=source.period).made
        for id in fitting:
            own = [each.path for each in made if each.document == id]
            if own:
                found[id] = max(own, key=lambda path: path.stat().st_size)
    return found


def _drawn(shown: dict[Path, Path], work: Path) -> None:
    """The first page of each file as a small picture."""
    out = work / "pdf"
    out.mkdir()
    copies = {}
    for number, (file, target) in enumerate(shown.items()):
        copies[out / f"{number}{file.suffix}"] = target
        shutil.copyfile(file, out / f"{number}{file.suffix}")
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    alone = ([copy] for copy in copies if copy.suffix != ".png")
    for some in (*batched(copies), *alone):
        if any(not copy.with_suffix(".pdf").is_file() for copy in some):  # one that fails takes others of its run with it
            convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, some)]
            subprocess.run(convert, check=False, capture_output=True, timeout=300)
    for copy, target in copies.items():
        page = copy.with_suffix(".png")
        if copy.suffix != ".png":
            pdf = str(copy.with_suffix(".pdf"))
            _run(["pdftoppm", "-r", _DOTS, "-f", "1", "-l", "1", "-singlefile", "-png", pdf, str(copy.with_suffix(""))])
        look = ["-resize", "800x800>", "-strip", "+dither", "-colors", _COLOURS, "-bordercolor", "#999999", "-border", "1"]
        _run(["convert", str(page), *look, "-define", "png:exclude-chunk=date,time", f"PNG8:{target}"])


def batched(files: Iterable[Path]) -> list[list[Path]]:
    """Few files for each run of LibreOffice, workbooks apart from texts."""
    in_order = sorted(files, key=lambda path: path.suffix)
    kinds = [[path for path in in_order if path.suffix == suffix] for suffix in (".docx", ".xlsx")]
    return [kind[start : start + _AT_ONCE] for kind in kinds for start in range(0, len(kind), _AT_ONCE)]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=900, env=dict(os.environ))


if __name__ == "__main__":
    sys.exit(main())
