"""The forms of the plan, by noun."""
