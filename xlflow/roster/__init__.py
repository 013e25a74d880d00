"""清单库: submissions, merge, provenance and conflicts, without knowing where they are stored."""
