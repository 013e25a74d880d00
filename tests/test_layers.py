"""The map of the house: layers, light imports, what is exported, what is shipped."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import xlflow

pytestmark = pytest.mark.process

STANDARD_AND_CLICK = {"click", "xlflow", "typing_extensions", "colorama"}


def modules_loaded_by(statement: str) -> set[str]:
    """The packages outside the standard library that a fresh interpreter has loaded after a statement."""
    code = f"import sys; before = set(sys.modules)\n{statement}\nprint(*{{m.partition('.')[0] for m in set(sys.modules) - before}})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split()) - set(sys.stdlib_module_names)


def test_importing_xlflow_loads_nothing_else() -> None:
    assert modules_loaded_by("import xlflow") == {"xlflow"}


def test_the_command_line_loads_only_click_before_a_command_runs() -> None:
    assert modules_loaded_by("import xlflow.cli") <= STANDARD_AND_CLICK


def test_the_exported_names_are_sorted_and_there() -> None:
    assert list(xlflow.__all__) == sorted(xlflow.__all__)
    for name in xlflow.__all__:
        assert getattr(xlflow, name) is not None


def test_a_name_that_is_not_exported_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = xlflow.nothing


VERBS = """
import xlflow
first = xlflow.jobs.check
from xlflow.jobs.check import check
from xlflow.jobs import doctor
import xlflow.jobs.doctor
assert first is check is xlflow.jobs.check
assert doctor is xlflow.jobs.doctor
print(*(name for name in xlflow.jobs.__all__ if not callable(getattr(xlflow.jobs, name))))
"""


def test_a_verb_is_a_function_of_jobs_in_whatever_order_it_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", VERBS], check=True, capture_output=True, text=True)
    assert done.stdout == "\n"


def test_the_version_is_that_of_the_project(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert xlflow.__version__ == project["version"]


def layers(repository: Path) -> list[set[str]]:
    settings = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    named = next(contract for contract in settings["contracts"] if contract["type"] == "layers")["layers"]
    return [{part.strip("() ") for part in layer.split("|")} for layer in named]


def imports_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xlflow."):
            found.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("xlflow.")}
    return found


def test_imports_go_one_way_down(repository: Path) -> None:
    height = {name: level for level, names in enumerate(reversed(layers(repository))) for name in names}
    upward = []
    for file in sorted((repository / "xlflow").rglob("*.py")):
        own = file.relative_to(repository / "xlflow").with_suffix("").parts[0]
        if own in ("__init__", "__main__"):
            continue
        assert own in height, f"{own} has no layer"
        upward += [f"{file.name}: {own} -> {other}" for other in imports_of(file) if other != own and height[other] >= height[own]]
    assert upward == []


def test_the_clock_and_the_network_stay_above_the_layers_of_values(repository: Path) -> None:
    """`date.today`, `datetime.now`, sockets and the environment have no place below `jobs` and `files`."""
    forbidden = (".today(", ".now(", "os.environ", "getenv(", "import socket", "urllib.request", "time.time(")
    found = []
    for layer in ("report", "documents", "roster", "filling", "checks", "figures", "rules", "tables", "schemes", "domain"):
        for file in (repository / "xlflow" / layer).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            found += [f"{layer}/{file.name}: {word}" for word in forbidden if word in text]
    assert found == []


def test_nothing_needs_a_posix_machine_at_import(repository: Path) -> None:
    posix_only = {"resource", "fcntl", "pwd", "grp", "termios"}
    found = []
    for file in (repository / "xlflow").rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                found += [f"{file.name}: {alias.name}" for alias in node.names if alias.name in posix_only]
            elif isinstance(node, ast.ImportFrom) and node.module in posix_only:
                found.append(f"{file.name}: {node.module}")
    assert found == []


def test_a_check_imports_what_reads_and_judges_in_its_reader_only() -> None:
    loads = "import sys, xlflow.jobs.check"
    code = f"{loads}; print(*sorted(m for m in sys.modules if m.split('.')[1:2] in (['tables'], ['rules'], ['checks'], ['schemes'])))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split() == []


@pytest.mark.parametrize("module", ["xlflow.jobs.checking.check_file", "xlflow.jobs.running.read_file"])
def test_a_reader_loads_nothing_that_starts_processes_or_saves(module: str) -> None:
    code = f"import sys, {module}; print(*{{'concurrent', 'logging', 'secrets', 'subprocess', 'tempfile'}} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split() == []


def test_checking_on_a_click_loads_no_reader_of_files() -> None:
    code = "import sys, xlflow.excel.button_press, xlflow.excel.handlers.check_button; print('python_calamine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "False"
