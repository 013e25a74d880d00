"""The command by which Word prints to PDF, as text: no test starts Word."""

from __future__ import annotations

import base64
from pathlib import Path, PureWindowsPath

from xlflow.jobs.composing.printing_pdf import AT_ONCE, word_command, word_script

FILES = [Path("C:/甲 乙/0.docx"), Path("C:/it's/1.docx"), Path("C:/it’s/2.docx")]
LONGEST_COMMAND_LINE = 32_767


def test_each_file_is_opened_for_reading_only_without_macros_and_written_as_pdf() -> None:
    script = word_script(FILES)
    assert f"@('{FILES[0]}', " in script
    assert "Documents.Open($source, $false, $true, $false)" in script
    assert "ExportAsFixedFormat([IO.Path]::ChangeExtension($source, '.pdf'), 17)" in script
    assert "AutomationSecurity = 3" in script
    assert script.index("finally") < script.index("$word.Quit(0)")


def test_quotes_in_a_path_end_no_text() -> None:
    script = word_script(FILES)
    assert "it''s" in script
    assert "it’’s" in script


def test_the_command_line_carries_the_script_whatever_stands_in_it() -> None:
    *_, flag, encoded = word_command(FILES)
    assert flag == "-EncodedCommand"
    assert base64.b64decode(encoded).decode("utf-16-le") == word_script(FILES)
    assert all(part.isascii() for part in word_command([Path(PureWindowsPath("甲.docx"))]))


def test_windows_takes_the_command_line_of_a_whole_run_in_a_deep_folder() -> None:
    files = [Path(f"C:/Users/{'姓' * 150}/AppData/Local/Temp/xlflow-print-a1b2c3d4/{number}.docx") for number in range(AT_ONCE)]
    assert len(" ".join(word_command(files))) < LONGEST_COMMAND_LINE
