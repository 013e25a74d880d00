"""Which rows under a header are people, and which are totals, samples, notes and signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from xlflow.patterns import pattern
from xlflow.tables.cells.cell_text import NOTHING, bare, half_width, without_invisible
from xlflow.tables.cells.date_cells import parse_date_text
from xlflow.tables.raw import RawValue

_TOTAL = pattern(
    r".{0,16}?(?:合|总|小|共|累)计(?:数|人数)?(?:共?\d+[人名个])?|总人数|合计人数|总数|平均(?:值|分)?"
    r"|(?:以上|本[页表])?(?:总共|一?共有?|合共)\d+[人名]"
)
_SAMPLE = pattern(r"示例|样例|范例|举例|填写示范|^例(?:[:：]|$)|^例如|[(（]例[)）]")
_SAYS_SAMPLE = pattern(r"[(（]?(?:(?:此|本|该)行)?(?:为|是)?(?:填[写报])?(?:示例|样例|范例)(?:[行,，。].{0,20}|.{0,10}删.{0,10})?[)）]?")
"""A note that says what kind of row it stands in: 示例，填写时请删除."""
_SIGNATURE = pattern(
    r"(?:填表|制表|审核|经办|负责|联系|报送|记录|监票|计票|校对|复核|书记|单位|领导|主管|辅导员|联系人|团支部|团委|党支部|上级团组织)[^:：]{0,12}"
    r"(?:[:：]|[(（](?:签|盖)[^)）]{0,4}[)）])|[(（](?:盖章|签字|签章|公章|签名)[)）]|^(?:年|\d{4}年)\s*月\s*日$"
)
_NOTE = pattern(
    r"^(?:注|备注|说明|填表说明|填写说明|填报说明|要求|提示|附)\s*[:：.、1-9]|^[*※★]|^\d[.、](?!\d).{12,}|"
    r"^[(（]?(?:以下空白|以下无正文|此页无正文|完)[)）]?$|^图例|^[红黄绿蓝橙灰紫]色?(?:字体?|底|标注)?(?:[:：=]|表示|代表|的?[为是])"
)
_FOOTER = pattern(r".{0,20}(?:委员会|团委|总支部?|支部|党委|学院|大学|学校|中学|公司)(?:[(（][^()（）]{0,4}[)）])?|第?\d+页.{0,8}")
_POST = pattern(r"(?:团|党)?支部书记|团支书")
_ROLE = pattern(
    r"(?:填表|填报|制表|审核|审批|经办|负责|联系|报送|记录|监票|计票|唱票|主持|校对|复核)(?:人|员)|.{0,12}(?:意见|签[字名章]|盖章)"
)
"""What stands before a name that is not on the list, or before an opinion."""
_ROLE_ENDS, _ROLE_STOPS = frozenset("人员见字名章记书"), " \u3000:：)）\n"
"""How such a label ends, which spares names the closer look, and what may stand behind it."""
_NO_PERSON = pattern(r"[(（]?(?:空白?|以下(?:空白|为空|无)|本?页?完毕?|[-—–－/／\\]+)[)）]?")
_NOTES_BEGIN = pattern(r"[(（]?(?:填[表写报]|本表)?(?:说明|须知|要求)|注意事项|备?注[)）]?[:：]?")
_HINT = pattern(r"一致|填写|必填|选填|如实|全称|下拉|格式|例如|^如|\d位|[Yy]{4}|不得|为准|精确到|阿拉伯数字")
_SECTION = pattern(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")
_NUMERAL = pattern(r"\(?[一二三四五六七八九十]{1,3}[)、.]?")
_BODY = pattern(r"(?:部|院|系|班|级|会|团|校|处|公司|社区|街道)$")
_TITLE = pattern(r"(?:名单|名册|花名册|一览表|汇总表|登记表|备案表|统计表)$|.{2,}(?:班|支部|学院)$")
_LISTED = pattern(r"\d{1,2}[.、](?!\d).{8,}|\d{1,2}[.、](?!\d).*。", re.DOTALL)
_LABELLED = pattern(r"[^:]{1,12}:.*", re.DOTALL)
_ASIDE = pattern(r"\(.*\)", re.DOTALL)
_LETTERS = pattern(r"[A-Z]{1,2}")
_FEW = 3
_LONG = 24
_LONGEST_NAME = 4


class RowKind(StrEnum):
    """What a row under a header is."""

    BLANK = "blank"
    DATA = "data"
    TOTAL = "total"
    SAMPLE = "sample"
    NOTE = "note"
    """A signature line, a note, an instruction: belongs to the form, not to the list."""


def kind_of(lead: Sequence[RawValue], filled: Sequence[RawValue], *, named: bool = False) -> RowKind:
    """What a row is.

    `lead`: the running number and the name, then the first filled cell; they tell totals and samples. `filled`: the cells of the row
    that hold anything, the running number aside. Where a name is there (`named`) only the lead tells a note: a remark that begins with
    注： is one about the person.
    """
    texts = [half_width(without_invisible(value)) for value in lead if isinstance(value, str)]
    if any(_TOTAL.fullmatch(bare(text)) for text in texts if text):
        return RowKind.TOTAL
    if any(_SAMPLE.search(text) for text in texts if text) or any(isinstance(v, str) and _SAYS_SAMPLE.fullmatch(v.strip()) for v in filled):
        return RowKind.SAMPLE
    if all(isinstance(value, str) and (value in NOTHING or _NO_PERSON.fullmatch(half_width(without_invisible(value)))) for value in filled):
        return RowKind.BLANK
    if (
        len(filled) == 1
        and isinstance(filled[0], str)
        and _heads_part(texts[-1] if texts else "", half_width(without_invisible(filled[0])))
    ):
        return RowKind.NOTE
    if _LABELLED.fullmatch(texts[-1] if texts else "") and _labels(filled) > 1:
        return RowKind.NOTE
    return RowKind.NOTE if len(filled) <= _FEW and _is_note(lead if named and len(filled) > 1 else filled) else RowKind.DATA


def _heads_part(first: str, text: str) -> bool:
    """Whether a lone text is a numbered note (3.…。) or, beside a Chinese numeral, the unit whose people follow (一 | 软件学院)."""
    return bool(_LISTED.fullmatch(text) or (_NUMERAL.fullmatch(first) and _BODY.search(text)))


def _labels(values: Sequence[RawValue]) -> int:
    """How many cells begin with a label and a colon: 审核人：, 联系电话：."""
    return sum(isinstance(value, str) and bool(_LABELLED.fullmatch(half_width(without_invisible(value)))) for value in values)


def is_role(text: RawValue) -> bool:
    """Whether a text is the label of somebody who signs (审核人, 上级团组织意见), not of a person on the list."""
    if not isinstance(text, str) or text.rstrip(_ROLE_STOPS)[-1:] not in _ROLE_ENDS:
        return False
    return is_post(text) or _ROLE.fullmatch(bare(half_width(without_invisible(text)))) is not None


def is_post(text: RawValue) -> bool:
    """Whether a text is a post that people on the list hold too (团支书), not only those who sign."""
    return isinstance(text, str) and _POST.fullmatch(bare(half_width(without_invisible(text)))) is not None


def begins_notes(filled: Sequence[RawValue]) -> bool:
    """Whether a row is the heading of notes: 填表说明, 注：."""
    texts = [value for value in filled if not is_blank(value)]
    return len(texts) == 1 and isinstance(texts[0], str) and _NOTES_BEGIN.fullmatch(half_width(without_invisible(texts[0]))) is not None


def is_footer(filled: Sequence[RawValue]) -> bool:
    """Whether cells hold nothing but who hands the list in and on which day, as below the last row of a letter."""
    return len(filled) <= _FEW and all(isinstance(value, date) or _is_day_or_unit(value) for value in filled)


def _is_day_or_unit(value: RawValue) -> bool:
    text = half_width(without_invisible(value)) if isinstance(value, str) else ""
    return bool(text) and (bool(_FOOTER.fullmatch(text)) or isinstance(parse_date_text(text), date))


def is_column_index(filled: Sequence[RawValue]) -> bool:
    """Whether a row below a header only counts its columns: 1, 2, 3 … or A, B, C …."""
    if len(filled) <= _FEW:
        return False
    texts = [half_width(f"{value:g}" if isinstance(value, float) else str(value)).strip("()第列栏 ") for value in filled]
    if all(text.isdecimal() for text in texts):
        return [int(text) for text in texts] == list(range(int(texts[0]), int(texts[0]) + len(texts)))
    return (
        all(_LETTERS.fullmatch(text) for text in texts) and texts == sorted(texts, key=lambda text: (len(text), text)) and texts[0] == "A"
    )


def is_guide(filled: Sequence[RawValue]) -> bool:
    """Whether a row below a header tells how to fill the columns: only texts, two or more of them instructions, or all in brackets."""
    if not all(isinstance(value, str) for value in filled):
        return False
    if len(filled) > 1 and all(_ASIDE.fullmatch(half_width(without_invisible(str(value)))) for value in filled):
        return True
    return sum(bool(_HINT.search(half_width(str(value)))) for value in filled) > 1


def _is_note(filled: Sequence[RawValue]) -> bool:
    """Whether the few filled cells are a signature line or a note; a lone long text or heading (二、…) is one too."""
    texts = [half_width(without_invisible(value)) for value in filled if isinstance(value, str)]
    if any(_SIGNATURE.search(text) or _NOTE.search(text) for text in texts):
        return True
    return len(filled) == 1 and bool(texts) and (len(texts[0]) > _LONG or _heads_people(texts[0]))


def _heads_people(text: str) -> bool:
    """Whether a lone text is the title of a part: 二、…, 监票人名单, 软件2401班."""
    return bool(_SECTION.match(text) or (len(text) > _LONGEST_NAME and _TITLE.search(text)))


def is_blank(value: RawValue) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return value is None or (isinstance(value, str) and not without_invisible(value))
