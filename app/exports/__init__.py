"""Files that leave the house: the list of actions as a sheet, and a plan as a PDF that everybody can read.

A list is made while one waits. A document takes longer: it is a task, and its file is kept for a week, for the one who asked for it.
"""
