"""What waits for people: a row per thing that waits, written and closed by the verbs of every feature in their own transaction.

A feature says in its `waiting.py`, as a query over its nouns, what should wait because of them; a verb ends with `settle(noun)`, which
makes the rows equal to that. Nobody has to be there at the right moment: a row says from which day on it is shown.
"""
