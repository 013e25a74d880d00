"""Word files printed to PDF by Word itself, where it is installed and LibreOffice is not: by its automation, through PowerShell."""

from __future__ import annotations

import base64
import sys
from collections.abc import Sequence
from pathlib import Path

_PDF, _QUIET, _NO_MACROS, _KEEP = 17, 0, 3, 0
"""wdExportFormatPDF, wdAlertsNone, msoAutomationSecurityForceDisable, wdDoNotSaveChanges."""
_SCRIPT = """$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
try {{
  $word.Visible = $false
  $word.DisplayAlerts = {quiet}
  $word.AutomationSecurity = {no_macros}
  foreach ($source in @({files})) {{
    try {{
      $document = $word.Documents.Open($source, $false, $true, $false)
      $document.ExportAsFixedFormat([IO.Path]::ChangeExtension($source, '.pdf'), {pdf})
      $document.Close({keep})
    }} catch {{ [Console]::Error.WriteLine($_.Exception.Message) }}
  }}
}} finally {{
  $word.Quit({keep})
}}
"""


def has_word() -> bool:
    """Whether Word is registered on this Windows; never elsewhere."""
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application"))
    except OSError:
        return False
    return True


def word_script(files: Sequence[Path]) -> str:
    """What PowerShell is told: one hidden Word opens each file for reading only, without macros, and writes its PDF beside it.

    It is another Word than the one that is open: what people are writing there is not touched. A file costs little more than its path,
    since Windows takes no command line above 32,767 characters.
    """
    return _SCRIPT.format(files=", ".join(map(_quoted, files)), pdf=_PDF, quiet=_QUIET, no_macros=_NO_MACROS, keep=_KEEP)


def word_command(files: Sequence[Path]) -> list[str]:
    """The command line; the script goes as base64, so that no path with blanks or Chinese can be misread."""
    encoded = base64.b64encode(word_script(files).encode("utf-16-le")).decode("ascii")
    return ["powershell.exe", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-EncodedCommand", encoded]


def _quoted(path: Path) -> str:
    """A literal text of PowerShell: nothing in it has a meaning but the quote, which is doubled, in all its forms."""
    text = str(path)
    for quote in "'\u2018\u2019\u201a\u201b":
        text = text.replace(quote, quote * 2)
    return f"'{text}'"
