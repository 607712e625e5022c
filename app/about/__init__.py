"""Public pages about the product itself: what it is, accessibility, privacy."""
