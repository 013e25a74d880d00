"""The commands. Each parses, calls one job (imported when it runs, so that `--help` is quick), prints, and gives its exit code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from xlflow.cli.addin_commands import addin_group, shortcuts_group
from xlflow.cli.chinese import Group
from xlflow.cli.compose_command import compose
from xlflow.cli.form_commands import fill, submit
from xlflow.cli.scheme_commands import scheme_group
from xlflow.cli.screen_command import report, screen
from xlflow.cli.template_command import layout, template_group
from xlflow.cli.terminal import (
    AS_JSON,
    AS_OF,
    FILES,
    FINDINGS,
    JOBS,
    NOTHING_DONE,
    NOTHING_WRONG,
    OURS,
    PATH,
    ROUND,
    SCHEME,
    Terminal,
    everywhere,
    option,
    page_unless_command,
    scheme_at_hand,
    show_version,
    terminal_of,
    today,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from xlflow.errors import InternalError
    from xlflow.files.standard_form.buttons import Buttons
    from xlflow.jobs.checking.checked import MarkResult


@click.group(
    "xlflow",
    cls=Group,
    invoke_without_command=True,
    help="推优入党：建表、校验、汇总、生成材料。\n每个命令的用法：xlflow 命令 --help",
    epilog="xlflow demo            看一轮推优怎样做完\nxlflow check 三班.xlsx   校验一个支部的表",
)
@option("--version", is_flag=True, expose_value=False, is_eager=True, callback=show_version, help="显示版本。")
@everywhere
@click.pass_context
def xlflow(context: click.Context) -> int | None:
    """All commands hang here."""
    return page_unless_command(context)


def _file_list(terminal: Terminal, written: Iterable[Path]) -> None:
    for path in written:
        terminal.result(str(path))


@xlflow.command(
    short_help="演示：用样表把一轮推优做完",
    help="用随附的样表（人物均为虚构）把一轮推优做完：建表、校验、汇总、生成材料，结果写入一个文件夹，打开其中的 index.html 看说明。",
    epilog="xlflow demo -o 演示结果",
)
@option("-o", "--output", type=PATH, metavar="文件夹", default="demo-output", help="结果写到哪里；默认 demo-output。")
@everywhere
@click.pass_context
def demo(context: click.Context, output: Path) -> int:
    """The demonstration."""
    from xlflow.jobs.demo import demo as run_demo

    terminal = terminal_of(context)
    result = run_demo(output, today=today(), progress=terminal.progress)
    terminal.results(result.summary)
    return NOTHING_WRONG


@xlflow.command(
    short_help="建表：按方案生成标准表单",
    help="按方案生成发给团支部的标准表单。给出支部名单时，每个支部一份，已知的内容先填好。",
    epilog="xlflow new national -o 推优标准表单.xlsx\nxlflow new national -o 含花名册.xlsx --sheet 团员花名册\n"
    "xlflow new national -o 表单 --units 支部名单.xlsx --round 2026年上半年\n"
    "xlflow new national -o 推优标准表单.xlsm --buttons",
)
@click.argument("scheme", metavar="方案", callback=scheme_at_hand)
@option("-o", "--output", type=PATH, metavar="文件|文件夹", required=True, help="写到哪里。")
@option("--unit", metavar="名称", help="团支部全称，先填在表里。")
@option("--units", type=PATH, metavar="名单.xlsx", help="支部名单，每个支部生成一份。")
@option("--sheet", "sheets", multiple=True, metavar="工作表", help="另加方案里的这张工作表，如 名额台账；可以写几次。")
@option("--buttons", "with_buttons", is_flag=True, help="首页上放按钮，表单为带宏的 .xlsm；在 Windows 版 Excel 中使用。")
@ROUND
@everywhere
@click.pass_context
def new(
    context: click.Context,
    scheme: str,
    output: Path,
    unit: str | None,
    units: Path | None,
    sheets: tuple[str, ...],
    with_buttons: bool,
    round: str | None,
) -> int:
    """The standard form."""
    if unit and units:
        raise click.UsageError("--unit 和 --units 只能用一个。", context)
    from xlflow.jobs.new import new as make_forms

    terminal = terminal_of(context)
    written = make_forms(
        scheme,
        output,
        unit=unit,
        units=units,
        round=round,
        sheets=sheets,
        buttons=_buttons() if with_buttons else None,
        today=today(),
        progress=terminal.progress,
    )
    _file_list(terminal, written)
    terminal.say(f"已生成 {len(written)} 份标准表单。")
    return NOTHING_WRONG


def _buttons() -> Buttons:
    from xlflow.excel.vba import form_buttons

    return form_buttons()


@xlflow.command(
    short_help="校验：指出表里的问题",
    help="校验工作簿（或文件夹中的全部工作簿），指出每个问题在哪个格、应当是什么、怎样改。不写 --mark 时只读，不改动任何文件。",
    epilog="xlflow check 三班.xlsx\nxlflow check 三班.xlsx --mark\nxlflow check 报送 --as-of 2026-03-31 --json",
)
@FILES
@SCHEME
@AS_OF
@ROUND
@option("--phase", metavar="阶段", help="按哪个填报阶段判断：报候选人、会后上报、公示后上报；默认按表中所填，别处来的表不分阶段。")
@AS_JSON
@option("--report", type=PATH, metavar="文件", help="另写一份报告：.html 供阅读和打印，.xlsx 供筛选。")
@option("--mark", is_flag=True, help="在标准表单上标出问题（先在“备份”中留一份）；改正后再用一次，标记随之清除。")
@option("--mark-copy", type=PATH, metavar="文件夹", help="另存标好问题的副本，任何工作簿都可以；原文件不动。")
@JOBS
@everywhere
@click.pass_context
def check(
    context: click.Context,
    files: tuple[Path, ...],
    scheme: str | None,
    as_of: date | None,
    round: str | None,
    phase: str | None,
    as_json: bool,
    report: Path | None,
    mark: bool,
    mark_copy: Path | None,
    jobs: int | None,
) -> int:
    """The findings of workbooks."""
    if mark and mark_copy:
        raise click.UsageError("--mark 和 --mark-copy 只能用一个。", context)
    from xlflow.jobs.check import check as check_files
    from xlflow.report.text.findings_text import counts_line, findings_text

    terminal = terminal_of(context)
    day = as_of or today()
    result = check_files(
        files,
        scheme=scheme,
        as_of=day,
        round=round,
        phase=phase,
        report=report,
        mark=mark,
        mark_copy=mark_copy,
        jobs=jobs,
        progress=terminal.progress,
    )
    for note in result.notes:
        terminal.say(note)
    if not result.files:
        return _no_workbooks(terminal, files)
    if as_json:
        terminal.data(finding.as_dict() for finding in result.findings)
    elif report:
        terminal.result(counts_line(result.findings, files=result.files, rows=result.rows))
    else:
        terminal.results(findings_text(result.findings, files=result.files, rows=result.rows, unreadable=result.unreadable))
    if report:
        terminal.say(f"报告已写入 {report}。")
    _say_marks(terminal, result.marks)
    if result.faults:
        return _our_faults(terminal, result.faults)
    if result.marks.refused and not result.marks.written and not result.marks.unchanged:
        return NOTHING_DONE
    errors = any(f.severity == "error" and not f.confirmed for f in result.findings) or bool(result.marks.refused)
    return _exit_code(result.files, result.unreadable, errors)


def _say_marks(terminal: Terminal, marks: MarkResult) -> None:
    for path in marks.written:
        terminal.say(f"已标记 {path}。")
    if marks.unchanged:
        terminal.say(f"{marks.unchanged} 个文件的标记没有变化，没有改写。")
    for note in marks.notes:
        terminal.say(note)
    for refusal in marks.refused:
        terminal.complain(refusal)


def _no_workbooks(terminal: Terminal, places: Iterable[Path]) -> int:
    terminal.complain(f"{'、'.join(map(str, places))} 里没有工作簿（.xlsx、.xls、.ods 等）；请指定工作簿或放有工作簿的文件夹。")
    return NOTHING_DONE


def _our_faults(terminal: Terminal, faults: Iterable[InternalError]) -> int:
    """Says where the traces are; the results of the other files stand."""
    from xlflow.cli.exit_codes import explain_files

    terminal.complain(explain_files(faults))
    return OURS


def _exit_code(files: int, unreadable: int, errors: bool) -> int:
    """3 where no file could be read, 1 where something is wrong."""
    if unreadable >= files:
        return NOTHING_DONE
    return FINDINGS if errors or unreadable else NOTHING_WRONG


xlflow.add_command(fill)
xlflow.add_command(submit)


@xlflow.command(
    short_help="取数：列出读到的每一行和每个值的出处",
    help="逐行列出从工作簿读到的内容和每个值所在的格（JSON Lines，供程序读取）。",
    epilog="xlflow records 三班.xlsx > 三班.jsonl",
)
@FILES
@SCHEME
@JOBS
@everywhere
@click.pass_context
def records(context: click.Context, files: tuple[Path, ...], scheme: str | None, jobs: int | None) -> int:
    """What was read."""
    from xlflow.jobs.records import records as read_records

    terminal = terminal_of(context)
    result = read_records(files, scheme=scheme, jobs=jobs, progress=terminal.progress)
    if not result.files:
        return _no_workbooks(terminal, files)
    for note in result.notes:
        terminal.say(note)
    terminal.data(result.records)
    for finding in result.findings:
        terminal.complain(_sentence(finding))
    if result.faults:
        return _our_faults(terminal, result.faults)
    return _exit_code(result.files, len(result.findings), errors=False)


@xlflow.command(
    short_help="汇总：把各支部的表并入清单库",
    help="把各支部报来的工作簿汇总进清单库：一人一行，来源可查；重复、冲突和未报的支部逐一列出。同样的文件再汇总一次，什么也不变。",
    epilog="xlflow merge 报送 -r 清单库.xlsx --units 支部名单.xlsx --round 2026年上半年\nxlflow merge -r 清单库.xlsx --undo",
)
@click.argument("inbox", metavar="文件或文件夹…", type=PATH, nargs=-1)
@option("-r", "--roster", type=PATH, metavar="清单库.xlsx", required=True, help="清单库；没有就新建。")
@SCHEME
@option("--units", type=PATH, metavar="名单.xlsx", help="应报的支部名单。")
@ROUND
@AS_OF
@option("--strict", is_flag=True, help="有错误的行不并入。")
@option("--dry-run", is_flag=True, help="只看结果，不写文件。")
@option("--allow-shrink", is_flag=True, help="汇总后有人或支部退出清单库也照样写入；不写时先列出名单，不写入。")
@option("--undo", is_flag=True, help="撤销最近一次汇总，清单库回到那次之前；可以连续撤销。")
@option("--list-undo", is_flag=True, help="列出可以撤销的汇总，最近的在前。")
@AS_JSON
@JOBS
@everywhere
@click.pass_context
def merge(
    context: click.Context,
    inbox: tuple[Path, ...],
    roster: Path,
    scheme: str | None,
    units: Path | None,
    round: str | None,
    as_of: date | None,
    strict: bool,
    dry_run: bool,
    allow_shrink: bool,
    undo: bool,
    list_undo: bool,
    as_json: bool,
    jobs: int | None,
) -> int:
    """The roster of all branches."""
    terminal = terminal_of(context)
    if undo or list_undo:
        if inbox or (undo and list_undo):
            raise click.UsageError("--undo 和 --list-undo 各自单独使用，只写清单库，不写文件夹。", context)
        return _undo(terminal, roster) if undo else _list_undo(terminal, roster, as_json=as_json)
    if not inbox:
        raise click.UsageError("缺少参数“文件或文件夹…”：请写报来的文件或文件夹。", context)
    from xlflow.jobs.merge import merge as merge_files
    from xlflow.report.text.outcome_text import merge_text

    result = merge_files(
        inbox,
        roster=roster,
        scheme=scheme,
        units=units,
        round=round,
        as_of=as_of or today(),
        strict=strict,
        dry_run=dry_run,
        allow_shrink=allow_shrink,
        jobs=jobs,
        progress=terminal.progress,
    )
    counts = result.as_dict()
    if not counts["files"]["found"] and not result.slips:
        return _no_workbooks(terminal, inbox)
    if as_json:
        terminal.data([counts])
    else:
        terminal.results(merge_text(counts, roster=str(roster), dry_run=dry_run))
    for note in result.notes:
        terminal.say(note)
    for finding in result.findings:
        terminal.say(_sentence(finding))
    if result.faults:
        return _our_faults(terminal, result.faults)
    return _exit_code(counts["files"]["found"] + result.slips, len(counts["files"]["rejected"]), result.has_errors)


def _undo(terminal: Terminal, roster: Path) -> int:
    from xlflow.jobs.merging.undo import undo_merge

    for note in undo_merge(roster).notes:
        terminal.results([note])
    return NOTHING_WRONG


def _list_undo(terminal: Terminal, roster: Path, *, as_json: bool) -> int:
    from xlflow.jobs.merging.undo import undoable

    merges = undoable(roster)
    if as_json:
        terminal.data([each.as_dict() for each in merges])
    else:
        lines = [f"{number}. {each.words}" for number, each in enumerate(merges, 1)]
        terminal.results(lines or ["没有可以撤销的汇总。"])
    return NOTHING_WRONG


xlflow.add_command(compose)
xlflow.add_command(layout)
xlflow.add_command(report)
xlflow.add_command(screen)
xlflow.add_command(scheme_group)
xlflow.add_command(addin_group)
xlflow.add_command(shortcuts_group)
xlflow.add_command(template_group)


@xlflow.command(
    short_help="体检：这台机器缺什么",
    help="看这台机器上 Python、LibreOffice、公文字体、Excel 加载项、编码是否齐全，.xlsx 由谁打开，缺的怎样补。",
    epilog="xlflow doctor",
)
@AS_JSON
@everywhere
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> int:
    """What this machine lacks."""
    from xlflow.excel.setup.diagnoses import click_diagnoses
    from xlflow.excel.setup.machine import this_machine
    from xlflow.jobs.doctor import doctor as examine

    terminal = terminal_of(context)
    diagnoses = (*examine(), *click_diagnoses(this_machine()))
    if as_json:
        terminal.data(diagnosis.as_dict() for diagnosis in diagnoses)
    else:
        terminal.results(str(diagnosis) for diagnosis in diagnoses)
    return FINDINGS if any(diagnosis.severity == "error" for diagnosis in diagnoses) else NOTHING_WRONG


def _sentence(finding: Any) -> str:
    from xlflow.messages import sentence

    return sentence(finding)
