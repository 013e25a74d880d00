"""Where the tables of a scheme stand: header rows, the lines above them, sheets of facts, and what was changed on a form."""
