"""`xlflow layout`: Word files against GB/T 9704-2012."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlflow.cli.chinese import Command, OneOf
from xlflow.cli.options import AS_JSON, FINDINGS, NOTHING_DONE, NOTHING_WRONG, PATH, everywhere, option, terminal_of

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
    from xlflow.report.text.layout_text import document_text

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
