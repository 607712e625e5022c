"""Named reads of contributions."""
