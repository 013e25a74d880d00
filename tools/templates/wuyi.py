"""The papers of 武义“红领新青年”: 积分季度通报 of a township, 年度考核通报, 荐才—培育—推优纪实表."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.draft_blocks import (
    KEPT_LINE,
    addressee,
    body,
    cell,
    columns,
    gap,
    label,
    last_words,
    row,
    sealed_and_printed,
    table,
    tag_row,
)
from templates.tangshan import facts, heads
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag

POINTS = {"序号": "number", "姓名": "name", "乡镇（街道）": "township", "季度积分": "quarter", "年度积分": "year", "全县名次": "rank"}
POINTS_WIDTHS = columns((1, 2.4, 3, 2, 2, 2))
LISTED = {"序号": "number", "姓名": "name", "乡镇（街道）": "township", "年度积分": "year", "名次": "rank"}
LISTED_WIDTHS = columns((1, 2.6, 3.4, 2.2, 2))
FACTS = columns((1.7, 2.3, 1.7, 2.3, 1.9, 2.3))
HOPS = columns((1, 3.2, 3, 2.4, 1.4, 2.2))
PRACTICES = columns((1, 2, 2.4, 5.4, 1.6))
COURSES = columns((1, 3.4, 1.3, 2.5, 3, 1.1, 1.1))


def _list(widths: tuple[int, ...], shown: dict[str, str], rows: str, least: int = 0) -> str:
    """A table of one line a row of a list; `least` lines in all, the others to be written on."""
    blank: tuple[str, ...] = ()
    if least:
        blank = (
            tag_row(f"{{%tr for line in range({rows}|length, {least}) %}}", len(shown)),
            row(*[cell("")] * len(shown), height=440),
            tag_row("{%tr endfor %}", len(shown)),
        )
    return table(
        widths,
        (
            row(*map(heads, shown), height=460, header=True),
            tag_row(f"{{%tr for line in {rows} %}}", len(shown)),
            row(*(cell(f"{{{{ line.{key} }}}}") for key in shown.values()), height=440),
            tag_row("{%tr endfor %}", len(shown)),
            *blank,
        ),
    )


def quarterly_points() -> Draft:
    """红领新青年积分季度通报 of one township: names, points, places in the county."""
    text = [
        tag("{{p title('关于' ~ period, '红领新青年积分情况的通报') }}"),
        addressee("各村（社区）团支部"),
        body(
            "根据红领新青年积分管理办法，现将{{ township }}{{ period }}红领新青年积分情况通报如下。"
            "共{{ point_rows|length }}人，名次为全县排名，积分相同的名次相同；积分截至{{ as_of }}。"
        ),
        gap(),
        _list(POINTS_WIDTHS, POINTS, "point_rows"),
        gap(),
        last_words("对积分有异议的，请于本通报发布之日起5个工作日内向{{ township }}团委提出。"),
        KEPT_LINE * 2,
        tag("{{p sealed(township ~ '团委', document_date) }}"),
    ]
    return Draft("红领新青年积分季度通报", "".join(text), PageForm.NUMBERED)


def annual_bands() -> Draft:
    """红领新青年年度考核通报: how many are in each band, and the list of those who are 优秀."""
    text = [
        tag("{{p red_head(issuer ~ '文件') }}"),
        tag("{{p number_line(document_number) }}"),
        blank_line() * 2,
        tag("{{p title('关于' ~ year ~ '年度红领新青年考核情况的通报') }}"),
        addressee("各乡镇（街道）团委"),
        body("根据红领新青年积分管理办法，现将{{ year }}年度考核情况通报如下。"),
        paragraph("一、考核档次", "Heading1"),
        body(
            "参加考核{{ point_rows|length }}人，其中{% for line in bands %}{{ line.band }}{{ line.count }}人"
            "{% if not loop.last %}、{% endif %}{% endfor %}。"
        ),
        paragraph("二、优秀名单", "Heading1"),
        tag("{%p if listed %}"),
        body("下列{{ listed|length }}名同志考核优秀，列入年度推优名单："),
        gap(),
        _list(LISTED_WIDTHS, LISTED, "listed"),
        gap(),
        tag("{%p else %}"),
        body("本年度没有考核优秀的人员。"),
        tag("{%p endif %}"),
        paragraph("三、有关要求", "Heading1"),
        last_words("各乡镇（街道）团委要继续做好培养教育，对列入名单的人选按程序推荐；考核不合格的，督促整改。"),
        *sealed_and_printed("issuer"),
    ]
    return Draft("红领新青年年度考核通报", "".join(text), PageForm.NUMBERED)


def chain_record() -> Draft:
    """荐才—培育—推优纪实表 of one person: the five steps, what he took on, the classes he was in; three boxes for opinions."""
    hops = {"序号": "number", "环节": "hop", "经办组织": "hop_actor", "日期": "hop_date", "结果": "hop_result", "理由": "hop_reason"}
    practices = {
        "序号": "number",
        "方式": "practice_kind",
        "中心工作": "central_task",
        "内容": "practice_text",
        "完成情况": "practice_state",
    }
    courses = {
        "序号": "number",
        "培训班": "class_name",
        "层次": "class_level",
        "开班日期": "class_start",
        "所学课程": "course_choice",
        "学时": "attended_hours",
        "结业": "completed",
    }
    opinions = (("村团支部\n意　　见", "团支部书记"), ("乡镇团委\n意　　见", "负责人"), ("村党支部\n意　　见", "党支部书记"))
    text = [
        tag("{{p title('荐才—培育—推优纪实表') }}"),
        paragraph("乡镇（街道）：{{ township }}　　村（社区）：{{ village }}", "FormNote"),
        table(
            FACTS,
            facts(
                (
                    (("姓名", "name"), ("性别", "gender"), ("出生年月", "birth_date")),
                    (("政治面貌", "political_status"), ("人选类别", "candidate_kind"), ("申请入党\n时间", "application_date")),
                    (("年度积分", "year_points"), ("积分排名", "points_rank"), ("考核档次", "band")),
                )
            ),
        ),
        paragraph("荐才—培育—推优流程", "FormNote"),
        _list(HOPS, hops, "hops"),
        paragraph("承诺、项目和工作组", "FormNote"),
        _list(PRACTICES, practices, "practices", 2),
        paragraph("参加培训", "FormNote"),
        _list(COURSES, courses, "courses", 2),
        gap(160),
        table(columns((1.6, 10)), [_opinion(*each) for each in opinions]),
        paragraph("注：各栏意见、签字和日期由有关组织手写，不得代填。", "FormNote"),
    ]
    return Draft("荐才—培育—推优纪实表", "".join(text), PageForm.BARE)


def _opinion(name: str, who: str) -> str:
    sign = paragraph(f"{who}签字（盖章）：", "FormSign") + paragraph("　　　　年　　月　　日", "FormSign")
    return row(label("".join(paragraph(line, "FormHead") for line in name.split("\n"))), cell(sign, align="bottom"), height=1800)
