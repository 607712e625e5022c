"""Home: where several features meet on one screen: the Overview, the history of the coalition, search."""
