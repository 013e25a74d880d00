"""Where the heart of the roster lives: a protocol, and the one that lives in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from xlflow.errors import OutputError
from xlflow.roster.edits import Edits
from xlflow.roster.state import State

BUSY = "清单库在这次汇总期间被另一次汇总改动；请等那次结束后重新运行。"


class RosterStore(Protocol):
    """Keeps one `State`. Every change is whole or not at all."""

    def load(self) -> State:
        """The state as last committed; an empty one where there is none."""
        ...

    def announce(self, edits: Edits, coming: str) -> None:
        """Note the edits read back and the sha256 of the face that is about to be written.

        If the run is cut off between the new face and `commit`, the next one knows by it that the face holds no edits.
        """
        ...

    def commit(self, before: State, after: State, publish: Callable[[], None]) -> None:
        """Replace the state by `after` together with `publish`, which puts the face in its place; if that raises, nothing has changed.

        `OutputError` where the state is no longer the one that was loaded as `before`.
        """
        ...


class MemoryStore:
    """A store for tests and trial runs."""

    def __init__(self, state: State | None = None) -> None:
        self._state = state or State()

    def load(self) -> State:
        """The state as last committed."""
        return self._state

    def announce(self, edits: Edits, coming: str) -> None:
        """Note what is about to come."""
        self._state = replace(self._state, edits=edits, coming=coming)

    def commit(self, before: State, after: State, publish: Callable[[], None]) -> None:
        """Replace the state together with the face."""
        if len(before.journal) != len(self._state.journal):
            raise OutputError(BUSY)
        publish()
        self._state = replace(after, coming="")
