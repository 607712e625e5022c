"""The arithmetic of contributions: what counts, when, and how much. Values in, values out."""
