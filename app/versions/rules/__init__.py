"""What a version holds, and how two of them differ. Values in, values out."""
