"""Real processes: that what starts also ends, whatever happens in between."""
