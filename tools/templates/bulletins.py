"""推优工作情况通报 of a quarter, 考核通报 of a year: red head, number, sealed; figures from the engines, names of the commended only."""

from __future__ import annotations

from collections.abc import Mapping

from templates.docx_draft import Draft
from templates.draft_blocks import addressee, body, cell, columns, gap, label, last_words, row, sealed_and_printed, table, tag_row
from xlflow.documents.layout.layout_styles import KEEP_WITH_TEXT
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag

BRANCH_WIDTHS = columns((1.2, 6.5, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2))
BRANCHES = {
    "序号": "number",
    "团支部": "branch",
    "大会\n场次": "meetings",
    "表决": "voted",
    "通过": "adopted",
    "考察\n同意": "inspected",
    "公示\n期满": "noticed",
    "推荐": "recommended",
    "采纳": "taken",
}
WAITING_WIDTHS = columns((1.2, 6.5, 2, 2, 2, 2))
WAITING = {
    "序号": "number",
    "单位": "branch",
    "公示期满\n未审核": "unreviewed",
    "已推荐\n未反馈": "unanswered",
    "推荐过\n有效期": "lapsed",
    "整改\n逾期": "cures_overdue",
}
RANKING_WIDTHS = columns((1.4, 7, 2, 2, 3))
RANKING = {"名次": "rank", "单位": "unit", "得分": "total", "比上年": "change", "缺项": "missing"}


def quarterly() -> Draft:
    """The bulletin on a quarter (or on a year, where that is asked for)."""
    text = [
        *_head("'关于' ~ period ~ '推优工作情况的通报'"),
        body("现将{{ period }}推优工作情况通报如下。数据以各团支部报送的推优表和清单库为准，截至{{ as_of }}。"),
        *_progress(),
        *_pools(),
        *_figures(),
        *_visits(),
        *_waiting(),
        *_commended(),
        *_demands(),
        *_foot(),
    ]
    return Draft("推优工作情况通报", "".join(text), PageForm.NUMBERED)


def annual() -> Draft:
    """The bulletin on the assessment of a year."""
    text = [
        *_head("'关于' ~ year ~ '年度推优工作考核情况的通报'"),
        body("现将{{ year }}年度推优工作考核情况通报如下。数据以各单位报送的材料和清单库为准，截至{{ as_of }}。"),
        *_progress(),
        *_ranking(),
        *_figures(),
        *_pools(),
        *_visits(),
        *_commended(),
        *_demands(),
        *_foot(),
    ]
    return Draft("推优工作考核通报", "".join(text), PageForm.NUMBERED)


def assessment(name: str, subject: str, to: str) -> Draft:
    """The bulletin on the assessment of the units of a year: indicators, ranking, what has become of visits; nothing about branches."""
    text = [
        *_head(f"'关于' ~ year ~ '年度{subject}的通报'", to),
        body(f"现将{{{{ year }}}}年度{subject}通报如下。数据以各单位报送的材料和清单库为准，截至{{{{ as_of }}}}。"),
        *_ranking(),
        *_figures(),
        *_visits(),
        *_commended(),
        _heading("demands", "下一步要求"),
        last_words("各单位要对照考核指标查找不足，补齐缺项，落实各级职责，把政治标准放在首位，不断提高推优工作质量。"),
        *_foot(),
    ]
    return Draft(name, "".join(text), PageForm.NUMBERED)


def _head(title: str, to: str = "各团支部") -> tuple[str, ...]:
    return (
        tag("{{p red_head(issuer ~ '文件') }}"),
        tag("{{p number_line(document_number) }}"),
        blank_line() * 2,
        tag(f"{{{{p title({title}) }}}}"),
        addressee(to),
    )


def _foot() -> tuple[str, ...]:
    return sealed_and_printed("issuer")


def _heading(part: str, text: str) -> str:
    """A first level whose ordinal depends on the parts that are there."""
    return paragraph(f"{{{{ headings.{part} }}}}{text}", "Heading1")


def _when(condition: str, *texts: str) -> tuple[str, ...]:
    return (tag(f"{{%p if {condition} %}}"), *texts, tag("{%p endif %}"))


def _list(widths: tuple[int, ...], shown: Mapping[str, str], rows: str) -> str:
    heads = (label("".join(paragraph(line, "TableHead") for line in head.split("\n"))) for head in shown)
    return table(
        widths,
        (
            row(*heads, height=520, header=True),
            tag_row(f"{{%tr for line in {rows} %}}", len(shown)),
            row(*(cell(f"{{{{ line.{key} }}}}") for key in shown.values()), height=440),
            tag_row("{%tr endfor %}", len(shown)),
        ),
    )


def _progress() -> tuple[str, ...]:
    return (
        _heading("progress", "总体情况"),
        tag("{%p if branches %}"),
        body(
            "{{ period }}，{{ branches|length }}个团支部开展了推优工作，召开推优大会{{ count_meetings }}场，提交表决{{ count_voted }}名，"
            "大会通过{{ count_adopted }}名；考察同意{{ count_inspected }}名，公示期满{{ count_noticed }}名"
            "{% if count_reviewed %}，审核同意{{ count_reviewed }}名{% endif %}；"
            "向党组织推荐{{ count_recommended }}名，党组织采纳{{ count_taken }}名。各团支部情况如下："
        ),
        gap(),
        _list(BRANCH_WIDTHS, BRANCHES, "branches"),
        gap(),
        body("各环节按办理日期计入本时期，同一人选在不同时期办理的环节分别计入。"),
        tag("{%p else %}"),
        body("{{ period }}没有团支部召开推优大会，也没有在办的推荐。"),
        tag("{%p endif %}"),
    )


