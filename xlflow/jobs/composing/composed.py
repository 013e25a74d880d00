"""What has become of the documents of a run."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from xlflow.messages import shorten

_ABOUT = 40
"""So much of what a document is about is said in a sentence: a briefing is about all branches of a committee."""


class Composed(Struct, frozen=True):
    """A document that was written."""

    path: Path
    document: str
    title: str
    about: str


class NotComposed(Struct, frozen=True):
    """A document that could not be made, and why; `about` is empty where it concerns all documents of the kind."""

    document: str
    title: str
    about: str
    message: str

    def __str__(self) -> str:
        about = f"（{shorten(self.about, _ABOUT)}）" if self.about else ""
        return f"{self.title}{about}未生成：{self.message}"


class ComposeResult(Struct, frozen=True):
    """What was made, what could not be, and what people should know about either.

    `unchanged` are documents that stand in the folder and whose inputs are as they were, `gone` those whose subject is no longer in the
    workbook: they were left where they are. `index` is the list of the folder, `extra` what was asked for besides: a bundle, PDFs.
    """

    made: tuple[Composed, ...]
    failed: tuple[NotComposed, ...]
    notes: tuple[str, ...]
    unchanged: tuple[Composed, ...] = ()
    gone: tuple[Composed, ...] = ()
    index: tuple[Path, ...] = ()
    extra: tuple[Path, ...] = field(default=())

    @property
    def written(self) -> tuple[Path, ...]:
        """The files of the documents that were made."""
        return tuple(composed.path for composed in self.made)

    def as_dict(self) -> dict[str, object]:
        """As `compose --json` prints it."""
        return {
            "written": _listed(self.made),
            "failed": [{"document": f.document, "title": f.title, "about": f.about, "message": f.message} for f in self.failed],
            "unchanged": _listed(self.unchanged),
            "gone": _listed(self.gone),
            "index": [str(path) for path in self.index],
            "extra": [str(path) for path in self.extra],
            "notes": list(self.notes),
        }


def _listed(documents: tuple[Composed, ...]) -> list[dict[str, str]]:
    return [{"file": str(c.path), "document": c.document, "title": c.title, "about": c.about} for c in documents]
