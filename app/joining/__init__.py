"""Joining: how an organisation comes to take part, invited or by its own application, and what a coalition shows to everybody."""
