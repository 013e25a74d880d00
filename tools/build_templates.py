"""Build the Word templates that are shipped, from their drafts: `python tools/build_templates.py`.

The files are committed; a test builds them again and compares byte for byte.
"""

from __future__ import annotations

from pathlib import Path

from xlflow.documents.drafts import DRAFTS
from xlflow.documents.layout.docx import docx_bytes

DOCUMENTS = Path(__file__).resolve().parent.parent / "templates" / "national" / "documents"


def main() -> None:
    """Write every template into the folder of the national scheme."""
    DOCUMENTS.mkdir(parents=True, exist_ok=True)
    for name, draft in DRAFTS.items():
        (DOCUMENTS / f"{name}.docx").write_bytes(docx_bytes(draft()))
        print(f"{name}.docx")


if __name__ == "__main__":
    main()
