"""`xlflow template`: check a Word template of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlflow.cli.chinese import Group
from xlflow.cli.terminal import (
    AS_JSON,
    FINDINGS,
    NOTHING_WRONG,
    PATH,
    everywhere,
    option,
    page_unless_command,
    scheme_at_hand,
    terminal_of,
    today,
)

if TYPE_CHECKING:
    from pathlib import Path

    from xlflow.jobs.template import Filled

from typing import TYPE_CHECKING

from xlflow.cli.chinese import Command, OneOf
from xlflow.cli.terminal import NOTHING_DONE

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = ("circular", "letter", "bulletin", "briefing", "minutes", "public", "form", "plain")


@click.command(
    "layout",
    cls=Command,
    short_help="版式：Word 文件是否符合公文格式",
    help="按 GB/T 9704-2012 检查 .docx：每项量得多少、应为多少、误差、条款。先读文件里的设置；装有 LibreOffice 和中文字体时，"
    "再印出来量页面，否则跳过这些项并说明原因。文件只读，不改动。",
    epilog="xlflow layout 通知.docx\nxlflow layout 材料/*.docx --json\n"
    "xlflow layout 函.docx --kind letter --seal no --profile 本校格式.toml",
)
@click.argument("files", metavar="文件.docx…", type=PATH, nargs=-1, required=True)
@option(
    "--kind",
    type=OneOf(*_KINDS),
    metavar="公文",
    help="circular（红头文件）、letter（信函）、bulletin（通报）、briefing（简报）、minutes（纪要）、public（公示）、form（表格）、"
    "plain（无红头的文件）；默认按内容判断。",
)
@option(
    "--seal",
    type=OneOf("yes", "no"),
    metavar="yes|no",
    help="是否加盖印章，署名和日期的位置因此不同；默认按公文判断。",
)
@option("--profile", type=PATH, metavar="文件.toml", help="本单位的要求，叠加在国家标准之上；写法见 docs/layout.md。")
@AS_JSON
@everywhere
@click.pass_context
def layout(
    context: click.Context,
    files: tuple[Path, ...],
    kind: str | None,
    seal: str | None,
    profile: Path | None,
    as_json: bool,
) -> int:
    """The layout of documents."""
    from xlflow.jobs.layout import layout as check_layout
    from xlflow.report.text.outcome_text import document_text

    terminal = terminal_of(context)
    sealed = None if seal is None else seal == "yes"
    result = check_layout(files, kind=kind, seal=sealed, profile=profile, progress=terminal.progress)
    for document in result.documents:
        if as_json:
            terminal.data(document.as_dicts())
        else:
            terminal.results(document_text(document.file, document.kind, document.seal, document.checks, document.pages, document.note))
    for sentence in result.refused:
        terminal.complain(sentence)
    if not result.documents:
        return NOTHING_DONE
    return NOTHING_WRONG if result.conforms else FINDINGS


@click.group(
    "template",
    cls=Group,
    invoke_without_command=True,
    short_help="模板：检查自己的 Word 模板",
    help="自己的表格、公文也能做成模板：在 Word 里把要填的地方写成 {{ 姓名 }} 这样的标签，检查无误后用 compose --templates 生成材料。",
    epilog="xlflow template check 我的模板/推荐函.docx",
)
@everywhere
@click.pass_context
def template_group(context: click.Context) -> int | None:
    """Templates."""
    return page_unless_command(context)


@template_group.command(
    "check",
    short_help="检查一个 Word 模板",
    help="一次列出模板的全部错误：写错的标签、方案里没有的名称、不该出现的个人信息，各指明位置和最接近的写法。"
    "没有错误的再试填：最长的姓名、空着的选填项、40 个人选、200 行的表、写满的格，并数出页数（需要 LibreOffice）。有错误时结果码为 1。",
    epilog="xlflow template check 推荐函.docx\nxlflow template check 登记表.docx --document form_activist --commented 登记表（批注）.docx",
)
@click.argument("file", metavar="模板.docx", type=PATH)
@option("--scheme", metavar="方案", callback=scheme_at_hand, help="方案编号或文件夹；默认 national。")
@option("--document", metavar="编号|名称", help="这是哪一种材料的模板；默认按文件名。")
@option("--commented", type=PATH, metavar="文件.docx", help="另写一份批注本：每处错误加一条 Word 批注。")
@AS_JSON
@everywhere
@click.pass_context
def template_check(
    context: click.Context, file: Path, scheme: str | None, document: str | None, commented: Path | None, as_json: bool
) -> int:
    """What is wrong with a template."""
    from xlflow.jobs.template import check_template

    terminal = terminal_of(context)
    result = check_template(file, scheme=scheme, document=document, commented_copy=commented, today=today(), progress=terminal.progress)
    if as_json:
        terminal.data([result.as_dict()])
    else:
        terminal.results(str(fault) for fault in result.faults)
        terminal.results(_filled_line(each) for each in result.filled)
    for note in result.notes:
        terminal.say(note)
    if result.commented:
        terminal.say(f"批注本：{result.commented}")
    of = f"（{result.document.title}）" if result.document else ""
    terminal.say(f"{result.wrong} 处需要改。" if result.wrong else f"{result.file}{of}有 {result.tags} 个标签，没有问题。")
    return FINDINGS if result.wrong else NOTHING_WRONG


def _filled_line(filled: Filled) -> str:
    found = filled.message or ("可以填" if filled.pages is None else f"{filled.pages} 页")
    return f"试填“{filled.title}”：{found}{'。' if filled.message else ''}"
