"""Findings and records as JSON Lines, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from xlflow.findings import Finding


def json_line(value: Any) -> str:
    """A value on one line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One object a line, in the order given."""
    return (json_line(finding.as_dict()) for finding in findings)
