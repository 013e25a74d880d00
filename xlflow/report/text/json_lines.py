"""Results for other programs: JSON Lines."""

from __future__ import annotations

import json
from typing import Any


def json_line(value: Any) -> str:
    """A value on one line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
