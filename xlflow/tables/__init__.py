"""Tables without Excel: finding the header, rows and cells to records."""
