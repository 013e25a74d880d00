"""The papers of 唐山“3+1+1”: 纪实表 of a person, 主题团课记录, 五项完成情况通报."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.draft_blocks import addressee, body, cell, columns, gap, label, last_words, row, sealed_and_printed, table, tag_row
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag

RATES = {
    "belief_education_rate": "理想信念\n教育",
    "unified_exam_rate": "统一\n考试",
    "member_appraisal_rate": "教育\n评议",
    "group_training_rate": "集中\n培训",
    "theme_lecture_rate": "主题\n团课",
}
RATE_WIDTHS = columns((1, 4.2, 1.9, 1.9, 1.9, 1.9, 1.9))
FACTS = columns((1.7, 2.3, 1.7, 2.3, 1.9, 2.3))
STAGES = columns((0.9, 2, 3.1, 2, 2.6, 1.6, 2.4, 1.6))
STAGE_HEADS = ("序号", "项目", "应在何时", "完成时间", "组织单位", "结果", "佐证材料", "情况")
LECTURE = columns((2, 4, 2, 4))


def heads(words: str) -> str:
    """A head of several lines."""
    return label("".join(paragraph(line, "TableHead") for line in words.split("\n")))


def facts(lines: tuple[tuple[tuple[str, str], ...], ...], height: int = 520) -> list[str]:
    """Rows of labels and tags."""
    return [
        row(
            *(
                text
                for name, key in line
                for text in (label("".join(paragraph(part, "FormHead") for part in name.split("\n"))), cell(f"{{{{ {key} }}}}", "FormCell"))
            ),
            height=height,
        )
        for line in lines
    ]


def stage_record() -> Draft:
    """“3+1+1”培养教育纪实表: the five items of one person, each with the record that stands for it."""
    result = "{{ line.event_result }}{% if line.event_score %}　{{ line.event_score }}分{% endif %}"
    state = "{{ line.state }}{% if line.missing %}：{{ line.missing }}{% endif %}"
    texts = ("number", "label", "when", "event_date", "organiser")
    cells = [cell(f"{{{{ line.{key} }}}}", "FormCell") for key in texts]
    text = [
        tag("{{p title('“3+1+1”培养教育纪实表') }}"),
        paragraph("所在团支部：{{ branch }}", "FormNote"),
        table(
            FACTS,
            facts(
                (
                    (("姓名", "name"), ("性别", "gender"), ("出生年月", "birth_date")),
                    (("入团时间", "league_join_date"), ("申请入党\n时间", "application_date"), ("确定积极\n分子时间", "activist_date")),
                )
            ),
        ),
        gap(160),
        table(
            STAGES,
            (
                row(*map(label, STAGE_HEADS), height=460, header=True),
                tag_row("{%tr for line in stages %}", len(STAGE_HEADS)),
                row(*cells, cell(result, "FormCell"), cell("{{ line.evidence }}", "FormCell"), cell(state, "FormCell"), height=820),
                tag_row("{%tr endfor %}", len(STAGE_HEADS)),
            ),
        ),
        gap(160),
        table(columns((1.6, 10)), [_opinion("团支部", "团支部书记（签字）："), _opinion("上级团组织\n意见", "负责人（签字、盖章）：")]),
        paragraph("注：各栏意见、签字和日期由有关组织手写，不得代填。", "FormNote"),
    ]
    return Draft("“3+1+1”培养教育纪实表", "".join(text), PageForm.BARE)


def _opinion(who: str, sign: str) -> str:
    """A box that is written, signed, sealed and dated by hand."""
    lines = paragraph(sign, "FormSign") + paragraph("　　　　年　　月　　日", "FormSign")
    return row(heads(who), cell(lines, align="bottom"), height=1500)


def lecture_record() -> Draft:
    """主题团课记录: what a candidate taught, to whom, and what he had learnt himself."""
    line = (
        tag_row("{%tr for line in rows %}", 4),
        *facts(
            (
                (("团课主题", "line.event_topic"), ("时间", "line.event_date")),
                (("组织单位", "line.organiser"), ("听众及人数", "line.lecture_audience")),
            )
        ),
        row(label("学习心得"), cell("{{ line.study_notes }}", "TableLeft", span=3), height=1500),
        tag_row("{%tr endfor %}", 4),
    )
    sign = (
        "主讲人（签字）：　　　　　　　　　　　　　年　　月　　日",
        "记录人（签字）：　　　　　　　　　　　　　年　　月　　日",
        "党支部到会人员（签字）：　　　　　　　　　年　　月　　日",
    )
    text = [
        tag("{{p title('主题团课记录') }}"),
        paragraph("所在团支部：{{ branch }}", "FormNote"),
        table(
            LECTURE,
            (
                *facts(
                    (
                        (("主讲人", "name"), ("性别", "gender")),
                        (("确定积极\n分子时间", "activist_date"), ("列为发展\n对象时间", "development_candidate_date")),
                    )
                ),
                *line,
                row(label("内容记录"), cell("", span=3), height=4200),
                row(label("听众评议"), cell("", span=3), height=1500),
            ),
        ),
        *(part for words in sign for part in (gap(200), paragraph(words, "FormNote"))),
    ]
    return Draft("主题团课记录", "".join(text), PageForm.BARE)


def stage_rates() -> Draft:
    """五项完成情况通报: shares by county, field and branch, how many lack what; nobody is named."""
    shares = [cell(f"{{{{ line.{key}.part }}}}/{{{{ line.{key}.whole }}}}\n{{{{ line.{key}.percent }}}}") for key in RATES]
    lacking = [cell(f"{{{{ line.{key}.lacking or '' }}}}") for key in RATES]
    text = [
        tag("{{p red_head(issuer ~ '文件') }}"),
        tag("{{p number_line(document_number) }}"),
        blank_line() * 2,
        tag("{{p title('关于' ~ period ~ '“3+1+1”五项完成情况的通报') }}"),
        addressee("各县（市、区）团委，各团支部"),
        body(
            "现将{{ period }}“3+1+1”五项（理想信念教育、统一考试、团员教育评议、集中培训、主题团课）完成情况通报如下。"
            "数据以各团支部报送的推优表为准，截至{{ as_of }}。"
        ),
        paragraph("一、总体情况", "Heading1"),
        tag("{%p for line in rates %}"),
        body(
            "{{ line.title }}：{% if line.whole %}{{ line.percent }}（{{ line.part }}/{{ line.whole }}）"
            "{% if line.unknown %}，其中{{ line.unknown }}人资料不全，未计入分子{% endif %}{% else %}本时期没有应完成的人员{% endif %}。"
        ),
        tag("{%p endfor %}"),
        paragraph("二、分类完成情况", "Heading1"),
        tag("{%p for group in rate_groups %}"),
        paragraph("{{ group.heading }}按{{ group.by }}。", "Heading2"),
        gap(),
        _rates("单位", shares),
        gap(),
        tag("{%p endfor %}"),
        tag("{%p if not rate_groups %}"),
        body("本时期没有应完成的人员。"),
        tag("{%p endif %}"),
        paragraph("三、缺项情况", "Heading1"),
        tag("{%p if rates|map(attribute='lacking')|sum %}"),
        tag("{%p for group in rate_groups %}"),
        tag("{%p if loop.last %}"),
        body("各团支部五项缺项的人数如下，请对照推优表逐人补做、补登："),
        gap(),
        _rates("团支部", lacking),
        gap(),
        tag("{%p endif %}"),
        tag("{%p endfor %}"),
        tag("{%p else %}"),
        body("没有缺项。"),
        tag("{%p endif %}"),
        paragraph("四、下一步要求", "Heading1"),
        last_words(
            "各团支部要把五项培养教育做在前面：前三项没有完成的不递交入党申请书，没有参加集中培训的不列为发展对象，没有讲过主题团课的不接收为预备党员。"
        ),
        *sealed_and_printed("issuer"),
    ]
    return Draft("五项完成情况通报", "".join(text), PageForm.NUMBERED)


def _rates(first: str, cells: list[str]) -> str:
    """A table of one line a unit, the five items side by side."""
    width = len(RATE_WIDTHS)
    return table(
        RATE_WIDTHS,
        (
            row(label("序号"), label(first), *map(heads, RATES.values()), height=520, header=True),
            tag_row("{%tr for line in group.rows %}", width),
            row(cell("{{ line.number }}"), cell("{{ line.word }}", "TableLeft"), *cells, height=620),
            tag_row("{%tr endfor %}", width),
        ),
    )
