"""The verbs, one module each. Paths, today and a progress callback are arguments; nothing below reads a clock."""
