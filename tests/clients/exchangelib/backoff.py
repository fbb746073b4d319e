"""Runs into ErrorServerBusy and waits as the library does by itself: a tight profile, a fast clock."""
import logging

from common import account, check, done, step
from exchangelib import FaultTolerance


class Waits(logging.Handler):
    """Counts how often the library says that it waits."""

    def __init__(self):
        super().__init__()
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


waits = Waits()
for name in ("exchangelib.util", "exchangelib.services.common", "exchangelib.protocol"):
    logging.getLogger(name).addHandler(waits)
    logging.getLogger(name).setLevel(logging.DEBUG)


class Counting(FaultTolerance):
    """The library's own policy; it only counts."""

    count = 0
    longest = 0.0

    def back_off(self, seconds):
        Counting.count += 1
        Counting.longest = max(Counting.longest, seconds or 0)
        super().back_off(seconds)


me = account(retry_policy=Counting(max_wait=60), max_connections=1)
ids = [(item.id, item.changekey) for item in me.inbox.all().only("subject")[:60]]
read = 0
for start in range(0, len(ids), 5):
    read += sum(1 for item in me.fetch(ids[start : start + 5]) if item.subject)
check(read == len(ids), f"read {read} items through the throttling")
check(Counting.count > 0, f"backed off {Counting.count} times, at most {Counting.longest:.3f} s")
step(f"{len(waits.messages)} log lines of the library")
done()
