"""What is wrong with a Word template, all of it at once, before anybody makes a document of it.

`tags` finds every tag with its place, `code` reads each by itself, `blocks` pairs them, `shapes` and `names` hold the names against what
a document offers, `comments` writes the faults into a copy. Nothing here raises for a faulty template.
"""
