"""Agreements (convenant, samenwerkingsovereenkomst): the coalition's text in versions, who was asked to sign which, and who signed.

A text that was sent never changes: it has a hash, and whoever signs, signs that hash (docs/decisions/0019).
"""
