"""Reads of agreements, each by name."""
