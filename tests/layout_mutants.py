"""Mutants: a conforming document with one thing wrong, and the key of the one requirement that it breaks."""

from __future__ import annotations

from dataclasses import dataclass

import conforming_documents as conforming
from conforming_documents import DATE, NUMBER, SENTENCE
from layout_mutations import (
    BLANK,
    EVEN,
    LETTER_NUMBER,
    ODD,
    SETTINGS,
    STYLES,
    Mutation,
    above_mark,
    attachment_title_left,
    attachment_title_up,
    blanks,
    blanks_above_name,
    both,
    colophon_up,
    dated,
    exchanged,
    face,
    indent,
    line_outside,
    mark_frame,
    names_in_kai,
    numbered,
    page,
    red_lines,
    room,
    run_setting,
    setting,
    shifted,
    style,
    swap,
    two_lines,
    weights_turned,
    within,
    without_borders,
    words,
)

from xlflow.documents.layout.paragraph_markup import Typeface, fonts


@dataclass(frozen=True, slots=True)
class Mutant:
    """What was done to which document, and the key that must fail for it, in the layers where it shows."""

    what: str
    key: str
    document: str
    mutation: Mutation

    def content(self) -> bytes:
        """The mutated file."""
        return conforming.packed(self.mutation(conforming.parts(conforming.DOCUMENTS[self.document]())))


ORDINARY = f"{SENTENCE}{SENTENCE}"
RECIPIENT, SECOND_LEVEL = "各团支部", "（一）入党积极分子。"
TITLE = "关于开展2026年上半年推优工作的通知"
KAI, SONG, HEI = Typeface.KAI.value, Typeface.SONG.value, Typeface.HEI.value
_REMARK = "（联系人"
_COPIES, _PRINT = "抄送", "江州大学团委办公室"
_TABLE_WIDTH = '<w:tbl><w:tblPr><w:tblW w:w="8844"'


def mutant(what: str, key: str, *changes: Mutation, of: str = "circular") -> Mutant:
    """A mutant of the circular, or of another document."""
    return Mutant(what, key, of, both(*changes))


def _mutants() -> tuple[Mutant, ...]:
    return (*_pages(), *_heads(), *_titles(), *_texts(), *_ends(), *_feet(), *_others())


def _pages() -> tuple[Mutant, ...]:
    return (
        mutant("paper 6 mm wider", "page.size", page('w:w="11906"', 'w:w="12246"'), page('w:right="1474"', 'w:right="1814"')),
        mutant(
            "paper of an American letter's height",
            "page.size",
            page('w:h="16838"', 'w:h="16158"'),
            page('w:bottom="1984"', 'w:bottom="1304"'),
            page('w:footer="1418"', 'w:footer="738"'),
        ),
        mutant(
            "upper margin 33 mm",
            "margin.top",
            page('w:top="2098"', 'w:top="1871"'),
            page('w:bottom="1984"', 'w:bottom="2211"'),
            page('w:footer="1418"', 'w:footer="1645"'),
        ),
        mutant("left margin 25 mm", "margin.left", page('w:left="1588"', 'w:left="1418"'), page('w:right="1474"', 'w:right="1644"')),
        mutant("core 157.7 mm wide", "core.width", page('w:right="1474"', 'w:right="1377"')),
        mutant("core 226.3 mm high", "core.height", page('w:bottom="1984"', 'w:bottom="1910"'), page('w:footer="1418"', 'w:footer="1344"')),
        mutant("line of 28 pt", "lines22", swap('w:line="579"', 'w:line="560"', STYLES), swap('w:linePitch="579"', 'w:linePitch="560"')),
        mutant("line of 30 pt", "lines22", swap('w:line="579"', 'w:line="600"', STYLES), swap('w:linePitch="579"', 'w:linePitch="600"')),
        mutant(
            "lines of the face without a grid",
            "lines22",
            style("Body", "</w:pPr>", '<w:spacing w:line="420" w:lineRule="auto"/></w:pPr>'),
            swap('<w:docGrid w:type="lines" w:linePitch="579"/>', ""),
        ),
        mutant(
            "single lines, and the grid of 22 lines is gone",
            "lines22",
            style("Body", "</w:pPr>", '<w:spacing w:line="240" w:lineRule="auto"/></w:pPr>'),
            swap('<w:docGrid w:type="lines" w:linePitch="579"/>', ""),
        ),
        mutant("characters of full width", "chars28", swap('<w:spacing w:val="-5"/>', '<w:spacing w:val="0"/>', STYLES)),
        mutant("characters pulled apart", "chars28", swap('<w:spacing w:val="-5"/>', '<w:spacing w:val="10"/>', STYLES)),
    )


