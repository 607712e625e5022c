"""Pillars: the common grid on which plan, money, figures and comparison are laid.

The five national pillars and three action lines of the programme Eén tegen eenzaamheid, and the coalition's own local themes,
which map many-to-many onto both. Where a mapping is our reading of a document it is marked so until somebody confirms it.
"""
