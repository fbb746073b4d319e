"""Reads a folder with exchangelib.

Prints how many items came, the processor seconds and the seconds that it took, and the processor seconds before.
"""
import os
import time

from exchangelib import BASIC, DELEGATE, Account, Configuration, Credentials

config = Configuration(
    service_endpoint=os.environ["EWS_URI"], credentials=Credentials(os.environ["EWS_USER"], "any"), auth_type=BASIC)
account = Account(os.environ["EWS_USER"], config=config, autodiscover=False, access_type=DELEGATE)
began, before = time.monotonic(), time.process_time()
items = account.inbox.all().only("subject", "datetime_received")
items.page_size = 1000
count = sum(1 for item in items if item.id and item.subject and item.datetime_received)
print(count, time.process_time() - before, time.monotonic() - began, before, flush=True)
