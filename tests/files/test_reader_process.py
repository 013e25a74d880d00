from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xlflow.files.child_process import reader_process
from xlflow.files.child_process.executor import make_executor

pytestmark = pytest.mark.process


def test_the_process_that_was_started_ahead_is_the_one_that_works() -> None:
    reader_process.start_ahead("xlflow.jobs.running.read_file")
    [ahead] = reader_process._ahead
    with make_executor(1) as executor:
        assert executor.submit(pow, 2, 5).result() == 32
    assert reader_process._ahead == []
    assert ahead.returncode == 0


def test_one_that_nobody_took_is_ended() -> None:
    reader_process.start_ahead("")
    [ahead] = reader_process._ahead
    reader_process.end_ahead()
    assert ahead.returncode is not None
    assert reader_process._ahead == []


def test_a_command_called_in_a_wrong_way_leaves_no_process_behind(tmp_path: Path) -> None:
    code = "import sys; from xlflow.cli import main; sys.argv = ['xlflow', 'check', '--nothing', 'x']; main()"
    done = subprocess.run([sys.executable, "-X", "dev", "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "ResourceWarning" not in done.stderr
