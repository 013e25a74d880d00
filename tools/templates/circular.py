"""关于开展……推优工作的通知: red head, number where the body has a 代字, sealed."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.draft_blocks import BASIS, addressee, attachments, body, level_1, level_2, level_3, sealed_and_printed
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line, tag


def draft() -> Draft:
    """The circular that opens a round."""
    text = [
        tag("{{p red_head(league_committee ~ '文件') }}"),
        tag("{{p number_line(document_number) }}"),
        blank_line() * 2,
        tag("{{p title('关于开展' ~ round ~ '推优工作的通知') }}"),
        addressee("各团支部"),
        body(
            f"为深入贯彻落实{BASIS}（以下简称《办法》），规范做好推荐优秀团员作为入党积极分子人选和党的发展对象人选（以下简称推优）工作，"
            "现就开展{{ round }}推优工作有关事项通知如下。"
        ),
        *_who(),
        *_conditions(),
        level_1(3, "推荐名额"),
        body(
            "各团支部推荐人数一般不超过团员人数的{{ quota_ratio }}。坚持好中选优、宁缺毋滥，没有合适人选的可以不推荐。"
            "推荐名额另有下达的，按下达的名额执行（见附件1）。"
        ),
        *_procedure(),
        level_1(5, "时间安排"),
        body(
            "请各团支部于{{ committee.deadline or blank_date }}前完成推优大会、考察和公示，并将全部材料报{{ league_committee }}。"
            "逾期未报的，视为本批次不推荐。"
        ),
        *_papers(),
        *_discipline(),
        body("联系人：{{ committee.contact }}；联系电话：{{ committee.contact_phone }}。"),
        attachments(("推优名额分配表", "推优标准表单", "推荐优秀团员作为入党积极分子登记表", "推优对象汇总表")),
        *sealed_and_printed("league_committee"),
    ]
    return Draft("推优工作通知", "".join(text), PageForm.NUMBERED)


def _who() -> tuple[str, ...]:
    return (
        level_1(1, "推荐对象"),
        level_2(1, "推荐为入党积极分子。", "已向党组织递交入党申请书的优秀共青团员。"),
        level_2(2, "推荐为党的发展对象。", "经过规定期限的培养教育和考察、基本具备党员条件的团员入党积极分子。"),
        level_2(3, "听取意见。", "年满{{ params.age_maximum }}周岁、不满35周岁的青年申请入党的，由所在团组织出具意见，供党组织参考。"),
    )


def _conditions() -> tuple[str, ...]:
    return (
        level_1(2, "推荐条件"),
        body(
            "推荐人选应当承认党的纲领和章程，愿意参加党的一个组织并在其中积极工作，在政治思想上、道德品行上、发挥作用上、执行纪律上体现先进性，"
            "并同时具备以下条件："
        ),
        level_3(1, "递交入党申请书时年满{{ params.age_minimum }}周岁。"),
        level_3(2, "至推优大会召开之日，入团满{{ params.league_age_months }}个月。"),
        level_3(
            3,
            "团员教育评议等次符合要求（{{ params.appraisal_accepted }}），按期足额交纳团费，积极参加团的活动"
            "{% if params.volunteer_hours_minimum|float %}，志愿服务时长不少于{{ params.volunteer_hours_minimum }}小时{% endif %}"
            "{% if params.study_points_minimum|float %}，学习积分不低于{{ params.study_points_minimum }}分{% endif %}。",
        ),
        level_3(4, "未受党纪、政务（校纪）、团纪处分，或者处分已经解除。"),
    )


def _procedure() -> tuple[str, ...]:
    return (
        level_1(4, "工作程序"),
        level_2(
            1, "提出建议名单。", "团支部委员会对照条件逐人摸底，征求有关方面意见，提出候选人建议名单，报上级团组织批准后召开推优大会。"
        ),
        level_2(
            2,
            "召开推优大会。",
            "实到会有表决权的团员{{ quorum }}方可进行。大会介绍候选人情况，候选人作自我评述，到会团员评议并无记名投票，"
            "赞成票{{ pass_line }}的为通过。计票结果当场宣布。不得以网络群组接龙、点赞等方式代替无记名投票。",
        ),
        level_2(3, "开展考察。", "团支部委员会对大会通过的人选进行考察，不简单以票取人，形成考察意见。"),
        level_2(4, "进行公示。", "在一定范围内公示不少于{{ params.notice_workdays }}个工作日，并公布受理方式。"),
        level_2(5, "上报审核。", "公示无异议的，团支部将材料报上级团组织审核。"),
        level_2(
            6,
            "向党组织推荐。",
            "审核同意后，由团委函告相应党支部，并及时了解党组织研究结果。"
            "推荐结果{{ params.validity_years }}年内有效，期满未被采纳的，可以按程序重新推荐。",
        ),
    )


def _papers() -> tuple[str, ...]:
    return (
        level_1(6, "报送材料"),
        level_3(1, "推优标准表单（电子版，校验无误后上报）。"),
        level_3(2, "推优大会会议记录、选票和计票单（原件由团支部留存备查）。"),
        level_3(3, "推荐登记表（每人一式三份，双面打印）。"),
        level_3(4, "公示及公示情况说明。"),
        level_3(5, "推优情况报告和推优对象汇总表。"),
    )


def _discipline() -> tuple[str, ...]:
    return (
        level_1(7, "工作纪律"),
        body(
            "各团支部要坚持标准、严格程序、实事求是，把政治标准放在首位。严禁弄虚作假、拉票贿选、突击推荐、以评奖评优代替推优。"
            "材料填报要真实、准确、完整，妥善保管个人信息，不得在网络群组中传送身份证号、联系电话等内容。对违反规定的，取消推荐资格，并按有关规定处理。"
        ),
    )
