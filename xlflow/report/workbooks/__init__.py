"""Results and lists as workbooks."""
