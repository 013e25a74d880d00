"""What is put onto a computer so that a click or a dropped file reaches xlflow: add-in, settings, shortcuts.

A plan is a value: the steps, computed from what is known of the machine. One executor carries them out, or they are only shown.
"""
