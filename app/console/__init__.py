"""Everything behind the command `samenkracht`: starting, stopping, migrating, loading. Nothing in the product imports it."""
