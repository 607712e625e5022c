"""What a list of partners holds, and what each of its cells would do. Values in, values out."""
