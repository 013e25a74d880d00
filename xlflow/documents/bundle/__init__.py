"""Many Word files as one for the printer: every document begins on a front page, numbered from 1, with its own headers and footers.

The way of a file: `opened` (zip) → `parts` (what it refers to, shared where it is equal) → `styles`, `numbering`, `notes` (merged without
clashes) → `body` and `sections` (its text, with the ids of the bundle) → `merge` (the one file).
"""

from xlflow.documents.bundle.merged_documents import bundle

__all__ = ["bundle"]
