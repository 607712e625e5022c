"""Work for later: a task is a row in PostgreSQL first, a message in Redis second.

`send.later(…)` writes the row in the transaction of whoever asks; after the commit its id goes to Redis; a worker enters the tenant
again, does the work and marks the row done in one transaction. Killing a worker, Redis or the database loses nothing.
"""