def _pools() -> tuple[str, ...]:
    """The places: pools apart, units apart; a place is never moved from one to another."""
    line = (
        "{{ pool.pool }}名额{% if pool.unit %}（{{ pool.unit }}）{% endif %}{{ pool.total }}个，已用{{ pool.used }}个，"
        "{% if pool.over %}超出{{ pool.over }}个{% else %}剩余{{ pool.left }}个{% endif %}"
        "{% if pool.pending %}（尚在争取，不得使用）{% endif %}。"
    )
    return _when(
        "pools",
        _heading("pools", "名额使用情况"),
        tag("{%p for pool in pools %}"),
        body(line),
        tag("{%p endfor %}"),
    )


def _figures() -> tuple[str, ...]:
    return _when(
        "ratios or totals",
        _heading("figures", "主要指标"),
        tag("{%p for line in ratios %}"),
        body(
            "{{ line.title }}：{{ line.percent }}（{{ line.part }}/{{ line.whole }}）"
            "{% if line.unknown %}，其中{{ line.unknown }}个资料不全，未计入分子{% endif %}。"
        ),
        tag("{%p endfor %}"),
        tag("{%p for line in totals %}"),
        body("{{ line.title }}：{{ line.amount }}{{ line.unit }}。"),
        tag("{%p endfor %}"),
    )


def _visits() -> tuple[str, ...]:
    return _when(
        "visit_count",
        _heading("visits", "督导整改情况"),
        body(
            "共督导走访{{ visit_count }}次，到过{{ visited_count }}个单位"
            "{% if problem_count %}，发现问题{{ problem_count }}个，已整改{{ cured_count }}个"
            "{% if cures_overdue %}，超过整改期限仍未完成{{ cures_overdue }}个{% endif %}{% else %}，没有发现问题{% endif %}。"
        ),
    )


def _waiting() -> tuple[str, ...]:
    return _when(
        "waiting",
        _heading("waiting", "尚未办结的事项"),
        body("截至{{ as_of }}，下列单位还有事项没有办结，请抓紧办理："),
        gap(),
        _list(WAITING_WIDTHS, WAITING, "waiting"),
        gap(),
    )


def _ranking() -> tuple[str, ...]:
    indicators = "{% for line in indicators %}{{ line.title }}（{{ line.weight }}分）{% if not loop.last %}、{% endif %}{% endfor %}"
    return (
        _heading("ranking", "考核结果"),
        tag("{%p if ranking %}"),
        body(f"{{% if indicators %}}考核指标为{indicators}。{{% endif %}}按得分排名如下，得分相同的名次相同："),
        gap(),
        _list(RANKING_WIDTHS, RANKING, "ranking"),
        gap(),
        body("缺项的指标未计分，也未按0分计，补齐后重新核定。"),
        tag("{%p else %}"),
        body("本年度各单位没有报送考核指标评分，未作排名。"),
        tag("{%p endif %}"),
    )


def _commended() -> tuple[str, ...]:
    return _when(
        "commended or cases",
        _heading("commended", "表扬和典型做法"),
        tag("{%p if commended %}"),
        body(
            "对积分考核成绩突出的下列同志予以通报表扬：{% for line in commended %}"
            "{{ line.name }}（{{ line.unit }}，{{ line.band }}）{% if not loop.last %}、{% endif %}{% endfor %}。"
        ),
        tag("{%p endif %}"),
        tag("{%p for line in cases %}"),
        tag("{%p for text in line.text.splitlines() %}"),
        body("{% if loop.first %}{{ line.unit }}：{% endif %}{{ text }}"),
        tag("{%p endfor %}"),
        tag("{%p endfor %}"),
    )


def _demands() -> tuple[str, ...]:
    return (
        _heading("demands", "下一步要求"),
        paragraph(
            "各团支部要对照《共青团推优入党工作实施办法（试行）》，把政治标准放在首位，坚持好中选优、宁缺毋滥，严格执行推优大会、考察、公示各环节要求。"
            "{% if waiting %}有未办结事项的，要逐项办理、及时上报；{% endif %}"
            "对已推荐的人选，要主动向党组织了解研究结果，持续做好培养教育。",
            properties=KEEP_WITH_TEXT,
        ),
    )


def briefing() -> Draft:
    """工作简报: head with issue, issuer and date; numbered cases; 分送 at the foot of the last page."""
    text = [
        tag("{{p briefing_head(briefing_name, n, issuer, document_date) }}"),
        blank_line(),
        tag("{{p title(period ~ '推优入党工作情况') }}"),
        blank_line(),
        body(
            "{{ period }}，各级团组织认真落实《共青团推优入党工作实施办法（试行）》，扎实推进推优入党工作。"
            "{% if branches %}{{ branches|length }}个团支部召开推优大会{{ count_meetings }}场，提交表决{{ count_voted }}名，"
            "大会通过{{ count_adopted }}名，向党组织推荐{{ count_recommended }}名，党组织采纳{{ count_taken }}名。{% endif %}"
            "{% if visit_count %}督导走访{{ visit_count }}次"
            "{% if problem_count %}，发现问题{{ problem_count }}个，已整改{{ cured_count }}个{% endif %}。{% endif %}"
            "{% if cases %}现选取部分单位的做法，供学习借鉴。{% else %}本期没有收到典型做法。{% endif %}"
        ),
        tag("{%p for line in cases %}"),
        paragraph("{{ line.heading }}{{ line.title }}", "Heading1"),
        tag("{%p for text in line.text.splitlines() %}"),
        body("{{ text }}"),
        tag("{%p endfor %}"),
        tag("{%p endfor %}"),
        tag("{%p if readers %}"),
        tag("{{p distribution(*readers) }}"),
        tag("{%p endif %}"),
    ]
    return Draft("推优工作简报", "".join(text), PageForm.NUMBERED)
