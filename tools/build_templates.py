"""Build the Word templates that are shipped, from their drafts: `python tools/build_templates.py`.

The files are committed; a test builds them again and compares byte for byte.
"""

from __future__ import annotations

from pathlib import Path

from templates.docx_draft import docx_bytes

from templates import DRAFTS_OF_SCHEMES

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def main() -> None:
    """Write every template into the folder of its scheme."""
    for scheme, drafts in DRAFTS_OF_SCHEMES.items():
        folder = TEMPLATES / scheme / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        for name, draft in drafts.items():
            (folder / f"{name}.docx").write_bytes(docx_bytes(draft()))
            print(f"{scheme}/{name}.docx")


if __name__ == "__main__":
    main()
