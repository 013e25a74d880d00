"""The Excel host: one click, through xlwings, on the workbook that is open."""
