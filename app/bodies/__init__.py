"""Bodies: where partners meet (steering group, project team, working groups, committee), and who sits in them."""
