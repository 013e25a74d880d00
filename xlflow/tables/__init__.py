"""Tables without Excel: finding the header, cells to values, records and their checks."""
