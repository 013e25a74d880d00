"""Files dropped on a shortcut: the same verbs for WPS, LibreOffice and computers without macros. Needs no xlwings.

`pythonw -P -m xlflow.excel.drop check 三班.xlsx` works like the click, on the file as it was saved last, and tells the end in a box.
"""
