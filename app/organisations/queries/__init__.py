"""What the screens of organisations need, each by name."""