def _heads() -> tuple[Mutant, ...]:
    return (
        mutant("five digits", "copyno", words("000012", "00012"), of="secret_circular"),
        mutant("indented", "copyno", setting("000012", indent(firstLine=632)), of="secret_circular"),
        mutant("secrecy in 仿宋", "secret.font", face("机密", Typeface.FANG_SONG), of="secret_circular"),
        mutant("urgency in 4号", "urgent.font", run_setting("特急", '<w:sz w:val="28"/>'), of="secret_circular"),
        mutant("urgency above secrecy", "head.order", exchanged("机密", "特急"), of="secret_circular"),
        mutant("black mark", "issuer.red", style("Mark", 'w:val="FF0000"', 'w:val="000000"')),
        mutant("orange mark", "issuer.red", style("Mark", 'w:val="FF0000"', 'w:val="FF8800"')),
        mutant("mark flush left", "issuer.center", style("Mark", 'w:jc w:val="center"', 'w:jc w:val="left"')),
        mutant("mark in 黑体", "issuer.font", swap(fonts(Typeface.XIAO_BIAO_SONG), fonts(Typeface.HEI))),
        mutant("mark 5 mm lower", "issuer.top", above_mark(283)),
        mutant("mark of a letter 5 mm lower", "issuer.top", mark_frame(283), red_lines(by_twips=(283, 283, 0, 0)), of="letter"),
        mutant("【】 for 〔〕", "docnum.form", numbered("江团【2026】3号")),
        mutant("[] for 〔〕", "docnum.form", numbered("江团[2026]3号")),
        mutant("（） for 〔〕", "docnum.form", numbered("江团（2026）3号")),
        mutant("第 before the number", "docnum.form", numbered("江团〔2026〕第3号")),
        mutant("number filled up with a zero", "docnum.form", numbered("江团〔2026〕03号")),
        mutant("year of two digits", "docnum.form", numbered("江团〔26〕3号")),
        mutant("number in 楷体", "docnum.font", face("江团〔", KAI)),
        mutant("number in 4号", "docnum.font", run_setting("江团〔", '<w:sz w:val="28"/>')),
        mutant("number flush left", "docnum.place", setting("江团〔", '<w:jc w:val="left"/>')),
        mutant("number of a letter centred", "docnum.place", setting(LETTER_NUMBER, '<w:jc w:val="center"/>'), of="letter"),
        mutant("number beside a signer flush left", "docnum.place", swap(f"　{NUMBER}", NUMBER), of="upward_report"),
        mutant("one blank line above the number", "docnum.gap", blanks("江团〔", -1)),
        mutant("four blank lines above the number", "docnum.gap", blanks("江团〔", 2)),
        mutant("signer in 仿宋", "signer", swap(fonts(Typeface.KAI), fonts(Typeface.FANG_SONG)), of="upward_report"),
        mutant("signer 三字 from the right", "signer", swap('w:pos="8528"', 'w:pos="7896"'), of="upward_report"),
        mutant("black line", "redline", swap('w:color="FF0000"', 'w:color="000000"')),
        mutant("line shorter than the core", "redline", setting("江团〔", indent(left=567, right=567))),
        mutant("no line", "redline", within("江团〔", without_borders)),
        mutant("line 9 mm below the number", "redline.gap", swap('w:space="6"', 'w:space="20"')),
        mutant("double line of one weight", "letter.doubleline", swap('<a:ln w="28575">', '<a:ln w="9525">', count=-1), of="letter"),
        mutant("lower double line thick over thin", "letter.doubleline", weights_turned, of="letter"),
        mutant("double line 7 mm below the mark", "letter.line_gap", red_lines(by_twips=(170, 170, 0, 0)), room(170), of="letter"),
        mutant("number 8 mm below the double line", "letter.num_gap", room(170), of="letter"),
        mutant("lower double line 30 mm above the edge", "letter.bottomline", red_lines(by_twips=(0, 0, -567, -567)), of="letter"),
    )


