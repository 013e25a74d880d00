"""One cell to a value: text, dates, numbers, telephone numbers and choices as people type them."""
