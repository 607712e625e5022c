"""Named reads of versions: what a plan holds today, and what was frozen."""
