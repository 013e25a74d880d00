"""Scheme model, its TOML form, expressions and lint: every number that differs between units is data here."""
