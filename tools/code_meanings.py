"""What every code of a finding means, and the words of an example. The page docs/codes.md is made of it and of the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ID = "440307200403051234"
OTHER_FILE = "2023级网络工程1班团支部.xlsx"
SHEET = "推优对象清单"
BIRTH, JOINED, APPLIED, MEETING = "出生日期", "入团时间", "递交入党申请书时间", "推优大会时间"


@dataclass(frozen=True, slots=True)
class Meaning:
    """When a code is given and where; `words` fill its sentence for the example, which stands at `label` in `cell`."""

    when: str
    label: str = ""
    cell: str = ""
    words: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def means(when: str, at: str = "", **words: object) -> Meaning:
    """`at` is the cell and the label of the example: F12 身份证号."""
    cell, _, label = at.partition(" ")
    return Meaning(when, label, cell, MappingProxyType(words))


GROUPS = {
    "文件": ("workbook-unreadable workbook-encrypted workbook-too-large workbook-type-mismatch workbook-locked processing-failed"),
    "表的结构": (
        "sheet-missing header-not-found column-missing column-duplicate header-similar column-unknown form-altered rows-hidden"
        " total-row-skipped sample-row-skipped"
    ),
    "单元格": (
        "required-missing date-invalid number-invalid choice-unknown date-ambiguous date-month-only formula-without-value cell-error-value"
        " control-character formula-like-text text-too-long name-suspicious value-normalised value-differs value-out-of-range"
        " export-ambiguous reference-unknown"
    ),
    "身份证号、编号、电话": (
        "id-number-as-number id-number-format id-number-checksum id-number-birth-mismatch id-number-gender-mismatch id-number-region"
        " league-number-format league-number-year league-number-is-card-number phone-format"
    ),
    "人员和单位": (
        "already-party-member punishment-in-force duplicate-in-workbook duplicate-across-workbooks conflict-across-workbooks"
        " unit-name-similar"
    ),
    "日期": ("date-in-future date-order interval-too-short interval-too-long month-boundary calendar-year-unknown"),
    "推荐条件": (
        "age-below-minimum age-above-maximum league-age-short hours-below-minimum points-below-minimum appraisal-not-accepted"
        " event-missing route-not-allowed recommendation-still-valid recommendation-expired arrears-veto"
    ),
    "推优大会": (
        "present-exceeds-eligible quorum-not-met votes-exceed-present votes-do-not-add-up pass-line-not-met officer-is-nominee"
        " ballots-exceed-present ballots-exceed-issued meeting-before-approval absentees-count chat-vote"
    ),
    "考察、公示、名额": (
        "inspection-before-meeting notice-before-inspection notice-too-short review-before-notice-end rank-not-unique"
        " report-phase-behind quota-exceeded quota-pool-exceeded"
    ),
    "汇总": ("submission-order-unknown form-shared"),
}
"""The codes in the order of the page."""

MEANINGS = {
    "workbook-unreadable": means("文件损坏、不存在，或者不是工作簿。", reason="压缩包结构已损坏"),
    "workbook-encrypted": means("文件要密码才能打开。"),
    "workbook-too-large": means("文件、工作表或解压后的内容超出读取限度。", reason="解压后超过 512 MB"),
    "workbook-type-mismatch": means("内容不是扩展名所说的格式，而且读不出来。", reason="扩展名是 .xlsx，内容是网页"),
    "workbook-locked": means("文件正被 Excel、WPS 等打开，或没有读取权限。"),
    "processing-failed": means(
        "本程序读取或校验这个文件时自身出错，不是表格的问题；其余文件照常处理，命令的退出码为 4。", reason="KeyError"
    ),
    "sheet-missing": means("标准表单里少了方案规定的工作表。", expected="推优大会"),
    "header-not-found": means("没有一行能认出三个以上的列名（其中有姓名）。"),
    "column-missing": means("缺少必填的列。别处来的表只要求 14 个核心列。", "- 公示结束日期"),
    "column-duplicate": means("两列是同一个意思；位置在后一列的列名上。", "N3 入团时间", got="入团日期", other="入团时间"),
    "header-similar": means("列名与已知列名只是相近，不猜，该列没有读取。", "N3 ", got="入团时", expected="入团时间"),
    "column-unknown": means("方案里没有的列，每张工作表合为一条。", got="家庭住址、宿舍"),
    "form-altered": means("标准表单的列名、列或工作表被改过。", "N3 ", got="“入团时间”列改名为“时间”"),
    "rows-hidden": means("有数据的行被隐藏或筛选掉，每张工作表一条；这些行照样读取。", got="第8行、第9行", count=2),
    "total-row-skipped": means("合计、小计行不当作人员。", "A30 "),
    "sample-row-skipped": means("示例行不当作人员。", "A5 "),
    "required-missing": means("必填的单元格空着，而且已到该填的阶段。以后阶段的空格不算。同一人的几处在报告中合为一行。", f"P14 {APPLIED}"),
    "date-invalid": means(
        "不是日期，或世上没有这一天；要求到日的栏目只写了年月也在此列。", f"P12 {APPLIED}", got="2026.13.5", expected="2026-03-05"
    ),
    "number-invalid": means("不是数字，或为负数，或该是整数而有小数。", "V8 赞成票", got="过半数", expected="整数（0 或更大）"),
    "choice-unknown": means(
        "不是下拉选项，也不是已知的别名。", "H9 政治面貌", got="学生", expected="“共青团员、中共预备党员、中共党员、群众”之一"
    ),
    "date-ambiguous": means(
        "两种读法都说得通，如存成数字的 2004.1、文字 04/03/05。", f"L14 {JOINED}", got="2020.1", expected="2020年1月或2020年10月"
    ),
    "date-month-only": means("允许只写年月的栏目写了年月。", f"L21 {JOINED}", got="2020-06"),
    "formula-without-value": means("单元格是公式，文件里没有存下结果。", "AA17 弃权票"),
    "cell-error-value": means("单元格是 #N/A、#REF! 等错误值。", "Z16 反对票", got="#N/A"),
    "control-character": means("文字里有看不见的控制字符。", "AE14 备注"),
    "formula-like-text": means("文字以 = + - @ 开头，又不是数字、电话、日期，容易被当作公式执行。", "AE16 备注", got="=1+1"),
    "text-too-long": means("超过栏目规定的字数，或超过单元格的上限 32767。", "AE11 备注", count=288, limit=200),
    "name-suspicious": means(
        "姓名里有数字、字母、括号、称谓，或不足 2 字、超过 20 字。", "B7 姓名", got="王诗瑶2班", reason="含有数字、字母、括号或称谓"
    ),
    "value-normalised": means(
        "读取时改了写法：不可见字符、全角半角、间隔号、x 改 X。只去掉首尾空格、选项别名的不算。",
        "B6 姓名",
        got="扎西‧多吉",
        expected="扎西·多吉",
    ),
    "value-differs": means(
        "填的值与由其他栏目推算的值不同，或与同一人另一行中不会变的内容（如入团时间）不同。", "AJ8 应到会人数", got="32", expected="30"
    ),
    "export-ambiguous": means(
        "自动填充：导出表里有几个同名的人，或同一天有几个不同的数，分不清该填哪个。",
        "AB8 志愿服务时长",
        got="张伟",
        other="志愿汇.xlsx",
        reason="有几个同名的人",
        rows="第3行、第9行",
    ),
    "value-out-of-range": means("超出规定的上下限，而没有更专门的编号。", "B10 团员总数", got=62, expected="应在 3 到 50 之间"),
    "reference-unknown": means(
        "引用的内容在另一张表或名单里找不到；单位找不到是提醒。", f"B15 {MEETING}", got="2026-05-20", expected="推优大会"
    ),
    "id-number-as-number": means("超过 15 位的数字存成数值，Excel 只留前 15 位，无法还原。", "F17 身份证号"),
    "id-number-format": means("不是 17 位数字加 1 位数字或 X。", "F3 身份证号", got=ID[:-1], reason="有 17 位"),
    "id-number-checksum": means("末位校验码不对，必有一位写错。", "F18 身份证号", got=ID, expected="7"),
    "id-number-birth-mismatch": means(
        "第 7 至 14 位与出生日期不同；出生日期只有年月的比到月。", "F2 身份证号", got="2004-04-05", expected="2004-03-05"
    ),
    "id-number-gender-mismatch": means("第 17 位奇数为男、偶数为女，与性别不同。", "F17 身份证号", got="男", expected="女"),
    "id-number-region": means("前两位不是任何省、自治区、直辖市，也不是港澳台居民居住证。", "F3 身份证号", got=f"99{ID[2:]}"),
    "league-number-format": means(
        "2017 年及以后入团而编号不是 12 位；已知的旧式编号不算。", "M33 发展团员编号", got="20211130009", count=11
    ),
    "league-number-year": means("编号前四位不是入团年份；2017、2018 可以互换。", "M14 发展团员编号", got="201611300298", expected="2017"),
    "league-number-is-card-number": means("8 位的是团员证编号，不是发展团员编号。", "M3 发展团员编号", got="03010129"),
    "phone-format": means(
        "不是 1 开头的 11 位手机号，也不是固定电话。", "J40 联系电话", got="1990000001", reason="不是 11 位手机号，也不是固定电话"
    ),
    "already-party-member": means("政治面貌已是中共党员或预备党员。", "H9 政治面貌", got="中共预备党员"),
    "punishment-in-force": means("处分情况填“处分期内”。", "AH9 处分情况"),
    "duplicate-in-workbook": means(
        "同一人、同一推优类型、同一批次在一份表里有两行；位置在后一行。", "F28 身份证号", who="陈某", other="第 4 行"
    ),
    "duplicate-across-workbooks": means(
        "同一人、同一类型、同一批次在两份表里都有，内容一样；两份表各有一条。", "F5 身份证号", who="陈某", other=OTHER_FILE
    ),
    "conflict-across-workbooks": means(
        "同一人在两份表里都有，而不会变的内容不同；两份表各有一条。", "F9 身份证号", who="陈某", other=OTHER_FILE, differ=APPLIED
    ),
    "unit-name-similar": means(
        "单位名称不在支部名单里，与其中一个相近。", "B3 团支部全称", got="软件工程1班", expected="2023级软件工程1班团支部"
    ),
    "date-in-future": means(
        "已经发生的事，日期却在判断日之后。公示结束、推荐有效期和计划中的会不算。", f"L29 {JOINED}", got="2026-09-13", expected="2026-06-30"
    ),
    "date-order": means(
        "两个有先后的日期颠倒；位置在应当较晚的日期。", f"B15 {MEETING}", got="2026-01-24", expected="2026-01-25", other=APPLIED
    ),
    "interval-too-short": means(
        "两个日期之间不满方案规定的时间；位置在较晚的日期。",
        "R13 确定为发展对象时间",
        other="确定为入党积极分子时间",
        least="1年",
        expected="2025-05-13",
        earliest="2026-05-13",
    ),
    "interval-too-long": means(
        "两个日期之间超过方案规定的时间；位置在较晚的日期。",
        "Q13 党组织谈话时间",
        other=APPLIED,
        most="1个月",
        expected="2025-05-13",
        latest="2025-06-13",
    ),
    "month-boundary": means("只写了年月，恰好在界线上的那个月，无法判断是否符合。", f"L7 {JOINED}", reason="入团至推优大会不满 12 个月"),
    "calendar-year-unknown": means("要算工作日，而没有那一年的放假调休安排；每份表一条。", got=2031),
    "age-below-minimum": means("递交入党申请书那天不满规定年龄。", f"P27 {APPLIED}", age_minimum=18),
    "age-above-maximum": means("推优大会那天已满规定年龄，推优类型不是听取意见，也不是专兼职团干部。", f"E9 {BIRTH}", age_maximum=28),
    "league-age-short": means("入团至推优大会不满规定的月数。", f"L20 {JOINED}", league_age_months=12),
    "hours-below-minimum": means("方案规定了最低志愿服务时长而没有达到。", "AB9 志愿服务时长", got=12),
    "points-below-minimum": means("方案规定了最低学习积分而没有达到。", "AD9 学习积分", got=30),
    "appraisal-not-accepted": means("团员教育评议等次不在方案认可之列；入团第一年未参评的不算。", "Z9 团员教育评议等次", got="基本合格"),
    "event-missing": means(
        "缺少方案规定的环节：次数、时间、成绩、举办单位不合要求，或流程里前一步没有、没有通过。",
        "P9 递交入党申请书时间",
        missing="理想信念教育还缺 1 次",
    ),
    "route-not-allowed": means(
        "单位的推荐路径不包括这种推优类型，或单位情况不符合任何一条路径。",
        "O9 推优类型",
        got="未建党组织",
        reason="这条路径可用的推优类型是听取意见",
    ),
    "recommendation-still-valid": means("同一人同一推优类型，上次推荐尚在有效期内，党组织没有退回。", "O9 推优类型", expected="2026-11-30"),
    "recommendation-expired": means("推荐有效期已过，党组织没有答复。", "BD9 推荐有效期至", got="2026-03-31"),
    "arrears-veto": means("连续未交团费的月数达到方案的否决标准。", "U9 欠缴团费月数", got=6),
    "present-exceeds-eligible": means("实到会人数多于应到会人数。", "X26 实到会人数", got=43, expected=40),
    "quorum-not-met": means("实到会人数不足方案规定的比例；有此条时不再判断赞成票。", "X11 实到会人数", got=19, eligible=39, least=20),
    "votes-exceed-present": means("赞成票，或赞成、反对、弃权之和，多于实到会人数。", "Y12 赞成票", what="赞成", got=36, present=33),
    "votes-do-not-add-up": means(
        "赞成、反对、弃权之和不等于有效票数（没有有效票数的，不等于实到）。", "Y32 赞成票", got=22, what="实到", expected=30
    ),
    "pass-line-not-met": means(
        "赞成票没有过线，而该人仍往下走（大会结果填通过，或已填以后的内容）。落选本身不算问题。",
        "Y9 赞成票",
        got=19,
        base="应到会人数",
        eligible=39,
        least=20,
    ),
    "officer-is-nominee": means("监票、计票、唱票人是本次大会的推荐人选。", "J5 监票人", got="陈某"),
    "ballots-exceed-present": means("发出票数多于实到会人数。", "L5 发出票数", got=34, expected=33),
    "ballots-exceed-issued": means("收回票数多于发出票数。", "M5 收回票数", got=34, expected=33),
    "meeting-before-approval": means("推优大会早于上级批准召开的时间。", f"A5 {MEETING}", got="2026-03-02", expected="2026-03-04"),
    "absentees-count": means("缺席人员的人数不等于应到减实到。", "H5 缺席人员及原因", got=2, expected=3),
    "chat-vote": means("会议形式写的是微信、QQ、接龙等群里表决。", "D5 会议形式", got="微信群接龙"),
    "inspection-before-meeting": means("考察时间早于推优大会。", "AM9 考察时间", got="2026-03-01", expected="2026-03-02"),
    "notice-before-inspection": means("公示开始早于考察。", "AR9 公示开始日期", got="2026-03-01", expected="2026-03-02"),
    "notice-too-short": means(
        "公示的工作日少于方案规定；按当年放假调休安排计算，默认开始那天计入。", "AC8 公示结束日期", days=4, least=5, earliest="2026-03-27"
    ),
    "review-before-notice-end": means("团委审核早于公示结束。", "AY9 团委审核时间", got="2026-03-26", expected="2026-03-27"),
    "rank-not-unique": means("同次大会、同一推优类型里两人排序相同。", "AF9 推荐排序", got=2, other=8),
    "report-phase-behind": means("已填了以后阶段的内容，填报阶段还停在前面。", "B4 填报阶段", got="报候选人", expected="会后上报"),
    "quota-exceeded": means(
        "一次大会通过的人数超过团员人数的规定比例；方案写明不得突破的为错误。",
        branch="2023级软件工程1班团支部",
        day="2026-03-02",
        got=10,
        base="应到会人数",
        size=36,
        share="20%",
        limit=7,
    ),
    "quota-pool-exceeded": means(
        "有名额台账的表或清单库：一个年度、一类名额、一个单位的名额用超；还在争取中的名额不能用。各类名额分开计算。",
        "L3 剩余",
        got="非公单列",
        unit="城东新区",
        year=2026,
        used=4,
        total=3,
        over=1,
        holders="张三、李四、王五等 4 人",
    ),
    "submission-order-unknown": means("同一单位同一批次的两份表，填报日期、阶段、修改时间都分不出先后。", other=OTHER_FILE),
    "form-shared": means("两个单位的表来自同一张表单。", other=OTHER_FILE),
}
