"""Work for later, with a real database, a real queue and real processes."""
