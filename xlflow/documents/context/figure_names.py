"""The figures of a scheme for its documents about a period: shares by unit, totals by year, places with their holders, areas of visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from xlflow.documents.context.material import Material, SourceRow
from xlflow.documents.context.printing import Printer, percent
from xlflow.documents.context.subjects import Subject
from xlflow.documents.numerals import ordinal
from xlflow.figures.figures import UNFILLED, RatioFigure, Share, total_figure
from xlflow.figures.statistics import Places, plain_number
from xlflow.schemes.accounts import Total
from xlflow.schemes.parts import Document

Row = dict[str, object]

_CLASSES = ("training", "trainees")
"""The tables whose totals are told year by year."""
_AREA = ("heading", "area", "count", "problems", "cures", "practices", "results", "open")


def figure_names(document: Document, subject: Subject, material: Material, printer: Printer) -> Row:
    """The names; without a workbook each list has one empty line."""
    if material.judging is None or material.period is None:
        return _unknown(material)
    ratios = material.period.statistics.ratios
    done = [figure for figure in ratios if figure.ratio.event]
    names: Row = {
        "rates": [{"title": figure.ratio.title, **_share(figure.share)} for figure in done],
        "rate_groups": list(_rate_groups(done, material)),
        "ratio_groups": [row for figure in ratios for row in _ratio_groups(figure, material)],
        "class_totals": [_by_year(total, material) for total in material.scheme.totals if total.table in _CLASSES],
        "areas": _areas(subject.rows, printer) if document.rows == "visits" else [],
    }
    if printer.audience != "public":
        names["ledger_rows"] = [_place(each, material.places) for each in material.period.statistics.places]
    return names


def _unknown(material: Material) -> Row:
    rates = {ratio.key: _share(None) for ratio in material.scheme.ratios if ratio.event}
    return {
        "rates": [{"title": "", **_share(None)}],
        "rate_groups": [{"heading": "", "by": "", "rows": [{"number": "", "word": "", **rates}]}],
        "ratio_groups": [],
        "class_totals": [],
        "areas": [dict.fromkeys(_AREA, "") | {key: [dict.fromkeys(("unit", "day", "text"), "")] for key in _AREA[3:]}],
        "ledger_rows": [],
    }


def _share(share: Share | None) -> Row:
    if share is None or not isinstance(share.value, Fraction):
        return {**dict.fromkeys(("part", "whole", "lacking", "unknown"), 0), "percent": "—"}
    part, whole = len(share.part), len(share.whole)
    return {
        "part": part,
        "whole": whole,
        "percent": percent(share.value),
        "lacking": whole - part - share.unknown,
        "unknown": share.unknown,
    }


def _rate_groups(figures: Sequence[RatioFigure], material: Material) -> Iterable[Row]:
    """One table for each thing that the shares are told apart by, a line for each of its values, the shares side by side."""
    for number, key in enumerate(dict.fromkeys(key for figure in figures for key in figure.ratio.by), 1):
        words = dict.fromkeys(word for figure in figures for word in figure.groups.get(key, {}))
        rows = [
            {"word": word, "number": n, **{figure.ratio.key: _share(figure.groups.get(key, {}).get(word)) for figure in figures}}
            for n, word in enumerate(words, 1)
        ]
        if rows:
            yield {"heading": ordinal(2, number), "by": _label(key, figures[0].ratio.table, material), "rows": rows}


def _ratio_groups(figure: RatioFigure, material: Material) -> Iterable[Row]:
    for key, shares in figure.groups.items():
        by = _label(key, figure.ratio.table, material)
        for word, share in shares.items():
            yield {"key": figure.ratio.key, "title": figure.ratio.title, "by": key, "by_label": by, "word": word, **_share(share)}


def _label(key: str, table: str, material: Material) -> str:
    owner = material.scheme.owner(table, key)
    return material.scheme.field(owner, key).label if owner else key


def _by_year(total: Total, material: Material) -> Row:
    """A total of all years, and of each of them: by the field whose days its groupings tell apart by year."""
    assert material.judging is not None
    figure = total_figure(material.judging, total)
    years = figure.groups.get(total.day or "", {})
    return {
        "key": total.key,
        "title": total.title,
        "unit": total.unit,
        "amount": plain_number(figure.sum.amount),
        "years": {word: plain_number(each.amount) for word, each in years.items() if word != UNFILLED},
    }


def _place(each: Places, sheet: Sequence[SourceRow]) -> Row:
    """An account with its holders and by whom it was granted."""
    account = each.account
    own = [row.values for row in sheet if row.values.get("pool") == each.key.pool and str(row.values.get("unit_name", "")) == each.unit]
    granted = own[-1] if own else {}
    return {
        "year": each.key.year,
        "pool": each.key.pool,
        "unit": each.unit,
        "total": account.total,
        "used": account.used,
        "left": account.left,
        "over": account.over or "",
        "holders": "、".join(account.holders),
        "granted_by": _text(granted, "granted_by"),
        "grant_document": _text(granted, "grant_document"),
        "note": "尚在争取，不得使用" if each.is_pending else "",
    }


def _text(values: Mapping[str, object], key: str) -> str:
    return str(values.get(key) or "")


def _areas(rows: Sequence[SourceRow], printer: Printer) -> list[Row]:
    """The visits by area: what was found, what was cured, what was learnt, what it came to."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        words = printer.row("visits", row)
        groups.setdefault(str(words.get("area_group") or UNFILLED), []).append(words)
    return [_area(number, area, found) for number, (area, found) in enumerate(sorted(groups.items()), 1)]


def _area(number: int, area: str, rows: Sequence[Mapping[str, object]]) -> Row:
    def told(key: str, day: str, only: Sequence[Mapping[str, object]] = rows) -> list[Row]:
        return [{"unit": row["unit_name"], "day": row.get(day, ""), "text": str(row[key]).rstrip("。；")} for row in only if row.get(key)]

    return {
        "heading": ordinal(2, number),
        "area": area,
        "count": len(rows),
        "problems": told("problem", "visit_date"),
        "cures": told("cure", "cured_on", [row for row in rows if row.get("cured_on")]),
        "open": told("problem", "cure_due", [row for row in rows if not row.get("cured_on")]),
        "practices": told("good_practice", "visit_date"),
        "results": told("result", "cured_on"),
    }
