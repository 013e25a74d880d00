"""Build `templates/strokes.txt`, the order of characters by strokes: `python tools/build_strokes.py cnchar.order.min.js Stroke.pm`.

The first file is of the npm package cnchar-order (MIT): how each common character is written, a letter a stroke. The second is of the
Perl module Unicode::Collate (CLDR, Unicode licence): how many strokes rarer characters have; they follow those of the same number.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "templates" / "strokes.txt"
LEVEL, DOWN, LEFT, DOT, BENT = range(5)
"""横、竖、撇、点、折, in the order in which characters of the same number of strokes are listed (GF 3003-1999)."""
FIRST_RARE, LAST_RARE = 0x3400, 0x9FFF
HEAD = (
    "# 汉字笔画序：每行是同一笔画数的字，按首笔横、竖、撇、点、折，再依次按后面各笔排列；同数的罕用字列在行末。\n"
    "# Stroke orders: cnchar-order 3.2.6 (MIT, (c) 2019 theajack). Stroke counts of rare characters: CLDR (Unicode licence).\n"
)


def main(common: Path, rare: Path) -> None:
    """Write the table."""
    text = common.read_text(encoding="utf-8")
    written, strokes = (json.loads(part) for part in re.findall(r"JSON\.parse\('(\{.*?\})'\)", text)[:2])
    classes = {letter: _class(stroke) for letter, stroke in strokes.items()}
    orders = {character: [classes[letter] for letter in order] for character, order in written.items()}
    lines: dict[int, str] = {}
    for character in sorted(orders, key=lambda c: (len(orders[c]), orders[c], ord(c))):
        count = len(orders[character])
        lines[count] = lines.get(count, "") + character
    for count, character in _counted(rare.read_text(encoding="utf-8")):
        if character not in orders:
            lines[count] = lines.get(count, "") + character
    body = "".join(f"{count} {lines[count]}\n" for count in sorted(lines))
    TARGET.write_text(HEAD + body, encoding="utf-8", newline="\n")
    print(TARGET.name, sum(map(len, lines.values())))


def _class(stroke: dict[str, str]) -> int:
    name = stroke["name"]
    if stroke["type"] == "折笔":
        return DOWN if name == "竖钩" else BENT
    return {"横": LEVEL, "提": LEVEL, "竖": DOWN, "撇": LEFT, "捺": DOT, "点": DOT}[name[0]]


def _counted(module: str) -> list[tuple[int, str]]:
    found, count = [], 0
    for word in module.partition("__DATA__")[2].partition("__END__")[0].split():
        if word.startswith("FDD0-28"):
            count = int(word[5:], 16) - 0x2800
        elif "-" not in word and FIRST_RARE <= int(word, 16) <= LAST_RARE:
            found.append((count, chr(int(word, 16))))
    return found


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
