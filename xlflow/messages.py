"""The one catalogue of findings: every code with its severity and its sentences.

A sentence has four parts in this order: where › what was there › what belongs there › what to do. The place gives the first part,
`Kind.message` the second and third, `Kind.fix` the last. `{label}` is the header of the column, `{got}` what stood in the cell,
other names are words that the caller gives. A scheme's rule or interval may state another severity, sentence or clause.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct

from xlflow.errors import InternalError, WorkbookError
from xlflow.findings import Finding, Place, Severity, mask

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - the letters of the contract's table


class Kind(Struct, frozen=True):
    """A code of the contract: severity by default, sentences, and whether a written reason may confirm it."""

    code: str
    severity: Severity
    message: str
    fix: str
    waivable: bool = False


_KINDS = (
    # files
    Kind("workbook-unreadable", E, "无法作为工作簿打开（{reason}）", "请核对文件名和位置；能用 Excel 或 WPS 打开的，另存为 .xlsx 再报"),
    Kind("workbook-encrypted", E, "设有打开密码，无法读取", "请用 Excel 或 WPS 另存为无密码的 .xlsx 后重报"),
    Kind(
        "workbook-too-large",
        E,
        "超出读取限度（{reason}）",
        "请删去多余的工作表、图片和表外的零星内容（按 Ctrl+End 可见最远一格），太长的分成几份，另存后重报",
    ),
    Kind("workbook-type-mismatch", E, "内容与扩展名不符（{reason}）", "请用 Excel 或 WPS 打开后另存为 .xlsx 再报"),
    Kind("workbook-locked", E, "正被其他程序占用或没有读取权限", "请先关闭该文件再试"),
    Kind(
        "processing-failed", E, "本程序处理这个文件时出错（{reason}），不是表格的问题", "请把出错经过的记录交给技术人员；其他文件不受影响"
    ),
    # structure
    Kind(
        "sheet-missing",
        E,
        "没有“{expected}”工作表",
        "请用一份新的标准表单（xlflow new，或向上级团组织要），把各表内容用“选择性粘贴—数值”贴进去",
    ),
    Kind("header-not-found", E, "没有找到表头：应有一行至少含姓名等三个已知列名", "请保留表头行，列名照标准表单填写"),
    Kind("column-missing", E, "缺少“{label}”列", "请补上这一列并填写"),
    Kind("column-duplicate", E, "“{got}”与“{other}”列含义相同，只能保留一列", "请删去或改名其中一列"),
    Kind("header-similar", W, "列名“{got}”与“{expected}”相近，未按该列读取", "如就是该列，请把列名改为“{expected}”"),
    Kind("column-unknown", I, "另有不认识的列：{got}，未读取", "不影响校验，可不处理"),
    Kind("form-altered", W, "表单被改动：{got}", "请恢复原样，或在一份新的标准表单里用“选择性粘贴—数值”贴入内容"),
    Kind("rows-hidden", W, "有 {count} 行被隐藏或筛选掉（{got}），已一并读取", "请取消筛选和隐藏，核对这些行是否应报"),
    Kind("total-row-skipped", I, "合计行，未作为人员读取", "不影响校验，可不处理"),
    Kind("sample-row-skipped", I, "示例行，未作为人员读取", "报送前可删去示例行"),
    # cells
    Kind("required-missing", E, "{label}未填", "请补填{label}"),
    Kind("date-invalid", E, "{label}“{got}”不是日期{reason}，应形如 {expected}", "请照这种写法改正"),
    Kind("number-invalid", E, "{label}“{got}”不是{expected}", "请改正：数量只写数字，没有的写 0；编号先把该格设为文本再重新输入"),
    Kind("choice-unknown", E, "{label}“{got}”不在可选项内，应为{expected}", "请从可选项中选一个"),
    Kind("date-ambiguous", E, "{label}“{got}”有两种读法（{expected}）", "请写全年月日，如 2026-03-05"),
    Kind("date-month-only", I, "{label}只有年月“{got}”，按整月判断", "能查到具体日期的请补到日"),
    Kind("formula-without-value", E, "{label}是公式，但没有存下计算结果", "请用 Excel 或 WPS 打开保存一次，或改填数值"),
    Kind("cell-error-value", E, "{label}是错误值 {got}", "请改正公式，或改填正确的值"),
    Kind("control-character", W, "{label}含有不可见的控制字符", "请清空这一格再打字输入，不要粘贴"),
    Kind("formula-like-text", W, "{label}“{got}”以 = + - @ 开头，易被当作公式", "请去掉开头的符号"),
    Kind("text-too-long", W, "{label}有 {count} 个字，超过 {limit} 个", "请压缩到 {limit} 字以内"),
    Kind("name-suspicious", W, "{label}“{got}”{reason}", "请只写姓名，须与身份证一致"),
    Kind("value-normalised", I, "{label}“{got}”已按“{expected}”读取", "不影响校验，可不处理"),
    Kind(
        "value-differs",
        W,
        "{label}填的是“{got}”，按已有信息应为“{expected}”",
        "请核对；不对的改正，或清空后自动填充；确属特殊的在核实说明中写明",
        waivable=True,
    ),
    Kind("export-ambiguous", W, "“{got}”在“{other}”里{reason}（{rows}），{label}没有填", "请在两边补上身份证号或学号后再填充，或手工填写"),
    # identity
    Kind("id-number-as-number", E, "{label}存成了数字，后几位已丢失", "请把该列设为文本格式，照身份证重新输入"),
    Kind("id-number-format", E, "{label}“{got}”{reason}，应为 17 位数字加 1 位数字或 X", "请照身份证核对改正"),
    Kind("id-number-checksum", E, "{label}“{got}”校验码不符，末位应为 {expected}（若前 17 位无误）", "请照身份证逐位核对"),
    Kind("id-number-birth-mismatch", E, "{label}中的出生日期是 {expected}，与出生日期“{got}”不一致", "请照身份证核对两处", waivable=True),
    Kind("id-number-gender-mismatch", E, "{label}第 17 位表示{expected}，与性别“{got}”不一致", "请照身份证核对两处", waivable=True),
    Kind("id-number-region", W, "{label}“{got}”开头的地区代码不存在", "请照身份证核对前两位"),
    Kind("league-number-format", E, "{label}“{got}”有 {count} 位，2017 年及以后入团的应为 12 位数字", "请在智慧团建中查对", waivable=True),
    Kind("league-number-year", E, "{label}“{got}”前四位应与入团年份 {expected} 一致", "请在智慧团建中查对编号和入团时间", waivable=True),
    Kind(
        "league-number-is-card-number",
        W,
        "{label}“{got}”是 8 位，像是团员证编号",
        "请照入团志愿书填 12 位发展团员编号；2017 年以前入团、没有编号的空着",
    ),
    Kind("phone-format", W, "{label}“{got}”{reason}", "请核对改正"),
    # people
    Kind("already-party-member", E, "政治面貌为“{got}”，已入党，不再推优", "请核对；确已入党的从名单中删去"),
    Kind("punishment-in-force", E, "处分尚在影响期内，不能推荐", "处分解除后再推荐"),
    Kind("duplicate-in-workbook", E, "{who}与{other}是同一人、同一推优类型{differ}", "请核对，只保留一行，另一行整行清空"),
    Kind("duplicate-across-workbooks", E, "{who}在“{other}”中也有，推优类型和批次相同", "请两个支部核对由谁上报，删去另一处"),
    Kind("conflict-across-workbooks", E, "{who}在“{other}”中也有，但{differ}不一致", "请两个支部核对，改为一致并只报一处"),
    Kind("unit-name-similar", W, "单位名称“{got}”不在单位名单中，与“{expected}”相近", "如就是该单位，请改用名单中的全称"),
    # dates
    Kind("date-in-future", E, "{label} {got} 晚于今天（{expected}）", "请核对年月日"),
    Kind("date-order", E, "{label} {got} 早于{other} {expected}，先后颠倒", "请核对两处日期"),
    Kind("interval-too-short", E, "{other}到{label}不满 {least}：{expected} 起，最早到 {earliest}", "请核对两处日期"),
    Kind("interval-too-long", W, "{other}到{label}超过 {most}：{expected} 起，最晚到 {latest}", "请核对两处日期"),
    Kind("month-boundary", W, "{label}只到月，无法判断是否符合：{reason}", "请补填具体日期"),
    Kind(
        "calendar-year-unknown",
        W,
        "没有 {got} 年的节假日安排，涉及这一年的工作日没有判断",
        "请自行核对公示等天数，并请团委在 calendar.toml 中补上该年安排",
    ),
    Kind("reference-unknown", E, "{label}“{got}”在“{expected}”表中找不到", "请先在“{expected}”表中登记，或改正此处"),
    Kind("value-out-of-range", E, "{label}“{got}”{expected}", "请核对改正"),
    # conditions
    Kind("age-below-minimum", E, "递交入党申请书时不满 {age_minimum} 周岁", "满 {age_minimum} 周岁后重新递交入党申请书，再推荐"),
    Kind("age-above-maximum", E, "推优大会时已满 {age_maximum} 周岁", "办理离团手续，或把推优类型改为听取意见"),
    Kind("league-age-short", E, "入团至推优大会不满 {league_age_months} 个月", "核对入团时间；确不满的，本次不推荐"),
    Kind("hours-below-minimum", E, "{label} {got} 低于最低要求", "补足后再推荐，或写明核实说明", waivable=True),
    Kind("points-below-minimum", E, "{label} {got} 低于最低要求", "补足后再推荐，或写明核实说明", waivable=True),
    Kind("appraisal-not-accepted", E, "团员教育评议等次“{got}”不符合推荐条件", "核对等次；确不符合的，本次不推荐", waivable=True),
    Kind("event-missing", E, "缺少规定的环节：{missing}", "请补做或补登记", waivable=True),
    Kind("route-not-allowed", E, "推荐路径“{got}”不适用：{reason}", "请核对单位信息和推优类型", waivable=True),
    Kind("recommendation-still-valid", E, "同一类型的推荐尚在有效期内（至 {expected}）", "有效期内不必重复推荐", waivable=True),
    Kind("recommendation-expired", W, "推荐有效期已于 {got} 届满，党组织尚无答复", "请向党组织了解情况，需要时重新推荐"),
    Kind("arrears-veto", E, "欠缴团费 {got} 个月，达到否决标准", "请补缴并核实原因", waivable=True),
    # ballot
    Kind("present-exceeds-eligible", E, "实到 {got} 人多于应到 {expected} 人", "请核对两个人数"),
    Kind(
        "quorum-not-met",
        E,
        "实到 {got} 人，应到 {eligible} 人，至少须到 {least} 人，大会无效",
        "请核对两个人数；确实不足的，须重新召开推优大会",
    ),
    Kind("votes-exceed-present", E, "{what} {got} 票多于实到 {present} 人", "请照计票单核对票数，并核对推优大会的实到会人数"),
    Kind("votes-do-not-add-up", E, "赞成、反对、弃权合计 {got} 票，应等于{what} {expected}", "请照计票单核对每个人的票数和推优大会的票数"),
    Kind(
        "pass-line-not-met",
        E,
        "赞成 {got} 票，{base} {eligible}，至少须 {least} 票才算通过",
        "请核对票数；确未通过的，“大会结果”改为“未通过”，考察、公示各栏清空",
    ),
    Kind("officer-is-nominee", E, "{label}“{got}”是推荐人选，不能担任", "请核对姓名；确实如此的，须更换监票、计票、唱票人并重新计票"),
    Kind("ballots-exceed-present", E, "发出票数 {got} 多于实到 {expected} 人", "请核对计票单"),
    Kind("ballots-exceed-issued", E, "收回票数 {got} 多于发出 {expected} 张，表决无效", "须重新表决"),
    Kind("meeting-before-approval", E, "推优大会 {got} 早于批准时间 {expected}", "须经批准后召开，请核对日期"),
    Kind("inspection-before-meeting", E, "考察时间 {got} 早于推优大会 {expected}", "请核对两处日期"),
    Kind("notice-before-inspection", E, "公示开始 {got} 早于考察 {expected}", "考察后才能公示，请核对日期"),
    Kind("review-before-notice-end", E, "团委审核 {got} 早于公示结束 {expected}", "公示期满才能审核，请核对日期"),
    Kind("absentees-count", W, "缺席人员写了 {got} 人，应到减实到为 {expected} 人", "请核对应到、实到人数，写全缺席人员及原因"),
    Kind("chat-vote", W, "会议形式“{got}”像是在群里表决，不是无记名投票", "请改为现场无记名投票"),
    Kind("rank-not-unique", W, "推荐排序 {got} 与第 {other} 行相同", "请改成不同的名次；同次大会、同一类型的排序不得重复"),
    Kind("report-phase-behind", W, "已填到“{expected}”阶段的内容，填报阶段仍是“{got}”", "请把填报阶段改为“{expected}”"),
    Kind("notice-too-short", E, "公示 {days} 个工作日，至少应为 {least} 个，最早到 {earliest} 结束", "请延长公示期并改正公示结束日期"),
    Kind(
        "quota-exceeded",
        W,
        "{branch} {day} 的大会通过 {got} 人，超过{base} {size} 人的{share}（至多 {limit} 人）",
        "请核减；上级同意调剂的，在《推优大会》这次大会的“核实说明”栏写明依据",
        waivable=True,
    ),
    Kind(
        "quota-pool-exceeded",
        E,
        "{unit} {year} 年的“{got}”名额共 {total} 个，已用 {used} 个，超出 {over} 个（{holders}）",
        "请核减，各类名额不得互相垫支",
    ),
    # merge
    Kind("submission-order-unknown", W, "与“{other}”分不出先后，按内容取其一", "请支部写明填报日期后重报"),
    Kind("form-shared", W, "表单编号与“{other}”相同，但单位不同，像是借用了别的支部的表单", "请核对两个支部的表，必要时各发一张新表"),
)

CATALOGUE: dict[str, Kind] = {kind.code: kind for kind in _KINDS}


class Known(Protocol):
    """Where the words of a sentence are looked up, if not in a mapping: a row with what stands behind it."""

    def get(self, key: str, default: object = None) -> object:
        """The value of a key."""


class _Words:
    """Words of a sentence, masked and on one line; a word that nobody gave prints as nothing, so that a sentence never fails."""

    def __init__(self, known: Mapping[str, object] | Known, got: str | None = None, label: str = "") -> None:
        """`known` is looked up, not copied: it may be all that a row holds. `got` is masked already, a label needs no mask."""
        self._known, self._got, self._label = known, got, label

    def __getitem__(self, key: str) -> str:
        if key == "got" and self._got is not None:
            return self._got
        value = self._known.get(key, "")
        return str(value or self._label) if key == "label" else mask(visible(word(value)))


def finding(
    code: str,
    place: Place,
    got: object = "",
    severity: Severity | None = None,
    waivable: bool | None = None,
    basis: str = "",
    message: str = "",
    fix: str = "",
    words: Mapping[str, object] | Known = MappingProxyType({}),
    **more: object,
) -> Finding:
    """A finding of a code of the catalogue; what a scheme states (severity, sentences, clause) goes before the default.

    `got` is masked before it is kept; the sentences are made of masked words too. Words come as further arguments, else from `words`.
    """
    kind = CATALOGUE[code]
    shown = shorten(mask(visible(word(got))))
    said = _Words(more or words, shown, place.label or "")
    is_waivable = kind.waivable if waivable is None else waivable
    grade = severity or kind.severity
    return Finding(
        code,
        grade,
        place,
        shown,
        _filled(message or kind.message, said),
        _filled(fix or kind.fix, said),
        basis,
        waivable=is_waivable or grade is Severity.WARNING,
    )


def filled_in(code: str, message: str, words: Mapping[str, object] | Known) -> str:
    """The message of a code (or a scheme's own) with its words, for use inside another sentence."""
    return _filled(message or CATALOGUE[code].message, _Words(words))


def _filled(sentence: str, words: _Words) -> str:
    return sentence.format_map(words) if "{" in sentence else sentence


def word(value: object) -> str:
    """A value as a word of a sentence: days and months in ISO form."""
    if type(value) is str:
        return value
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat else str(value)


def some_of(names: Sequence[str], most: int, more: str = "等") -> str:
    """The first `most` names, then `more` where there are others; {} in it is their whole number.

    >>> some_of(["甲", "乙", "丙"], 2, "等{}人"), some_of(["甲", "乙"], 2)
    ('甲、乙等3人', '甲、乙')
    """
    return "、".join(names[:most]) + (more.format(len(names)) if len(names) > most else "")


def shorten(text: str, limit: int = 60) -> str:
    """A long cell as its beginning, so that a message stays one line."""
    return text if len(text) <= limit else f"{text[:limit]}…"


def visible(text: str) -> str:
    """The text on one line, invisible characters as a mark: a message must not break a terminal or a report."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else (" " if c in "\r\n\t" else "□") for c in text)


def one_line(name: str) -> str:
    """A name of a file or sheet on one line: as `visible`, but blanks of any width are part of names."""
    return "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else visible(c) for c in name)


def place_text(place: Place) -> str:
    """三班.xlsx › 推优对象清单 › F12, or 第12行 where the finding is about the row."""
    parts = [place.file]
    if place.sheet:
        parts.append(one_line(place.sheet))
    if place.cell:
        parts.append(place.cell)
    elif place.row:
        parts.append(f"第{place.row}行")
    return " › ".join(parts)


def sentence(found: Finding) -> str:
    """The whole sentence: where, what was there, what belongs there, what to do."""
    basis = f"（依据：{found.basis}）" if found.basis else ""
    return f"{place_text(found.place)}  {found.message}{basis}；{found.fix}。"


def severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, confirmed ones aside."""
    counts = dict.fromkeys(Severity, 0)
    for found in findings:
        counts[found.severity] += not found.confirmed
    return counts


Unread = WorkbookError | InternalError
"""Why nothing was read of one file; the other files go on."""


def unreadable(shown: str, error: Unread) -> Finding:
    """The finding of a file of which nothing was read."""
    return finding(error.code, Place(shown), fix=error.cure if isinstance(error, WorkbookError) else "", reason=error.reason)


def foreign_sentence(count: int, title: str, done: str) -> str:
    """That workbooks of unknown origin were read by the scheme of that title, since nobody named another. `done`: 读取 or 校验."""
    return f"{count} 个文件不是标准表单，按“{title}”{done}。"
