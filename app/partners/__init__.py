"""Partners: the organisations that take part in the coalition, and the bodies in which they meet."""
