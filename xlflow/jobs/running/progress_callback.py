"""How a job tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with how much is done, how much there is, and a few words on what is being done."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Shows it, or not."""


def silent(done: int, total: int, what: str) -> None:
    """Shows nothing."""
