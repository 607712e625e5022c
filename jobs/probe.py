"""A harmless task, to see that the queue works: it waits, and says how far it is. `samenkracht task probe` asks for it."""

import time

from jobs.queue import job
from jobs.running import progress


@job("probe")
def probe(seconds: int) -> None:
    """Wait so many seconds and report each."""
    for passed in range(seconds):
        progress(passed, seconds, f"{passed} / {seconds} s")
        time.sleep(1)
    progress(seconds, seconds)
