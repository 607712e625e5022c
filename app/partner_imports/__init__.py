"""Reading partners from a list: a sheet becomes rows, rows show what they would do, and only then it is done, all or nothing."""
