"""Runs into ErrorServerBusy and waits as the library does by itself: a tight profile, a fast clock."""
from common import account, check, done
from exchangelib import FaultTolerance


class Counting(FaultTolerance):
    """The library's own policy; it only counts."""

    count = 0
    longest = 0.0

    def back_off(self, seconds):
        Counting.count += 1
        Counting.longest = max(Counting.longest, seconds or 0)
        super().back_off(seconds)


me = account(retry_policy=Counting(max_wait=60), max_connections=1)
ids = [(item.id, item.changekey) for item in me.inbox.all().only("subject")[:20]]
read = 0
for start in range(0, len(ids), 2):
    read += sum(1 for item in me.fetch(ids[start : start + 2]) if item.subject)
check(read == len(ids), f"read {read} items through the throttling")
check(Counting.count > 0, f"backed off {Counting.count} times, at most {Counting.longest:.3f} s")
done()
