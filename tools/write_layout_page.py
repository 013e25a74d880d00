"""Writes docs/layout.md from the profile and the program itself; `--check` only says whether it is up to date.

python tools/write_layout_page.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from layout_example import wrong
from written_page import write_or_compare

from xlflow.documents.conformance.document_parts import KIND_NAMES, DocumentKind
from xlflow.documents.conformance.layout_checks import all_checks, subject_of
from xlflow.documents.conformance.layout_profile import LayoutProfile, LayoutRequirement, read_profile
from xlflow.report.text.outcome_text import document_text
from xlflow.schemes.shipped import home

PAGE = Path(__file__).resolve().parents[1] / "docs" / "layout.md"
HEAD = """# 版式检查

本页由 `tools/write_layout_page.py` 从程序生成。

`xlflow layout` 把 .docx 与 GB/T 9704-2012《党政机关公文格式》逐项对照：量得多少、应为多少、允许的误差、第几条。
文件只读，不改动；哪个程序做的都行。

```
xlflow layout 通知.docx
xlflow layout 材料/*.docx --json
xlflow layout 函.docx --kind letter --seal no --profile 本校格式.toml
```

先读文件里的设置（样式、缺省值、编号都算在内），再印出来量页面。
印出来量要有 LibreOffice、pypdfium2（`pip install "xlflow[layout]"`）和中文字体；
缺了哪样，这些项就跳过，并说明原因。没有的字体由别的中文字体代替时照样量，并说明是哪几种：汉字都是一字一格，换了字体，行和字的位置不变。

结果码：0 必须做到的都做到了（推荐的只提示）；1 有必须做到而没有做到的，或几个文件中有的读不出来；2 用法不对；3 一个文件也没有读出来。

## 一个例子

左边是常见的样子，右边是应有的样子：

<img src="pictures/layout-wrong.png" width="45%" alt="有问题的通知"> <img src="pictures/layout-right.png" width="45%" alt="符合的通知">

```
"""
AFTER_EXAMPLE = """```

● 必须改，▲ 是推荐。方括号里是这一项的编号，`--json` 和本单位的要求都用它。

## 是哪种公文

各种公文要求不同。种类按内容判断：先看红头，再看标题，最后看表格占多少；判断得不对时用 `--kind` 写明。

"""
AFTER_KINDS = """
加盖印章的和不加盖的，署名、成文日期的位置不同：
红头文件、信函、通报，以及没有红头而由委员会署名的，
按盖章检查；其余按不盖章。不对时用 `--seal yes` 或 `--seal no`。
成文日期留着手写的（　年　月　日），位置不检查。

## 本单位另有要求

写一个 TOML 文件，只写与国家标准不同的几项：

```toml
[profile]
title = "江州大学公文格式"

[[requirement]]
key = "margin.left"        # 左边 25 毫米
required = "25 mm"
value = 25
tolerance = 1

[[requirement]]
key = "title.font"         # 标题也可以用华文中宋以外的宋体
accepted = ["小标宋", "宋体"]

[[requirement]]
key = "title.shape"        # 不检查标题的分行
off = true

[[requirement]]
key = "lines22"            # 行数必须做到
severity = "必须"
```

判断的办法有五种：`value` 加 `tolerance`、`minimum`、`maximum`、`accepted`（其中之一）、`pattern`（正则表达式）；写了一种，原来的就不用了。
同一个编号盖章和不盖章要求不同的，加一行 `seal = "no"`；只改读文件的一层，加 `layers = ["S"]`。写错了会指出是哪一项的哪个词。

## 检查哪些

“文件”是读文件里的设置，“页面”是印出来量。没有该要素的公文不检查该项；`--json` 里写作 absent。

| 编号 | 项目 | 要求 | 误差 | 条款 | 文件 | 页面 | 哪些公文 |
|---|---|---|---|---|---|---|---|
"""
FOOT = """
不检查的：印刷（双面、套正、墨色）、装订、印章和签名章的图、命令的格式、横排表格的页码离版心多远。
LibreOffice 不是 Word：行的断开、页的多少以 Word 打开时为准，页面一层量的是位置和距离。
"""


def page() -> str:
    """The whole page."""
    national = home() / "layout" / "gb9704.toml"
    profile = read_profile(national.read_text(encoding="utf-8"), national.name)
    kinds = "\n".join(f"- `{kind}`　{KIND_NAMES[kind]}" for kind in DocumentKind)
    return "".join((HEAD, *_example(profile), AFTER_EXAMPLE, kinds, "\n", AFTER_KINDS, *map(_row, profile.requirements), FOOT))


def _example(profile: LayoutProfile) -> Iterator[str]:
    subject = subject_of(wrong(), profile)
    checks = [check for check in all_checks(subject) if check.layer == "S"]
    for line in document_text("通知.docx", subject.kind, subject.seal, checks, 0):
        yield f"{line}\n"


def _row(one: LayoutRequirement) -> str:
    tolerance = f"±{one.tolerance:g} {one.unit}".strip() if one.tolerance else ""
    kinds = "、".join(KIND_NAMES[DocumentKind(kind)] for kind in one.kinds) or "全部"
    without = f"，{'、'.join(KIND_NAMES[DocumentKind(kind)] for kind in one.but)}除外" if one.but else ""
    seal = {"yes": "，盖章的", "no": "，不盖章的"}.get(one.seal, "")
    required = f"{one.required}（推荐）" if one.severity == "推荐" else one.required
    layers = ("√" if layer in one.layers else "" for layer in ("S", "R"))
    return f"| `{one.key}` | {one.label} | {required} | {tolerance} | {one.clause} | {' | '.join(layers)} | {kinds}{without}{seal} |\n"


if __name__ == "__main__":
    sys.exit(write_or_compare(PAGE, page()))
