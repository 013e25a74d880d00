"""Users' Office files opened within limits: what a file is, its package, its sheets in every format."""
