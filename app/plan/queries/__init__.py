"""Named reads of the plan, by the screen that needs them; each decides what is loaded."""
