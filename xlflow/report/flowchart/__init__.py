"""The flow chart of a scheme on one A4 page: as SVG, as PNG, and in a workbook with the steps as a table. Lengths are millimetres."""
