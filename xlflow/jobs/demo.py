"""演示: a whole round on the sample workbooks, into one folder with a page that explains it."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from xlflow import __version__
from xlflow.errors import OutputError
from xlflow.findings import Finding, Severity
from xlflow.jobs.check import CheckResult, check
from xlflow.jobs.compose import compose
from xlflow.jobs.composing.manifest import ComposeResult
from xlflow.jobs.demonstration import demo_rounds
from xlflow.jobs.demonstration.demo_rounds import link_to
from xlflow.jobs.demonstration.demo_schemes import CHART, ROSTER, ROUNDS, drawing, show
from xlflow.jobs.merge import MergeResult, merge
from xlflow.jobs.new import new
from xlflow.jobs.records import records
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.messages import place_text, severities
from xlflow.report.pages.demo_page import GENERATOR, DemoPage, DocumentGroup, Example, InboxFile, Link, RoundShown, SchemeShown
from xlflow.report.text.findings_text import findings_text, json_line
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES

SCHEME, COUNTY = "national", "wuyi"
ROUND = "2026年上半年"
AS_OF = date(2026, 6, 30)
"""The day that the sample workbooks were made for."""
FORMED_ON = date(2026, 3, 2)
UNITS, INBOX, PAGE = "支部名单.xlsx", "报送", "index.html"
_PACKAGE = Path(__file__).resolve().parents[1]
_EXAMPLES_SHOWN = 24


class DemoResult(Struct, frozen=True):
    """Where the results are, and a few lines that say what was made."""

    folder: Path
    page: Path
    summary: tuple[str, ...]


class _Round(Struct, frozen=True):
    """The results of the five steps, in the order in which they were made."""

    forms: tuple[Path, ...]
    checked: CheckResult
    rows: Counter[str]
    merged: MergeResult
    again: MergeResult
    composed: ComposeResult
    shown: tuple[SchemeShown, ...]
    rounds: tuple[RoundShown, ...]


def samples() -> Path:
    """The folder of sample workbooks: inside the package in a wheel, beside it in a checkout."""
    for folder in (_PACKAGE / "sample_workbooks", _PACKAGE.parent / "sample_workbooks"):
        if (folder / INBOX).is_dir():
            return folder
    raise OutputError("xlflow 自带的样表文件夹 sample_workbooks 不见了；请重新安装 xlflow。")


def demo(output: Path, *, today: date, progress: Progress = silent) -> DemoResult:
    """Does the round beside `output` and puts it there at the end; an earlier demonstration is replaced, any other folder refused."""
    _refuse_other_contents(output)
    try:
        output.resolve().parent.mkdir(parents=True, exist_ok=True)
        workshop = tempfile.TemporaryDirectory(prefix=".xlflow-demo-", dir=output.resolve().parent)
    except OSError as error:
        raise OutputError(f"{output} 写不进去（{error.strerror}）；请用 -o 换一个可以写的位置。") from error
    with workshop as beside:
        work = Path(beside) / "round"
        done = _do_round(work, today, progress)
        page = _page(work, done, today)
        (work / PAGE).write_text(page.html(), encoding="utf-8")
        _put(work, output)
    return DemoResult(output, output / PAGE, tuple(_summary(page, output)))


def _do_round(work: Path, today: date, progress: Progress) -> _Round:
    source = samples()
    units, inbox = source / UNITS, work / "2 报来的表"
    steps = 7
    progress(0, steps, "建表")
    forms = new(SCHEME, work / "1 建表", units=units, round=ROUND, today=FORMED_ON)
    progress(1, steps, "校验")
    shutil.copytree(source / INBOX, inbox)
    checked = check([inbox], as_of=AS_OF)
    read = records([inbox])
    _write_check(work / "3 校验", checked, [json_line(record) for record in read.records])
    progress(2, steps, "汇总")
    roster = work / "4 汇总" / "清单库.xlsx"
    roster.parent.mkdir()
    merged = merge([inbox], roster=roster, units=units, round=ROUND, as_of=AS_OF)
    again = merge([inbox], roster=roster, units=units, round=ROUND, as_of=AS_OF)
    progress(4, steps, "生成材料")
    composed = compose(roster, output=work / "5 材料", as_of=AS_OF)
    progress(5, steps, "各方案")
    shown = (_base(work, forms[0], merged, today), *(show(each, source, work, _folder(work, each.scheme), today=today) for each in ROUNDS))
    progress(6, steps, "成套材料")
    rounds = tuple(_rounds(work, source, shown))
    progress(steps, steps, "完成")
    rows = Counter(record["file"] for record in read.records if record["table"] == NOMINEES)
    return _Round(forms, checked, rows, merged, again, composed, shown, rounds)


def _rounds(work: Path, source: Path, shown: Sequence[SchemeShown]) -> Iterator[RoundShown]:
    """The faculty, and the county whose samples have been merged already."""
    folder = work / "7 成套材料"
    yield demo_rounds.show(demo_rounds.faculty(source, folder / demo_rounds.FACULTY), folder / demo_rounds.FACULTY, work)
    county, samples_of = Scheme.load(COUNTY), next(each for each in ROUNDS if each.scheme == COUNTY)
    [merged] = [each.merge for each in shown if each.id == COUNTY]
    yield demo_rounds.show(demo_rounds.county(samples_of, county, _folder(work, COUNTY) / ROSTER, merged), folder / "示例县", work)


def _folder(work: Path, scheme: str) -> Path:
    return work / "6 方案" / Scheme.load(scheme).title


def _base(work: Path, form: Path, merged: MergeResult, today: date) -> SchemeShown:
    """The scheme of the round above, with what it has besides."""
    scheme, counts = Scheme.load(SCHEME), merged.as_dict()
    chart = drawing(SCHEME, _folder(work, SCHEME) / CHART, work, today=today)
    made = (Link("标准表单.xlsx", link_to(form, work).path), Link("清单库.xlsx", "4 汇总/清单库.xlsx"))
    return SchemeShown(scheme.id, scheme.title, scheme.basis, AS_OF, counts, made, (), (), chart)


def _write_check(folder: Path, checked: CheckResult, read: Sequence[str]) -> None:
    folder.mkdir()
    text = findings_text(checked.findings, files=checked.files, rows=checked.rows, unreadable=checked.unreadable)
    lines = {
        "校验结果.txt": text,
        "校验结果.jsonl": (json_line(finding.as_dict()) for finding in checked.findings),
        "读到的内容.jsonl": read,
    }
    for name, content in lines.items():
        (folder / name).write_text("\n".join(content) + "\n", encoding="utf-8")


def _page(work: Path, done: _Round, today: date) -> DemoPage:
    counts = severities(done.checked.findings)
    scheme = Scheme.load(SCHEME)
    return DemoPage(
        version=__version__,
        scheme=scheme.title,
        round=ROUND,
        as_of=AS_OF,
        made_on=today,
        forms=[link_to(path, work) for path in done.forms],
        inbox=list(_inbox(work, done)),
        check_files=[link_to(path, work) for path in sorted((work / "3 校验").iterdir(), key=lambda path: path.suffix != ".txt")],
        rows=done.checked.rows,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        examples=_examples(done.checked.findings),
        roster=link_to(work / "4 汇总" / "清单库.xlsx", work),
        merge=done.merged.as_dict(),
        again=done.again.as_dict(),
        labels={field.key: field.term for field in scheme.fields[NOMINEES]},
        documents=list(_groups(work, done.composed, scheme)),
        index=[link_to(path, work) for path in reversed(done.composed.index)],
        notes=done.composed.notes,
        failed=[str(failure) for failure in done.composed.failed],
        schemes=done.shown,
        rounds=done.rounds,
    )


def _inbox(work: Path, done: _Round) -> Iterator[InboxFile]:
    for path in sorted((work / "2 报来的表").iterdir()):
        loud = [f for f in done.checked.findings if f.place.file == path.name and f.severity is not Severity.INFO]
        loud.sort(key=lambda finding: finding.severity is not Severity.ERROR)
        counts = severities(loud)
        first = f"{loud[0].place.cell or ''} {loud[0].message}".strip() if loud else ""
        yield InboxFile(link_to(path, work), done.rows[path.name], counts[Severity.ERROR], counts[Severity.WARNING], first)


def _examples(findings: Sequence[Finding]) -> list[Example]:
    """One of each kind, errors first."""
    kinds: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda f: list(Severity).index(f.severity)):
        if finding.severity is not Severity.INFO:
            kinds.setdefault(finding.code, finding)
    return [Example(place_text(f.place), f.severity.value, f.message, f.fix) for f in list(kinds.values())[:_EXAMPLES_SHOWN]]


def _groups(work: Path, composed: ComposeResult, scheme: Scheme) -> Iterator[DocumentGroup]:
    for document in scheme.documents.values():
        links = tuple(link_to(made.path, work) for made in composed.made if made.document == document.id)
        if links:
            yield DocumentGroup(document.title, links)


def _refuse_other_contents(output: Path) -> None:
    """A folder may be replaced only if an earlier demonstration made it."""
    if not output.exists() or (output.is_dir() and not any(output.iterdir())):
        return
    page = output / PAGE
    if not page.is_file() or f'content="{GENERATOR}"' not in page.read_text(encoding="utf-8", errors="replace"):
        raise OutputError(f"{output} 里已有别的文件，不能用来放演示结果；请用 -o 指定一个新文件夹。")


def _put(work: Path, output: Path) -> None:
    """Moves the finished round to its place; what stood there goes only when the new one is ready."""
    try:
        if output.exists():
            output.rename(work.parent / "earlier")
        work.rename(output)
    except OSError as error:
        raise OutputError(f"{output} 换不成新结果（{error.strerror}）；请关闭其中打开的文件后再试。") from error


def _summary(page: DemoPage, output: Path) -> Iterator[str]:
    files, people = page.merge["files"], page.merge["people"]
    yield f"建表      {len(page.forms)} 份标准表单"
    yield f"校验      {len(page.inbox)} 个工作簿，{page.rows} 行：{page.errors} 个错误，{page.warnings} 个提醒"
    yield f"汇总      并入 {files['merged']} 个文件，{people['after']} 人；再汇总一次，{page.again['files']['unchanged']} 个文件没有变化"
    yield f"生成材料  {page.document_count} 份"
    yield f"方案      {'、'.join(scheme.title for scheme in page.schemes)}"
    for round in page.rounds:
        yield f"成套材料  {round.title}：{len(round.folders)} 个文件夹，{round.papers} 份"
    yield ""
    yield f"结果在 {output}，请打开 {output / PAGE}。"
