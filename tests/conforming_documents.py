"""Documents that conform to GB/T 9704-2012, put together by the layout builder; a mutant of one breaks one requirement."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from templates.docx_draft import Draft, docx_bytes
from templates.draft_blocks import (
    KEPT_LINE,
    addressee,
    attachments,
    body,
    cell,
    columns,
    label,
    level_1,
    level_2,
    level_3,
    level_4,
    row,
    table,
)

from xlflow.documents.layout.layout_blocks import (
    briefing_head,
    colophon,
    distribution,
    letter_head,
    number_line,
    red_head,
    red_line,
    sealed,
    title,
    unsealed,
)
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import Typeface, blank_line, indents, paragraph, run
from xlflow.documents.layout.standard_measures import CORE_WIDTH_TWIPS, LINE_TWIPS

COMMITTEE, DATE, NUMBER = "共青团江州大学委员会", "2026年3月5日", "江团〔2026〕3号"
ATTACHMENTS = ("推优名额分配表", "推优对象汇总表")
SENTENCE = "各团支部要认真对照条件逐人摸底，严格履行推优大会、考察、公示等程序，确保推荐人选质量，做到好中选优、宁缺毋滥。"
PARTS = Mapping[str, str]


def circular(*, date: str = DATE, number: str = NUMBER, heading: str = "关于开展2026年上半年推优工作的通知") -> bytes:
    """A circular of four pages with everything: four levels, note of attachments, remark, two attachments, 版记."""
    text = [
        red_head(COMMITTEE + "文件"),
        number_line(number),
        blank_line() * 2,
        title(heading),
        addressee("各团支部"),
        body(SENTENCE * 3),
        level_1(1, "推荐对象"),
        level_2(1, "入党积极分子。", SENTENCE),
        level_2(2, "发展对象。", SENTENCE),
        level_1(2, "工作程序"),
        level_2(1, "召开大会。", SENTENCE),
        level_3(1, SENTENCE),
        level_4(1, SENTENCE * 3),
        level_4(2, SENTENCE * 3),
        level_3(2, SENTENCE * 3),
        *(body(SENTENCE * 3) for _ in range(4)),
        attachments(ATTACHMENTS),
        KEPT_LINE * 2,
        sealed(COMMITTEE, date),
        paragraph("（联系人：李示例，电话：0577－00000000）", "Body"),
        *(attachment(number, name) for number, name in enumerate(ATTACHMENTS, 1)),
        colophon("学校党委组织部，各学院党委，校团委各部门，校学生会，校研究生会，各学生社团。", "江州大学团委办公室", "2026年3月6日"),
    ]
    return docx_bytes(Draft("通知", "".join(text), PageForm.NUMBERED))


def attachment(number: int, name: str) -> str:
    """An attachment of one paragraph."""
    return paragraph(f"附件{number}", "AttachmentHead") + blank_line() + str(title(name)) + blank_line() + body(SENTENCE)


def secret_circular() -> bytes:
    """A circular with 份号, 密级 and 紧急程度 above the mark."""
    head = str(red_head(COMMITTEE + "文件"))
    gap = int(head.split('w:line="')[1].split('"')[0])
    above = "".join(paragraph(text, style="Normal") for text in ("000012", run("机密★1年", Typeface.HEI), run("特急", Typeface.HEI)))
    text = [
        above,
        head.replace(f'w:line="{gap}"', f'w:line="{gap - 3 * LINE_TWIPS}"', 1),
        number_line(NUMBER),
        blank_line() * 2,
        title("关于开展推优工作的通知"),
        addressee("各团支部"),
        body(SENTENCE),
        KEPT_LINE * 2,
        sealed(COMMITTEE, DATE),
    ]
    return docx_bytes(Draft("通知", "".join(text), PageForm.NUMBERED))


def upward_report() -> bytes:
    """A report to a body above: number and signer on one line."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{CORE_WIDTH_TWIPS - 316}"/></w:tabs>'
    line = run(f"　{NUMBER}\t签发人：") + run("李示例", Typeface.KAI)
    properties = red_line() + tab + justify("left")
    text = [
        red_head(COMMITTEE + "文件"),
        blank_line() * 2,
        paragraph(line, "DocumentNumber", properties),
        blank_line() * 2,
        title("关于推优工作情况的报告"),
        addressee("学校党委"),
        body(SENTENCE),
        KEPT_LINE * 2,
        sealed(COMMITTEE, DATE),
    ]
    return docx_bytes(Draft("报告", "".join(text), PageForm.NUMBERED))


