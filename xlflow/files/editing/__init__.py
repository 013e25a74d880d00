"""Edits inside a finished .xlsx or .xlsm: only the parts concerned are written anew, every other part is copied as it lies there."""
