"""The names of the scheme model in one place: the `Scheme`, the parts it is made of, and its expressions."""

from __future__ import annotations

from xlflow.schemes.expressions import Expression, Verdict
from xlflow.schemes.parts import (
    DEFAULT_SOURCE,
    SPAN_WORDS,
    Ballot,
    DatedValue,
    Document,
    Field,
    FieldType,
    FilledBy,
    Interval,
    Meeting,
    Param,
    ParamValue,
    Quota,
    Rule,
    Scalar,
    Source,
    Span,
    Step,
    Table,
    VoteShare,
)
from xlflow.schemes.scheme import Scheme

__all__ = [
    "DEFAULT_SOURCE",
    "SPAN_WORDS",
    "Ballot",
    "DatedValue",
    "Document",
    "Expression",
    "Field",
    "FieldType",
    "FilledBy",
    "Interval",
    "Meeting",
    "Param",
    "ParamValue",
    "Quota",
    "Rule",
    "Scalar",
    "Scheme",
    "Source",
    "Span",
    "Step",
    "Table",
    "Verdict",
    "VoteShare",
]
