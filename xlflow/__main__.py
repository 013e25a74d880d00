"""`python -m xlflow` is `xlflow`."""

from __future__ import annotations

from xlflow.cli import main

if __name__ == "__main__":
    main()
