"""All faults of a Word template at once, before a document is made of it. Nothing here raises for a faulty template.

`found_tags` finds every tag with its place, `name_faults` compares the names with those of `template_vocabulary`, `template_inspection`
pairs blocks and collects the faults, `fault_comments` writes them into a copy.
"""
