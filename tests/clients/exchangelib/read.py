"""Connects, walks the folders, counts, pages and filters. EWS_ITEMS items are in the Inbox."""
import datetime
import os

from common import account, check, done, equal, step
from exchangelib import EWSDateTime, EWSTimeZone, Q
from exchangelib.errors import ErrorFolderNotFound, ErrorItemNotFound

ITEMS = int(os.environ["EWS_ITEMS"])
me = account()
equal(me.inbox.name, "Inbox", "GetFolder inbox")
equal(me.inbox.total_count, ITEMS, "its item count")

tree = [folder.absolute for folder in me.root.walk()]
check(f"{me.root.absolute}/Top of Information Store/Inbox/Projects/Migration" in tree, f"walked {len(tree)} folders")
equal((me.inbox / "Projects" / "Migration").name, "Migration", "a folder by path")
for name in ("drafts", "sent", "trash", "outbox", "junk", "calendar", "contacts", "tasks", "notes", "journal"):
    check(getattr(me, name).root == me.root, f"distinguished folder {name}")
equal(sum(1 for _ in me.inbox.glob("P*")), 1, "folders by pattern")
try:
    me.archive_inbox.refresh()
    check(False, "a folder that is not there was found")
except ErrorFolderNotFound:
    step("a folder that is not there: ErrorFolderNotFound")

equal(me.inbox.all().count(), ITEMS, "count")
pages = me.inbox.all().only("subject")
pages.page_size = 100
ids = [item.id for item in pages]
equal((len(ids), len(set(ids))), (ITEMS, ITEMS), "paged through all items, each once")
newest = list(me.inbox.all().only("subject", "datetime_received", "size").order_by("-datetime_received")[:20])
times = [item.datetime_received for item in newest]
check(times == sorted(times, reverse=True), f"the {len(times)} newest, by time")
sizes = [item.size for item in me.inbox.all().only("size").order_by("size")]
check(sizes == sorted(sizes) and len(sizes) == ITEMS, f"{len(sizes)} items sorted by size")
subjects = [item.subject for item in me.inbox.all().only("subject").order_by("-subject")[:50]]
check(subjects == sorted(subjects, key=str.upper, reverse=True), "sorted by subject, downwards")

everything = list(me.inbox.all().only("subject", "size", "datetime_received", "is_read", "has_attachments", "author"))
word = "invoice"
check(
    {item.id for item in me.inbox.filter(subject__icontains=word).only("subject")}
    == {item.id for item in everything if word in item.subject.lower()},
    "filter subject__icontains",
)


def same(query, test, text):
    found = {item.id for item in me.inbox.filter(query).only("subject")}
    wanted = {item.id for item in everything if test(item)}
    check(found == wanted, f"filter {text}: {len(found)} items, {len(wanted)} wanted")


some = everything[len(everything) // 2]
utc = EWSTimeZone("UTC")
day = some.datetime_received.astimezone(utc)
same(Q(subject=some.subject), lambda item: item.subject == some.subject, "subject equals")
same(Q(subject__startswith="Re:"), lambda item: item.subject.startswith("Re:"), "subject starts with")
same(Q(subject__contains="Lunch"), lambda item: "Lunch" in item.subject, "subject contains")
same(~Q(subject__contains="Lunch"), lambda item: "Lunch" not in item.subject, "not")
same(Q(size__gt=30000), lambda item: item.size > 30000, "size greater")
same(Q(size__range=(10000, 40000)), lambda item: 10000 <= item.size <= 40000, "size range")
same(Q(datetime_received__gte=day), lambda item: item.datetime_received >= day, "datetime_received at or after")
same(
    Q(datetime_received__range=(day - datetime.timedelta(days=1), day)),
    lambda item: day - datetime.timedelta(days=1) <= item.datetime_received <= day,
    "datetime_received range",
)
same(Q(is_read=False), lambda item: not item.is_read, "unread")
same(
    Q(is_read=False) & (Q(size__lt=20000) | Q(subject__icontains="trip")),
    lambda item: not item.is_read and (item.size < 20000 or "trip" in item.subject.lower()),
    "and, or",
)
same(
    Q(subject__in=[item.subject for item in everything[:5]]),
    lambda item: item.subject in [one.subject for one in everything[:5]],
    "in",
)
same(Q(has_attachments=True), lambda item: item.has_attachments, "has_attachments")
same(Q(in_reply_to__exists=True), lambda item: False, "exists")
check(
    {item.id for item in me.inbox.filter("subject:invoice").only("subject")}
    == {item.id for item in everything if "invoice" in item.subject.lower()},
    "AQS subject:",
)
check(
    {item.id for item in me.inbox.filter("hasattachment:true AND isread:false").only("subject")}
    == {item.id for item in everything if item.has_attachments and not item.is_read},
    "AQS hasattachment: AND isread:",
)
check(me.inbox.filter(subject__icontains=word).exists(), "exists()")

full = me.inbox.get(id=some.id, changekey=some.changekey)
equal(full.subject, some.subject, "GetItem: subject")
check(len(full.body) > 100 and full.subject in full.body, f"GetItem: body of {len(full.body)} characters")
equal(full.sender.email_address.split("@")[1], "example.com", "GetItem: sender")
check(b"Subject:" in full.mime_content, "GetItem: MIME content")
check(any(header.name == "Message-ID" for header in full.headers), "GetItem: headers")
check(full.text_body.startswith(full.subject), "GetItem: text body")
batch = list(me.fetch(ids=[(item.id, item.changekey) for item in everything[:100]], chunk_size=30))
check([item.id for item in batch] == [item.id for item in everything[:100]], "GetItem: 100 in order")
missing = list(me.fetch(ids=[("AAMkAGI2broken", None)]))
check(isinstance(missing[0], Exception), f"a broken id: {type(missing[0]).__name__}")

start = EWSDateTime(2025, 12, 1, tzinfo=utc)
end = EWSDateTime(2026, 1, 1, tzinfo=utc)
meetings = list(me.calendar.view(start=start, end=end))
check(len(meetings) > 0 and all(m.end > start and m.start < end for m in meetings), f"calendar view: {len(meetings)}")
check([m.start for m in meetings] == sorted(m.start for m in meetings), "calendar view is sorted")
people = list(me.contacts.all())
check(len(people) == ITEMS // 20 and all(p.email_addresses for p in people), f"contacts: {len(people)}")
todo = list(me.tasks.filter(is_complete=False))
check(all(not task.is_complete for task in todo), f"open tasks: {len(todo)}")
try:
    me.inbox.get(subject="there is no such subject")
    check(False, "an item that is not there was found")
except Exception as error:
    check("DoesNotExist" in type(error).__name__ or isinstance(error, ErrorItemNotFound), "get() of nothing")
done()
