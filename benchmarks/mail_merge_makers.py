"""One way of mail merge in a process of its own: prints the CPU seconds a document takes, compiling and warming up excluded.

python benchmarks/mail_merge_makers.py MAKER TEMPLATE COUNT [--folder DIR] [--picture FILE]

MAKER is xlflow, docxtpl (in its own environment also rust-docxtpl, which has the same import name) or replace (python-docx).
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Values = dict[str, object]
Maker = Callable[[Values], bytes]
FIELDS, ROWS = 50, 12
_PLACEHOLDER = re.compile(r"\{\{ (\w+) \}\}")


def values_of(number: int) -> Values:
    """What document `number` prints: 50 fields, and a list of twelve people."""
    fields: Values = {f"字段{i}": f"第{number}份的第{i}项内容，共青团员&先进分子" for i in range(FIELDS)}
    people = [{"姓名": f"测试{number}{row}", "班级": "软件工程2201班", "票数": str(30 + row)} for row in range(ROWS)]
    return fields | {"人选": people}


def xlflow_maker(template: Path, picture: Path | None) -> Maker:
    """The template is compiled once."""
    from xlflow.documents.template import Picture, Template

    compiled = Template(template)
    photo = {} if picture is None else {"照片": Picture(picture.read_bytes(), width_mm=25)}
    return lambda values: compiled.render(values | photo)


def docxtpl_maker(template: Path, picture: Path | None) -> Maker:
    """One template object rendered many times, as its documentation shows; escaping on, as xlflow always has it."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    document = DocxTemplate(str(template))

    def make(values: Values) -> bytes:
        photo = {} if picture is None else {"照片": InlineImage(document, str(picture), width=Mm(25))}
        document.render(values | photo, autoescape=True)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


def replace_maker(template: Path, picture: Path | None) -> Maker:
    """What people write by hand with python-docx: each placeholder is replaced in each paragraph; no loop, so one person's row."""
    import docx

    if picture is not None:
        sys.exit("replace 不放照片")
    content = template.read_bytes()

    def make(values: Values) -> bytes:
        document = docx.Document(io.BytesIO(content))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        for paragraph in [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]:
            for run in paragraph.runs:
                if "{{" in (text := run.text):
                    run.text = _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


MAKERS: dict[str, Callable[[Path, Path | None], Maker]] = {"xlflow": xlflow_maker, "docxtpl": docxtpl_maker, "replace": replace_maker}


def documents(maker: Maker, count: int) -> Iterator[bytes]:
    """All documents in turn; every maker pays the same for the values."""
    for number in range(count):
        yield maker(values_of(number))


def main() -> None:
    """CPU seconds a document, and the peak memory in KiB after a tenth of the documents and after all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("maker", choices=MAKERS)
    parser.add_argument("template", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    maker = MAKERS[asked.maker](asked.template, asked.picture)
    for _ in documents(maker, 2):
        pass
    early, begun = 0, time.process_time()
    for number, content in enumerate(documents(maker, asked.count)):
        if asked.folder is not None:
            (asked.folder / f"{number}.docx").write_bytes(content)
        if number == asked.count // 10:
            early = peak()
    print((time.process_time() - begun) / asked.count, early, peak())


def peak() -> int:
    """Peak memory of this process in KiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
