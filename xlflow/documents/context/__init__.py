"""From the rows of a workbook to the names that a Word template may use: who, which meeting, which unit, in which words.

`material` joins the rows, `subjects` says what each document is about, `printing` turns values into words by the document's class,
`mapping` puts the names together.
"""