def _titles() -> tuple[Mutant, ...]:
    return (
        mutant("title in 黑体", "title.font", face(TITLE, HEI)),
        mutant("title of a notice in 宋体", "title.font", face("关于推荐优秀团员", SONG), of="public_notice"),
        mutant("title in 小2号", "title.size", run_setting(TITLE, '<w:sz w:val="36"/>')),
        mutant("title flush left", "title.center", setting(TITLE, '<w:jc w:val="left"/>')),
        mutant("title moved by an indent", "title.center", setting(TITLE, indent(firstLine=632))),
        mutant("bold title", "title.bold", run_setting(TITLE, "<w:b/>")),
        mutant("title of 24 characters in one line", "title.width", words(TITLE, "关于做好开展2026年上半年推荐优秀共青团员工作的通知")),
        mutant(
            "two lines of one length", "title.shape", two_lines("关于推荐张三等三名同志作为", "入党积极分子和发展对象的函"), of="letter"
        ),
        mutant("title without 通知", "title.type", words(TITLE, TITLE.removesuffix("的通知"))),
        mutant("one blank line above the title", "title.gap_above", blanks(TITLE, -1)),
        mutant("four blank lines above the title", "title.gap_above", blanks(TITLE, 2)),
        mutant("no blank line below the title", "title.gap_below", blanks(RECIPIENT, -1)),
        mutant("two blank lines below the title", "title.gap_below", blanks(RECIPIENT, 1)),
        mutant("half-width colon", "recipient.form", words(f"{RECIPIENT}：", f"{RECIPIENT}:")),
        mutant("no colon", "recipient.form", words(f"{RECIPIENT}：", RECIPIENT)),
        mutant("semicolon", "recipient.form", words(f"{RECIPIENT}：", f"{RECIPIENT}；")),
        mutant("addressee indented", "recipient.place", setting(RECIPIENT, indent(firstLine=632))),
        mutant("addressee in 黑体", "recipient.font", face(RECIPIENT, HEI)),
        mutant("addressee in 4号", "recipient.font", run_setting(RECIPIENT, '<w:sz w:val="28"/>')),
    )


def _texts() -> tuple[Mutant, ...]:
    return (
        mutant("paragraph in 宋体", "body.font", face(ORDINARY, SONG)),
        mutant("paragraph in 楷体", "body.font", face(ORDINARY, KAI)),
        mutant("paragraph in 4号", "body.size", run_setting(ORDINARY, '<w:sz w:val="28"/>')),
        mutant("paragraph in 小3号", "body.size", run_setting(ORDINARY, '<w:sz w:val="30"/>')),
        mutant("blue words", "body.color", run_setting(ORDINARY, '<w:color w:val="0000FF"/>')),
        mutant("no indent", "body.indent", setting(ORDINARY, indent(firstLine=0))),
        mutant("indent of four characters", "body.indent", setting(ORDINARY, indent(firstLine=1264))),
        mutant("lines that turn are indented", "body.turn", setting(ORDINARY, indent(left=632, firstLine=0))),
        mutant("text begins on the second page", "body.first_page", setting(ORDINARY, "<w:pageBreakBefore/>")),
        mutant("a line outside the core", "core.inside", line_outside),
        mutant("一、 in 仿宋", "h1.font", style("Heading1", fonts(Typeface.HEI), fonts(Typeface.FANG_SONG))),
        mutant("（一） in 仿宋", "h2.font", face(SECOND_LEVEL, Typeface.FANG_SONG)),
        mutant("1. in 黑体", "h3.font", face(f"1.{SENTENCE}", HEI)),
        mutant("（1） in 楷体", "h4.font", face(f"（1）{SENTENCE}", KAI)),
        mutant("half-width brackets", "ordinal.form", words("（一）入党", "(一)入党")),
        mutant("mark after the bracket", "ordinal.form", words("（一）入党", "（一）、入党")),
        mutant("1、 for 1.", "ordinal.form", words("1.各团支部", "1、各团支部")),
        mutant("一. for 一、", "ordinal.form", words("一、推荐", "一.推荐")),
        mutant("三、 after 一、", "ordinal.order", words("二、工作", "三、工作")),
        mutant("（二） before （一）", "ordinal.order", exchanged("（一）入党", "（二）发展")),
        mutant("（1） before 1.", "ordinal.order", exchanged(f"1.{SENTENCE}", f"（1）{SENTENCE}")),
    )


