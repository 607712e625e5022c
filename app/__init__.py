"""Samenkracht: the work of a municipal coalition against loneliness, one package per noun of that work."""
