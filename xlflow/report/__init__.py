"""Findings and statistics as text, JSON, worksheets and pages."""
