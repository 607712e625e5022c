"""How fast the pages are, beside what Flask and one round trip to the database cost on the same machine in the same minutes.

`make bench` starts PostgreSQL and Redis of its own on data that is thrown away, loads the three coalitions, serves them by the
Procfile's own line, and lets processes of their own ask for pages. Nothing of a running product is touched.
"""
