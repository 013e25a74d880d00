"""What is counted over the rows of a workbook or a roster: ratios with both lists, totals, assessments, and how every member stands."""
