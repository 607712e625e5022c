"""What partners promise and give, in euros, hours and kind, per period of contributions.

Promises and what was given are rows that are only added to: a change is a new row, a correction a row that takes back another. What was
given counts once partner and coalition both said so. Euros, hours and kind are never added up into one amount (docs/decisions/0020).
"""
