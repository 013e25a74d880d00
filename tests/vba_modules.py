"""VBA modules as oletools reads them."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():  # its parser library calls names that a newer pyparsing has deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream

__all__ = ["decompress_stream", "vba_modules"]


def vba_modules(content: bytes, name: str = "vbaProject.bin") -> dict[str, str]:
    """Name and source of every module of a project, or of the workbook that holds one."""
    parser = VBA_Parser(name, data=content)
    try:
        return {module.rpartition(".")[0]: source for _, _, module, source in parser.extract_macros()}
    finally:
        parser.close()
