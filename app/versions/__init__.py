"""Versions: the plan as it was adopted, kept as it was, and told apart from another version or from today.

A version holds the whole text and tree by itself; it is never changed and never removed. A wrong one is followed by a right one.
"""
