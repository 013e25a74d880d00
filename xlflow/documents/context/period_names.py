"""The names of documents about a period: figures from the engines, in the words that documents print; no person but the commended.

Besides: the figures of a scheme for these documents, such as shares by unit, totals by year, places with their holders, areas of visits.
Without a period (`scheme lint` asks for the names only) every list has one empty line, so that the names in it are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from xlflow.documents.context.material import Material, PeriodMaterial, SourceRow
from xlflow.documents.context.printed_values import Printer, numbered, percent
from xlflow.documents.context.stage_counts import STAGES, WAITING, BranchCounts, branch_counts, in_period
from xlflow.documents.context.subjects import DocumentSubject
from xlflow.documents.numerals import document_day, ordinal
from xlflow.figures.period_statistics import AccountPlaces, Points, Statistics, plain_number
from xlflow.figures.ratios_and_totals import UNFILLED, RatioFigure, RatioShare, TotalFigure, total_figure
from xlflow.schemes.parts import Document
from xlflow.schemes.procedures import Total

Row = dict[str, object]

_VISIT_CURE = ("problem", "cure_due", "cure", "cured_on", "state")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "branches": ("number", "branch", "meetings", *(stage.key for stage in STAGES), *WAITING),
    "waiting": ("number", "branch", *WAITING, "cures_overdue"),
    "ratios": ("number", "key", "title", "part", "whole", "percent", "unknown"),
    "totals": ("number", "title", "amount", "unit"),
    "pools": ("number", "pool", "unit", "total", "used", "left", "over", "pending"),
    "ranking": ("number", "rank", "unit", "total", "change", "missing"),
    "indicators": ("number", "code", "title", "weight"),
    "commended": ("number", "name", "unit", "band", "points"),
    "cases": ("number", "heading", "title", "unit", "day", "text"),
    "visit_rows": ("number", "visit_date", "visit_kind", "visit_field", "unit", "visitors", *_VISIT_CURE),
}
"""The lists, and what may be asked of their lines."""
_ENDS = ("。", "！", "？", "；", "：", "”", "）")
_COUNTED = ("meetings", *(stage.key for stage in STAGES), *WAITING)
_VISITS = ("visit_count", "visited_count", "problem_count", "cured_count", "cures_overdue")
_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "quarterly_bulletin": ("progress", "pools", "figures", "visits", "waiting", "commended", "demands"),
    "annual_bulletin": ("progress", "ranking", "figures", "pools", "visits", "commended", "demands"),
    "assessment_bulletin": ("ranking", "figures", "visits", "commended", "demands"),
}
"""The parts of the bulletins in their order; parts of which there is nothing to say are left out."""


def period_names(document: Document, material: Material) -> Row:
    """The names that documents of scope period have besides those of all documents."""
    own = material.period
    names: Row = {"period": own.period.words if own else "", "year": str(own.period.year) if own else ""}
    rows = _lists(material, own) if own else {key: [dict.fromkeys(keys, "")] for key, keys in _KEYS.items()}
    names |= {key: numbered(found) for key, found in rows.items()}
    sums = {key: sum(int(str(row[key] or 0)) for row in rows["branches"]) for key in _COUNTED}
    names |= {f"count_{key}": value for key, value in sums.items()}
    names |= _visit_counts(own, material.as_of)
    names["visit_count"] = len(_in(own, own.visits, "visit_date")) if own else 0
    names["is_year"] = own is not None and own.period.quarter is None
    names["briefing_name"] = "推优工作简报"
    names["readers"] = _readers(material)
    names["as_of"] = document_day(material.as_of)
    names["headings"] = _headings(document, names)
    return names


def _lists(material: Material, own: PeriodMaterial) -> dict[str, list[Row]]:
    branches = branch_counts(material, own.period)
    found = own.statistics
    overdue = _overdue_by_unit(own, material.as_of)
    return {
        "branches": [_branch(each) for each in branches if each.meetings or any(each.steps.values())],
        "waiting": _waiting(branches, overdue),
        "ratios": [_ratio(figure) for figure in found.ratios if figure.share.value is not None],
        "totals": [_total(figure) for figure in found.totals if figure.sum.amount is not None],
        "pools": [_pool(each) for each in found.places],
        "ranking": _ranking(found),
        "indicators": [{"code": one.code, "title": one.name, "weight": f"{one.weight:g}"} for one in found.scheme.indicators],
        "commended": [_commended(each) for ledger in (found.points, *found.other_points.values()) for each in ledger if each.is_listed],
        "cases": _cases(own),
        "visit_rows": [_visit(row, material.as_of) for row in _in(own, own.visits, "visit_date")],
    }


def _branch(each: BranchCounts) -> Row:
    return {"branch": each.branch, "meetings": each.meetings, **each.steps, **each.waiting}


def _waiting(branches: Sequence[BranchCounts], overdue: Mapping[str, int]) -> list[Row]:
    """Branches and units with something that is not brought to an end: recommendations, cures past their day."""
    rows: list[Row] = []
    for each in branches:
        if any(each.waiting.values()) or overdue.get(each.branch):
            rows.append({"branch": each.branch, **each.waiting, "cures_overdue": overdue.get(each.branch, 0)})
    known = {each.branch for each in branches}
    rows += [{"branch": unit, **dict.fromkeys(WAITING, 0), "cures_overdue": n} for unit, n in overdue.items() if unit not in known]
    return rows


def _ratio(figure: RatioFigure) -> Row:
    share = figure.share
    words = percent(share.value) if isinstance(share.value, Fraction) else ""
    own = {"key": figure.ratio.key, "title": figure.ratio.title}
    return {**own, "part": len(share.part), "whole": len(share.whole), "percent": words, "unknown": share.unknown}


def _total(figure: TotalFigure) -> Row:
    return {"title": figure.total.title, "amount": plain_number(figure.sum.amount), "unit": figure.total.unit}


def _pool(each: AccountPlaces) -> Row:
    account = each.account
    words = {"total": account.total, "used": account.used, "left": account.left, "over": account.over}
    return {"pool": each.key.pool, "unit": each.unit, **words, "pending": each.is_pending}


def _ranking(found: Statistics) -> list[Row]:
    if found.ranking is None:
        return []
    return [
        {
            "rank": one.rank or "—",
            "unit": one.unit,
            "total": "" if one.total is None else f"{one.total:g}",
            "change": "—" if one.change is None else f"{one.change:+g}",
            "missing": "、".join(line.name or line.code for line in found.ranking.lines[one.unit].lines if line.score is None),
        }
        for one in found.ranking.standings
    ]


def _commended(each: Points) -> Row:
    score = each.standing.score
    return {"name": each.person.who, "unit": each.person.unit, "band": each.standing.band or "", "points": f"{score.year:g}"}


def _cases(own: PeriodMaterial) -> list[Row]:
    """The cases that the committee wrote, then the good practices of the visits; each with the ordinal of a first level."""
    written = [_case(row, "case") for row in _in(own, own.cases, "case_date")]
    seen: list[Row] = [
        {"title": "", "unit": _text(row, "unit_name"), "day": _day(row, "visit_date"), "text": _text(row, "good_practice")}
        for row in _in(own, own.visits, "visit_date")
        if row.values.get("good_practice")
    ]
    cases = [{**case, "text": _ended(str(case["text"]))} for case in (*written, *seen) if case["text"]]
    return [{**case, "heading": ordinal(1, number), "title": _case_title(case)} for number, case in enumerate(cases, 1)]


def _ended(text: str) -> str:
    """Every line of a text with a full stop, be it that people left it out."""
    return "\n".join(line if line.endswith(_ENDS) else f"{line}。" for line in map(str.strip, text.splitlines()) if line)


def _case_title(case: Row) -> str:
    return str(case["title"] or f"{case['unit']}的做法")


def _case(row: SourceRow, prefix: str) -> Row:
    words = {key: _text(row, f"{prefix}_{key}") for key in ("title", "unit", "text")}
    return {**words, "day": _day(row, f"{prefix}_date")}


def _text(row: SourceRow, key: str) -> str:
    return str(row.values.get(key) or "").strip()


def _day(row: SourceRow, key: str) -> str:
    day = row.values.get(key)
    return document_day(day) if isinstance(day, date) else ""


def _in(own: PeriodMaterial, rows: Iterable[SourceRow], key: str) -> list[SourceRow]:
    return [row for row in rows if in_period(row.values.get(key), own.period)]


def _is_overdue(row: SourceRow, as_of: date) -> bool:
    due = row.values.get("cure_due")
    return bool(row.values.get("problem")) and not row.values.get("cured_on") and isinstance(due, date) and due < as_of


def _overdue_by_unit(own: PeriodMaterial, as_of: date) -> dict[str, int]:
    """Cures past their day, of visits of any period: what is overdue stays so until it is cured."""
    found: dict[str, int] = {}
    for row in own.visits:
        if _is_overdue(row, as_of):
            found[_text(row, "unit_name")] = found.get(_text(row, "unit_name"), 0) + 1
    return found


def _visit(row: SourceRow, as_of: date) -> Row:
    keys = ("visit_kind", "visit_field", "visitors", "problem", "cure")
    words: Row = {key: _text(row, key) for key in keys}
    words |= {key: _day(row, key) for key in ("visit_date", "cure_due", "cured_on")}
    state = "已整改" if words["cured_on"] else "逾期" if _is_overdue(row, as_of) else "整改中" if words["problem"] else "未发现问题"
    return words | {"unit": _text(row, "unit_name"), "state": state}


def _visit_counts(own: PeriodMaterial | None, as_of: date) -> Row:
    rows = _in(own, own.visits, "visit_date") if own else []
    with_problem = [row for row in rows if row.values.get("problem")]
    counts: Row = dict.fromkeys(_VISITS, 0)
    return counts | {
        "visited_count": len({_text(row, "unit_name") for row in rows}),
        "problem_count": len(with_problem),
        "cured_count": sum(bool(row.values.get("cured_on")) for row in with_problem),
        "cures_overdue": sum(_is_overdue(row, as_of) for row in with_problem),
    }


def _readers(material: Material) -> list[str]:
    """The groups of readers of the briefing, one a line of the cell 简报分送."""
    text = str(material.committee.values.get("distribution") or "")
    return [line.strip().rstrip("。；;") for line in text.splitlines() if line.strip()]


_PRESENT: Mapping[str, Callable[[Mapping[str, object]], bool]] = {
    "figures": lambda names: bool(names["ratios"] or names["totals"]),
    "visits": lambda names: bool(names["visit_count"]),
    "commended": lambda names: bool(names["commended"] or names["cases"]),
    "pools": lambda names: bool(names["pools"]),
    "waiting": lambda names: bool(names["waiting"]),
}


def _headings(document: Document, names: Mapping[str, object]) -> Row:
    """The ordinal of each part that the document has; "" for those that are left out."""
    order = _SECTIONS.get(document.id, _SECTIONS["quarterly_bulletin"])
    parts = [part for part in order if part not in _PRESENT or _PRESENT[part](names)]
    every: dict[str, object] = dict.fromkeys((part for sections in _SECTIONS.values() for part in sections), "")
    given: Row = {part: ordinal(1, number) for number, part in enumerate(parts, 1)}
    return every | given


_CLASSES = ("training", "trainees")
"""The tables whose totals are told year by year."""
_AREA = ("heading", "area", "count", "problems", "cures", "practices", "results", "open")


def figure_names(document: Document, subject: DocumentSubject, material: Material, printer: Printer) -> Row:
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


def _share(share: RatioShare | None) -> Row:
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


def _place(each: AccountPlaces, sheet: Sequence[SourceRow]) -> Row:
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
        "granted_by": _granted_text(granted, "granted_by"),
        "grant_document": _granted_text(granted, "grant_document"),
        "note": "尚在争取，不得使用" if each.is_pending else "",
    }


def _granted_text(values: Mapping[str, object], key: str) -> str:
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
