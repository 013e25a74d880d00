"""What reaches the disk: names, safe saves, new workbooks, and the store of the roster."""