def _ends() -> tuple[Mutant, ...]:
    first, second = conforming.ATTACHMENTS
    return (
        mutant("half-width colon after 附件", "attnote.form", words("附件：", "附件:")),
        mutant("full stop after a name", "attnote.form", swap(f"{first}</w:t>", f"{first}。</w:t>")),
        mutant("《》 around a name", "attnote.form", swap(f"{first}</w:t>", f"《{first}》</w:t>")),
        mutant("1、 in the note", "attnote.form", words("附件：1.", "附件：1、")),
        mutant("note flush left", "attnote.indent", setting("附件：", indent(left=1422, hanging=1422))),
        mutant("second name not below the first", "attnote.indent", setting(f"2.{second}", indent(left=632, firstLine=0))),
        mutant("no blank line above the note", "attnote.gap", blanks("附件：", -1)),
        mutant("three blank lines above the note", "attnote.gap", blanks("附件：", 2)),
        mutant("zeros in the date", "date.form", dated("2026年03月05日")),
        mutant("Chinese digits in the date", "date.form", dated("二〇二六年三月五日")),
        mutant("year of two digits in the date", "date.form", dated("26年3月5日")),
        mutant("month 13", "date.form", dated("2026年13月5日")),
        mutant("date two characters further left", "date.place", shifted(630, 630)),
        mutant("date of a notice flush right", "date.place", setting(DATE, indent(right=0)), of="public_notice"),
        mutant("name not centred on the date", "sign.place", shifted(630, 0)),
        mutant(
            "name of a notice four characters from the right",
            "sign.place",
            setting("江州大学信息学院团支部", indent(right=1260)),
            of="public_notice",
        ),
        mutant("no room for a seal", "sign.gap", blanks_above_name(-2)),
        mutant("signature far below the text", "sign.gap", blanks_above_name(4)),
        mutant("three blank lines above the name of a notice", "sign.gap", blanks("江州大学信息学院团支部", 2), of="public_notice"),
        mutant("signature alone on a page", "sign.page", setting("江州大学信息学院团支部", "<w:pageBreakBefore/>"), of="public_notice"),
        mutant("remark in half-width brackets", "note", words(_REMARK, "(联系人"), swap("00000000）", "00000000)")),
        mutant("remark flush left", "note", setting(_REMARK, indent(firstLine=0))),
        mutant("attachment on the page of the text", "att.page", style("AttachmentHead", "<w:pageBreakBefore/>", "")),
        mutant("附件1 in 仿宋", "att.font", face("附件1", Typeface.FANG_SONG)),
        mutant("附件1 centred", "att.place", setting("附件1", '<w:jc w:val="center"/>')),
        mutant("colon after 附件1", "att.place", words("附件1", "附件1：")),
        mutant("title of an attachment flush left", "att.title", attachment_title_left),
        mutant("title of an attachment right below 附件1", "att.title", attachment_title_up),
        mutant(
            "attachment under another name",
            "att.note",
            swap(f">{second}</w:t></w:r></w:p>{BLANK}", f">推优情况统计表</w:t></w:r></w:p>{BLANK}"),
        ),
        mutant("attachment with another number", "att.note", words("附件2", "附件3")),
    )


