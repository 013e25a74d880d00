"""A fault of a template as a value."""

from __future__ import annotations

from msgspec import Struct


class TemplateFault(Struct, frozen=True):
    """One fault: the place in words, the tag as it is written, one sentence that also says the cure.

    `part` and `paragraph` find it in the file: the name of the part, and the number of the paragraph among all of the part from 0; None
    where it stands in no paragraph.
    """

    place: str
    tag: str
    message: str
    part: str = ""
    paragraph: int | None = None

    def __str__(self) -> str:
        """Place and tag first: 第3段 {{ 身分证号 }}：…."""
        place = " ".join(part for part in (self.place, self.tag) if part)
        return f"{place}：{self.message}。" if place else f"{self.message}。"
