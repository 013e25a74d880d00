"""The scheme as a workbook in Chinese: what a committee edits, and back."""
