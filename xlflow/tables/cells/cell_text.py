"""Texts as people type them: invisible characters, full width, and the bare form of a header."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from xlflow.patterns import pattern

_INVISIBLE = pattern("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BRACKETS = pattern(r"[(（\[【〔{｛][^()（）\[\]【】〔〕{}｛｝]*[)）\]】〕}｝]")
_HEADER_NOISE = pattern(r"[\s*＊★☆#?？!！:：。,，;；·_\-—－“”\"'‘’()（）\[\]【】〔〕{}]+")
_LEADING_NUMBER = pattern(r"^(?:[A-Za-z0-9]{1,2}[.、．\s]|[(（]?\d{1,2}[)）]?(?=[\u3400-\u9fff]))")
_UNIT = pattern(r"/\s*(?:人|名|票|张|份|个|次|分|元|岁|周岁|个?月|小时|学时|h)\s*$")
_HAN_ALONE = pattern("[\u4e00-\u9fff]+")
_LATIN = pattern(r"[/&|\s]*[A-Za-z][A-Za-z.'’&/\-\s]*")
_TRADITIONAL = str.maketrans(
    "證號聯繫電話團員職務類應實會贊對棄權時間開結數備註學歷現黨優審請書參資編聽見議異級屆處獎懲籍貫長積極條當區務別齡業專組織稱錄",
    "证号联系电话团员职务类应实会赞对弃权时间开结数备注学历现党优审请书参资编听见议异级届处奖惩籍贯长积极条当区务别龄业专组织称录",
)
_NAME_DOTS = pattern(
    "[\u2022\u2027\u30fb\uff65\uff0e\u2219\u22c5\u00b7\u25cf\u2024\u16eb\u0387\ua78f\ufe52\u02d9\u2e31\uff61]|(?<=[\u3400-\u9fff])[.\u3002](?=[\u3400-\u9fff])"
)
_DASHES = pattern("[\\-\u2010-\u2015\u2212\ufe63\uff0d\u2500]")

NOTHING = frozenset({"无", "/", "\\", "—", "——", "-", "--", "–", "暂无", "没有", "未", "空", "∕", "N/A", "n/a", "NA"})
"""Texts that stand for an empty cell where a cell may stay empty."""
PENDING = frozenset({"待定", "未定", "待补", "待填", "暂缺", "尚无"})
"""Texts that put a cell off: empty where it may stay empty for good, a finding in a core column."""


def has_control(text: str) -> bool:
    """Whether the text holds a character that XML cannot hold or no font shows."""
    return _CONTROL.search(text) is not None


def without_control(text: str) -> str:
    """The text without control characters; line breaks and tabs stay."""
    return _CONTROL.sub("", text)


def without_invisible(text: str) -> str:
    """The text without characters of no width, without blanks (of any width) at either end."""
    return _INVISIBLE.sub("", text).strip()


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def code_text(text: str) -> str:
    """A code as it is kept: half width, without blanks, dashes, quotes and a full stop or comma behind it, X for x."""
    bare = half_width(without_invisible(text)).strip("'\"‘’“”`").rstrip(".,;。，；、")
    return _DASHES.sub("", "".join(bare.split())).replace("x", "X")


def person_name(text: str) -> str:
    """A name as it is kept: one kind of dot between the parts, no blanks inside a name of two or three characters or round a dot."""
    name = _NAME_DOTS.sub("·", without_invisible(text))
    parts = name.split()
    if len(parts) > 1:
        joined = "".join(parts)
        no_gender = len(joined) < 3 or parts[-1] not in ("男", "女") or len(parts[0]) < 2
        name = joined if (len(joined) <= 3 and no_gender) or "·" in joined or all(len(part) == 1 for part in parts) else " ".join(parts)
    return name


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A header without blanks, line breaks, asterisks, colons and brackets, in half width: ＊所在团支部（全称） is 所在团支部全称."""
    return _HEADER_NOISE.sub("", half_width(without_invisible(text)))


@lru_cache(maxsize=4096)
def bare_forms(text: str) -> tuple[str, ...]:
    """The forms under which a header is looked up, traditional characters made simplified.

    As a whole but for the unit behind it (实到人数/人), without what stands in brackets, without a leading number, without its
    translation into Latin letters (姓名 Name).
    """
    if _HAN_ALONE.fullmatch(text):
        return (text.translate(_TRADITIONAL),)
    half = _UNIT.sub("", half_width(without_invisible(text)).translate(_TRADITIONAL))
    whole = _HEADER_NOISE.sub("", half)
    outside = _HEADER_NOISE.sub("", _BRACKETS.sub("", half))
    unnumbered = _HEADER_NOISE.sub("", _BRACKETS.sub("", _LEADING_NUMBER.sub("", half.strip())))
    chinese = _HEADER_NOISE.sub("", _LATIN.sub("", _BRACKETS.sub("", _LEADING_NUMBER.sub("", half.strip()))))
    return tuple(dict.fromkeys(form for form in (whole, outside, unnumbered, chinese) if form))
