"""The structure of xlflow in figures: lines, modules, how much of them is imports and headers, and what should be folded or divided.

    python tools/structure.py [--all]

A module's header is what stands before its first definition, constant or statement: docstring, imports, and the blank lines among them.
"""

from __future__ import annotations

import argparse
import ast
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "xlflow"
HALL = 15
"""Modules of a folder, its own `__init__` aside: beyond it a stranger gets lost."""
SHORT = 60
"""Lines. A module below it with one importer is usually part of its neighbour."""


def main() -> None:
    """Prints the figures; with `--all` every module, hall and name that they are about."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="name every module, hall and pair")
    named = 1_000 if parser.parse_args().all else 8
    files = sorted(PACKAGE.rglob("*.py"))
    lines = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    headers = sum(header_lines(file) for file in files)
    total = sum(lines.values())
    print(f"modules {len(files)}   lines {total}   imports and headers {headers} ({headers / total:.1%})")
    halls = Counter(file.parent for file in files if file.name != "__init__.py")
    importers = importers_of(files)
    short = [file for file in files if lines[file] < SHORT and len(importers[file]) == 1 and not file.name.startswith("__")]
    names = Counter(file.stem for file in files if not file.name.startswith("__"))
    _tell(f"folders of more than {HALL} modules", [f"{_shown(hall)} {count}" for hall, count in halls.most_common() if count > HALL], named)
    _tell(f"below {SHORT} lines with one importer", [f"{_shown(each)} {lines[each]} < {_shown(*importers[each])}" for each in short], named)
    _tell("names of modules that stand more than once", [f"{name} {count}" for name, count in names.most_common() if count > 1], named)
    _tell("names of public classes that stand more than once", _doubled_classes(files), named)


def header_lines(file: Path) -> int:
    """The lines before the first definition, constant or other statement of a module."""
    text = file.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_type_checking = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        if not (is_docstring or is_type_checking or isinstance(node, ast.Import | ast.ImportFrom)):
            first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
            return int(first) - 1
    return len(text.splitlines())


def importers_of(files: list[Path]) -> dict[Path, set[Path]]:
    """The modules of the package that import each module."""
    by_name = {module_name(file): file for file in files}
    importers: dict[Path, set[Path]] = defaultdict(set)
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for name in node.names:
                    found = by_name.get(f"{node.module}.{name.name}") or by_name.get(node.module)
                    if found and found != file:
                        importers[found].add(file)
    return importers


def module_name(file: Path) -> str:
    """The dotted name of a module."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _doubled_classes(files: list[Path]) -> list[str]:
    found = Counter(
        node.name
        for file in files
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    return [f"{name} {count}" for name, count in found.most_common() if count > 1]


def _shown(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def _tell(what: str, found: list[str], named: int) -> None:
    more = f" … and {len(found) - named} more" if len(found) > named else ""
    print(f"{what}: {len(found)}", *("  " + each for each in found[:named]), sep="\n", end=f"\n{more}\n" if more else "\n")


if __name__ == "__main__":
    main()
