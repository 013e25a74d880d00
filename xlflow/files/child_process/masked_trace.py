"""The trace of a fault of ours, fit for a log that people hand on: what stood in cells is covered."""

from __future__ import annotations

import re
import traceback


def masked_trace(error: BaseException) -> str:
    """The trace without values: what errors say is reduced to its ASCII words, digits and quoted text are covered."""
    shown: list[str] = []
    chain = traceback.TracebackException.from_exception(error)
    while chain:
        shown.insert(0, "".join(chain.stack.format()) + f"{getattr(chain.exc_type, '__name__', chain.exc_type)}: {_covered(str(chain))}\n")
        following = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
        if not following:
            break
        chain = following
    return "\n".join(shown)


def _covered(text: str) -> str:
    quoted = re.sub(r"'[^']*'|\"[^\"]*\"|“[^”]*”", "'***'", text)
    return re.sub(r"[^\x00-\x7f]+|\d{2,}", "***", quoted)
