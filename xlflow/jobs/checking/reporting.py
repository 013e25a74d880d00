"""校验 with `--report`: the findings as a page or a workbook beside the files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePath

from xlflow.errors import OutputError
from xlflow.files.writing.file_names import shown_name
from xlflow.files.writing.save import save
from xlflow.findings import Finding
from xlflow.jobs.checking.checked import CheckedFile
from xlflow.report.pages.check_report import CheckReport, ReportedFile
from xlflow.report.pages.findings_page import findings_page
from xlflow.report.workbooks.findings_book import findings_book

FORMATS = {".html": findings_page, ".htm": findings_page, ".xlsx": findings_book}
_FOLDERS_UP = 2
"""So far up a link may climb: beyond it the report has been put apart, and a path would only tell where somebody keeps his files."""


def refuse_report(target: Path, files: Sequence[Path]) -> None:
    """`OutputError` where the report would be no report, or would be read as a submission the next time."""
    if target.suffix.lower() not in FORMATS:
        raise OutputError(f"{target}: 报告只能写成 .html 或 .xlsx；请改用这两种扩展名。")
    place = target.resolve()
    for file in files:
        if place == file.resolve():
            raise OutputError(f"{target}: 这是要校验的文件，不能用报告覆盖；请给报告另起一个名字。")
        if place.suffix.lower() == ".xlsx" and file.is_dir() and place.is_relative_to(file.resolve()):
            raise OutputError(f"{target}: 报告放进要校验的文件夹，下次会被当作报送的表；请写到文件夹外面。")


def save_report(target: Path, files: Sequence[CheckedFile], findings: Sequence[Finding], *, as_of: date, notes: Sequence[str]) -> Path:
    """Writes the report of a check and gives its path."""
    folder = target.resolve().parent
    reported = [ReportedFile(file.name, file.rows, file.readable, path_from(folder, file.path)) for file in files]
    report = CheckReport(reported, findings, as_of, notes)
    return save(target, FORMATS[target.suffix.lower()](report))


def path_from(folder: Path, file: Path) -> str:
    """The way from a folder to a file with `/`; empty where they lie far apart or on two drives, or where no link can hold it."""
    try:
        way = PurePath(os.path.relpath(file.resolve(), folder))
    except ValueError:  # another drive
        return ""
    if way.parts.count("..") > _FOLDERS_UP or shown_name(str(way)) != str(way):
        return ""
    return way.as_posix()
