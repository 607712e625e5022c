"""What the screens of home need: reads over several features at once."""
