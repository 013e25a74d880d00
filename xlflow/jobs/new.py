"""建表: the standard form of a scheme, one for all or one a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from xlflow.errors import OutputError, UsageError
from xlflow.files.reading.unit_list_file import read_unit_list
from xlflow.files.standard_form import standard_form
from xlflow.files.standard_form.buttons import Buttons
from xlflow.files.writing.file_names import safe_name
from xlflow.files.writing.save import save
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.schemes.scheme import Scheme
from xlflow.tables.unit_list import Unit

_LONGEST = 80
"""A file name has at most so many characters, with its ending."""

_ENDING = "_推优表"


def form_name(round: str, unit: Unit | None = None, mark: str = "", *, suffix: str = ".xlsx") -> str:
    """`2026年上半年_软件2301班团支部_推优表.xlsx`; `mark` tells two forms apart whose names would be the same."""
    tail = (f"_{safe_name(mark, 20)}" if mark else "") + _ENDING + suffix
    return safe_name(f"{round}_{unit.branch}" if unit else round, _LONGEST - len(tail)) + tail


def form_names(round: str, units: Sequence[Unit], *, suffix: str = ".xlsx") -> tuple[str, ...]:
    """A name for each unit, no two alike (also where capitals do not count): the code, else a number, tells them apart."""
    plain = [form_name(round, unit, suffix=suffix).casefold() for unit in units]
    names: list[str] = []
    taken: set[str] = set()
    for unit, key in zip(units, plain, strict=True):
        name = form_name(round, unit, unit.branch_code if plain.count(key) > 1 else "", suffix=suffix)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = form_name(round, unit, str(number), suffix=suffix)
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def new(
    scheme: str | Path,
    output: Path,
    *,
    unit: str | None = None,
    units: Path | None = None,
    round: str | None = None,
    sheets: Sequence[str] = (),
    buttons: Buttons | None = None,
    today: date,
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """The forms that were written.

    Without a unit list: one form, `output` is its file, or a folder that is there. With `units`: one for each unit of the list, `output` is
    the folder. `round` is the half year of `today` unless given. `sheets`: sheets of the scheme that a form does not have by itself, as
    the accounts of a committee, by name or key (`UsageError` for others). With `buttons` the forms are workbooks with macros (.xlsm).
    Nothing is overwritten: if one of the files is there, none is written (`OutputError`).
    """
    if unit and units:
        raise UsageError("--unit 和 --units 只能用一个：前者给一个支部建表，后者给名单里的每个支部各建一份。")
    loaded = _showing(Scheme.load(scheme), sheets)
    batch = _plain("批次", round) or half_year(today)
    suffix = ".xlsm" if buttons else ".xlsx"
    wanted = _for_list(output, batch, read_unit_list(units), suffix) if units else _for_one(output, batch, unit, suffix)
    _refuse_to_overwrite([path for path, _ in wanted])
    for number, (path, about) in enumerate(wanted, 1):
        save(path, standard_form(loaded, round=batch, today=today, unit=about, buttons=buttons))
        progress(number, len(wanted), path.name)
    return tuple(path for path, _ in wanted)


def _showing(scheme: Scheme, sheets: Sequence[str]) -> Scheme:
    """The scheme with these sheets on its form too."""
    named = {name: table for table in scheme.tables.values() if not table.roster_only for name in (table.sheet, table.key)}
    for name in sheets:
        if name not in named:
            known = "、".join(table.sheet for table in scheme.tables.values() if not table.roster_only)
            raise UsageError(f"方案“{scheme.title}”没有工作表“{name}”；可用的工作表：{known}。")
    asked = {named[name].key for name in sheets}
    tables = {key: replace(table, shown=table.shown or key in asked) for key, table in scheme.tables.items()}
    return replace(scheme, tables=tables)


def half_year(day: date) -> str:
    """The usual name of a round: 2026年上半年."""
    return f"{day.year}年{'上' if day.month <= 6 else '下'}半年"


def _plain(what: str, given: str | None) -> str:
    """A word of the command line, blanks put right; empty where there is none."""
    text = " ".join((given or "").split())
    if not text.isprintable():
        raise UsageError(f"{what}“{text.encode('ascii', 'replace').decode()}”里有无法显示的字符；请改正后重试。")
    return text


def _for_one(output: Path, round: str, name: str | None, suffix: str) -> list[tuple[Path, Unit | None]]:
    branch = _plain("团支部名称", name)
    about = Unit(branch) if branch else None
    if output.is_dir():
        return [(output / form_name(round, about, suffix=suffix), about)]
    if output.suffix.lower() != suffix:
        what = "带按钮的标准表单是 .xlsm 工作簿" if suffix == ".xlsm" else "标准表单是 .xlsx 工作簿"
        raise OutputError(f"{output.name} 不能作为表单的文件名：{what}；请改用以 {suffix} 结尾的文件名，或写一个已有的文件夹。")
    return [(output, about)]


def _for_list(folder: Path, round: str, units: Sequence[Unit], suffix: str) -> list[tuple[Path, Unit | None]]:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} 是一个文件；按名单建表会生成多份，-o 后面请写一个文件夹。")
    return [(folder / name, about) for name, about in zip(form_names(round, units, suffix=suffix), units, strict=True)]


def _refuse_to_overwrite(paths: Sequence[Path]) -> None:
    there = [path for path in paths if path.exists()]
    if there:
        more = f"（共 {len(there)} 个）" if len(there) > 1 else ""
        raise OutputError(f"{there[0]} 已经存在{more}，没有写入任何文件；请换一个位置，或先把原来的文件移走。")