def letter() -> bytes:
    """A letter of two pages with a title of two lines."""
    text = [
        letter_head(COMMITTEE, NUMBER.replace("团〔", "团函〔")),
        blank_line() * 2,
        title("关于推荐张三等3名同志作为入党积极分子和党的发展对象人选的函"),
        addressee("信息学院学生党支部"),
        *(body(SENTENCE * 3) for _ in range(5)),
        KEPT_LINE * 2,
        sealed(COMMITTEE, DATE),
    ]
    return docx_bytes(Draft("函", "".join(text), PageForm.LETTER))


def bulletin() -> bytes:
    """A bulletin with a table."""
    names = ("团支部", "推优大会", "推荐人数")
    rows = [row(*map(label, names), height=440), *(row(cell(f"{n}班团支部"), cell("1"), cell("3"), height=440) for n in range(1, 4))]
    text = [
        red_head(COMMITTEE + "文件"),
        number_line(NUMBER),
        blank_line() * 2,
        title("关于2026年第一季度推优工作情况的通报"),
        addressee("各团支部"),
        body(SENTENCE),
        table(columns((3, 1, 1)), rows),
        *(body(SENTENCE * 3) for _ in range(6)),
        KEPT_LINE * 2,
        sealed(COMMITTEE, DATE),
        colophon("", "江州大学团委办公室", "2026年3月6日"),
    ]
    return docx_bytes(Draft("通报", "".join(text), PageForm.NUMBERED))


def briefing() -> bytes:
    """An issue of a briefing with its readers."""
    text = [
        briefing_head("推优要讯", "5", COMMITTEE, DATE),
        blank_line(),
        title("推优入党工作进展情况"),
        blank_line(),
        *(body(SENTENCE * 3) for _ in range(5)),
        distribution("学校党委组织部，各学院党委，校团委各部门，校学生会，校研究生会，各学生社团", "各团支部"),
    ]
    return docx_bytes(Draft("简报", "".join(text), PageForm.NUMBERED))


def public_notice() -> bytes:
    """A public notice of a branch, which has no seal."""
    text = [
        title("关于推荐优秀团员作为入党积极分子人选的公示"),
        blank_line(),
        *(body(SENTENCE * 2) for _ in range(3)),
        blank_line(),
        unsealed("江州大学信息学院团支部", DATE),
    ]
    return docx_bytes(Draft("公示", "".join(text), PageForm.BARE))


def minutes() -> bytes:
    """Minutes with those who were there."""
    hanging = indents(left=5 * 316, hanging=3 * 316)
    text = [
        red_head(COMMITTEE + "会议纪要"),
        blank_line(),
        paragraph("第5期", "DocumentNumber", red_line()),
        blank_line() * 2,
        title("推优工作专题会议纪要"),
        blank_line(),
        body(SENTENCE * 3),
        blank_line(),
        *(
            paragraph(run(f"{role}：", Typeface.HEI) + run("李示例、王示例、张示例、赵示例"), "Body", hanging)
            for role in ("出席", "请假", "列席")
        ),
    ]
    return docx_bytes(Draft("纪要", "".join(text), PageForm.NUMBERED))


def form() -> bytes:
    """A form: a title and a table as wide as the core."""
    rows = [row(label(name), cell(""), height=440) for name in ("姓名", "性别", "出生日期")]
    text = [title("推荐优秀团员登记表"), blank_line(), table(columns((1, 3)), rows)]
    return docx_bytes(Draft("登记表", "".join(text), PageForm.NUMBERED))


DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    made.__name__: made for made in (circular, secret_circular, upward_report, letter, bulletin, briefing, public_notice, minutes, form)
}


def parts(content: bytes) -> dict[str, str]:
    """The parts of a Word file as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def packed(files: PARTS) -> bytes:
    """A Word file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()