def _feet() -> tuple[Mutant, ...]:
    dashes = both(
        swap(">— </w:t>", ">- </w:t>", ODD),
        swap("> —</w:t>", "> -</w:t>", ODD),
        swap(">— </w:t>", ">- </w:t>", EVEN),
        swap("> —</w:t>", "> -</w:t>", EVEN),
    )
    bare = both(*(swap(text, "></w:t>", part) for part in (ODD, EVEN) for text in (">— </w:t>", "> —</w:t>")))
    return (
        mutant("lines of the 版记 shorter than the core", "colophon.lines", swap('w:w="8844"', 'w:w="8000"', count=-1)),
        mutant("first and last line of the 版记 thin", "colophon.lines", swap('w:sz="8"', 'w:sz="4"', count=-1)),
        mutant("版记 10 mm above the edge of the core", "colophon.bottom", colophon_up),
        mutant("half-width colon after 抄送", "cc.form", words("抄送：", "抄送:")),
        mutant("抄送 without a full stop", "cc.form", swap("各学生社团。", "各学生社团")),
        mutant("抄送 in 楷体", "cc.font", face(_COPIES, KAI)),
        mutant("抄送 in 小4号", "cc.font", style("ColophonCopies", 'w:sz w:val="28"', 'w:sz w:val="24"')),
        mutant("抄送 flush left", "cc.place", setting(_COPIES, indent(left=840, hanging=840, right=280))),
        mutant("lines of 抄送 turn flush left", "cc.place", setting(_COPIES, indent(left=0, firstLine=280, right=280))),
        mutant("zeros in the date of printing", "print.form", swap("2026年3月6日印发", "2026年03月06日印发")),
        mutant("date of printing without 印发", "print.form", swap("2026年3月6日印发", "2026年3月6日")),
        mutant("印发机关 in 黑体", "print.font", face(_PRINT, HEI)),
        mutant("印发机关 flush left", "print.place", setting(_PRINT, indent(left=0))),
        mutant("date of printing flush right", "print.place", style("ColophonPrint", 'w:pos="8564"', 'w:pos="8844"')),
        mutant("hyphens beside the page number", "pageno.form", dashes),
        mutant("bare page number", "pageno.form", bare),
        mutant("page number in 仿宋", "pageno.font", style("PageNumber", fonts(Typeface.SONG), fonts(Typeface.FANG_SONG))),
        mutant("page number in 小4号", "pageno.font", style("PageNumber", 'w:sz w:val="28"', 'w:sz w:val="24"')),
        mutant(
            "page number centred",
            "pageno.side",
            *(swap(f'w:jc w:val="{side}"', 'w:jc w:val="center"', part) for side, part in (("right", ODD), ("left", EVEN))),
        ),
        mutant("even pages numbered like odd ones", "pageno.side", swap("<w:evenAndOddHeaders/>", "", SETTINGS)),
        mutant(
            "page number at the edge of the core",
            "pageno.indent",
            swap('w:right="280"', 'w:right="0"', ODD),
            swap('w:left="280"', 'w:left="0"', EVEN),
        ),
        mutant("page number 11 mm below the core", "pageno.distance", page('w:footer="1418"', 'w:footer="1191"')),
        mutant("number on the first page of a letter", "pageno.first", swap("<w:titlePg/>", ""), of="letter"),
    )


def _others() -> tuple[Mutant, ...]:
    no_line = within("江团〔", without_borders)
    wide = swap(_TABLE_WIDTH, _TABLE_WIDTH.replace("8844", "9800"))
    return (
        mutant("分送 without a full stop", "cc.form", swap("各学生社团。", "各学生社团"), of="briefing"),
        mutant("name of a briefing in black", "issuer.red", style("Mark", 'w:val="FF0000"', 'w:val="000000"'), of="briefing"),
        mutant("line of a briefing black", "redline", swap('w:color="FF0000"', 'w:color="000000"'), of="briefing"),
        mutant("no line below the number of a bulletin", "redline", no_line, of="bulletin"),
        mutant("table of a bulletin wider than the core", "form.table", wide, of="bulletin"),
        mutant("table of a form wider than the core", "form.table", wide, of="form"),
        mutant("title of a form in 3号", "title.size", run_setting("推荐优秀团员登记表", '<w:sz w:val="32"/>'), of="form"),
        mutant("出席 in 仿宋", "roster.font", swap(fonts(Typeface.HEI), fonts(Typeface.FANG_SONG)), of="minutes"),
        mutant("names of 列席 in 楷体", "roster.font", names_in_kai, of="minutes"),
        mutant("出席 flush left", "roster.indent", setting("出席", indent(left=948, hanging=948)), of="minutes"),
    )


MUTANTS = _mutants()
