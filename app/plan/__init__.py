"""The plan: a document and a tree.

Chapters of text stand beside strategic goal → operational goal → action. An action has milestones and progress updates; progress is
computed from them, never typed in passing.
"""
