"""校验 of one file, in its child: judged by itself, and packed for the comparison with others, should there be any."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from xlflow.findings import Finding
from xlflow.jobs.checking.checked import CheckedFile, JudgedFile
from xlflow.jobs.running.read_file import judge_file
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.roster.duplicates import duplicates_across, duplicates_within
from xlflow.roster.submission import submission
from xlflow.roster.submitted_rows import Submission
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.raw import FormStamp


def check_file(path: Path, shown: str, scheme: str | Path | None, as_of: date, phase: str | None, round: str | None) -> JudgedFile:
    """Everything that is wrong with one workbook by itself."""
    judged = judge_file(path, shown, scheme, as_of, phase)
    reading = judged.reading
    file = CheckedFile(path, shown, len(reading.records(NOMINEES)), reading.names_people, reading.sha256, reading.is_standard_form)
    if not reading.tables:
        return JudgedFile(file, judged.findings)
    known = scheme_for(reading.stamp, scheme)
    handed_in = submission(reading, known, round=round)
    found = (*judged.findings, *duplicates_within(handed_in, known))
    return JudgedFile(file, found, known.title if reading.stamp is None else "", pickle.dumps((reading.stamp, handed_in)))


def compare_files(packed: Iterable[bytes], scheme: str | Path | None) -> list[Finding]:
    """What is wrong between the workbooks of a run; each is compared with those of its own scheme."""
    by_scheme: dict[Scheme, list[Submission]] = defaultdict(list)
    for each in packed:
        stamp: FormStamp | None
        stamp, handed_in = pickle.loads(each)
        by_scheme[scheme_for(stamp, scheme)].append(handed_in)
    return [found for known, submissions in by_scheme.items() for found in duplicates_across(submissions, known)]
