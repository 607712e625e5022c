"""How a comparison reads: each difference as a sentence, and all of them in one."""
